import Core
import Database
import Eligibility
import Households
import Messages

/// A referral that nobody has answered and whose last day is near or over.
package struct LateAnswer: Sendable {
  package let id: ReferralID
  package let person: PersonID
  package let name: String
  package let knownAs: String?
  package let organisation: String
  package let route: String
  package let referredOn: Day
  package let district: String?
  package let answerBy: Day
  package let escalatedAt: Instant?
}

extension Referrals {
  /// Rows that one piece of regular work takes at once.
  static let sweepSize = 200
  static let lateSize = 25
  /// The most that are counted for a page.
  package static let mostCounted = 500

  /// Says that somebody has answered: spoken with or written to the person or the referrer. It decides nothing.
  /// Answers the version that stands then.
  @discardableResult
  package func acknowledge(
    _ id: ReferralID, version: Int? = nil, once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    try await change(id, once: once, by: user) { transaction, referral in
      try Stale.check(version, against: referral.version)
      guard referral.state == .waiting else {
        throw Rejection.conflict(Reason("acknowledge.waiting"))
      }
      // Twice is once.
      guard referral.clock.acknowledgedAt == nil else { return referral.version }
      try transaction.acknowledge(referral)
      transaction.record("referral acknowledged", id, ["from": "no answer", "to": "answered"])
      return referral.version + 1
    }
  }

  /// Takes that back.
  package func unacknowledge(_ id: ReferralID, by user: User) async throws {
    try await change(id, by: user) { transaction, referral in
      guard referral.state == .waiting else {
        throw Rejection.conflict(Reason("acknowledge.waiting"))
      }
      guard referral.clock.acknowledgedAt != nil else { return }
      try transaction.unacknowledge(referral)
      transaction.record(
        "referral acknowledgement taken back", id, ["from": "answered", "to": "no answer"])
    }
  }

  private func change<Done: Sendable>(
    _ id: ReferralID, once: Once<Done>? = nil, by user: User,
    _ body: @escaping @Sendable (borrowing Transaction, Referral) throws -> Done
  ) async throws -> Done {
    let scope = try user.must(.decideReferrals)
    return try await database.write(as: user, once: once) { transaction in
      guard let referral = try transaction.read.referral(id, in: scope, of: user) else {
        throw Rejection.notFound("Referral")
      }
      return try body(transaction, referral)
    }
  }

  /// Referrals that should be answered today or should have been before, the latest answer first: the first `size` of
  /// them in the user's scope, and how many there are, counted to `mostCounted` at most.
  package func answersDue(
    page: Int = 1, size: Int = 25, for user: User
  ) async throws -> (lines: [LateAnswer], hasMore: Bool, total: Int) {
    let scope = try user.must(.readInbox)
    let today = wall.today
    return try await database.look(as: user, "late answers listed") { look in
      let found = try look.read.unanswered(
        by: today, in: scope, of: user, page: page, size: size)
      let lines = Array(found.prefix(size))
      look.lists(lines.map(\.id))
      return (
        lines, found.count > size,
        try look.read.unansweredCount(by: today, in: scope, of: user, most: Self.mostCounted)
      )
    }
  }

  /// Those of the same groups as the members of households who wait themselves, as far as a user may see them.
  package static let waitingBeside: WaitingBeside = { reader, households, user in
    guard !households.isEmpty, let scope = user.grants[.readInbox] else { return [:] }
    let found = try reader.stillWaiting(beside: households, in: scope, of: user)
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  /// Writes an escalation for each answer that is so late that those who decide are told, and a message to each of
  /// them; and gives referrals from before there were clocks theirs. Regular work: doing it twice, or on two servers at
  /// once, writes nothing twice. Answers how many were escalated. See docs/decisions/0024-messages-of-clocks.md.
  @discardableResult
  package func escalateLateAnswers() async throws -> Int {
    try await fillClocks()
    let today = wall.today
    var escalated = 0
    while true {
      // Most sweeps find nothing, and then write nothing.
      let isDue = try await database.read {
        try !$0.toEscalate(on: today).isEmpty || !$0.lateDigests(on: today).isEmpty
      }
      guard isDue else { return escalated }
      let (found, written) = try await database.write(as: .system) { transaction in
        let due = try transaction.read.toEscalate(on: today)
        var written = 0
        for (id, answerBy) in due where try transaction.escalate(id, answerBy: answerBy) {
          written += 1
          transaction.record(
            "late answer escalated", id, ["answer by": answerBy.description])
        }
        var told = 0
        // What is escalated in several sweeps is told once: with the last of them.
        if due.count < Self.sweepSize {
          for digest in try transaction.read.lateDigests(on: transaction.today)
          where try transaction.send(digest.message(on: transaction.today, at: origin)) {
            told += 1
          }
        }
        // Another server was first with all of it.
        if written == 0, told == 0 { transaction.record("no late answer escalated") }
        return (due.count, written)
      }
      escalated += written
      if found < Self.sweepSize { return escalated }
    }
  }

  private func fillClocks() async throws {
    while true {
      let found = try await database.read { try $0.withoutClock() }
      let clocks = found.compactMap { row in
        eligibility.answerClock(route: row.route, receivedOn: row.receivedAt.day)
          .map { (id: row.id, clock: $0) }
      }
      guard !clocks.isEmpty else { return }
      try await database.write(as: .system) { transaction in
        var filled = 0
        for (id, clock) in clocks where try transaction.setClock(clock, of: id) { filled += 1 }
        transaction.record("clocks of older referrals set", ["referrals": String(filled)])
      }
      if found.count < Self.sweepSize { return }
    }
  }
}
