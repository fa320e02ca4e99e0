import Support
import Testing

@testable import Core

struct SlipTests {
  @Test(arguments: [
    ("2021-03-31", "2021-03-31", "on time"), ("2021-04-01", "2021-03-31", "1 day late"),
    ("2021-03-01", "2021-03-31", "30 days early"), ("2021-W06", "2021-W05", "1 week late"),
    ("2021-W01", "2020-W53", "1 week late"), ("2020-W52", "2021-W01", "2 weeks early"),
    ("late 2021-03", "early 2021-03", "2 thirds of a month late"),
    ("early 2021-04", "late 2021-03", "1 third of a month late"),
    ("2021-05", "2021-03", "2 months late"), ("2020-12", "2021-01", "1 month early"),
    ("Q1 2021/22", "Q4 2020/21", "1 quarter late"),
    ("Q4 2020/21", "Q2 2021/22", "2 quarters early"),
    // Counted at the coarser of the two.
    ("2021-03-31", "2021-03", "on time"), ("2021-03-01", "2021-03", "on time"),
    ("2021-04-01", "2021-03", "1 month late"), ("2021-04", "2021-03-31", "1 month late"),
    ("late 2021-03", "2021-03", "on time"), ("late 2021-03", "Q4 2020/21", "on time"),
    ("early 2021-04", "Q4 2020/21", "1 quarter late"), ("2021-02-05", "2021-W05", "on time"),
    ("2021-02-08", "2021-W05", "1 week late"),
    ("2021-01-31", "early 2021-02", "1 third of a month early"),
    // A week in two months is neither late nor early for either, and counts from the nearer one otherwise.
    ("2021-W13", "2021-03", "on time"), ("2021-W13", "2021-04", "on time"),
    ("2021-W13", "2021-05", "1 month early"), ("2021-W13", "2021-02", "1 month late"),
    ("2021-02", "2021-W13", "1 month early"),
    ("1969-12-01", "1970-W01", "4 weeks early"), ("1969-W40", "1970-W01", "13 weeks early"),
  ])
  func `slip is counted at the coarser precision`(
    planned: String, agreed: String, words: String
  ) throws {
    let date = try #require(PlannedDate(canonical: planned))
    let baseline = try #require(PlannedDate(canonical: agreed))
    let slip = date.slip(from: baseline)
    #expect(slip.description == words)
    #expect(slip.isLate == words.hasSuffix("late"))
    #expect(slip.isEarly == words.hasSuffix("early"))
  }

  @Test(arguments: [
    ("2021-03-31", "2021-03-30", false), ("2021-03-31", "2021-03-31", false),
    ("2021-03-31", "2021-04-01", true), ("2021-03", "2021-03-31", false),
    ("2021-03", "2021-04-01", true), ("early 2021-03", "2021-03-10", false),
    ("early 2021-03", "2021-03-11", true), ("2021-W05", "2021-02-07", false),
    ("2021-W05", "2021-02-08", true), ("Q4 2020/21", "2021-03-31", false),
    ("Q4 2020/21", "2021-04-01", true),
  ])
  func `it is over only when its last day is past`(
    planned: String, day: String, isOver: Bool
  ) throws {
    let date = try #require(PlannedDate(canonical: planned))
    #expect(date.isOver(on: try #require(Day(iso: day))) == isOver)
  }

  @Test func `a slip and its way back are alike, and none is none at a coarser precision`() throws {
    var random = Seeded()
    let seed = random.seed
    let middle = try #require(Day(1970, 1, 1)).number
    for _ in 0..<20_000 {
      func date() -> PlannedDate {
        PlannedDate(
          PlannedDate.Precision.allCases.randomElement(using: &random)!,
          holding: Day(number: middle + Int.random(in: -1000...1000, using: &random)))!
      }
      let (one, other) = (date(), date())
      let slip = one.slip(from: other)
      #expect(slip.unit == max(one.precision, other.precision), "\(one) \(other) seed \(seed)")
      #expect(slip.count == -other.slip(from: one).count, "\(one) \(other) seed \(seed)")
      let areApart = one.first > other.last || other.first > one.last
      #expect(areApart || slip.count == 0, "\(one) \(other) seed \(seed)")
      if slip.isLate { #expect(one.first > other.last, "\(one) \(other) seed \(seed)") }
    }
  }
}
