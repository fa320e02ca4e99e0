import Core
import Database
import Invitations

extension Demonstration {
  /// A list of three people: one who said yes on the phone, one to be asked, and one who is to be asked with care.
  static func invite(_ pierhead: Pierhead, _ leader: User) async throws {
    let (wall, invitations) = (pierhead.database.wall, pierhead.invitations)
    let list = InvitationListID(at: wall.now())
    try await invitations.make(
      InvitationListDraft(
        id: list, name: "Tenants of Example Housing", source: "Example Housing",
        basis: "public-task", basisNote: "Example Act 2020, section 1.",
        district: leader.districts[0], askUntil: wall.today.adding(days: 60).description),
      by: leader)
    for (name, email, wishes) in [
      ("Ines Example", "ines@example.org", ""), ("Omar Example", "omar@example.org", ""),
      ("Rosa Example", "rosa@example.org", "Only on weekdays before 3pm"),
    ] {
      var draft = InvitedDraft()
      (draft.fullName, draft.email, draft.safeContact) = (name, email, wishes)
      try await invitations.add(draft, to: list, by: leader)
    }
    let people = try await invitations.view(list, nil, page: 1, for: leader).people
    guard let first = people.first else { return }
    _ = try await invitations.key(
      AnswerDraft(
        answer: "yes", reach: "Call 07700 900234", reachTime: "Mornings", cameBy: "phone"),
      of: first.id, by: leader)
  }
}
