import Core
import Database
import Households

/// The person or their referrer changed their mind: checked.
struct Withdrawal: Sendable {
  let reason: String
  let note: String?

  init(reason: String, note: String, _ vocabulary: Vocabulary, on day: Day) throws(Rejection) {
    var problems: [Problem] = []
    let isOffered = vocabulary.withdrawReasons.contains {
      $0.key == reason && $0.valid.holds(on: day)
    }
    if !isOffered { problems.append(Problem("withdraw_reason", Reason("withdraw.reason"))) }
    let note = ActNote.read(note, "withdraw_note", what: "The note", into: &problems)
    if reason == "other", note == nil {
      problems.append(Problem("withdraw_note", Reason("withdraw.note")))
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    self.reason = reason
    self.note = note
  }
}

extension Referrals {
  /// Takes a waiting referral out of the inbox, because the person or their referrer no longer wants it.
  package func withdraw(
    _ id: ReferralID, because reason: String, note: String, version: Int? = nil,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    let scope = try user.must(.decideReferrals)
    let withdrawal = try Withdrawal(reason: reason, note: note, vocabulary, on: wall.today)
    try await database.write(as: user, once: once) { transaction in
      let referral = try transaction.read.waiting(id, in: scope, of: user, version: version)
      try transaction.withdraw(referral, withdrawal)
      try transaction.addAct(
        .withdrawn, id, reason: withdrawal.reason, note: withdrawal.note)
      transaction.record(
        "referral withdrawn", id,
        [
          "from": "waiting", "to": "withdrawn", "reason": withdrawal.reason,
          "note": withdrawal.note.map { "sha256 " + digest(id.text + $0) } ?? "",
        ])
      try telling.tell(.ended, id, in: transaction)
    }
  }

  /// Says how complex the situation of somebody who waits is. Why is optional.
  package func setComplexity(
    _ level: String, of id: ReferralID, because note: String, by user: User
  ) async throws {
    let scope = try user.must(.decideReferrals)
    let complexity = try Complexity(level, because: note, vocabulary, on: wall.today)
    try await database.write(as: user) { transaction in
      let referral = try transaction.read.waiting(id, in: scope, of: user)
      if referral.complexity == complexity.level, complexity.note == nil { return }
      try transaction.setComplexity(complexity.level, of: referral)
      try transaction.addAct(
        .complexity, id, reason: complexity.level, note: complexity.note)
      transaction.record(
        "referral complexity set", id,
        [
          "from": referral.complexity ?? "", "to": complexity.level,
          "why": complexity.note.map { "sha256 " + digest(id.text + $0) } ?? "",
        ])
    }
  }
}

extension Reader {
  /// A referral of this scope that still waits, or the rejection that says why not. Where a version is named, it must be
  /// the one that stands.
  func waiting(
    _ id: ReferralID, in scope: Scope, of user: User, version: Int? = nil
  ) throws -> Referral {
    guard let referral = try referral(id, in: scope, of: user) else {
      throw Rejection.notFound("Referral")
    }
    try Stale.check(version, against: referral.version)
    try referral.mustWait()
    return referral
  }
}
