import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct FundingTests {
  /// A project with sources, each as its name, short name, pounds and state.
  private func project(
    _ name: String, _ sources: [(String, String, String, String)], needs: String? = nil,
    _ pierhead: Pierhead, fields: [String: String] = [:]
  ) async throws -> ProgrammeItemID {
    let office = try await pierhead.user("programme_office")
    let id = try await pierhead.project(name)
    for (name, short, amount, state) in sources {
      try await pierhead.programme.add(
        Source.self,
        ["name": name, "short_name": short, "amount": amount, "state": state]
          .merging(fields) { one, _ in one },
        as: ProgrammeItemID(at: TestDatabase.noon), to: id, by: office)
    }
    if let needs {
      try await pierhead.programme.change(
        id, from: 1, ["name": name, "viability": needs], by: office)
    }
    return id
  }

  @Test func `a funder of several projects is one, and what falls without it comes first`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      // Both sources of one funder fail together, though each alone could be missed.
      _ = try await project(
        "Alpha",
        [("Example  Trust", "A", "10", "secured"), ("example trust", "B", "20", "exploring")],
        needs: "A or B", pierhead)
      _ = try await project(
        "Beta",
        [("Example Trust", "T", "30", "secured"), ("Example Lottery", "L", "5", "exploring")],
        needs: "T or L", pierhead)
      _ = try await project("Gamma", [("Example Trust", "T", "40", "secured")], pierhead)
      _ = try await project(
        "Delta", [("Example Lottery", "L", "1", "secured")], needs: "L", pierhead)
      let stack = FundingStack(try await pierhead.programme.portfolio(for: .system))
      #expect(stack.funders.map(\.lines.count) == [2, 4])
      let trust = try #require(
        stack.funder(of: stack.lines.first { $0.project == "Gamma" }!.source.id))
      let falls = FundingStack.falls(without: trust.lines)
      #expect(falls.map(\.line.project.value.name) == ["Alpha", "Beta", "Gamma"])
      #expect(falls.map(\.fall) == [.falls, .opensAgain, nil])
      #expect(falls.map(\.pence) == [3000, 3000, 4000])
      let alone = stack.lines.filter { $0.source.value.shortName == "A" }
      #expect(FundingStack.falls(without: alone).map(\.fall) == [.opensAgain])
      #expect(stack.pillars.map(\.funder.name.funderLike) == ["example lottery", "example trust"])
      #expect(stack.pillars.map { $0.falls.count } == [1, 1])
    }
  }

  @Test func `the page says how much, what falls and what people expect, and the file the same`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let reader = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      #expect(
        try await reader.get("/programme/funding").body.contains("No source of money is named"))
      let id = try await project(
        "Centre <one>",
        [
          ("Example Lottery", "L", "2,500,000", "unconfirmed"),
          ("Example Trust", "T", "400,000", "lost"),
        ],
        needs: "L", pierhead, fields: ["is_expected_in_public": "yes", "probability": "50"])
      let page = try await reader.get("/programme/funding").body
      #expect(page.contains("£1,250,000 can be expected"))
      #expect(
        page.contains(
          "People outside were told to expect money from Example Lottery, and it is not secured."))
      #expect(
        page.contains(
          "People outside were told to expect money from Example Trust, and it is lost."))
      #expect(page.contains("Centre &lt;one&gt;") && page.contains("go ahead any more"))
      #expect(try await reader.get("/programme/funding?state=lost").body.contains("£400,000"))
      #expect(
        try await reader.get("/programme/funding?state=secured").body
          .contains("No source is like that"))
      let line = try await pierhead.programme.project(id, for: .system).line
      let lottery = line.sources.first { $0.value.shortName == "L" }!
      let falls = try await reader.get("/programme/funding/falls?source=\(lottery.id)").body
      #expect(falls.contains("Without Example Lottery") && falls.contains("Falls"))
      #expect(falls.contains("£2,500,000"))
      #expect(try await reader.get("/programme/funding/falls?source=\(id)").status == 404)
      #expect(try await reader.get("/programme/funding/falls?source=x").status == 404)
      // A project's own page has the tag by the same rule.
      #expect(try await reader.get("/programme/projects/\(id)").body.contains("People expect it"))
      let file = try await reader.get("/programme/funding.csv").body.split(separator: "\r\n")
      #expect(file.count == 3)
      #expect(
        file[1]
          == "Centre <one>,Example Lottery,L,unconfirmed,,250000000,,,,50,125000000,\"People outside were told to expect money from Example Lottery, and it is not secured.\""
      )
    }
  }

  @Test func `more sources than a page shows are paged, in the order that is asked for`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      _ = try await project(
        "Many", (1...51).map { ("Fund \($0)", "F\($0)", "\($0)", "exploring") }, pierhead)
      let reader = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("analyst")))
      let first = try await reader.get("/programme/funding?sort=amount").body
      #expect(first.contains(">Fund 51<") && !first.contains(">Fund 1<"))
      #expect(first.contains("Page 1 of 2"))
      let second = try await reader.get("/programme/funding?sort=amount&page=2").body
      #expect(second.contains(">Fund 1<") && !second.contains(">Fund 2<"))
      // A page that is not there is the last one.
      #expect(
        try await reader.get("/programme/funding?sort=amount&page=9").body.contains(">Fund 1<"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `totals of states and of projects add up to the whole, whatever is changed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var random = Seeded()
      print("seed \(random.seed), \(engine)")
      let programme = pierhead.programme
      let office = try await pierhead.user("programme_office")
      for name in ["One", "Two", "Three"] { _ = try await pierhead.project(name) }
      for round in 0..<120 {
        let lines = try await programme.portfolio(for: office).lines
        let line = lines.randomElement(using: &random)!
        let fields = [
          "name": "Fund \(Int.random(in: 0..<6, using: &random))",
          "amount": Bool.random(using: &random)
            ? "" : Money.written(Int.random(in: 0...10_000_000, using: &random)),
          "state": ["", "secured", "unconfirmed", "exploring", "lost"].randomElement(
            using: &random)!,
          "probability": Bool.random(using: &random)
            ? "" : "\(Int.random(in: 0...100, using: &random))",
        ]
        let one = line.sources.randomElement(using: &random)
        switch (one, Int.random(in: 0..<4, using: &random)) {
        case (let one?, 0):
          try await programme.change(one.id, from: one.number, fields, by: office)
        case (let one?, 1) where line.sources.count > 2:
          try await programme.archive(one.id, from: one.number, true, by: office)
        default:
          try await programme.add(
            Source.self, fields, as: ProgrammeItemID(at: clock.wall.now()), to: line.id, by: office)
        }
        let portfolio = try await programme.portfolio(for: office)
        let stack = FundingStack(portfolio)
        let place = Comment("seed \(random.seed), round \(round), \(engine)")
        let known = portfolio.lines.flatMap(\.sources).compactMap { one in
          one.value.amount.map { (one.value.state, $0) }
        }
        // Added up by hand, from the things themselves.
        let possible = known.filter { $0.0 != .lost }.map(\.1).reduce(0, +)
        let secured = known.filter { $0.0 == .secured }.map(\.1).reduce(0, +)
        let lost = known.filter { $0.0 == .lost }.map(\.1).reduce(0, +)
        #expect(stack.totals.possible == possible, place)
        #expect(stack.totals.secured == secured && stack.totals.lost == lost, place)
        let parts = stack.parts
        #expect(parts.compactMap(\.amount).reduce(0, +) == possible + lost, place)
        #expect(parts.map(\.count).reduce(0, +) == stack.lines.count, place)
        #expect(
          portfolio.lines.compactMap(\.totals.possible).reduce(0, +) == possible, place)
        #expect(
          portfolio.lines.compactMap(\.totals.expected).reduce(0, +) == stack.totals.expected, place
        )
        #expect(
          stack.funders.compactMap {
            FundingTotals($0.lines.map(\.source.value.funding)).possible
          }.reduce(0, +) == possible, place)
      }
    }
  }
}

extension String {
  fileprivate var funderLike: String {
    lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
