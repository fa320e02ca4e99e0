import Core
import Testing

@testable import Programme

struct GapValueTests {
  /// 10,000 people; 60 % in work against 75 %; £20,000 against £25,000; half closed in 2 years, over 3 years at 3.5 %.
  private static func assumptions(
    population: Int = 10_000, rate: Int = 600, comparedRate: Int = 750, pay: Int = 2_000_000,
    comparedPay: Int = 2_500_000, closed: Int = 50, yearsToReach: Int = 2, years: Int = 3,
    discount: Int = GapAssumptions.greenBookRate
  ) throws(Rejection) -> GapAssumptions {
    try GapAssumptions(
      population: population, rate: rate, comparedRate: comparedRate, pay: pay,
      comparedPay: comparedPay, closed: closed, yearsToReach: yearsToReach, years: years,
      discount: discount)
  }

  @Test func `the value is what it comes to by hand`() throws {
    let value = GapValue(try Self.assumptions())
    #expect(value.inWork == 6000)
    #expect(value.years.map(\.morePeople) == [375, 750, 750])
    #expect(value.years.map(\.morePay) == [125_000, 250_000, 250_000])
    // £7,500,000 and £15,000,000 each from work and from pay.
    #expect(value.years.map(\.fromWork) == [750_000_000, 1_500_000_000, 1_500_000_000])
    #expect(value.years.map(\.fromPay) == [750_000_000, 1_500_000_000, 1_500_000_000])
    // The table of the Green Book: 0.9662, 0.9335, 0.9019.
    #expect(value.years.map(\.factor) == [966_184, 933_511, 901_943])
    #expect(value.years.map(\.today) == [1_449_276_000, 2_800_533_000, 2_705_829_000])
    #expect(value.total == 7_500_000_000 && value.today == 6_955_638_000)
    #expect(
      value.steps == [
        "In work today: 10,000 people times 60 % is 6,000.",
        "The gap in employment: 75 % less 60 % is 15 %.",
        "The gap in pay: £25,000 less £20,000 is £5,000 a year.",
        "50 % of both is closed in 2 equal steps, one a year.",
        "In year 3: 750 more people in work times £20,000 is £15,000,000.",
        "In year 3: 6,000 people times £2,500 more pay is £15,000,000.",
        "Over 3 years: £75,000,000.",
        "Each year later is worth 3.5 % less. In today's money: £69,556,380.",
      ])
  }

  @Test func `people and pence are rounded where they are shown`() throws {
    // 7 people times 15 % times 1 of 2 steps times 100 % is 0.525.
    let value = GapValue(
      try Self.assumptions(
        population: 7, pay: 101, comparedPay: 104, closed: 100, years: 2, discount: 0))
    #expect(value.inWork == 4)
    #expect(value.years.map(\.morePeople) == [1, 1])
    #expect(value.years.map(\.morePay) == [2, 3])
    #expect(value.years.map(\.total) == [101 + 8, 101 + 12])
    #expect(value.today == value.total && value.years.allSatisfy { $0.factor == 1_000_000 })
  }

  @Test func `where there is no gap there is no value`() throws {
    let value = GapValue(
      try Self.assumptions(rate: 800, comparedRate: 750, pay: 3_000_000))
    #expect(value.total == 0 && value.today == 0)
    #expect(value.steps[1] == "There is no gap in employment.")
    #expect(value.steps[2] == "There is no gap in pay.")
  }

  @Test func `the largest assumptions run nothing over`() throws {
    let value = GapValue(
      try Self.assumptions(
        population: 100_000_000, rate: 500, comparedRate: 1000, pay: 50_000_000,
        comparedPay: 100_000_000, closed: 100, yearsToReach: 1, years: 30, discount: 0))
    // 50 million more people at £500,000, and 50 million with £500,000 more, for 30 years.
    #expect(value.total == 150_000_000_000_000_000)
    let all = GapValue(
      try Self.assumptions(
        population: 100_000_000, rate: 0, comparedRate: 1000, pay: 100_000_000,
        comparedPay: 100_000_000, closed: 100, yearsToReach: 30, years: 30, discount: 2000))
    #expect(all.today > 0 && all.today < all.total)
  }

  @Test func `an assumption that can't be is named`() throws {
    do {
      _ = try Self.assumptions(
        population: -1, rate: 1001, comparedRate: -1, pay: .max, comparedPay: -1, closed: 101,
        yearsToReach: 0, years: 31, discount: 2001)
      Issue.record("taken")
    } catch {
      guard case .invalid(let problems) = error else { throw error }
      #expect(
        problems.map(\.field) == [
          "population", "rate", "compared_rate", "pay", "compared_pay", "closed", "years_to_reach",
          "years", "discount",
        ])
      #expect(problems.allSatisfy { !$0.reason.words.contains("{") })
    }
  }
}
