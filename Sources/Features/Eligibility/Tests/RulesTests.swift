import Core
import Testing

@testable import Eligibility

struct RulesTests {
  private static func sign(_ answer: EligibilityAnswer, _ rule: String)
    -> EligibilityAnswer.Line.Sign?
  {
    answer.lines.first { $0.rule == rule }?.sign
  }

  @Test func `who meets every rule is eligible, with a reason for each and nothing to change`() {
    let answer = Shipped.answer(Shipped.person())
    #expect(answer.verdict == .eligible)
    #expect(answer.lines.map(\.rule) == ["age", "region", "out-of-work", "benefits", "other"])
    #expect(answer.lines.allSatisfy { $0.sign == .met && $0.change == nil })
    #expect(
      answer.lines.prefix(4).map(\.words) == [
        "Rosa was 46 years old on the day of the referral.", "Rosa lives in Liverpool.",
        "Rosa is out of work.", "Rosa gets Universal Credit.",
      ])
  }

  struct Case: Sendable {
    let name: String
    let rule: String
    let sign: EligibilityAnswer.Line.Sign
    let change: @Sendable (inout Facts) -> Void
  }

  private static let cases = [
    Case(name: "16 on the day", rule: "age", sign: .met) { $0.bornOn = Day(2010, 11, 10)! },
    Case(name: "16 a day later", rule: "age", sign: .notMet) { $0.bornOn = Day(2010, 11, 11)! },
    Case(name: "no district", rule: "region", sign: .notKnown) { $0.district = nil },
    Case(name: "another region", rule: "region", sign: .notMet) { $0.district = "E08000003" },
    Case(name: "said outside", rule: "region", sign: .notMet) {
      ($0.district, $0.isOutside) = (nil, true)
    },
    Case(name: "said outside, postcode inside", rule: "region", sign: .notKnown) {
      $0.isOutside = true
    },
    Case(name: "in work", rule: "out-of-work", sign: .notMet) { $0.inWork = true },
    Case(name: "in work beats a date", rule: "out-of-work", sign: .notMet) {
      ($0.inWork, $0.outOfWorkSince) = (true, Day(2020, 1, 1))
    },
    Case(name: "only the date", rule: "out-of-work", sign: .met) {
      ($0.inWork, $0.outOfWorkSince) = (nil, Day(2020, 1, 1))
    },
    Case(name: "work not said", rule: "out-of-work", sign: .notKnown) { $0.inWork = nil },
    Case(name: "benefits not said", rule: "benefits", sign: .notKnown) { $0.benefits = [] },
    Case(name: "benefits unknown", rule: "benefits", sign: .notKnown) { $0.benefits = ["unknown"] },
    Case(name: "no benefits", rule: "benefits", sign: .notMet) { $0.benefits = ["none"] },
    Case(name: "another benefit", rule: "benefits", sign: .notMet) { $0.benefits = ["CB"] },
    Case(name: "one that counts", rule: "benefits", sign: .met) { $0.benefits = ["CB", "PIP"] },
  ]

  @Test(arguments: cases)
  func `each rule says met, not met or not known, and what would change it`(one: Case) throws {
    let answer = Shipped.answer(Shipped.person(one.change))
    let line = try #require(answer.lines.first { $0.rule == one.rule })
    #expect(line.sign == one.sign, "\(one.name)")
    #expect((line.change == nil) == (one.sign == .met))
    #expect(line.change?.contains("Rosa") ?? true)
    #expect(!line.words.contains("{") && !(line.change ?? "").contains("{"))
    let expected: EligibilityAnswer.Verdict =
      switch one.sign {
      case .met: .eligible
      case .notMet: .notEligible
      case .notKnown: .notKnown
      }
    #expect(answer.verdict == expected, "\(one.name)")
  }

  @Test func `another must join who meets the same rules`() {
    let sure = Shipped.person()
    let unsure = Shipped.person { $0.inWork = nil }
    let working = Shipped.person { $0.inWork = true }
    for (others, hidden, sign) in [
      ([sure], 0, .met), ([sure, working], 0, .met), ([unsure], 0, .notKnown),
      ([working], 0, .notMet), ([working], 1, .notKnown), ([], 0, .notKnown), ([], 1, .notKnown),
    ] as [([Facts], Int, EligibilityAnswer.Line.Sign)] {
      let answer = Shipped.answer(Shipped.person(), others, hidden: hidden)
      #expect(Self.sign(answer, "other") == sign, "\(others.count) others, \(hidden) hidden")
    }
  }

  @Test func `the pilot asked for one address, and its referrals are still read so`() {
    let neighbour = Shipped.person { $0.address = "2 Example Street" }
    let homeless = Shipped.person { $0.address = nil }
    #expect(Shipped.answer(Shipped.person(), [neighbour]).verdict == .eligible)
    #expect(
      Shipped.answer(Shipped.person(), [neighbour], on: Shipped.pilot).verdict == .notEligible)
    #expect(Shipped.answer(Shipped.person(), [homeless], on: Shipped.pilot).verdict == .notKnown)
    #expect(
      Shipped.answer(Shipped.person(), [Shipped.person()], on: Shipped.pilot).verdict == .eligible)
    // The last day of the one and the first of the other.
    let last = Day(2020, 9, 30)!
    #expect(Shipped.answer(Shipped.person(), [neighbour], on: last).verdict == .notEligible)
    #expect(
      Shipped.answer(Shipped.person(), [neighbour], on: last.adding(days: 1)).verdict == .eligible)
  }

  @Test func `a day without rules is not known`() {
    let answer = Shipped.answer(Shipped.person(), on: Day(2017, 1, 1)!)
    #expect(answer.verdict == .notKnown && answer.lines.isEmpty)
  }

  @Test func `one rule that is not met is enough for no, whatever else is not known`() {
    let answer = Shipped.answer(Shipped.person { ($0.inWork, $0.benefits) = (true, []) })
    #expect(answer.verdict == .notEligible)
  }

  @Test func `rules that can't be used name what is wrong`() throws {
    let good = [
      "programme": "p", "key": "k", "kind": "minimum_age", "values": "16",
      "valid_from": "2020-01-01", "valid_to": "", "met": "m", "not_met": "n", "not_known": "",
      "would_change": "c",
    ]
    _ = try Rule(ListRow("l", good))
    for (column, value, words) in [
      ("kind", "ethnicity", "does not know"), ("values", "old", "needs a number"),
      ("valid_from", "1/1/2020", "as a date"), ("valid_from", "", "without valid_from"),
      ("met", "", "without met"),
    ] {
      var bad = good
      bad[column] = value
      let fault = #expect(throws: Fault.self) { try Rule(ListRow("l", bad)) }
      #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }
  }
}
