import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct DoorTests {
  @Test(arguments: TestDatabase.engines)
  func `whoever is second is told, and nothing is written over`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office")
      let id = try await pierhead.programme.addProject(
        ["name": "Nia pilot", "workstream": "commissioner"], by: office)
      clock.move(seconds: 60)
      try await pierhead.programme.change(
        id, from: 1, ["name": "Nia pilot", "position": "Begun"], by: office)
      let second = await result {
        try await pierhead.programme.change(
          id, from: 1, ["name": "Nia pilot", "position": "Ended"], by: office)
      }
      #expect(second == "conflict")
      let item = try await pierhead.programme.item(id, for: office)
      #expect(item.versions.map(\.number) == [2, 1])
      #expect(
        item.versions[0].changes
          == [ItemView.Change(field: "position", before: "", after: "Begun")])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two who rate or choose at once do not write over each other`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Hub")
      func rate(_ rating: String, from number: Int) async -> String {
        await result {
          try await programme.rate(
            project, in: "comms_and_engagement", from: number,
            ["rating": rating, "reason": "Talked."],
            by: office)
        }
      }
      #expect(await rate("green", from: 0) == "done")
      #expect(await rate("amber", from: 0) == "conflict")
      #expect(await rate("amber", from: 1) == "done")
      let objective = ProgrammeItemID(at: TestDatabase.noon)
      try await programme.addFrame(
        ["sort": "objective", "workstream": "employer", "words": "Fair work"], as: objective,
        by: office)
      func serve(insteadOf stood: String) async -> String {
        await result {
          try await programme.serve([objective.text], insteadOf: stood, in: project, by: office)
        }
      }
      #expect(await serve(insteadOf: "none") == "done")
      #expect(await serve(insteadOf: "none") == "conflict")
      #expect(await serve(insteadOf: objective.text) == "done")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a name comes back only where no other project has it, and the table holds it too`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let first = try await pierhead.project("Hub")
      try await programme.archive(first, from: 1, true, by: office)
      _ = try await pierhead.project("HUB")
      #expect(
        await result { try await programme.archive(first, from: 2, false, by: office) }
          == "invalid: name")
      await #expect(throws: (any Error).self) {
        try await pierhead.database.write(as: office) { transaction in
          _ = try transaction.begin(
            Project(
              name: "hub", workstream: "employer", owner: nil, sponsor: nil, board: nil,
              position: nil, viability: nil, doubt: nil))
        }
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the id of a form makes one thing and no other`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let (one, other) = (try await pierhead.project("One"), try await pierhead.project("Other"))
      let id = ProgrammeItemID(at: TestDatabase.noon)
      func add(to project: ProgrammeItemID) async -> String {
        await result {
          try await programme.addMilestone(["name": "Begins"], as: id, to: project, by: office)
        }
      }
      #expect(await add(to: one) == "done")
      #expect(await add(to: one) == "done")
      #expect(await add(to: other) == "conflict")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an owner keeps their own project up to date and no other`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let owner = try await pierhead.user("action_owner")
      let reader = try await pierhead.user("board_member")
      let programme = pierhead.programme
      let own = try await programme.addProject(
        ["name": "Own", "workstream": "employer", "owner": owner.id.text], by: office)
      let other = try await programme.addProject(
        ["name": "Other", "workstream": "employer"], by: office)
      func note(_ project: ProgrammeItemID, _ user: User) async -> String {
        await result {
          try await programme.add(
            Milestone.self, ["name": "First meeting"],
            as: ProgrammeItemID(at: TestDatabase.noon), to: project, by: user)
        }
      }
      #expect(await note(own, owner) == "done")
      #expect(await note(other, owner) == "\(Rejection.forbidden)")
      #expect(await note(own, reader) == "\(Rejection.forbidden)")
      #expect(try await programme.project(other, for: owner).mayChange == false)
      #expect(
        await result {
          _ = try await programme.addProject(["name": "New", "workstream": "employer"], by: owner)
        }
          == "\(Rejection.forbidden)")
      #expect(
        await result { try await programme.archive(own, from: 1, true, by: owner) }
          == "\(Rejection.forbidden)")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the first date is agreed, and only a new baseline with its reason moves it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await programme.addProject(
        ["name": "Network", "workstream": "facilitator"], by: office)
      let id = ProgrammeItemID(at: TestDatabase.noon)
      try await programme.add(
        Milestone.self, ["name": "First meeting", "due": "early February 2027"], as: id,
        to: project, by: office)
      func standing() async throws -> Milestone {
        try await programme.project(project, for: office).line.milestones[0].value
      }
      #expect(try await standing().baseline?.description == "early 2027-02")
      var fields = try await standing().fields()
      fields["due"] = "Q1 27/28"
      try await programme.change(id, from: 1, fields, by: office)
      #expect(try await standing().baseline?.description == "early 2027-02")
      #expect(try await standing().slip?.description == "1 quarter late")
      let without = await result {
        try await programme.rebaseline(id, from: 2, ["baseline": "June 2027"], by: office)
      }
      #expect(without == "invalid: reason")
      try await programme.rebaseline(
        id, from: 2, ["baseline": "June 2027", "reason": "The board agreed."], by: office)
      #expect(try await standing().baselineNumber == 2)
      #expect(try await standing().slip?.isLate == false)
      #expect(
        try await programme.item(id, for: office).versions.map(\.reason)
          == ["The board agreed.", nil, nil])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a form that comes twice is one thing, and one that changes nothing leaves no version`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await programme.addProject(
        ["name": "Audit", "workstream": "employer"], by: office)
      let id = ProgrammeItemID(at: TestDatabase.noon)
      for _ in 0..<2 {
        try await programme.add(
          Source.self, ["name": "Fund", "amount": "£1,250.50", "state": "secured"], as: id,
          to: project, by: office)
      }
      let line = try await programme.project(project, for: office).line
      #expect(line.sources.map(\.value.amount) == [125_050])
      #expect(line.totals.secured == 125_050)
      try await programme.change(id, from: 1, line.sources[0].value.fields(), by: office)
      #expect(try await programme.item(id, for: office).versions.count == 1)
    }
  }

  @Test(arguments: [
    ("likelihood", ["likelihood": "6"], "likelihood, impact"),
    ("half", ["likelihood": "3"], "impact"),
    ("after", ["likelihood_after": "1", "impact_after": "1"], "likelihood"),
    ("words", ["words": " "], "words"), ("how", ["response_words": "We talk."], "response"),
  ])
  func `what is wrong with a risk is said by its field`(
    name: String, fields: [String: String], wrong: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let lists = pierhead.programme.lists
      let sent = fields.merging(["words": "It may be late."]) { one, _ in one }
      let said = await result { _ = try Risk.read(sent, nil, lists, today: TestDatabase.noon.day) }
      #expect(said == "invalid: \(wrong)")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a rating against the facts needs an end, and after it the facts count again`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Hub")
      let milestone = try await pierhead.milestone("Begins", due: "January 2027", in: project)
      try await programme.change(
        milestone, from: 1, ["name": "Begins", "due": "December 2027"], by: office)
      func proposal() async throws -> (schedule: String?, overall: String?) {
        let line = try await programme.project(project, for: office).line
        let all = line.proposals(programme.lists, on: clock.wall.today)
        return (all["schedule"]?.rating, all["overall"]?.rating)
      }
      #expect(try await proposal().schedule == "red")
      func rate(_ fields: [String: String]) async -> String {
        await result {
          try await programme.rate(project, in: "schedule", fields, by: office)
        }
      }
      let kind = ["rating": "green", "reason": "The board agreed."]
      #expect(await rate(kind) == "invalid: expires_on")
      let far = kind.merging(["expires_on": "20/11/2028"]) { one, _ in one }
      #expect(await rate(far) == "invalid: expires_on")
      #expect(await rate(["rating": "blue", "reason": "Why"]) == "invalid: rating, expires_on")
      let near = kind.merging(["expires_on": "30/11/2026"]) { one, _ in one }
      #expect(await rate(near) == "done")
      #expect(try await proposal().overall != "red")
      clock.move(days: 11)
      #expect(try await proposal().overall == "red")
      #expect(await rate(["rating": "red", "reason": "It is late."]) == "done")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a rule names sources of its project, and says what falls without one`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Centre")
      func need(_ text: String, from number: Int) async -> String {
        await result {
          try await programme.change(
            project, from: number, ["name": "Centre", "viability": text], by: office)
        }
      }
      #expect(await need("A and B", from: 1) == "invalid: viability")
      for (name, state) in [("A", "secured"), ("B", "exploring")] {
        try await programme.add(
          Source.self, ["name": "Fund \(name)", "short_name": name, "state": state],
          as: ProgrammeItemID(at: TestDatabase.noon), to: project, by: office)
      }
      #expect(await need("A and (", from: 1) == "invalid: viability")
      #expect(await need("a and B", from: 1) == "done")
      let browser = Browser(pierhead, session: try await pierhead.session(of: office))
      let page = try await browser.get("/programme/projects/\(project)").body
      #expect(page.contains("Not certain yet") && page.contains("Still needed: B"))
      #expect(
        page.contains("Without A it can&#39;t go ahead")
          || page.contains("Without A it can't go ahead"))
    }
  }
}
