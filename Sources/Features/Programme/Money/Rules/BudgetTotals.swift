import Core

extension Budget {
  /// Whether its quarter is over and nobody has written down what was spent.
  func isMissing(on today: Day) -> Bool { actual == nil && quarter.last < today }

  /// What the quarter comes to in the end, as far as is known, in whole pence. Of one that is over: what was spent, or else the
  /// forecast, or else the budget. Of another: the forecast, or else the budget, or what was spent already where that is more.
  func expected(on today: Day) -> Int {
    if quarter.last < today { return actual ?? forecast ?? budget }
    return max(actual ?? 0, forecast ?? budget)
  }
}

/// What quarters come to together, in whole pence. Each figure is the sum of its lines, so totals of parts add up to the total of
/// the whole. A line is at most a million million pounds, so that the sum of 50,000 is still a number.
struct BudgetTotals: Hashable, Sendable {
  var budget = 0
  /// Of those where it is known.
  var actual = 0
  var expected = 0
  /// Quarters that are over and whose spend is not written down.
  var missing = 0
  var lines = 0

  /// More than nothing: it costs more than was agreed.
  var variance: Int { expected - budget }

  init() {}

  init(_ lines: some Sequence<Budget>, on today: Day) {
    for line in lines { add(line, on: today) }
  }

  mutating func add(_ line: Budget, on today: Day) {
    budget += line.budget
    actual += line.actual ?? 0
    expected += line.expected(on: today)
    missing += line.isMissing(on: today) ? 1 : 0
    lines += 1
  }

  static func + (one: BudgetTotals, other: BudgetTotals) -> BudgetTotals {
    var sum = one
    sum.budget += other.budget
    sum.actual += other.actual
    sum.expected += other.expected
    sum.missing += other.missing
    sum.lines += other.lines
    return sum
  }
}

/// The quarters of a project with what they come to up to each.
struct BudgetProfile: Sendable {
  struct Line: Sendable {
    let one: Standing<Budget>
    /// From the first quarter to this one.
    let upTo: BudgetTotals
  }

  let lines: [Line]
  let totals: BudgetTotals

  init(_ budgets: [Standing<Budget>], on today: Day) {
    var totals = BudgetTotals()
    lines = budgets.sorted { $0.value.quarter < $1.value.quarter }.map { one in
      totals.add(one.value, on: today)
      return Line(one: one, upTo: totals)
    }
    self.totals = totals
  }
}

extension [Budget] {
  /// What the proposed rating compares: budget and spend of the quarters that are over and whose spend is written down. Nil
  /// where there is none.
  func spend(on today: Day) -> ProjectFacts.Spend? {
    let known = filter { $0.actual != nil && $0.quarter.last < today }
    guard let last = known.map(\.quarter).max() else { return nil }
    let totals = BudgetTotals(known, on: today)
    let all = filter { $0.quarter <= last }.count
    let until = "up to the end of \(last.short)"
    return ProjectFacts.Spend(
      planned: totals.budget, spent: totals.actual,
      until: all == known.count ? until : "\(until), as far as it is written down")
  }
}

extension Money {
  /// `£500 more than agreed`, `£20 less than agreed`, `as agreed`
  static func spoken(variance pence: Int) -> String {
    if pence == 0 { return "as agreed" }
    return "\(spoken(abs(pence))) \(pence > 0 ? "more" : "less") than agreed"
  }
}
