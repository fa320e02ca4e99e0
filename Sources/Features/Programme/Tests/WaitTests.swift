import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct WaitTests {
  /// Two projects, each with a milestone: `a` in March, `b` in May 2027.
  private struct World {
    let pierhead: Pierhead
    let office: User
    let (one, other): (ProgrammeItemID, ProgrammeItemID)
    let (a, b): (ProgrammeItemID, ProgrammeItemID)

    init(_ pierhead: Pierhead, owner: User? = nil) async throws {
      self.pierhead = pierhead
      office = try await pierhead.user("programme_office")
      one = try await pierhead.project("One", owner: owner)
      other = try await pierhead.project("Other")
      a = try await pierhead.milestone("Open the hub", due: "March 2027", in: one)
      b = try await pierhead.milestone("Money agreed", due: "May 2027", in: other)
    }

    func wait(
      _ milestone: ProgrammeItemID, for needed: ProgrammeItemID, weeks: String = "",
      as id: ProgrammeItemID? = nil, by user: User? = nil
    ) async -> String {
      await result {
        try await pierhead.programme.wait(
          milestone, ["needed": needed.text, "weeks": weeks],
          as: id ?? ProgrammeItemID(at: TestDatabase.noon), by: user ?? office)
      }
    }

    func lines(_ asOf: AsOf = .current) async throws -> [WaitLine] {
      try await pierhead.programme.waiting(asOf, for: office).lines
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `one waits for another of any project, and everybody sees by how much it is pushed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let world = try await World(pierhead)
      #expect(await world.wait(world.a, for: world.b, weeks: "2") == "done")
      let line = try #require(try await world.lines().first)
      guard case .pushes(let slip, let earliest) = line.effect else {
        Issue.record("\(line.effect)")
        return
      }
      #expect(slip.amount == "2 months" && earliest.description == "2027-05")
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      for path in [
        "/programme/dependencies", "/programme/items/\(world.a)",
        "/programme/items/\(world.b)/dependencies", "/programme/projects/\(world.one)",
        "/programme/projects/\(world.other)",
      ] {
        let page = try await browser.get(path).body
        #expect(page.contains("Pushed by 2 months"), "\(path)")
        #expect(
          page.contains("It can&#39;t be done before May 2027")
            || page.contains("It can't be done before May 2027"), "\(path)")
      }
      #expect(
        try await browser.get("/programme/timeline").body.contains("Waits for something too late"))
      #expect(
        try await !browser.get("/programme/items/\(world.a)/dependencies").body
          .contains("Say what it waits for"))
      // When the other is done, there is nothing to wait for.
      clock.move(days: 1)
      try await pierhead.programme.change(
        world.b, from: 1, ["name": "Money agreed", "state": "done", "done_on": "20/11/2026"],
        by: world.office)
      #expect(try await world.lines().map(\.effect) == [.met])
      #expect(try await world.lines(.end(of: .of("2026-11-20"))).map(\.effect.rank) == [0])
      #expect(try await world.lines(.end(of: .of("2026-11-19"))).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `not itself, not twice, and none in a ring`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      let c = try await pierhead.milestone("Doors painted", in: world.one)
      #expect(await world.wait(world.a, for: world.a) == "invalid: needed")
      #expect(await world.wait(world.a, for: world.one) == "invalid: needed")
      #expect(await world.wait(world.a, for: world.b, weeks: "261") == "invalid: weeks")
      let id = ProgrammeItemID(at: TestDatabase.noon)
      #expect(await world.wait(world.a, for: world.b, as: id) == "done")
      #expect(await world.wait(world.a, for: world.b, as: id) == "done")
      #expect(await world.wait(world.a, for: world.b) == "invalid: needed")
      #expect(await world.wait(world.b, for: c) == "done")
      do {
        try await pierhead.programme.wait(
          c, ["needed": world.a.text], as: ProgrammeItemID(at: TestDatabase.noon), by: world.office)
        Issue.record("a ring is closed")
      } catch Rejection.invalid(let problems) {
        #expect(
          problems.map(\.reason.words) == [
            "They would wait for each other for ever: “Open the hub” waits for “Money agreed”, and “Money agreed” waits for “Doors painted” already"
          ])
      }
      #expect(try await world.lines().count == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `however many try at once, no ring is closed`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      var all = [world.a, world.b]
      for number in 0..<4 { all.append(try await pierhead.milestone("M\(number)", in: world.one)) }
      let milestones = all
      await withTaskGroup { group in
        for one in milestones {
          for other in milestones {
            group.addTask { _ = await world.wait(one, for: other) }
          }
        }
      }
      let edges = try await world.lines().map(\.wait.value.edge)
      // Of each two exactly one waits for the other, in a chain.
      #expect(edges.count == 15)
      for edge in edges {
        #expect(Waiting.loop(edge, edges.filter { $0 != edge }) == nil)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `it ends, comes back, and all of it stays in its history`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let owner = try await pierhead.user("action_owner")
      let world = try await World(pierhead, owner: owner)
      #expect(await world.wait(world.b, for: world.a, by: owner) == "forbidden")
      #expect(await world.wait(world.a, for: world.b, by: owner) == "done")
      let wait = try #require(try await world.lines().first).wait
      func end(_ number: Int, of milestone: ProgrammeItemID) async -> String {
        await result {
          try await pierhead.programme.endWait(wait.id, from: number, of: milestone, by: owner)
        }
      }
      #expect(await end(2, of: world.a) == "conflict")
      #expect(await end(1, of: world.b) == "forbidden")
      #expect(await end(1, of: world.a) == "done")
      #expect(try await world.lines().isEmpty)
      clock.move(seconds: 60)
      #expect(await world.wait(world.a, for: world.b, weeks: "3", by: owner) == "done")
      #expect(try await world.lines().map(\.wait.number) == [3])
      let history = try await pierhead.programme.waitHistory(
        of: world.a, page: 1, size: 50, for: world.office)
      #expect(history.map(\.version.isArchived) == [false, true, false])
      #expect(history.map(\.version.value.weeks) == [3, 0, 0])
      try await pierhead.programme.archive(world.b, from: 1, true, by: world.office)
      let line = try #require(try await world.lines().first)
      #expect(line.effect == .gone && line.neededName == "Money agreed")
      #expect(await world.wait(world.b, for: world.a) == "conflict")
    }
  }

  @Test func `a milestone is chosen by its project, and what was typed stays`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let world = try await World(pierhead)
      let browser = Browser(pierhead, session: try await pierhead.session(of: world.office))
      let path = "/programme/items/\(world.a)/dependencies"
      #expect(try await browser.get("/programme/dependencies").body.contains("No milestone waits"))
      #expect(try await !browser.get(path).body.contains("Money agreed"))
      #expect(
        try await browser.get(path + "?project=\(world.other)").body.contains("Money agreed"))
      let again = try await browser.post(
        path,
        [("from", world.other.text), ("needed", world.b.text), ("weeks", "many"), ("note", "All")])
      #expect(again.status == 422)
      #expect(again.body.contains("value=\"many\"") && again.body.contains("Money agreed"))
      #expect(again.body.contains("value=\"All\""))
      let saved = try await browser.post(path, [("needed", world.b.text), ("weeks", "6")])
      #expect(saved.status == 303)
      #expect(try await browser.get(path).body.contains("6 weeks must lie between"))
      #expect(try await browser.get("/programme/items/\(world.one)/dependencies").status == 404)
    }
  }
}
