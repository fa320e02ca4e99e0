import App
import Core
import Support
import Testing

@testable import Programme

struct HindsightTests {
  private struct Past {
    let pierhead: Pierhead
    let clock: TestClock
    let project: ProgrammeItemID
    var user = User.system

    func rate(_ rating: String, in respect: String = "schedule") async throws {
      let until = clock.wall.today.adding(days: 90).written
      try await pierhead.programme.rate(
        project, in: respect, ["rating": rating, "reason": "By the plan.", "expires_on": until],
        by: user)
    }

    func line(_ user: User) async throws -> HindsightList.Line {
      try #require(try await pierhead.programme.hindsight(for: user).lines.first)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a schedule that was said to be green and was late later is found, and names nobody`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let reader = try await pierhead.user("board_member")
      let owner = try await pierhead.user("action_owner", name: "Nadia Example")
      let past = Past(
        pierhead: pierhead, clock: clock,
        project: try await pierhead.project("Hub", owner: owner), user: owner)
      let milestone = try await pierhead.milestone(
        "Doors open", due: "15/12/2026", in: past.project)
      try await past.rate("green")
      #expect(try await past.line(reader).rated.isEmpty)
      // Green at the end of November and of December; by then it was overdue by 16 days.
      clock.move(days: 45)
      #expect(try await past.line(reader).rated == ["schedule": 2])
      #expect(try await past.line(reader).found.isEmpty)
      clock.move(days: 80)
      try await pierhead.programme.change(
        milestone, from: 1,
        ["name": "Doors open", "due": "15/12/2026", "state": "done", "done_on": "20/03/2027"],
        by: .system)
      let found = try await past.line(reader).found.filter { $0.respect == "schedule" }
      #expect(found.map(\.period) == ["November 2026 to February 2027"])
      #expect(found.map(\.months) == [4])
      #expect(
        found.first?.facts == [
          "“Doors open” was said to be done by 15 December 2026 and was done on 20 March 2027, 95 days late"
        ])
      let browser = Browser(pierhead, session: try await pierhead.session(of: reader))
      let page = try await browser.get("/programme/hindsight").body
      #expect(page.contains("Said green, was late later.") && page.contains("4 of 4 months"))
      #expect(page.contains("95 days late"))
      #expect(!page.contains("Nadia") && !page.contains("By the plan"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a risk that was open and became an issue speaks against a green rating`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let reader = try await pierhead.user("board_member")
      let past = Past(
        pierhead: pierhead, clock: clock, project: try await pierhead.project("Hub"))
      let risk = ProgrammeItemID(at: TestDatabase.noon)
      try await pierhead.programme.add(
        Risk.self, ["words": "The funder leaves"], as: risk, to: past.project, by: .system)
      try await past.rate("green", in: "risk_and_issues")
      clock.move(days: 20)
      try await pierhead.programme.change(
        risk, from: 1, ["words": "The funder leaves", "sort": "issue"], by: .system)
      let found = try await past.line(reader).found
      #expect(found.filter { $0.respect == "risk_and_issues" }.map(\.period) == ["November 2026"])
      #expect(
        found.first?.facts == [
          "The risk “The funder leaves” was open and happened on 10 December 2026"
        ])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what was spent later speaks against a green rating, whenever it was written down`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let reader = try await pierhead.user("board_member")
      let past = Past(
        pierhead: pierhead, clock: clock, project: try await pierhead.project("Hub"))
      let budget = ProgrammeItemID(at: TestDatabase.noon)
      let agreed = ["quarter": "Q3 26/27", "budget": "10,000"]
      try await pierhead.programme.addMoney(
        .budget, agreed, as: budget, to: past.project, by: .system)
      try await past.rate("green", in: "cost_and_benefits")
      clock.move(days: 100)
      #expect(try await past.line(reader).found.isEmpty)
      let spent = ["actual": "13,000", "actual_source": "Ledger"]
      try await pierhead.programme.change(
        budget, from: 1, agreed.merging(spent) { $1 }, by: .system)
      // Up to the last day of December: said in November it came true, said at the end of that day it was known.
      let found = try await past.line(reader).found
      #expect(found.filter { $0.respect == "cost_and_benefits" }.map(\.period) == ["November 2026"])
      #expect(
        found.first?.facts == [
          "By 31 December 2026: £13,000 was spent up to the end of Q3 26/27, 30 % more than the £10,000 planned"
        ])
      try await pierhead.programme.archive(budget, from: 2, true, by: .system)
      #expect(try await past.line(reader).found.isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what was agreed anew or dropped is not held against it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let reader = try await pierhead.user("board_member")
      let past = Past(
        pierhead: pierhead, clock: clock, project: try await pierhead.project("Hub"))
      let moved = try await pierhead.milestone("Doors open", due: "15/12/2026", in: past.project)
      let dropped = try await pierhead.milestone("Tea", due: "15/12/2026", in: past.project)
      clock.move(days: 1)
      try await pierhead.programme.rebaseline(
        moved, from: 1, ["baseline": "June 2027", "reason": "The board agreed."], by: .system)
      try await past.rate("green")
      clock.move(days: 59)
      try await pierhead.programme.change(
        dropped, from: 1, ["name": "Tea", "due": "15/12/2026", "state": "dropped"], by: .system)
      clock.move(days: 65)
      #expect(try await past.line(reader).rated == ["schedule": 4])
      #expect(try await past.line(reader).found.isEmpty)
      // As if it had never been dropped.
      try await pierhead.programme.change(
        dropped, from: 2, ["name": "Tea", "due": "15/12/2026", "state": "planned"], by: .system)
      #expect(try await past.line(reader).found.map(\.months) == [4])
    }
  }

  @Test func `projects have pages`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let reader = try await pierhead.user("analyst")
      for number in 0..<21 { _ = try await pierhead.project("Project \(number)") }
      let first = try await pierhead.programme.hindsight(for: reader)
      let second = try await pierhead.programme.hindsight(page: 2, for: reader)
      #expect(first.hasMore && !second.hasMore && first.lines.count == 20)
      #expect(Set((first.lines + second.lines).map(\.project.id)).count == 21)
    }
  }
}
