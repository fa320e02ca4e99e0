import Core

/// What is taken for granted to say what it is worth to close a gap in employment and pay. All of it is shown beside the result.
package struct GapAssumptions: Hashable, Sendable {
  /// People of working age in the group.
  package let population: Int
  /// How many of a thousand of them are in work.
  package let rate: Int
  /// How many of a thousand are in work in the group that they are compared with.
  package let comparedRate: Int
  /// Median pay of a year in whole pence, of those in work.
  package let pay: Int
  package let comparedPay: Int
  /// How much of both gaps is closed in the end, in percent.
  package let closed: Int
  /// In how many years that is reached, by equal steps.
  package let yearsToReach: Int
  /// Over how many years the value is added up. The rate falls after 30 years, so it is 30 at most.
  package let years: Int
  /// Hundredths of a percent by which a year later is worth less. 350 by the Green Book of HM Treasury.
  package let discount: Int

  package static let greenBookRate = 350

  /// Throws what is wrong, by field.
  package init(
    population: Int, rate: Int, comparedRate: Int, pay: Int, comparedPay: Int, closed: Int,
    yearsToReach: Int, years: Int, discount: Int = greenBookRate
  ) throws(Rejection) {
    var problems: [Problem] = []
    func check(_ field: String, _ value: Int, _ range: ClosedRange<Int>) {
      guard !range.contains(value) else { return }
      problems.append(
        Problem(
          field,
          Reason(
            "gap.range", ["least": String(range.lowerBound), "most": String(range.upperBound)])))
    }
    check("population", population, 0...100_000_000)
    check("rate", rate, 0...1000)
    check("compared_rate", comparedRate, 0...1000)
    // In pence: a million pounds a year.
    check("pay", pay, 0...100_000_000)
    check("compared_pay", comparedPay, 0...100_000_000)
    check("closed", closed, 0...100)
    check("years_to_reach", yearsToReach, 1...30)
    check("years", years, 1...30)
    check("discount", discount, 0...2000)
    guard problems.isEmpty else { throw .invalid(problems) }
    self.population = population
    self.rate = rate
    self.comparedRate = comparedRate
    self.pay = pay
    self.comparedPay = comparedPay
    self.closed = closed
    self.yearsToReach = yearsToReach
    self.years = years
    self.discount = discount
  }
}

/// What closing the gap is worth, year by year. Each figure is rounded where it is shown, a half upwards, and the next is worked
/// out from what is shown, so that anybody can follow it by hand.
package struct GapValue: Hashable, Sendable {
  package struct Year: Hashable, Sendable {
    /// Counts from 1.
    package let number: Int
    /// How many more are in work than today.
    package let morePeople: Int
    /// What they earn in the year, at the pay of the group today. In whole pence, like all that follows.
    package let fromWork: Int
    /// By how much each of those in work today earns more.
    package let morePay: Int
    /// What that comes to for all of them.
    package let fromPay: Int
    package var total: Int { fromWork + fromPay }
    /// What a pound of that year is worth today, in millionths.
    package let factor: Int
    package let today: Int
  }

  package let assumptions: GapAssumptions
  /// In work today.
  package let inWork: Int
  package let years: [Year]
  package var total: Int { years.reduce(0) { $0 + $1.total } }
  /// As it is worth today.
  package var today: Int { years.reduce(0) { $0 + $1.today } }

  package init(_ assumptions: GapAssumptions) {
    self.assumptions = assumptions
    // No sum can run over: with the limits of the assumptions the largest is below 10 to the 18th.
    let inWork = Self.rounded(assumptions.population * assumptions.rate, by: 1000)
    self.inWork = inWork
    let rateGap = max(0, assumptions.comparedRate - assumptions.rate)
    let payGap = max(0, assumptions.comparedPay - assumptions.pay)
    var exact = Self.one
    years = (1...assumptions.years).map { number in
      let steps = min(number, assumptions.yearsToReach)
      let parts = assumptions.closed * steps
      let whole = 100 * assumptions.yearsToReach
      let people = Self.rounded(assumptions.population * rateGap * parts, by: 1000 * whole)
      let morePay = Self.rounded(payGap * parts, by: whole)
      exact = Self.rounded(exact * 10_000, by: 10_000 + assumptions.discount)
      let factor = Self.rounded(exact, by: Self.one / 1_000_000)
      let (fromWork, fromPay) = (people * assumptions.pay, inWork * morePay)
      return Year(
        number: number, morePeople: people, fromWork: fromWork, morePay: morePay, fromPay: fromPay,
        factor: factor, today: Self.discounted(fromWork + fromPay, factor))
    }
  }

  /// 1 in the parts in which a discount is worked out.
  private static let one = 1_000_000_000_000

  private static func rounded(_ part: Int, by whole: Int) -> Int { (part + whole / 2) / whole }

  private static func discounted(_ pence: Int, _ factor: Int) -> Int {
    let (millions, rest) = pence.quotientAndRemainder(dividingBy: 1_000_000)
    return millions * factor + rounded(rest * factor, by: 1_000_000)
  }

  /// How the result comes about, step by step.
  package var steps: [String] {
    let given = assumptions
    let gap = max(0, given.comparedRate - given.rate)
    let payGap = max(0, given.comparedPay - given.pay)
    let last = years[years.count - 1]
    return [
      "In work today: \(Self.grouped(given.population)) people times \(Self.percent(given.rate)) is \(Self.grouped(inWork)).",
      gap == 0
        ? "There is no gap in employment."
        : "The gap in employment: \(Self.percent(given.comparedRate)) less \(Self.percent(given.rate)) is \(Self.percent(gap)).",
      payGap == 0
        ? "There is no gap in pay."
        : "The gap in pay: \(Money.spoken(given.comparedPay)) less \(Money.spoken(given.pay)) is \(Money.spoken(payGap)) a year.",
      "\(given.closed) % of both is closed in \(Counted.of(given.yearsToReach, "equal step")), one a year.",
      "In year \(last.number): \(Self.grouped(last.morePeople)) more people in work times \(Money.spoken(given.pay)) is \(Money.spoken(last.fromWork)).",
      "In year \(last.number): \(Self.grouped(inWork)) people times \(Money.spoken(last.morePay)) more pay is \(Money.spoken(last.fromPay)).",
      "Over \(Counted.of(years.count, "year")): \(Money.spoken(total)).",
      "Each year later is worth \(Self.hundredths(given.discount)) % less. In today's money: \(Money.spoken(today)).",
    ]
  }

  /// `1,250,000`
  static func grouped(_ number: Int) -> String {
    String(Money.spoken(number * 100).drop { !$0.isNumber })
  }

  /// `62.5 %` of 625 in a thousand.
  private static func percent(_ thousandths: Int) -> String {
    thousandths % 10 == 0 ? "\(thousandths / 10) %" : "\(thousandths / 10).\(thousandths % 10) %"
  }

  /// `3.5` of 350.
  private static func hundredths(_ number: Int) -> String {
    let (whole, rest) = number.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
