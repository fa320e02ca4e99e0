import App
import Core
import Database
import Households
import Support
import Teams
import Testing

/// What waits for whoever looks after a team.
struct MondayTests {
  private func visit(_ day: String) -> AppointmentDraft {
    AppointmentDraft(
      id: AppointmentID(at: TestDatabase.noon), kind: "visit", day: day, time: "10:00",
      place: "1 Example Street")
  }

  @Test(arguments: TestDatabase.engines)
  func `answers that are due and requests that wait stand there for whoever decides them`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let other = try await pierhead.user("team_leader", in: Place.wirral)
      let manager = try await pierhead.user("programme_manager")
      func counts(_ user: User) async throws -> [String: Int] {
        let sections = try await pierhead.teams.monday(for: user)
          .filter { ["answers", "approvals"].contains($0.key) }
        return Dictionary(uniqueKeysWithValues: sections.map { ($0.key, $0.count) })
      }
      try await pierhead.importRows([unlike("1")])
      let household = try await pierhead.household("2", ["district": "Wirral"], by: manager)
      #expect(try await counts(leader) == ["answers": 0, "approvals": 0])
      clock.move(days: 30)
      _ = try await pierhead.transferRequest(for: household, to: Place.liverpool, by: manager)
      #expect(try await counts(leader) == ["answers": 1, "approvals": 1])
      #expect(try await counts(other) == ["answers": 0, "approvals": 0])
      #expect(try await counts(manager) == ["answers": 1, "approvals": 1])
      let page = try await pierhead.browser(leader).get("/monday").words
      #expect(page.contains("answer by") && page.contains("Late"))
      #expect(page.contains("1 person") && page.contains("asked on"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `each section counts what is in one's districts, and nothing else`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      let amir = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let nia = try await pierhead.user("advocate", name: "Nia Example", in: Place.liverpool)
      let far = try await pierhead.user("advocate", name: "Far Example", in: Place.wirral)
      func counts(_ user: User) async throws -> [Int] {
        try await pierhead.teams.monday(for: user)
          .filter { !["answers", "approvals"].contains($0.key) }.map(\.count)
      }
      #expect(try await counts(leader) == [0, 0, 0, 0, 0])
      let quiet = try await pierhead.household("1", by: manager, for: amir)
      clock.move(days: 14)
      // The first household has been quiet for 14 days; the others are new.
      _ = try await pierhead.household("2", by: manager)
      _ = try await pierhead.household("3", ["district": "Wirral"], by: manager)
      let wirral = try await pierhead.household("4", ["district": "Wirral"], by: manager, for: far)
      try await pierhead.importRows([unlike("5"), unlike("6", ["district": "Wirral"])])
      #expect(try await counts(leader) == [1, 1, 0, 1, 0])
      #expect(try await counts(manager) == [2, 2, 0, 1, 0])

      for (household, user) in [(quiet, amir), (wirral, far)] {
        try await pierhead.households.plan(visit("2026-12-07"), with: household, by: user)
        try await pierhead.teams.addAbsence(
          AbsenceDraft(kind: "leave", from: "2026-12-07", until: "2026-12-08", cover: ""),
          of: user.id, by: user)
        try await pierhead.teams.addPost(
          PostDraft(
            district: user.districts[0], from: "2026-01-01", endsOn: "2027-01-10",
            isFixedTerm: true, funding: "Programme budget"), of: user.id, by: manager)
      }
      #expect(try await counts(leader) == [1, 1, 1, 1, 1])
      #expect(try await counts(manager) == [2, 2, 2, 1, 2])
      let browser = try await pierhead.browser(leader)
      let page = try await browser.get("/monday").words
      for words in [
        "Nobody covers", "Amir Example is away", "Home visit on Monday 7 December 2026 at 10:00am",
        "14 days", "Plan the hand-over",
      ] {
        #expect(page.contains(words), "\(words)")
      }
      #expect(!page.contains("Far Example"))

      let absence = try await pierhead.teams.ownAbsences(for: amir).absences[0]
      _ = try await pierhead.teams.changeCover(absence.id, to: nia.id.text, by: leader)
      let sections = try await pierhead.teams.monday(for: leader)
      let section = try #require(sections.first { $0.key == "visits" })
      let action = try #require(section.lines[0].action)
      #expect(action.words == "Give to Nia Example")
      #expect(try await browser.post(action.path).status == 303)
      #expect(try await counts(leader) == [1, 1, 0, 1, 1])
      #expect(try await browser.post(action.path).status == 409)
      #expect(
        try await browser.get("/households/\(quiet)").words.contains("Nia Example"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `it is a look that lists whom it shows, for team leaders and programme managers alone`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      try await pierhead.importRows([unlike("2")])
      let referral = try await pierhead.referral("2")
      _ = try await pierhead.teams.monday(for: leader)
      let seen = try await pierhead.number(
        """
        SELECT COUNT(*) AS n FROM events WHERE verb = 'Monday page seen'
          AND detail LIKE \("%\(id)%") AND detail LIKE \("%\(referral)%")
        """)
      #expect(seen == 1)
      for role in ["advocate", "safeguarding_lead", "administrator"] {
        let user = try await pierhead.user(role, in: Place.liverpool)
        #expect(await result { try await pierhead.teams.monday(for: user) } == "forbidden")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a colleague's load adds up households and the people in them`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let amir = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      _ = try await pierhead.user("advocate", name: "Nia Example", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", ["household_key": "A"]), unlike("2", ["household_key": "A"]), unlike("3"),
      ])
      let first = try await pierhead.accept("1", with: "2", by: leader)
      let second = try await pierhead.accept("3", by: leader)
      for id in [first, second] {
        try await pierhead.households.assign(amir.id.text, to: id, by: leader)
      }
      clock.move(days: 20)
      let team = try await pierhead.teams.team(.load, page: 1, for: leader).colleagues
      #expect(team.map(\.name) == ["Amir Example", "Nia Example"])
      // Two households at 3 and three people at 1: caseload-weights.csv.
      #expect(team.map(\.load.weighted) == [9, 0])
      #expect(team[0].load.households == 2 && team[0].load.people == 3 && team[0].load.quiet == 2)
      let form = try await pierhead.browser(leader).get("/households/\(first)/assignments").words
      #expect(form.contains("Amir Example (2 households, 3 people, load 9)"))
      #expect(form.contains("Nia Example (0 households, 0 people, load 0)"))
    }
  }
}
