import Core
import Testing

@testable import Programme

struct ViabilityTests {
  private static let known = ["A", "B", "C", "D", "E", "City-Fund", "x9"]

  private static func rule(_ text: String) throws -> ViabilityRule {
    try ViabilityRule.read(text, knowing: known)
  }

  @Test(arguments: [
    ("needs A and (B or C)", "needs A and (B or C)"),
    ("  NEEDS  a AND( b Or c )", "needs A and (B or C)"),
    ("A", "needs A"),
    ("((A))", "needs A"),
    ("city-fund or X9", "needs City-Fund or x9"),
    ("A and 2 of (B, C, D)", "needs A and 2 of (B, C, D)"),
    ("(A and B) and (C and A)", "needs A and B and C"),
    ("1 of (A and B, C or D)", "needs 1 of (A and B, C or D)"),
    ("at least £3,000,000 from (A, B, C)", "needs at least £3,000,000 from (A, B, C)"),
    ("at least £3.5m from (A,B)", "needs at least £3,500,000 from (A, B)"),
    ("at least £0.05 from(A)or B", "needs at least £0.05 from (A) or B"),
    ("A\tand\nB", "needs A and B"),
  ])
  func `a rule is read and kept in one form`(text: String, kept: String) throws {
    let rule = try Self.rule(text)
    #expect(rule.description == kept)
    #expect(try ViabilityRule.read(kept: kept) == rule)
  }

  @Test(arguments: [
    ("", 1, "empty"), ("   ", 1, "empty"), ("needs", 6, "missing"), ("A and", 6, "missing"),
    ("A and and B", 7, "missing"), ("and B", 1, "begins"), (", A", 1, "begins"),
    ("A B", 3, "between"), ("(A)(B)", 4, "between"), ("A and B or C", 9, "mixed"),
    ("A)", 2, "closes-nothing"), ("A and (B or C", 7, "not-closed"), ("(((A)", 2, "not-closed"),
    ("A, B", 2, "comma"), ("(A, B)", 3, "comma"), ("()", 2, "missing"), ("2 of ()", 7, "missing"),
    ("2 of A", 6, "list"), ("2 (A, B)", 3, "expected"), ("0 of (A, B)", 1, "count"),
    ("3 of (A, B)", 1, "count"), ("99999999999999999999 of (A, B)", 1, "count"),
    ("2 of (A, a, B)", 10, "twice"), ("1 of (A or B, (A) or (B))", 15, "twice"),
    ("at £3 from (A)", 4, "expected"), ("at least from (A)", 10, "amount"),
    ("at least £x from (A)", 10, "bad-amount"), ("at least £0 from (A)", 10, "bad-amount"),
    ("at least £1,00 from (A)", 10, "bad-amount"), ("at least £ from (A)", 10, "bad-amount"),
    ("at least £9,999,999,999,999,999,999 from (A)", 10, "bad-amount"),
    ("at least £5 of (A)", 13, "expected"), ("at least £5 from A", 18, "list"),
    ("at least £5 from (A, B and C)", 24, "only-names"),
    ("at least £5 from (A, (B))", 22, "only-names"), ("at least £5 from (A, A)", 22, "twice"),
    ("£5", 1, "money-alone"), ("A and F", 7, "unknown"), ("A & B", 3, "strange"),
    ("A and \u{0}", 7, "strange"), ("Ä", 1, "strange"), ("A and \u{212A}", 7, "strange"),
    ("needs of", 7, "missing"), (String(repeating: "x", count: 31), 1, "long-name"),
    (String(repeating: "(", count: 500) + "A", 21, "deep"),
    (String(repeating: "A and ", count: 500) + "A", 1001, "long"),
    (String(repeating: "e\u{301}", count: 3_000_000), 1001, "long"),
  ])
  func `what can't be read says where and what`(text: String, at: Int, key: String) throws {
    let problem = try #require(throws: ViabilityProblem.self) { try Self.rule(text) }
    #expect(problem.at == at)
    #expect(problem.reason.key == "viability." + key)
    #expect(!problem.reason.words.contains("{") && problem.reason.words.contains(" "))
  }

  @Test func `the words of a problem name what stands there`() throws {
    func words(_ text: String) throws -> String {
      try #require(throws: ViabilityProblem.self) { try Self.rule(text) }.reason.words
    }
    #expect(try words("A and") == "After “and” a source or a bracket is missing (at character 6)")
    #expect(
      try words("A and F")
        == "There is no source “F” here (at character 7). There are: A, B, C, City-Fund, D, E, x9")
  }

  @Test func `a rule names twenty sources at most, and what it becomes must fit too`() throws {
    let names = (1...21).map { "S\($0)" }
    let twenty = names.prefix(20).joined(separator: " or ")
    #expect(try ViabilityRule.read(twenty, knowing: names).names.count == 20)
    let problem = try #require(throws: ViabilityProblem.self) {
      try ViabilityRule.read(twenty + " or S21", knowing: names)
    }
    #expect(problem.reason.key == "viability.many")
    let short = (1...50).map { "at least £\($0)m from(A)" }.joined(separator: "or ")
    #expect(short.count <= ViabilityRule.longest * 2)
    #expect(throws: ViabilityProblem.self) { try Self.rule(short) }
  }

  @Test(arguments: [
    ("A", true), ("a-1", true), ("1a", true), ("-a", true), ("12", false), ("-", false),
    ("", false), ("of", false), ("At", false), ("ä", false), ("a b", false),
    (String(repeating: "a", count: 30), true), (String(repeating: "a", count: 31), false),
  ])
  func `a source's short name can stand in a rule`(name: String, isOne: Bool) throws {
    #expect(ViabilityRule.isName(name) == isOne)
    if isOne { #expect(try ViabilityRule.read(name, knowing: [name]).names == [name]) }
  }

  // MARK: What a rule says

  private let sources = [
    FundingSource("A", .secured, pence: 100_000_000),
    FundingSource("B", .notKnown, pence: 200_000_000, percent: 50),
    FundingSource("C", .notKnown, pence: 50_000_000, percent: 20),
    FundingSource("D", .lost, pence: 900_000_000, percent: 90),
    FundingSource("E", .notKnown, percent: 10),
  ]

  @Test func `a rule says what is still needed, and how likely it is`() throws {
    let answer = try Self.rule("A and (B or 2 of (C, D, E))").answer(sources)
    #expect(answer.verdict == .open)
    #expect(answer.ways == [["B"], ["C", "E"]])
    #expect(answer.why == "Still needed: B; or C and E.")
    #expect(abs((answer.chance ?? 0) - (0.5 + 0.5 * 0.2 * 0.1)) < 1e-12)
    #expect(answer.spokenChance == "about 51 %")
    #expect(answer.lines.map(\.words).first == "A is secured")
  }

  @Test func `a rule that nothing can meet any more says why`() throws {
    let answer = try Self.rule("A and D").answer(sources)
    #expect(answer.verdict == .notViable && answer.chance == 0 && answer.ways.isEmpty)
    #expect(answer.why == "It can't go ahead with what is left. D is lost.")
    let short = try Self.rule("at least £4m from (A, B, C, D)").answer(sources)
    #expect(
      short.why
        == "It can't go ahead with what is left. £1,000,000 of £4,000,000 is secured from A, B, C and D, and £2,500,000 more may come."
    )
  }

  @Test func `an amount that is not known leaves it open and gives no chance`() throws {
    let rule = try Self.rule("at least £3.5m from (A, E)")
    let answer = rule.answer(sources)
    #expect(answer.verdict == .open && answer.ways.isEmpty && answer.chance == nil)
    #expect(answer.why.hasPrefix("Nobody can say yet"))
    #expect(answer.lines[0].words.hasSuffix("nobody knows how much from E"))
    // Where the amount makes no difference, the chance is known.
    let either = try Self.rule("at least £1m from (A, E)").answer(sources)
    #expect(either.verdict == .viable && either.chance == 1)
  }

  @Test func `a name that is no source any more counts as not known and is said`() throws {
    let answer = try Self.rule("A and x9").answer(sources)
    #expect(answer.verdict == .open && answer.missing == ["x9"] && answer.chance == nil)
    #expect(answer.lines[1].words == "x9 is not among the sources")
  }

  @Test func `what falls without a source`() throws {
    let rule = try Self.rule("A and (B or C)")
    #expect(rule.fall(without: "a", sources) == .falls)
    #expect(rule.fall(without: "B", sources) == .stands)
    #expect(rule.fall(without: "E", sources) == .stands)
    #expect(try Self.rule("D").fall(without: "A", sources) == .hasFallen)
    #expect(try Self.rule("A or B").fall(without: "A", sources) == .opensAgain)
    #expect(rule.pillars(sources) == ["A"])
    let projects = try ["A or B", "D", "E", "A and B"].map { ($0, try Self.rule($0), sources) }
    let fallen = ViabilityRule.falls(without: "A", projects)
    #expect(fallen.map(\.project) == ["A and B", "A or B"])
    #expect(fallen.map(\.fall) == [.falls, .opensAgain])
  }

  @Test(arguments: [
    (FundingSource.Certainty.secured, true, false), (.notKnown, true, true), (.lost, true, true),
    (.notKnown, false, false),
  ])
  func `what people outside expect is watched until it is secured`(
    certainty: FundingSource.Certainty, isExpected: Bool, isWatched: Bool
  ) {
    let source = FundingSource("A", certainty, isExpectedInPublic: isExpected)
    #expect((source.raisedExpectation != nil) == isWatched)
  }

  @Test func `totals are whole pence, and never run over`() {
    let totals = FundingTotals(sources)
    #expect(totals.secured == 100_000_000)
    #expect(totals.possible == 350_000_000)
    #expect(totals.expected == 100_000_000 + 100_000_000 + 10_000_000)
    #expect(totals.withoutAmount == ["E"] && totals.withoutChance.isEmpty)
    let huge = [
      FundingSource("A", .secured, pence: .max), FundingSource("B", .notKnown, pence: .max),
      FundingSource("C", .notKnown, pence: 1, percent: 50),
    ]
    #expect(huge[0].expected == .max && huge[2].expected == 1)
    let most = FundingTotals(huge)
    #expect(most.secured == .max && most.possible == nil && most.expected == nil)
    #expect(most.withoutChance == ["B"])
    #expect(FundingSource("A", .notKnown, pence: -5, percent: 170).expected == 0)
    let rule = ViabilityRule(.money(5, from: [SourceName("A"), SourceName("B")]))
    #expect(rule.answer(huge).verdict == .viable)
  }

  @Test func `many sources that are all open are no trouble`() throws {
    let names = (1...14).map { "S\($0)" }
    let all = names.map { FundingSource($0, .notKnown, pence: 100, percent: 50) }
    let list = names.joined(separator: ", ")
    let answer = try ViabilityRule.read("7 of (\(list))", knowing: names).answer(all)
    #expect(answer.wayCount == 3432)
    #expect(answer.ways.first == (1...7).map { "S\($0)" })
    #expect(abs((answer.chance ?? 0) - 9908.0 / 16_384) < 1e-12)
    let money = try ViabilityRule.read("at least £7 from (\(list))", knowing: names).answer(all)
    #expect(money.chance == answer.chance && money.wayCount == answer.wayCount)
  }

  @Test func `twenty sources fill the table`() throws {
    let names = (1...20).map { "S\($0)" }
    let rule = try ViabilityRule.read(names.joined(separator: " or "), knowing: names)
    let answer = rule.answer(names.map { FundingSource($0, .notKnown) })
    #expect(answer.wayCount == 20 && answer.ways == names.prefix(5).map { [$0] })
    #expect(answer.why.hasSuffix("There are 15 more ways.") && answer.chance == nil)
  }
}
