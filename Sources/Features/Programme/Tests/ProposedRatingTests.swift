import Core
import Testing

@testable import Programme

struct ProposedRatingTests {
  private let rules = try! RatingTables.make()
  private let today = Day.of("2026-11-22")

  private static func span(_ from: String, _ until: String) -> ClosedRange<Day> {
    Day.of(from)...Day.of(until)
  }
  private static let march = span("2027-03-01", "2027-03-31")
  private static let april = span("2027-04-01", "2027-04-30")
  private static let may = span("2027-05-01", "2027-05-31")

  private func schedule(_ milestones: [ProjectFacts.Milestone]) throws -> ProposedRating {
    try #require(
      rules.proposal(Respect.schedule, ProjectFacts(milestones: milestones), on: today))
  }

  struct Case: Sendable {
    let milestones: [ProjectFacts.Milestone]
    let rating: String?
    let words: String
  }

  @Test(arguments: [
    Case(milestones: [], rating: nil, words: "No milestone is written down"),
    Case(
      milestones: [.init("A", baseline: nil, due: march)], rating: nil,
      words: "No milestone has both a baseline and a date"),
    Case(
      milestones: [.init("A", baseline: march, due: march)], rating: "green",
      words: "None of 1 milestone is later than its baseline"),
    // No finer than it was said: a day of March is on time where March was agreed.
    Case(
      milestones: [.init("A", baseline: march, due: span("2027-03-31", "2027-03-31"))],
      rating: "green", words: "None of 1 milestone is later than its baseline"),
    // A week that begins in March may be in time.
    Case(
      milestones: [.init("A", baseline: march, due: span("2027-03-29", "2027-04-04"))],
      rating: "green", words: "None of 1 milestone is later than its baseline"),
    Case(
      milestones: [
        .init("A", baseline: march, due: april, slip: "1 month late"),
        .init("B", baseline: march, due: march), .init("C", baseline: march, due: march),
      ], rating: "amber",
      words: "1 of 3 milestones is later than its baseline, the latest “A”: 1 month late"),
    Case(
      milestones: [
        .init("A", baseline: march, due: may), .init("B", baseline: march, due: april),
        .init("C", baseline: nil, due: march), .init("D", baseline: nil, due: nil, isDone: true),
        .init("E", baseline: march, due: march), .init("F", baseline: march, due: march),
      ], rating: "red",
      words:
        "2 of 5 milestones are later than their baseline, the latest “A”: 61 days late. Of 1 more it can't be said: it has no baseline or no date"
    ),
    // What is done is not late any more.
    Case(
      milestones: [.init("A", baseline: march, due: may, isDone: true)], rating: "green",
      words: "None of 1 milestone is later than its baseline"),
  ])
  func `the schedule is rated by slip against the baseline`(one: Case) throws {
    let proposed = try schedule(one.milestones)
    #expect(proposed.rating == one.rating)
    #expect(proposed.facts.first?.words == one.words)
  }

  @Test func `a milestone whose time is over is overdue, also without a baseline`() throws {
    let proposed = try schedule([
      .init("A", baseline: nil, due: Self.span("2026-11-01", "2026-11-20")),
      .init("B", baseline: nil, due: Self.span("2026-11-01", "2026-11-21")),
      .init("C", baseline: nil, due: Self.span("2026-11-22", "2026-11-22")),
    ])
    #expect(proposed.rating == "amber")
    #expect(
      proposed.reasons.map(\.words) == [
        "“A” should have been done by 20 November 2026, 2 days ago. 1 more is overdue"
      ])
  }

  @Test func `more than half late is red, however little`() throws {
    let proposed = try schedule([
      .init(
        "A", baseline: Self.span("2027-03-01", "2027-03-01"),
        due: Self.span("2027-03-02", "2027-03-02"))
    ])
    #expect(proposed.rating == "red")
    #expect(proposed.reasons.map(\.words) == ["100 % of the milestones are late"])
  }

  @Test(arguments: [
    (100_000, 100_000, "green", "£1,000 was spent up to now, as planned"),
    (100_000, 104_999, "green", "£1,049.99 was spent up to now, 4 % more than the £1,000 planned"),
    (100_000, 105_000, "amber", "£1,050 was spent up to now, 5 % more than the £1,000 planned"),
    (100_000, 110_000, "red", "£1,100 was spent up to now, 10 % more than the £1,000 planned"),
    (0, 1, "red", "£0.01 was spent up to now, and nothing was planned"),
    (.max, .max, "green", "£92,233,720,368,547,758.07 was spent up to now, as planned"),
  ])
  func `money is rated by spend against plan`(
    planned: Int, spent: Int, rating: String, words: String
  ) throws {
    let facts = ProjectFacts(spend: .init(planned: planned, spent: spent))
    let proposed = try #require(rules.proposal(Respect.costAndBenefits, facts, on: today))
    #expect(proposed.rating == rating)
    #expect(proposed.facts.first?.words == words)
  }

  @Test func `too little spent counts too, and thresholds are those of the day`() throws {
    let less = ProjectFacts(spend: .init(planned: 100, spent: 80))
    #expect(rules.proposal(Respect.costAndBenefits, less, on: today)?.rating == "amber")
    let more = ProjectFacts(spend: .init(planned: 100, spent: 106))
    #expect(rules.proposal(Respect.costAndBenefits, more, on: .of("2026-12-31"))?.rating == "amber")
    #expect(rules.proposal(Respect.costAndBenefits, more, on: .of("2027-01-01"))?.rating == "green")
  }

  @Test(arguments: [
    ([(Int?, Bool)](), String?.none, "No risk is written down"),
    ([(nil, true)], nil, "None of 1 open risk was judged by likelihood and impact"),
    ([(25, false)], "green", "No risk and no issue is open"),
    ([(9, true), (25, false)], "green", "The highest of 1 open risk scores 9: “R0”"),
    (
      [(10, true), (nil, true), (8, true)], "amber",
      "The highest of 2 open risks scores 10: “R0”. 1 more was not judged"
    ),
    ([(4, true), (16, true)], "red", "The highest of 2 open risks scores 16: “R1”"),
  ])
  func `risks are rated by the worst that is open`(
    risks: [(Int?, Bool)], rating: String?, words: String
  ) throws {
    let facts = ProjectFacts(
      risks: risks.enumerated().map { .init("R\($0)", score: $1.0, isOpen: $1.1) })
    let proposed = try #require(rules.proposal(Respect.riskAndIssues, facts, on: today))
    #expect(proposed.rating == rating)
    #expect(proposed.facts.first?.words == words)
  }

  @Test(arguments: [
    (ProjectFacts.Engagement?.none, String?.none, "Whether anybody was engaged with"),
    (
      .last(.of("2026-09-23")), "green", "The last engagement was on 23 September 2026, 60 days ago"
    ),
    (
      .last(.of("2026-09-22")), "amber", "The last engagement was on 22 September 2026, 61 days ago"
    ),
    (
      .never(since: .of("2026-01-01")), "red",
      "No engagement is written down since it began on 1 January 2026, 325 days ago"
    ),
  ])
  func `engagement is rated by how long nobody was engaged with`(
    engagement: ProjectFacts.Engagement?, rating: String?, words: String
  ) throws {
    let facts = ProjectFacts(engagement: engagement)
    let proposed = try #require(rules.proposal(Respect.commsAndEngagement, facts, on: today))
    #expect(proposed.rating == rating)
    #expect(proposed.facts.first?.words.hasPrefix(words) == true)
  }

  @Test(arguments: [
    ([String](), String?.none), (["green", "green", "green"], nil),
    (["green", "green", "green", "green"], "green"), (["green", "amber"], "amber"),
    (["red"], "red"), (["amber", "red", "green", "green"], "red"),
  ])
  func `overall is the worst of the others`(others: [String], rating: String?) throws {
    let known = Dictionary(uniqueKeysWithValues: zip(Respect.single, others))
    let overall = try #require(rules.overall(known, labels: RatingTables.label, on: today))
    #expect(overall.rating == rating)
    #expect(overall.facts.count == 4)
    if others.count < 4 { #expect(overall.facts[3].words.hasSuffix("not enough is known")) }
  }

  @Test func `overall can need more than one that is bad`() throws {
    var thresholds = RatingTables.thresholds
    thresholds.removeLast()
    let rules = try RatingTables.make(
      thresholds: thresholds + ["status,overall,red,respects,2,,"])
    func overall(_ ratings: String...) -> String? {
      let known = Dictionary(uniqueKeysWithValues: zip(Respect.single, ratings))
      return rules.overall(known, labels: RatingTables.label, on: today)?.rating
    }
    #expect(overall("red", "green", "green", "green") == "amber")
    #expect(overall("red", "red", "green", "green") == "red")
  }

  // MARK: What a person says

  @Test func `a person's word counts until its last day, for overall too`() throws {
    let facts = ProjectFacts(
      milestones: [.init("A", baseline: Self.march, due: Self.march)],
      spend: .init(planned: 100, spent: 100), risks: [.init("R", score: 20)],
      engagement: .last(today))
    func standing(_ overrides: [String: RatingOverride]) -> [String: StandingRating] {
      rules.standing(facts, overrides, labels: RatingTables.label, on: today)
    }
    #expect(standing([:])[Respect.overall]?.rating == "red")
    let given = RatingOverride(rating: "green", reason: "It was closed", until: today)
    let stands = standing([Respect.riskAndIssues: given])
    #expect(stands[Respect.riskAndIssues]?.rating == "green")
    #expect(stands[Respect.overall]?.rating == "green")
    #expect(
      stands[Respect.riskAndIssues]?.words
        == "A person says so until 22 November 2026: It was closed. By the facts: Red.")
    let old = RatingOverride(rating: "green", reason: "It was closed", until: .of("2026-11-21"))
    let over = standing([Respect.riskAndIssues: old])
    #expect(over[Respect.riskAndIssues]?.rating == "red" && over[Respect.overall]?.rating == "red")
    #expect(
      over[Respect.riskAndIssues]?.words
        == "Somebody said Green until 21 November 2026: It was closed. That is over, so the facts count again."
    )
    let foreign = RatingOverride(rating: "blue", reason: "x", until: today)
    #expect(standing([Respect.riskAndIssues: foreign])[Respect.riskAndIssues]?.origin == .facts)
  }

  @Test(arguments: [
    ("green", "why", "2026-11-22", [String]()), ("green", " why ", "22/02/2027", []),
    ("green", "why", "23/02/2027", ["expires_on: rating.until"]),
    ("green", "why", "21/11/2026", ["expires_on: rating.until"]),
    (
      "blue", "  ", "",
      ["rating: rating.rating", "reason: rating.reason", "expires_on: rating.day"]
    ),
    (
      "", String(repeating: "x", count: 1001), "x",
      ["rating: rating.rating", "reason: too-long", "expires_on: rating.day"]
    ),
  ])
  func `a person's word needs a reason and a last day that is not far`(
    rating: String, reason: String, until: String, wrong: [String]
  ) throws {
    var problems: [String] = []
    do {
      let given = try rules.override(rating: rating, reason: reason, until: until, today: today)
      #expect(given.reason == "why" && given.rating == rating)
    } catch {
      guard case .invalid(let found) = error else { throw error }
      problems = found.map { "\($0.field ?? ""): \($0.reason.key)" }
      #expect(found.allSatisfy { !$0.reason.words.contains("{") })
    }
    #expect(problems == wrong)
  }

  // MARK: What later proved true

  private let january = Day.of("2026-01-31")

  private func watermelons(
    _ rating: String, _ respect: String, _ history: ProjectHistory, end: Day? = nil
  ) -> [Watermelon] {
    rules.watermelons(
      [DeclaredRating("January 2026", end: end ?? january, respect: respect, rating: rating)],
      history, labels: RatingTables.label, today: today)
  }

  private func promised(_ until: String, doneOn: String?) -> ProjectHistory {
    let due = Day.of(until)
    return ProjectHistory(milestones: [
      .init(
        "Contract awarded",
        promises: [(.of("2025-01-01"), due...due), (.of("2026-03-01"), Self.may)],
        doneOn: doneOn.map { .of($0) })
    ])
  }

  @Test(arguments: [
    ("amber", "2026-03-01", "2026-05-01", true), ("green", "2026-03-01", nil, true),
    // Red was said, so nothing was hidden.
    ("red", "2026-03-01", nil, false),
    // 58 days late is amber; what ended in time, or before, or was due later, says nothing.
    ("green", "2026-03-01", "2026-04-28", false), ("green", "2026-03-01", "2026-02-20", false),
    ("green", "2025-12-01", "2026-01-31", false), ("green", "2026-09-01", nil, false),
  ])
  func `a schedule that was said to be well is held against what became of it`(
    rating: String, due: String, done: String?, isFound: Bool
  ) throws {
    let found = watermelons(rating, Respect.schedule, promised(due, doneOn: done))
    #expect(found.isEmpty != isFound)
    if done == "2026-05-01" {
      #expect(
        found.first?.facts == [
          "“Contract awarded” was said to be done by 1 March 2026 and was done on 1 May 2026, 61 days late"
        ])
    }
    #expect(watermelons(rating, Respect.overall, promised(due, doneOn: done)).isEmpty != isFound)
  }

  @Test(
    arguments: [
      ("2026-01-31", nil, "2026-02-01", true), ("2026-02-01", nil, "2026-02-02", false),
      ("2025-01-01", "2026-01-31", "2026-02-02", false), ("2025-01-01", nil, "2026-01-31", false),
      ("2025-01-01", nil, nil, false), ("2025-01-01", nil, "2026-08-02", true),
      ("2025-01-01", nil, "2026-08-03", false),
    ] as [(String, String?, String?, Bool)])
  func `a risk that was open and happened soon speaks against a good rating`(
    opened: String, closed: String?, happened: String?, isFound: Bool
  ) {
    let history = ProjectHistory(risks: [
      .init(
        "A funder withdraws", openedOn: .of(opened), closedOn: closed.map { .of($0) },
        becameIssueOn: happened.map { .of($0) })
    ])
    let found = watermelons("green", Respect.riskAndIssues, history)
    #expect(found.isEmpty != isFound)
    #expect(watermelons("green", Respect.schedule, history).isEmpty)
  }

  @Test func `money that was overspent soon after speaks against a good rating`() {
    let history = ProjectHistory(spend: [
      (.of("2026-01-31"), .init(planned: 100, spent: 300)),
      (.of("2026-03-31"), .init(planned: 100_000, spent: 120_000)),
      (.of("2026-10-31"), .init(planned: 100_000, spent: 100_000)),
    ])
    let found = watermelons("amber", Respect.costAndBenefits, history)
    #expect(
      found.first?.facts == [
        "By 31 March 2026: £1,200 was spent up to now, 20 % more than the £1,000 planned"
      ])
    #expect(
      watermelons("amber", Respect.costAndBenefits, history, end: .of("2026-06-30")).isEmpty)
    #expect(watermelons("green", Respect.commsAndEngagement, history).isEmpty)
  }
}
