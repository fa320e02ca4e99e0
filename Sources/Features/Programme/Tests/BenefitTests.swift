import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct BenefitTests {
  private static func id() -> ProgrammeItemID { ProgrammeItemID(at: TestDatabase.noon) }

  private static func reading(_ value: String, _ on: String) -> [String: String] {
    ["value": value, "on": on, "source": "Staff survey"]
  }

  @Test(arguments: TestDatabase.engines)
  func `the latest reading is of the latest day, and one that is put right keeps what it was`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let project = try await pierhead.project("Hub")
      let benefit = try await pierhead.benefit(in: project)
      let first = Self.id()
      for _ in 0..<2 {
        try await programme.addReading(
          Self.reading("15.5", "01/11/2026"), as: first, of: benefit, by: office)
      }
      try await programme.addReading(
        Self.reading("12", "01/08/2026"), as: Self.id(), of: benefit, by: office)
      func latest() async throws -> Int? {
        try await programme.benefits(in: .project, for: office).lines.first?.latest?.value.value
      }
      #expect(try await latest() == 15_500)
      #expect(try await programme.benefit(benefit, for: office).readings.count == 2)
      clock.move(days: 1)
      let right = Self.reading("18", "01/11/2026")
      #expect(
        await result { try await programme.change(first, from: 1, right, by: office) }
          == "invalid: reason")
      try await programme.change(
        first, from: 1, right.merging(["reason": "Part of the answers was missing."]) { $1 },
        by: office)
      #expect(try await latest() == 18_000)
      let item = try await programme.item(first, for: office)
      #expect(item.versions.map(\.reason) == ["Part of the answers was missing.", nil])
      #expect(
        item.versions[0].changes
          == [ItemView.Change(field: "value", before: "15.5", after: "18")])
      // On the day before it was not put right.
      let then = try await pierhead.database.read(fresh: true) {
        try $0.found(Reading.self, first, .end(of: TestDatabase.noon.day))?.value.value
      }
      #expect(then == 15_500)
      try await programme.archive(first, from: 2, true, by: office)
      #expect(try await latest() == 12_000)
      try await programme.archive(first, from: 3, false, by: office)
      #expect(try await latest() == 18_000)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `benefits without a reading come first by age, then those measured longest ago`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let (hub, audit) = (
        try await pierhead.project("Hub"), try await pierhead.project("Audit")
      )
      for (name, project, day) in [
        ("A", hub, "01/11/2026"), ("B", hub, "01/09/2026"), ("C", hub, ""),
        ("D", audit, "01/10/2026"),
      ] {
        let id = try await pierhead.benefit(name, in: project)
        if !day.isEmpty {
          try await programme.addReading(
            Self.reading("11", day), as: Self.id(), of: id, by: office)
        }
      }
      func names(_ order: BenefitOrder, _ project: ProgrammeItemID? = nil) async throws -> [String]
      {
        try await programme.benefits(of: project, in: order, for: office).lines
          .map(\.benefit.value.name)
      }
      #expect(try await names(.age) == ["C", "B", "D", "A"])
      #expect(try await names(.project) == ["D", "A", "B", "C"])
      #expect(try await names(.project, hub) == ["A", "B", "C"])
      try await programme.archive(hub, from: 1, true, by: office)
      #expect(try await names(.age) == ["D"])
      #expect(try await names(.project, hub).count == 3)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `long lists have pages, and no benefit is on two`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let project = try await pierhead.project("Hub")
      for number in 0..<(Programme.benefitsOnPage + 3) {
        _ = try await pierhead.benefit("Measure \(number)", in: project)
      }
      var seen: Set<ProgrammeItemID> = []
      for page in 1...2 {
        let list = try await pierhead.programme.benefits(in: .age, page: page, for: office)
        #expect(list.hasMore == (page == 1))
        seen.formUnion(list.lines.map(\.benefit.id))
      }
      #expect(seen.count == Programme.benefitsOnPage + 3)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an owner measures their own project and no other, and an archived benefit takes no reading`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let owner = try await pierhead.user("action_owner")
      let office = try await pierhead.user("programme_office")
      let reader = try await pierhead.user("board_member")
      let own = try await pierhead.benefit(in: pierhead.project(owner: owner))
      let other = try await pierhead.benefit(in: pierhead.project())
      func measure(_ benefit: ProgrammeItemID, _ user: User, _ day: String = "01/11/2026") async
        -> String
      {
        await result {
          try await pierhead.programme.addReading(
            Self.reading("11", day), as: Self.id(), of: benefit, by: user)
        }
      }
      #expect(await measure(own, owner) == "done")
      #expect(await measure(other, owner) == "forbidden")
      #expect(await measure(own, reader) == "forbidden")
      #expect(await measure(own, owner, "21/11/2026") == "invalid: on")
      #expect(await measure(Self.id(), office) == "not found")
      try await pierhead.programme.archive(own, from: 1, true, by: office)
      #expect(await measure(own, owner) == "conflict")
    }
  }

  @Test func `nothing typed is lost, and the page says how far it has come`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("programme_office")))
      let project = try await pierhead.project("Hub")
      let path = "/programme/projects/\(project)/new-benefit"
      let fields = [
        ("name", "Women <in> lead roles"), ("sort", "benefit"), ("unit", "%"),
        ("direction", "more"),
        ("baseline_value", "ten"), ("baseline_on", "01/04/2026"), ("baseline_source", "Payroll"),
        ("target_value", "40"), ("target_on", "31/03/2028"), ("groups", "women"),
        ("groups", "ethnic-minorities"),
      ]
      let answer = try await browser.post(path, fields)
      #expect(answer.status == 422)
      #expect(answer.body.contains("Women &lt;in&gt; lead roles"))
      #expect(answer.body.contains("value=\"ten\"") && answer.body.contains("like 1,250 or 62.5"))
      #expect(answer.body.matches(of: /value="women"[^>]* checked/).count == 1)
      #expect(answer.body.matches(of: /value="ethnic-minorities"[^>]* checked/).count == 1)
      let sent = fields.map { $0.0 == "baseline_value" ? ($0.0, "10") : $0 }
      #expect(try await browser.post(path, sent).status == 303)
      let list = try await browser.get("/programme/benefits").body
      #expect(list.contains("Women &lt;in&gt; lead roles") && list.contains("No reading yet"))
      let found = try #require(list.firstMatch(of: /\/programme\/benefits\/([0-9a-f-]{36})/))
      let page = "/programme/benefits/\(found.1)"
      let once = [("value", "25"), ("on", "01/11/2026"), ("source", "Payroll")]
      #expect(try await browser.post("\(page)/readings", once).status == 303)
      let one = try await browser.get(page).body
      #expect(one.contains("50 % of the way") && one.contains("From 10 % on 1 April 2026"))
      #expect(one.contains("Ethnic minorities, with White minorities"))
      #expect(!one.contains("<svg class=\"chart\""))
      let wrong = try await browser.post(
        "\(page)/readings", [("value", "x"), ("on", "01/01/2030"), ("source", "Diary")])
      #expect(wrong.status == 422 && wrong.body.contains("value=\"Diary\""))
      _ = try await browser.post(
        "\(page)/readings", [("value", "40"), ("on", "15/11/2026"), ("source", "Payroll")])
      let reading = try #require(
        try await browser.get(page).body.firstMatch(
          of: /\/programme\/items\/([0-9a-f-]{36})">Put it right/))
      let own = try await browser.get("/programme/items/\(reading.1)").body
      #expect(own.contains("Reading of 15 November 2026") && own.contains("Why is it put right?"))
      #expect(own.contains("href=\"\(page)\""))
      let form = try await browser.get("/programme/items/\(found.1)").body
      #expect(form.matches(of: /value="women"[^>]* checked/).count == 1)
      #expect(form.contains("href=\"\(page)\""))
      let both = try await browser.get(page).body
      #expect(both.contains("<svg class=\"chart\"") && both.contains("Reached"))
      #expect(both.contains("points=\"10,170 610,10\""))
    }
  }
}
