import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct BudgetTests {
  /// Noon of the tests lies in November 2026, in the third quarter.
  private static let today = TestDatabase.noon.day

  private static func budget(
    _ quarter: String, _ budget: Int, _ actual: Int? = nil, forecast: Int? = nil
  ) -> Budget {
    Budget(
      quarter: FinancialQuarter(written: quarter)!, budget: budget, actual: actual,
      actualSource: actual == nil ? nil : "Ledger", forecast: forecast)
  }

  static let expectations: [(Budget, Int, String)] = [
    (budget("Q1 26/27", 100, 90, forecast: 70), 90, "over: what was spent"),
    (budget("Q1 26/27", 100, forecast: 70), 70, "over, not written down: the forecast"),
    (budget("Q1 26/27", 100), 100, "over, nothing known: the budget"),
    (budget("Q3 26/27", 100, 30), 100, "running: the budget, though less was spent yet"),
    (budget("Q3 26/27", 100, 30, forecast: 80), 80, "running: the forecast"),
    (budget("Q3 26/27", 100, 130, forecast: 80), 130, "running: what was spent already"),
    (budget("Q4 26/27", 100, forecast: 0), 0, "to come: a forecast of nothing"),
  ]

  @Test(arguments: expectations)
  func `a quarter comes to what is known of it`(one: Budget, expected: Int, why: String) {
    #expect(one.expected(on: Self.today) == expected, Comment(rawValue: why))
  }

  @Test func `what is compared are the quarters that are over and written down`() {
    let all = [
      Self.budget("Q4 25/26", 100, 150), Self.budget("Q1 26/27", 1000),
      Self.budget("Q2 26/27", 50, 60), Self.budget("Q3 26/27", 500, 20),
    ]
    let spend = all.spend(on: Self.today)
    #expect(spend?.planned == 150 && spend?.spent == 210)
    #expect(spend?.until == "up to the end of Q2 26/27, as far as it is written down")
    #expect([all[1], all[3]].spend(on: Self.today) == nil)
    #expect([all[0]].spend(on: Self.today)?.until == "up to the end of Q4 25/26")
  }

  @Test(arguments: TestDatabase.engines)
  func `what was spent against the budget proposes the rating of cost`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Hub")
      func proposed() async throws -> ProposedRating? {
        let line = try await programme.project(project, for: office).line
        return line.proposals(programme.lists, on: Self.today)["cost_and_benefits"]
      }
      #expect(try await proposed()?.rating == nil)
      let id = ProgrammeItemID(at: TestDatabase.noon)
      let fields = [
        "quarter": "Q1 26/27", "budget": "1,000", "actual": "1,000", "actual_source": "Ledger",
      ]
      try await programme.add(Budget.self, fields, as: id, to: project, by: office)
      #expect(try await proposed()?.rating == "green")
      let over = fields.merging(["actual": "1,200"]) { _, new in new }
      try await programme.change(id, from: 1, over, by: office)
      let red = try await proposed()
      #expect(red?.rating == "red")
      #expect(
        red?.facts.contains {
          $0.words
            == "£1,200 was spent up to the end of Q1 26/27, 20 % more than the £1,000 planned"
        } == true, "\(String(describing: red?.facts.map(\.words)))")
    }
  }

  @Test(arguments: [
    ("nothing", [:], "quarter, budget"), ("quarter", ["quarter": "Q5 26/27"], "quarter, budget"),
    ("far", ["quarter": "Q1 1999/2000", "budget": "1"], "quarter"),
    ("half", ["quarter": "Q1 26/27", "budget": "1", "actual": "1"], "actual_source"),
    ("other", ["quarter": "Q1 26/27", "budget": "1", "actual_source": "Ledger"], "actual"),
    (
      "future",
      ["quarter": "Q4 26/27", "budget": "1", "actual": "1", "actual_source": "Ledger"], "actual"
    ),
  ])
  func `what is wrong with a quarter is said by its field`(
    name: String, fields: [String: String], wrong: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let lists = pierhead.programme.lists
      let said = await result { _ = try Budget.read(fields, nil, lists, today: Self.today) }
      #expect(said == "invalid: \(wrong)")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a quarter is there once, may be archived, and comes back only where its place is free`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Hub")
      let fields = ["quarter": "Q3 26/27", "budget": "10"]
      let ids = (0..<2).map { _ in ProgrammeItemID(at: TestDatabase.noon) }
      func add(_ id: ProgrammeItemID) async -> String {
        await result {
          try await programme.add(Budget.self, fields, as: id, to: project, by: office)
        }
      }
      #expect(await add(ids[0]) == "done")
      #expect(await add(ids[1]) == "invalid: quarter")
      try await programme.archive(ids[0], from: 1, true, by: office)
      #expect(await add(ids[1]) == "done")
      let back = await result { try await programme.archive(ids[0], from: 2, false, by: office) }
      #expect(back == "invalid: quarter")
    }
  }

  /// What is added, changed and archived by chance on days by chance: the totals of quarters, of projects and of the whole agree,
  /// and those of an earlier day are what they were.
  @Test(arguments: TestDatabase.engines)
  func `totals agree after every change, and stay what they were`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var random = Seeded()
      print("seed \(random.seed), \(engine)")
      let programme = pierhead.programme
      let office = try await pierhead.user("programme_office")
      for name in ["One", "Two"] { _ = try await pierhead.project(name) }
      let quarters = ["Q4 25/26", "Q1 26/27", "Q2 26/27", "Q3 26/27", "Q4 26/27", "Q1 27/28"]
      var shown: [Day: BudgetTotals] = [:]
      func totals(_ asOf: AsOf) async throws -> BudgetTotals {
        let portfolio = try await programme.portfolio(asOf, for: office)
        return BudgetTotals(
          portfolio.lines.flatMap(\.money.budgets).map(\.value), on: Self.today)
      }
      for round in 0..<150 {
        let line = try await programme.portfolio(for: office).lines.randomElement(using: &random)!
        let quarter = FinancialQuarter(written: quarters.randomElement(using: &random)!)!
        var fields = [
          "quarter": quarter.description,
          "budget": Money.written(Int.random(in: 0...1_000_000, using: &random)),
          "forecast": Bool.random(using: &random)
            ? "" : Money.written(Int.random(in: 0...1_000_000, using: &random)),
        ]
        if quarter.first <= Self.today, Bool.random(using: &random) {
          fields["actual"] = Money.written(Int.random(in: 0...1_000_000, using: &random))
          fields["actual_source"] = "Ledger"
        }
        if let one = line.money.budgets.first(where: { $0.value.quarter == quarter }) {
          if Int.random(in: 0..<5, using: &random) == 0 {
            try await programme.archive(one.id, from: one.number, true, by: office)
          } else {
            try await programme.change(one.id, from: one.number, fields, by: office)
          }
        } else {
          try await programme.add(
            Budget.self, fields, as: ProgrammeItemID(at: clock.wall.now()), to: line.id, by: office)
        }
        let place = Comment("seed \(random.seed), round \(round), \(engine)")
        let lines = try await programme.portfolio(for: office).lines
        let all = lines.flatMap(\.money.budgets).map(\.value)
        let whole = BudgetTotals(all, on: Self.today)
        #expect(whole.budget == all.map(\.budget).reduce(0, +), place)
        #expect(whole.actual == all.compactMap(\.actual).reduce(0, +), place)
        let ofProjects = lines.map { BudgetProfile($0.money.budgets, on: Self.today).totals }
        #expect(ofProjects.reduce(BudgetTotals(), +) == whole, place)
        let ofQuarters = Dictionary(grouping: all, by: \.quarter).values
          .map { BudgetTotals($0, on: Self.today) }
        #expect(ofQuarters.reduce(BudgetTotals(), +) == whole, place)
        for line in lines {
          let profile = BudgetProfile(line.money.budgets, on: Self.today)
          #expect(profile.lines.last?.upTo ?? BudgetTotals() == profile.totals, place)
        }
        if round % 10 == 9 {
          shown[clock.wall.today] = try await totals(.current)
          clock.move(days: Int.random(in: 1...2, using: &random))
        }
      }
      for (day, then) in shown {
        #expect(try await totals(.end(of: day)) == then, "seed \(random.seed), \(day)")
      }
    }
  }

  @Test func `the pages show each quarter, where its figure comes from, and the totals`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("programme_office")))
      let id = try await pierhead.project("Example hub")
      let path = "/programme/projects/\(id)"
      #expect(try await browser.get("\(path)/budget").body.contains("No quarter has a budget yet"))
      #expect(
        try await browser.get("/programme/spend").body.contains("No quarter has a budget yet"))
      let wrong = try await browser.post(
        "\(path)/new-budget", [("quarter", "Q1 26/27"), ("budget", "ten"), ("note", "Kept <this>")])
      #expect(wrong.status == 422 && wrong.body.contains("Kept &lt;this&gt;"))
      for (quarter, budget, actual) in [("Q1 26/27", "1000", "1500.50"), ("Q2 26/27", "2000", "")] {
        let answer = try await browser.post(
          "\(path)/new-budget",
          [
            ("quarter", quarter), ("budget", budget), ("actual", actual),
            ("actual_source", actual.isEmpty ? "" : "Ledger of 5 July"),
          ])
        #expect(answer.status == 303)
      }
      let page = try await browser.get("\(path)/budget").body
      #expect(page.contains("Ledger of 5 July") && page.contains("£1,500.50"))
      #expect(page.contains("£3,500.50, £500.50 more than agreed"))
      #expect(page.contains("1 quarter is over, and what was spent is not written down"))
      let all = try await browser.get("/programme/spend").body
      #expect(all.contains("£500.50 more than agreed") && all.contains("Example hub"))
      #expect(try await browser.get("/programme/spend?year=2026").body.contains("Example hub"))
      let line = try await pierhead.programme.project(id, for: .system).line
      let item = try await browser.get("/programme/items/\(line.money.budgets[0].id)").body
      #expect(item.contains("Q1 2026/27") && item.contains("Budget of Example hub"))
    }
  }
}
