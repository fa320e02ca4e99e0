import App
import Core
import Database
import Invitations

/// Lists of people who are asked, made through the doors.
extension Pierhead {
  /// A list on which people may be asked for a month. A nil district is the whole region.
  package func invitationList(
    _ name: String = "Autumn", in district: String? = Place.liverpool, until: String? = nil,
    by user: User
  ) async throws -> InvitationListID {
    let id = InvitationListID(at: database.wall.now())
    try await invitations.make(
      InvitationListDraft(
        id: id, name: name, source: "Example Housing", basis: "public-task",
        basisNote: "Example Act 2020, section 1", district: district ?? "",
        askUntil: until ?? database.wall.today.adding(days: 30).description), by: user)
    return id
  }

  /// Puts somebody on a list, with an email address of their own unless `changes` says otherwise.
  @discardableResult
  package func invited(
    _ name: String, _ changes: [String: String] = [:], on list: InvitationListID, by user: User
  ) async throws -> InvitationID {
    let values = [
      "full_name": name,
      "email": "\(name.filter(\.isLetter))\(name.filter(\.isNumber))@example.org",
    ]
    .merging(changes) { $1 }
    try await invitations.add(InvitedDraft { values[$0] ?? "" }, to: list, by: user)
    let id: InvitationID? = try await database.read(fresh: true) {
      try $0.row("SELECT id FROM invitations WHERE list_id = \(list) AND full_name = \(name)")?[
        "id"]
    }
    guard let id else { throw Rejection.notFound("Person") }
    return id
  }

  /// The tokens of the links that were sent, by the address they went to.
  package func invitationLinks() async throws -> [String: String] {
    let found = try await database.read(fresh: true) {
      try $0.rows(
        """
        SELECT recipient, contents FROM messages WHERE kind = 'invitation' AND contents IS NOT NULL
        ORDER BY id LIMIT 1000
        """
      ).map { (try $0["recipient"] as String, try $0["contents"] as String) }
    }
    return Dictionary(
      found.map { recipient, contents in
        let end = contents.replacing("\\/", with: "/").split(separator: "/invitation/").last ?? ""
        return (recipient, String(end.prefix { $0 != "\"" }))
      }, uniquingKeysWith: { $1 })
  }
}
