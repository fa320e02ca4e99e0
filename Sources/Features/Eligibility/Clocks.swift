import Core

/// By when a referral of a route is answered. An empty route stands for all that are not named.
struct RouteClock: Sendable {
  let route: String
  let workingDays: Int
  let escalateAfter: Int
  let from: Day
  let until: Day?

  init(_ row: ListRow) throws {
    route = try row.text("route")
    workingDays = try row.number("working_days")
    escalateAfter = try row.number("escalate_after_working_days")
    from = try row.day("valid_from")
    until = try row.dayOrNone("valid_to")
  }
}

/// The promise about one referral.
package struct AnswerClock: Sendable, Equatable {
  /// The last day on which an answer is in time.
  package let answerBy: Day
  /// The day from which programme managers are told.
  package let escalateOn: Day

  package init(answerBy: Day, escalateOn: Day) {
    self.answerBy = answerBy
    self.escalateOn = escalateOn
  }
}

/// How long a household may wait for the adults that its programme asks for.
struct HouseholdClock: Sendable {
  let adults: Int
  let days: Int
  /// How many days before the end the advocate is told.
  let tellDays: Int
  let from: Day
  let until: Day?
  let then: String

  init(_ row: ListRow) throws {
    adults = try row.number("adults")
    days = try row.number("days")
    tellDays = try row.number("tell_days")
    from = try row.day("valid_from")
    until = try row.dayOrNone("valid_to")
    then = try row.required("then")
  }
}

/// Why a household may lawfully wait longer.
package struct ExceptionReason: Sendable, Equatable {
  package let key: String
  package let label: String
  /// The most days that one exception may give.
  package let mostDays: Int
  /// Whether only roles with the field group for restricted needs may read it.
  package let isRestricted: Bool
  let from: Day?
  let until: Day?

  init(_ row: ListRow) throws {
    key = try row.required("key")
    label = try row.required("label")
    mostDays = try row.number("most_days")
    isRestricted = try row.text("restricted") == "yes"
    from = try row.dayOrNone("valid_from")
    until = try row.dayOrNone("valid_to")
  }
}

/// Where a household stands with the adults that its programme asks for.
package struct JoinClock: Sendable, Equatable {
  /// How many more adults must join.
  package let missing: Int
  /// The last day for it.
  package let joinBy: Day
  /// The day from which the advocate is told that it ends.
  package let tellOn: Day
  /// What is done then, in words.
  package let then: String
}

extension Eligibility {
  /// By when a referral that was received on a day is answered. Nil where the data has no clock for it.
  package func answerClock(route: String, receivedOn day: Day) -> AnswerClock? {
    let inForce = routeClocks.filter { $0.from <= day && $0.until.map { day <= $0 } ?? true }
    guard
      let clock = inForce.first(where: { $0.route == route })
        ?? inForce.first(where: { $0.route.isEmpty })
    else { return nil }
    let answerBy = workingDays.adding(clock.workingDays, to: day)
    return AnswerClock(
      answerBy: answerBy, escalateOn: workingDays.adding(clock.escalateAfter, to: answerBy))
  }

  /// "Answer by Thursday 26 November", or how late the answer is.
  package func words(for answerBy: Day, today: Day) -> String {
    if answerBy == today { return "Answer by today" }
    if today < answerBy { return "Answer by \(answerBy.spokenNear)" }
    switch workingDays.count(after: answerBy, through: today) {
    case 0: return "The answer was due on \(answerBy.spokenNear)"
    case 1: return "The answer is 1 working day late"
    case let late: return "The answer is \(late) working days late"
    }
  }

  /// The clock of a household that was opened on a day and has so many adults now. Nil where enough have joined, or
  /// no rule held on that day. An exception moves its end.
  package func joinClock(openedOn day: Day, adults: Int, exceptionUntil: Day?) -> JoinClock? {
    guard
      let clock = householdClocks.first(where: {
        $0.from <= day && $0.until.map { day <= $0 } ?? true
      }), adults < clock.adults
    else { return nil }
    let end = day.adding(days: clock.days)
    let joinBy = max(end, exceptionUntil ?? end)
    return JoinClock(
      missing: clock.adults - adults, joinBy: joinBy, tellOn: joinBy.adding(days: -clock.tellDays),
      then: clock.then)
  }

  /// The earliest day of opening of a household whose clock has not ended on `day`, unless it was given more time.
  package func openedSince(on day: Day) -> Day {
    day.adding(days: -(householdClocks.map(\.days).max() ?? 0))
  }

  /// The most adults that any rule asks for: a household with as many waits for nobody.
  package var mostAdults: Int { householdClocks.map(\.adults).max() ?? 0 }

  /// The day on which those were born who are just old enough on `day`: the earliest adults by the rule of age.
  package func adultsBornBy(on day: Day) -> Day {
    let ages = rules.compactMap { rule in
      if case .minimumAge(let age) = rule.kind, rule.holds(on: day) { age } else { nil }
    }
    let (year, month, date) = day.parts
    let age = ages.max() ?? 0
    // Who was born on 29 February is a year older on 1 March.
    return Day(year - age, month, date) ?? Day(year - age, 2, 28)!
  }

  /// The reasons from which an exception may be chosen on a day, in the order of the list.
  package func exceptionReasons(on day: Day, for user: User) -> [ExceptionReason] {
    exceptions.filter { reason in
      (reason.from.map { $0 <= day } ?? true) && (reason.until.map { day <= $0 } ?? true)
        && (!reason.isRestricted || user.sees(.restrictedNeeds))
    }
  }

  /// A reason by its key, also one that has ended.
  package func exceptionReason(_ key: String) -> ExceptionReason? {
    exceptions.first { $0.key == key }
  }
}
