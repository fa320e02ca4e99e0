import Access
import Core
import Database
import HTML
import Messages
import Referrals

/// What people answer: by their link, or by phone, post or face to face.
extension Invitations {
  /// What the page of a link says, or nil where the link is unknown, used or too old: which of these is not told. It
  /// changes nothing.
  package func opened(by token: String) async throws -> (source: String, until: Day)? {
    guard let hash = Token(checking: token)?.hash else { return nil }
    let today = wall.today
    return try await database.read(fresh: true) { reader in
      try reader.invitation(byLink: hash, on: today).map { ($0.source, $0.until) }
    }
  }

  /// Takes an answer by a link. Throws `notFound` for one that is unknown, used or too old, and `tooMany` for too many tries.
  package func answer(
    _ draft: AnswerDraft, with token: String, from address: String
  ) async throws -> InvitationAnswer {
    // What can't be a link is no guess at one.
    guard let hash = Token(checking: token)?.hash else { throw Self.noLink }
    try await access.countTry(atLink: hash, from: address)
    return try await database.write(as: .nobody) { transaction in
      guard let found = try transaction.read.invitation(byLink: hash, on: transaction.today) else {
        throw Self.noLink
      }
      let (answer, cameBy) = try draft.check(isKeyed: false)
      guard let state = Invitation.State.asked.after(answer, cameBy, hasReferral: false),
        try take(draft, answer, cameBy, of: found.id, from: .asked, to: state, transaction)
      else { throw Self.noLink }
      return answer
    }
  }

  /// Writes down what somebody said by phone, by post or face to face.
  package func key(
    _ draft: AnswerDraft, of id: InvitationID, by user: User
  ) async throws -> InvitationAnswer {
    let scope = try user.must(.invite)
    return try await database.write(as: user) { transaction in
      let person = try transaction.read.invitation(id, in: scope, of: user)
      let (answer, cameBy) = try draft.check(isKeyed: true)
      let hasReferral = person.referral != nil
      guard let state = person.state.after(answer, cameBy, hasReferral: hasReferral) else {
        throw Rejection.conflict(
          Reason(hasReferral ? "invited.has-referral" : "invited.answered"))
      }
      guard
        try take(draft, answer, cameBy, of: id, from: person.state, to: state, transaction)
      else { throw Rejection.conflict(Reason("invited.answered")) }
      return answer
    }
  }

  private func take(
    _ draft: AnswerDraft, _ answer: InvitationAnswer, _ cameBy: CameBy, of id: InvitationID,
    from old: Invitation.State, to state: Invitation.State, _ transaction: borrowing Transaction
  ) throws -> Bool {
    guard try transaction.answer(id, from: old, to: state, draft, cameBy) else { return false }
    if answer != .yes { try transaction.forgetMessage(once: Self.once(id)) }
    transaction.record(
      "invitation answered", id, ["answer": answer.rawValue, "came by": cameBy.rawValue])
    return true
  }

  static let noLink = Rejection.notFound("Link")

  // MARK: - After a yes

  /// What the form for a referral is filled with, for somebody who said yes.
  package func referralForm(
    _ id: InvitationID, for user: User
  ) async throws -> (name: String, form: FormState) {
    try user.must(.keyReferrals)
    let (person, _) = try await find(id, for: user)
    guard person.state == .yes, person.referral == nil, let details = person.details else {
      throw Rejection.conflict(Reason("invited.no-referral"))
    }
    let wishes = [person.answer?.reach, person.answer?.reachTime, details.safeContact]
      .compactMap(\.self).joined(separator: "\n")
    var values = [
      "full_name": details.fullName, "safe_contact": wishes, "district": person.district,
      "route": "outreach",
    ]
    values["date_of_birth"] = details.dateOfBirth?.written
    values["phone"] = details.mobile
    return (details.fullName, FormState(values: values))
  }

  /// Saves the referral of somebody who said yes: they are one from then on.
  package func refer(
    _ id: InvitationID, _ draft: KeyedDraft, by user: User
  ) async throws -> Keyed {
    let scope = try user.must(.invite)
    // Before anything is said of the form: who is out of reach is not there.
    let known = try await database.read(fresh: true) {
      try $0.invitation(id, in: scope, of: user)
    }
    guard known.state == .yes else { throw Rejection.conflict(Reason("invited.no-referral")) }
    return try await referrals.key(draft, by: user) { transaction, referral in
      let person = try transaction.read.invitation(id, in: scope, of: user)
      guard person.state == .yes, try transaction.link(id, to: referral) else {
        throw Rejection.conflict(Reason("invited.no-referral"))
      }
      transaction.record("invitation led to a referral", id, ["referral": referral.text])
    }
  }
}
