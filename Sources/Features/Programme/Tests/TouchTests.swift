import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct TouchTests {
  private struct World {
    let pierhead: Pierhead
    let office, owner: User
    let (own, other): (ProgrammeItemID, ProgrammeItemID)

    init(_ pierhead: Pierhead) async throws {
      self.pierhead = pierhead
      office = try await pierhead.user("programme_office")
      owner = try await pierhead.user("action_owner")
      own = try await pierhead.project("Fair recruitment", owner: owner)
      other = try await pierhead.project("Skills centre")
    }

    var programme: Programme { pierhead.programme }

    func findings(_ isDismissed: Bool = false) async throws -> [RadarFinding] {
      try await programme.findings(for: office).filter { $0.isDismissed == isDismissed }
    }

    func dismiss(_ finding: RadarFinding, _ reason: String, by user: User) async -> String {
      await result {
        try await programme.dismiss(
          finding.pair.key, said: finding.pair.said, ["reason": reason], by: user)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two that ask the same people are shown until somebody says why they are not one`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let world = try await World(pierhead)
      let one = try await pierhead.touch(of: world.own)
      _ = try await pierhead.touch(of: world.other, "Somali", ["name": "Survey"])
      _ = try await pierhead.touch(of: world.other, "Chinese elders", ["name": "Tea"])
      let found = try #require(try await world.findings().first)
      #expect(try await world.findings().count == 1)
      #expect(Set([found.pair.first.name, found.pair.second.name]) == ["Talks", "Survey"])
      #expect(await world.dismiss(found, "", by: world.office) == "invalid: reason")
      let stranger = try await pierhead.user("action_owner")
      #expect(await world.dismiss(found, "Two things", by: stranger) == "forbidden")
      #expect(await world.dismiss(found, "Two things", by: world.owner) == "done")
      #expect(try await world.findings().isEmpty)
      let dismissed = try #require(try await world.findings(true).first?.dismissal)
      #expect(dismissed.standing.reason == "Two things" && dismissed.by == world.owner.name)
      // It comes back when one of both changes, and may be dismissed again.
      clock.move(seconds: 60)
      var fields = try await world.programme.touch(one, page: 1, for: world.office)
        .line.touch.value.fields()
      fields["question"] = "What keeps women from apprenticeships?"
      try await world.programme.changeTouch(one, from: 1, fields, by: world.owner)
      let again = try #require(try await world.findings().first)
      #expect(again.dismissal?.standing.reason == "Two things")
      #expect(await world.dismiss(found, "As before", by: world.office) == "conflict")
      #expect(await world.dismiss(again, "As before", by: world.office) == "done")
      let standing = try #require(try await world.findings(true).first?.dismissal).standing
      #expect(standing.number == 2)
      // An engagement lead judges any two, and nobody who only reads.
      let reader = try await pierhead.user("analyst")
      let shown = await result {
        try await world.programme.showAgain(standing.id, from: 2, by: reader)
      }
      #expect(shown == "forbidden")
      let lead = try await pierhead.user("engagement_lead")
      try await world.programme.showAgain(standing.id, from: 2, by: lead)
      #expect(await world.dismiss(again, "Two things", by: lead) == "done")
      try await world.programme.showAgain(standing.id, from: 4, by: world.owner)
      #expect(try await world.findings().map(\.isDismissed) == [false])
      // What is over is not looked at.
      clock.move(days: 90)
      #expect(try await world.findings().isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a milestone brings its own name and date, and both move with it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      let milestone = try await pierhead.milestone("Hub opens", due: "March 2027", in: world.own)
      let id = ProgrammeItemID(at: TestDatabase.noon)
      try await world.programme.addTouch(
        ["milestone": milestone.text, "community": "Somali", "question": "Apprenticeships"],
        as: id, by: world.owner)
      let history = try await world.programme.touch(id, page: 1, for: world.owner).item.history
      #expect(history.fields["milestone"] == milestone.text)
      #expect("\(history.versions)".contains("Hub opens"))
      #expect(!"\(history.versions)".contains(milestone.text))
      _ = try await pierhead.touch(
        of: world.other, "Somali", ["question": "Apprenticeships", "begins": "April 2027"])
      #expect(try await world.findings().isEmpty)
      try await world.programme.change(
        milestone, from: 1, ["name": "Hub opens late", "due": "April 2027"], by: world.owner)
      let pair = try #require(try await world.findings().first).pair
      #expect(Set([pair.first.name, pair.second.name]) == ["Hub opens late", "Talks"])
      #expect(Set([pair.first.owner, pair.second.owner]) == ["Fair recruitment", "Skills centre"])
      try await world.programme.archive(milestone, from: 2, true, by: world.owner)
      #expect(try await world.findings().isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `owners note what is theirs, and partners' are the office's`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await World(pierhead)
      func add(_ fields: [String: String], _ user: User) async -> String {
        let all = [
          "sort": "commission", "name": "Study", "community": "Yemeni families",
          "question": "Pay", "begins": "March 2027",
        ].merging(fields) { $1 }
        return await result {
          try await world.programme.addTouch(
            all, as: ProgrammeItemID(at: TestDatabase.noon), by: user)
        }
      }
      let (own, other) = (world.own.text, world.other.text)
      #expect(await add(["project": own], world.owner) == "done")
      #expect(await add(["project": other], world.owner) == "forbidden")
      #expect(await add(["partner": "Example Trust"], world.owner) == "forbidden")
      #expect(await add(["partner": "Example Trust"], world.office) == "done")
      #expect(
        await add(["partner": "Example Trust", "project": own], world.office) == "invalid: partner")
      #expect(await add([:], world.office) == "invalid: project")
      #expect(await add(["project": own, "begins": ""], world.office) == "invalid: begins")
      #expect(
        await add(["project": own, "ends": "February 2027"], world.office) == "invalid: ends")
      #expect(
        await add(["milestone": own, "community": ""], world.office) == "invalid: community")
      #expect(await add(["milestone": own], world.office) == "invalid: milestone")
      #expect(try await world.findings().count == 1)
    }
  }

  @Test func `pages show the pair, keep what was typed, and list what was dismissed`() async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let world = try await World(pierhead)
      let browser = Browser(pierhead, session: try await pierhead.session(of: world.office))
      #expect(try await browser.get("/programme/radar").body.contains("No two are alike"))
      let wrong = try await browser.post(
        "/programme/touches",
        [("project", world.own.text), ("name", "<Talks>"), ("begins", "soon"), ("community", "A")])
      #expect(wrong.status == 422)
      #expect(wrong.body.contains("&lt;Talks&gt;") && wrong.body.contains("value=\"soon\""))
      let one = try await pierhead.touch(
        of: world.own, "Somali", ["name": "Talks & <tea>\r\nat noon"])
      let other = try await pierhead.touch(of: world.other, "Somali")
      let page = try await browser.get("/programme/radar").body
      #expect(
        page.contains("Talks &amp; &lt;tea&gt;")
          && page.contains("whether people can be asked once"))
      let pair = [one.text, other.text].sorted().joined(separator: ".")
      let path = "/programme/radar/dismiss"
      let form = try await browser.get(path + "?pair=\(pair)").body
      let finding = try #require(try await world.findings().first)
      #expect(form.contains("name=\"said\""))
      let empty = try await browser.post(path, [("pair", pair), ("said", finding.pair.said)])
      #expect(empty.status == 422 && empty.body.contains("name=\"said\""))
      // Browsers send ends of lines as two characters.
      let said = finding.pair.said.replacing("\n", with: "\r\n")
      let done = try await browser.post(
        path, [("pair", pair), ("said", said), ("reason", "One is for men.")])
      #expect(done.status == 303)
      #expect(try await browser.get("/programme/radar").body.contains("No two are alike"))
      let list = try await browser.get("/programme/radar?show=dismissed").body
      #expect(list.contains("One is for men.") && list.contains("Show it again"))
      #expect(try await browser.get(path + "?pair=\(pair)").status == 409)
      #expect(try await browser.get("/programme/touches/\(one)").body.contains("Added"))
    }
  }
}
