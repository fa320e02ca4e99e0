import Core

/// The door to dated rules: who a programme is for, by when a referral is answered, and how long a household may wait
/// for another adult. Facts come in as values; it reads no table and keeps nothing.
package struct Eligibility: Sendable {
  let rules: [Rule]
  let districts: Set<String>
  let words: RuleWords
  package let workingDays: WorkingDays
  let routeClocks: [RouteClock]
  let householdClocks: [HouseholdClock]
  let exceptions: [ExceptionReason]

  /// Rows of the shipped lists by the name of their column. Throws a `Fault` that names the list and the row.
  package struct Lists: Sendable {
    package var rules: [[String: String]] = []
    package var bankHolidays: [[String: String]] = []
    package var routeClocks: [[String: String]] = []
    package var householdClocks: [[String: String]] = []
    package var exceptions: [[String: String]] = []

    package init() {}
  }

  package init(_ lists: Lists, districts: Set<String>, words: RuleWords) throws {
    rules = try lists.rules.map { try Rule(ListRow("eligibility-rules.csv", $0)) }
    workingDays = WorkingDays(
      holidays: Set(
        try lists.bankHolidays.map { try ListRow("bank-holidays.csv", $0).day("day") }))
    routeClocks = try lists.routeClocks.map { try RouteClock(ListRow("route-clocks.csv", $0)) }
    householdClocks = try lists.householdClocks.map {
      try HouseholdClock(ListRow("household-clocks.csv", $0))
    }
    exceptions = try lists.exceptions.map {
      try ExceptionReason(ListRow("clock-exceptions.csv", $0))
    }
    self.districts = districts
    self.words = words
  }

  /// Whether the programme is for this person, by the rules of the day on which they were referred.
  package func answer(
    for person: Facts, with companions: Companions = Companions(), referredOn day: Day
  ) -> EligibilityAnswer {
    EligibilityAnswer(
      signs(for: person, with: companions, on: day).map { rule, sign, count in
        rule.line(sign, for: person, on: day, count: count, words: words)
      }, on: day)
  }

  /// The same in one word, for lists.
  package func verdict(
    for person: Facts, with companions: Companions = Companions(), referredOn day: Day
  ) -> EligibilityAnswer.Verdict {
    .init(signs(for: person, with: companions, on: day).map(\.sign))
  }

  /// What the rules about a person by themselves say, whoever joins them: where it is no, it stays no.
  package func verdict(alone person: Facts, referredOn day: Day) -> EligibilityAnswer.Verdict {
    alone(person, by: rules.filter { $0.programme == programme && $0.holds(on: day) }, on: day)
  }

  /// What each rule of a day says, and how many others it counted.
  private func signs(
    for person: Facts, with companions: Companions, on day: Day
  ) -> [(rule: Rule, sign: EligibilityAnswer.Line.Sign, count: Int)] {
    let rules = rules.filter { $0.programme == programme && $0.holds(on: day) }
    return rules.map { rule in
      guard rule.isAboutOthers else {
        return (rule, rule.sign(for: person, on: day, districts: districts), 0)
      }
      let (sign, count) = rule.sign(for: person, with: companions) { other in
        alone(other, by: rules, on: day)
      }
      return (rule, sign, count)
    }
  }

  /// What the rules about one person by themselves say.
  private func alone(_ person: Facts, by rules: [Rule], on day: Day) -> EligibilityAnswer.Verdict {
    let signs = rules.filter { !$0.isAboutOthers }
      .map { $0.sign(for: person, on: day, districts: districts) }
    if signs.contains(.notMet) { return .notEligible }
    return signs.contains(.notKnown) ? .notKnown : .eligible
  }

  /// The programme that referrals are for: the first of the list of rules.
  private var programme: String? { rules.first?.programme }
}
