import Access
import Core
import Database
import Messages
import Referrals

/// A letter to somebody of whom we have an address alone.
package struct InvitationLetter: Sendable, Identifiable {
  package let id: InvitationID
  package let name: String
  package let address: String
  package let source: String
  /// The personal link, in full.
  package let link: String
  package let until: Day
}

/// What is about to be sent, before somebody says yes to it.
package struct InvitationPreview: Sendable {
  package let list: InvitationList
  package let ready: ReadyCounts
  /// How many go out by this confirmation, and no more: the rest waits for the next.
  package let next: Int
  package let emailSubject: String
  package let emailBody: String
  package let textBody: String
}

/// Asking people, by a message or by a letter, each of them once.
extension Invitations {
  /// Messages that one confirmation sends at most.
  static let sentAtOnce = 500
  static let lettersAtOnce = 50
  /// Seconds for which letters can be printed again.
  static let printedAgain: Int64 = 24 * 3600

  /// The words as they would go out, and to how many. It shows no person.
  package func preview(_ id: InvitationListID, for user: User) async throws -> InvitationPreview {
    let scope = try user.must(.invite)
    let (list, ready) = try await database.read { reader in
      (
        try reader.invitationList(id, in: scope, of: user),
        try reader.ready(of: id, textsWork: textsWork)
      )
    }
    let values = values(link: access.address("/invitation/…"), until: list.answerUntil)
    guard let email = messages.kinds.words(Self.kind, by: .email, on: wall.today),
      let text = messages.kinds.words(Self.kind, by: .text, on: wall.today)
    else { throw Fault("the words of an invitation are missing") }
    return InvitationPreview(
      list: list, ready: ready, next: min(ready.messages, Self.sentAtOnce),
      emailSubject: email.subject ?? "", emailBody: email.filled(with: values) ?? "",
      textBody: text.filled(with: values) ?? "")
  }

  /// Asks those who are ready by email or text: the messages are written with the change. `confirmed` is how many its
  /// user said yes to; where that is not how many there are now, nothing is sent. Answers how many were asked, and how
  /// many were not because they are known to us by now.
  package func send(
    _ id: InvitationListID, confirmed: Int, by user: User
  ) async throws -> (asked: Int, known: Int) {
    let scope = try user.must(.invite)
    return try await database.write(as: user) { transaction in
      let list = try transaction.openList(id, in: scope)
      let found = try transaction.read.sendable(
        of: id, textsWork: textsWork, limit: Self.sentAtOnce)
      let people = found.prefix(Self.sentAtOnce)
      guard !people.isEmpty, people.count == confirmed else {
        throw Rejection.conflict(Reason("invitation.changed"))
      }
      var (asked, known) = (0, 0)
      for person in people {
        guard let way = person.details?.way(textsWork: textsWork) else { continue }
        if try ask(person, by: way, of: list, transaction) == nil { known += 1 } else { asked += 1 }
      }
      transaction.record(
        "invitations sent", id, ["asked": String(asked), "known by now": String(known)])
      return (asked, known)
    }
  }

  /// Asks one person whose wishes of safe contact somebody has read. Answers the letter, where it is one.
  package func ask(
    _ id: InvitationID, by written: String, user: User
  ) async throws -> InvitationLetter? {
    let scope = try user.must(.invite)
    return try await database.write(as: user) { transaction in
      let person = try transaction.read.invitation(id, in: scope, of: user)
      let list = try transaction.openList(person.list, in: scope)
      guard let details = person.details, person.state == .ready else {
        throw Rejection.conflict(Reason("invited.asked-already"))
      }
      guard let way = Invitation.Way(rawValue: written), ways(for: details).contains(way) else {
        throw Rejection.invalid("way", Reason("invited.way"))
      }
      guard let token = try ask(person, by: way, of: list, transaction) else {
        transaction.record("invitation left out", id, ["reason": "known by now"])
        return nil
      }
      transaction.record("invitation sent", id, ["by": way.rawValue])
      return way == .letter ? letter(person, list, token) : nil
    }
  }

  /// By what somebody can be asked.
  package func ways(for details: Invitation.Details) -> [Invitation.Way] {
    Invitation.Way.allCases.filter { way in
      switch way {
      case .email: details.email != nil
      case .text: details.mobile != nil && textsWork
      case .letter: details.address != nil
      }
    }
  }

  /// Asks the next of those who have an address alone, and answers their letters. With `again`, the letters of the last
  /// day once more: their links are new, and the ones before them no longer work.
  package func letters(
    _ id: InvitationListID, again: Bool, by user: User
  ) async throws -> [InvitationLetter] {
    let scope = try user.must(.invite)
    return try await database.write(as: user) { transaction in
      let list = try transaction.openList(id, in: scope)
      let people = try transaction.read.onPaper(
        of: id, textsWork: textsWork,
        againFrom: again ? transaction.now.adding(seconds: -Self.printedAgain) : nil,
        limit: Self.lettersAtOnce
      ).prefix(Self.lettersAtOnce)
      guard !people.isEmpty else { throw Rejection.conflict(Reason("invitation.no-letters")) }
      var letters: [InvitationLetter] = []
      for person in people {
        if again {
          let token = Token()
          try transaction.replaceLink(of: person.id, with: token.hash)
          letter(person, list, token).map { letters.append($0) }
        } else if let token = try ask(person, by: .letter, of: list, transaction) {
          letter(person, list, token).map { letters.append($0) }
        }
      }
      transaction.record(
        again ? "invitation letters made again" : "invitation letters made", id,
        ["letters": String(letters.count)])
      return letters
    }
  }

  static let kind = "invitation"

  /// Asks one person; nil where they are known to us by now, or somebody asked them meanwhile.
  private func ask(
    _ person: Invitation, by way: Invitation.Way, of list: InvitationList,
    _ transaction: borrowing Transaction
  ) throws -> Token? {
    guard let details = person.details else { return nil }
    let check = KnownCheck(list: list, user: transaction.user, variants: variants)
    if let reason = try check.knownOtherwise(details, transaction.read) {
      try transaction.leaveOut(person.id)
      try transaction.countLeftOut([reason: 1], of: list.id)
      return nil
    }
    let token = Token()
    guard
      try transaction.ask(person.id, by: way, token: token.hash, until: list.answerUntil)
    else { return nil }
    let link = access.address("/invitation/\(token.text)")
    let address: (Channel, String?) =
      way == .email ? (.email, details.email) : (.text, details.mobile)
    if way != .letter, let to = address.1 {
      try transaction.send(
        NewMessage(
          Self.kind, by: address.0, to: .address(to),
          values: values(link: link, until: list.answerUntil), about: person.id,
          district: person.district, once: Self.once(person.id)))
    }
    return token
  }

  /// The occasion of a message: nobody is asked twice.
  static func once(_ id: InvitationID) -> String { "invitation/\(id)" }

  private func values(link: String, until: Day) -> [String: String] {
    ["own_link": link, "until": until.spoken]
  }

  private func letter(
    _ person: Invitation, _ list: InvitationList, _ token: Token
  ) -> InvitationLetter? {
    guard let details = person.details, let address = details.address else { return nil }
    return InvitationLetter(
      id: person.id, name: details.fullName, address: address, source: list.source,
      link: access.address("/invitation/\(token.text)"), until: list.answerUntil)
  }
}

extension Transaction {
  /// A list on which people may still be asked.
  fileprivate func openList(_ id: InvitationListID, in scope: Scope) throws -> InvitationList {
    let list = try read.invitationList(id, in: scope, of: user)
    guard today <= list.askUntil else { throw Rejection.conflict(Reason("invitation.over")) }
    return list
  }
}
