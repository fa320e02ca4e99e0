import Core
import Database
import Eligibility
import People

/// More time for a household to find another adult, with its lawful reason.
package struct HouseholdException: Sendable {
  package let id: HouseholdExceptionID
  /// By key of the dated list. Nil where the viewer may not read it.
  package let reason: String?
  package let note: String?
  package let untilOn: Day
  package let grantedAt: Instant
  package let grantedBy: String
}

/// A household in which fewer adults joined than its programme asks for.
package struct HouseholdClockLine: Sendable {
  package let id: HouseholdID
  package let reference: String
  package let leadName: String
  package let leadKnownAs: String?
  package let district: String
  package let advocate: String?
  package let clock: JoinClock
  package let exception: HouseholdException?
}

/// Somebody whose referral waits and who wants to join a household.
package struct StillMissing: Sendable {
  package let name: String
  package let referral: ReferralID

  package init(name: String, referral: ReferralID) {
    (self.name, self.referral) = (name, referral)
  }
}

/// Those whose referrals wait and who want to join these households, as far as a user may see them.
package typealias WaitingBeside =
  @Sendable (borrowing Reader, [HouseholdID], User) throws -> [HouseholdID: [StillMissing]]

/// An exception as it was typed.
package struct ExceptionDraft: Sendable {
  package let reason: String
  package let until: String
  package let note: String

  package init(reason: String, until: String, note: String) {
    (self.reason, self.until, self.note) = (reason, until, note)
  }
}

/// An exception that may be granted: checked, with its types.
struct NewException: Sendable {
  let reason: ExceptionReason
  let untilOn: Day
  let note: String?

  /// Characters.
  static let limit = 1000

  init(_ draft: ExceptionDraft, reasons: [ExceptionReason], today: Day) throws(Rejection) {
    var problems: [Problem] = []
    let reason = reasons.first { $0.key == draft.reason }
    if reason == nil { problems.append(Problem("exception", Reason("exception.reason"))) }
    let until = Day(written: draft.until)
    switch until {
    case nil:
      problems.append(
        Problem(
          "until",
          draft.until.isEmpty ? Reason("exception.until") : Reason("bad-day", ["what": "The day"])))
    case let day? where day <= today:
      problems.append(Problem("until", Reason("exception.past")))
    case let day?:
      if let reason, day > today.adding(days: reason.mostDays) {
        problems.append(
          Problem(
            "until",
            Reason("exception.far", ["day": today.adding(days: reason.mostDays).spoken])))
      }
    }
    let note = draft.note.allSatisfy(\.isWhitespace) ? nil : draft.note
    if let count = note?.unicodeScalars.count, count > Self.limit {
      problems.append(
        Problem(
          "exception_note",
          Reason(
            "too-long", ["what": "The note", "limit": "1,000", "count": String(count)])))
    }
    guard let reason, let until, problems.isEmpty else { throw .invalid(problems) }
    (self.reason, untilOn, self.note) = (reason, until, note)
  }
}

/// Where a household stands by its clock, before anything else is read of it.
struct ClockFound: Sendable {
  let id: HouseholdID
  let clock: JoinClock
}

extension Households {
  /// The most households whose clocks are put in order at once.
  static let mostClocks = 5000
  package static let clocksOnPage = 25

  /// Households that still wait for another adult, the clock that ends first at the top: a page of them (from 1), and
  /// how many there are, how many of those end within `days` days, and how many are over.
  package func clocks(
    page: Int = 1, size: Int = clocksOnPage, within days: Int = 14, for user: User
  ) async throws -> HouseholdClocks {
    let scope = try user.must(.readHouseholds)
    let today = wall.today
    return try await database.look(as: user, "household clocks listed") { look in
      let running = try look.read.runningClocks(eligibility, on: today, in: scope, of: user)
      let found = Array(running.dropFirst((page - 1) * size).prefix(size))
      look.lists(found.map(\.id))
      let waiting = try waiting(look.read, found.map(\.id), user)
      look.lists(found.flatMap { waiting[$0.id] ?? [] }.map(\.referral))
      return HouseholdClocks(
        lines: try look.read.clockLines(found, seenBy: user), stillWaiting: waiting,
        hasMore: running.count > page * size, total: running.count,
        endingSoon: running.count {
          (0...days).contains(today.days(until: $0.clock.joinBy))
        }, over: running.count { $0.clock.joinBy < today })
    }
  }

  /// Adults who are in a household now.
  func joinClock(
    of household: Household, _ members: [Member], _ exception: HouseholdException?
  ) -> JoinClock? {
    let born = eligibility.adultsBornBy(on: wall.today)
    return eligibility.joinClock(
      openedOn: household.openedOn, adults: members.count { $0.person.dateOfBirth <= born },
      exceptionUntil: exception?.untilOn)
  }

  /// Gives a household more time. One that stands already ends.
  package func grantException(
    _ draft: ExceptionDraft, to id: HouseholdID, by user: User
  ) async throws {
    try user.must(.readHouseholds)
    let scope = try user.must(.grantExceptions)
    let households = self
    try await database.write(as: user) { transaction in
      guard let household = try transaction.read.household(id, in: scope, of: user) else {
        throw Rejection.notFound("Household")
      }
      let standing = try transaction.read.exception(of: id, seenBy: .system)
      guard
        households.joinClock(of: household, try transaction.read.members(of: id), standing) != nil
      else { throw Rejection.conflict(Reason("exception.not-needed")) }
      let exception = try NewException(
        draft,
        reasons: households.eligibility.exceptionReasons(on: transaction.today, for: user),
        today: transaction.today)
      if let standing, standing.reason == exception.reason.key,
        standing.untilOn == exception.untilOn, standing.note == exception.note
      {
        return
      }
      if let standing { try transaction.endException(standing.id) }
      let new: HouseholdExceptionID = transaction.newID()
      try transaction.insertException(new, exception, of: id)
      func proof(_ text: String) -> String { "sha256 " + digest(new.text + text) }
      transaction.record(
        "household given more time", id,
        [
          "exception": new.text, "from": standing?.untilOn.description ?? "",
          "until": exception.untilOn.description,
          "reason": exception.reason.isRestricted
            ? proof(exception.reason.key) : exception.reason.key,
          "note": exception.note.map(proof) ?? "",
        ])
    }
  }

  /// Takes back the exception that stands.
  package func endException(of id: HouseholdID, by user: User) async throws {
    try user.must(.readHouseholds)
    let scope = try user.must(.grantExceptions)
    try await database.write(as: user) { transaction in
      guard try transaction.read.household(id, in: scope, of: user) != nil else {
        throw Rejection.notFound("Household")
      }
      guard let standing = try transaction.read.exception(of: id, seenBy: .system) else { return }
      try transaction.endException(standing.id)
      transaction.record(
        "household's more time taken back", id,
        ["exception": standing.id.text, "from": standing.untilOn.description, "until": ""])
    }
  }
}

/// A page of households that wait for another adult, and how many there are.
package struct HouseholdClocks: Sendable {
  package let lines: [HouseholdClockLine]
  package let stillWaiting: [HouseholdID: [StillMissing]]
  package let hasMore: Bool
  package let total: Int
  package let endingSoon: Int
  package let over: Int
}
