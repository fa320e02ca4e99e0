import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct ClaimTests {
  private static let today = TestDatabase.noon.day

  private struct World {
    let programme: Programme
    let office: User
    let project: ProgrammeItemID
    let source: Standing<Source>

    init(_ pierhead: Pierhead, gives amount: String = "1000") async throws {
      programme = pierhead.programme
      office = try await pierhead.user("programme_office")
      project = try await pierhead.project()
      try await programme.add(
        Source.self, ["name": "Example Fund", "amount": amount, "state": "secured"],
        as: ProgrammeItemID(at: TestDatabase.noon), to: project, by: office)
      source = try await programme.project(project, for: office).line.sources[0]
    }

    func claim(
      _ quarter: String, _ amount: String, _ more: [String: String] = [:],
      as id: ProgrammeItemID = ProgrammeItemID(at: TestDatabase.noon)
    ) async -> String {
      let fields = ["source": source.id.text, "quarter": quarter, "amount": amount]
        .merging(more) { _, new in new }
      return await result {
        try await programme.add(Claim.self, fields, as: id, to: project, by: office)
      }
    }

    func claims() async throws -> [Standing<Claim>] {
      try await programme.project(project, for: office).line.money.claims
    }
  }

  static let answered = [
    "sent_on": "01/10/2026", "answered_on": "01/11/2026", "evidence": "Invoices",
  ]

  @Test(arguments: TestDatabase.engines)
  func `claims of a source never come to more than it gives`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      #expect(await world.claim("Q1 26/27", "600") == "done")
      #expect(await world.claim("Q2 26/27", "401") == "invalid: amount")
      #expect(await world.claim("Q2 26/27", "400") == "done")
      #expect(await world.claim("Q3 26/27", "0.01") == "invalid: amount")
      let first = try #require(try await world.claims().first { $0.value.amount == 60_000 })
      // What was only partly paid leaves the rest for another quarter.
      let part = first.value.fields().merging(Self.answered) { _, new in new }
        .merging(["state": "part paid", "paid": "500"]) { _, new in new }
      try await world.programme.change(first.id, from: 1, part, by: world.office)
      #expect(await world.claim("Q3 26/27", "100") == "done")
      // The source can't be lowered below what is claimed, and may be to the penny.
      func lower(_ amount: String) async -> String {
        let fields = world.source.value.fields().merging(["amount": amount]) { _, new in new }
        return await result {
          try await world.programme.change(world.source.id, from: 1, fields, by: world.office)
        }
      }
      #expect(await lower("999.99") == "invalid: amount")
      #expect(await lower("") == "invalid: amount")
      #expect(await lower("1000.00") == "done")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a quarter is claimed once, and again after it was refused`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      let id = ProgrammeItemID(at: TestDatabase.noon)
      #expect(await world.claim("Q1 26/27", "700", as: id) == "done")
      #expect(await world.claim("Q1 26/27", "100") == "invalid: quarter")
      let refused = try await world.claims()[0].value.fields()
        .merging(Self.answered) { _, new in new }.merging(["state": "refused"]) { _, new in new }
      try await world.programme.change(id, from: 1, refused, by: world.office)
      #expect(await world.claim("Q1 26/27", "1000") == "done")
      // Now it can't be taken for open again: that would be twice, and too much.
      let open = refused.merging(["state": "sent"]) { _, new in new }
      let said = await result {
        try await world.programme.change(id, from: 2, open, by: world.office)
      }
      #expect(said == "invalid: quarter")
    }
  }

  @Test func `a claim needs a source of its own project whose amount is known`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let world = try await World(pierhead)
      let other = try await World(pierhead, gives: "")
      #expect(
        await world.claim("Q1 26/27", "1", ["source": other.source.id.text]) == "invalid: source")
      #expect(await world.claim("Q1 26/27", "1", ["source": ""]) == "invalid: source")
      #expect(await other.claim("Q1 26/27", "1") == "invalid: source")
    }
  }

  static let wrong: [(String, [String: String], String)] = [
    ("nothing", ["amount": "0"], "amount"), ("state", ["state": "lost"], "state"),
    ("sent", ["state": "sent"], "sent_on, evidence"),
    ("sent later", ["state": "sent", "sent_on": "01/12/2026", "evidence": "x"], "sent_on"),
    ("paid", ["state": "paid", "sent_on": "01/10/2026", "link": "x"], "answered_on"),
    (
      "before", answered.merging(["state": "paid", "answered_on": "01/09/2026"]) { _, new in new },
      "answered_on"
    ),
    ("part", answered.merging(["state": "part paid", "paid": "10"]) { _, new in new }, "paid"),
    ("no part", answered.merging(["state": "part paid"]) { _, new in new }, "paid"),
  ]

  @Test(arguments: wrong)
  func `what is wrong with a claim is said by its field`(
    name: String, fields: [String: String], field: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let sent = [
        "source": ProgrammeItemID(at: TestDatabase.noon).text, "quarter": "Q1 26/27",
        "amount": "10",
      ].merging(fields) { _, new in new }
      let lists = pierhead.programme.lists
      let said = await result { _ = try Claim.read(sent, nil, lists, today: Self.today) }
      #expect(said == "invalid: \(field)")
    }
  }

  /// What is sent by chance: whatever is taken, the sums agree and stay within the source; the schema has no other opinion than the
  /// rules, or the change would end in a fault.
  @Test(arguments: TestDatabase.engines)
  func `whatever is claimed, changed and lowered, the sums stay within the source`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      var random = Seeded()
      print("seed \(random.seed), \(engine)")
      let world = try await World(pierhead)
      var taken = 0
      for round in 0..<150 {
        let line = try await world.programme.project(world.project, for: world.office).line
        let source = line.sources[0]
        let amount = Money.written(Int.random(in: 1...40_000, using: &random))
        let state = Claim.State.allCases.randomElement(using: &random)!
        let more = Self.answered.merging([
          "state": state.rawValue, "amount": amount,
          "paid": Money.written(Int.random(in: 0...20_000, using: &random)),
        ]) { _, new in new }
        let said: String
        switch (
          line.money.claims.randomElement(using: &random), Int.random(in: 0..<5, using: &random)
        ) {
        case (let one?, 0...1):
          said = await result {
            try await world.programme.change(
              one.id, from: one.number, one.value.fields().merging(more) { _, new in new },
              by: world.office)
          }
        case (let one?, 2):
          said = await result {
            try await world.programme.archive(one.id, from: one.number, true, by: world.office)
          }
        case (_, 3):
          let fields = source.value.fields().merging([
            "amount": Money.written(Int.random(in: 0...120_000, using: &random))
          ]) { _, new in new }
          said = await result {
            try await world.programme.change(
              source.id, from: source.number, fields, by: world.office)
          }
        default:
          let quarter =
            "Q\(Int.random(in: 1...4, using: &random)) 2\(Int.random(in: 4...6, using: &random))"
          let year = Int(quarter.suffix(2))!
          said = await world.claim("\(quarter)/\(year + 1)", amount, more)
        }
        let place = Comment("seed \(random.seed), round \(round), \(engine): \(said)")
        #expect(said == "done" || said.hasPrefix("invalid: "), place)
        taken += said == "done" ? 1 : 0
        let now = try await world.programme.project(world.project, for: world.office).line
        let totals = ClaimTotals(now.money.claims.map(\.value))
        let gives = now.sources[0].value.amount ?? 0
        #expect(totals.claimed <= gives, place)
        #expect(totals.claimed == now.money.claims.map(\.value.counts).reduce(0, +), place)
        #expect(SourceClaims(now.sources[0], now.money).left == gives - totals.claimed, place)
      }
      #expect(taken > 30, "seed \(random.seed)")
    }
  }

  @Test func `near or over its deadline comes first, and the page says so`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let world = try await World(pierhead)
      let dates = [
        ("Q1 25/26", "", "preparing"), ("Q2 25/26", "19/12/2026", "preparing"),
        ("Q3 25/26", "18/11/2026", "preparing"), ("Q4 25/26", "01/01/2026", "sent"),
        ("Q1 26/27", "18/12/2026", "preparing"), ("Q2 26/27", "01/01/2026", "paid"),
      ]
      for (quarter, deadline, state) in dates {
        let said = await world.claim(
          quarter, "10",
          Self.answered.merging(["deadline": deadline, "state": state]) { _, new in new })
        #expect(said == "done")
      }
      let portfolio = try await world.programme.portfolio(for: world.office)
      #expect(
        ClaimLine.all(portfolio, on: Self.today).map(\.claim.value.quarter.short)
          == ["Q3 25/26", "Q1 26/27", "Q2 25/26", "Q1 25/26", "Q4 25/26", "Q2 26/27"])
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      let page = try await browser.get("/programme/claims").body
      #expect(page.contains(">Over<") && page.contains("Within four weeks"))
      #expect(page.contains("£50") && page.contains("£10"))
      let own = try await browser.get("/programme/projects/\(world.project)/claims").body
      #expect(own.contains("Left to claim") && own.contains("£940"))
      #expect(
        try await browser.get("/programme/claims?state=part+paid").body.contains("Claimed"))
    }
  }
}
