import App
import Core
import Database
import Households
import People
import Support
import Testing

/// Who sees which households, and who works with them.
struct DoorTests {
  /// Households that differ in whose they are, seen from one advocate of Liverpool.
  private struct Place4 {
    let own, otherAdvocate, otherDistrict, unassigned: HouseholdID
  }

  private func open(_ pierhead: Pierhead, for user: User) async throws -> Place4 {
    let manager = try await pierhead.user("programme_manager")
    let other = try await pierhead.user("advocate", in: Place.liverpool)
    let far = try await pierhead.user("advocate", in: Place.wirral)
    let own = try await pierhead.household("1", by: manager)
    if user.roles.contains(where: ["advocate", "trainee_advocate"].contains) {
      try await pierhead.households.assign(user.id.text, to: own, by: manager)
    }
    return Place4(
      own: own, otherAdvocate: try await pierhead.household("2", by: manager, for: other),
      otherDistrict: try await pierhead.household(
        "3", ["district": "Wirral"], by: manager, for: far),
      unassigned: try await pierhead.household("4", by: manager))
  }

  /// What each role sees: its own, another advocate's, another district's, nobody's.
  private static let seen: [(String, [Bool])] = [
    ("advocate", [true, false, false, false]), ("trainee_advocate", [true, false, false, false]),
    ("team_leader", [true, true, false, true]), ("programme_manager", [true, true, true, true]),
    ("safeguarding_lead", [true, true, true, true]),
  ]

  @Test(arguments: TestDatabase.engines, seen)
  func `a household is seen by its advocate, its district's leaders and those of all`(
    engine: TestDatabase.Engine, row: (String, [Bool])
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user(row.0, in: Place.liverpool)
      let places = try await open(pierhead, for: user)
      let ids = [places.own, places.otherAdvocate, places.otherDistrict, places.unassigned]
      for (id, isSeen) in zip(ids, row.1) {
        #expect(
          await result { try await pierhead.households.find(id, for: user) }
            == (isSeen ? "done" : "not found"))
        let mayWrite = user.may(.writeNotes)
        #expect(
          await result {
            try await pierhead.households.addNote(pierhead.note("Hello"), to: id, by: user)
          }
            == (mayWrite ? isSeen ? "done" : "not found" : "forbidden"))
      }
      let listed = try await pierhead.households.list(HouseholdFilter(), for: user).lines.map(\.id)
      #expect(Set(listed) == Set(zip(ids, row.1).filter(\.1).map(\.0)))
      #expect(
        await result { try await pierhead.households.find(HouseholdID("h"), for: user) }
          == "not found")
    }
  }

  @Test(arguments: [
    "administrator", "analyst", "board_member", "information_governance", "referrer",
  ])
  func `other roles see no household at all`(role: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      let id = try await open(pierhead, for: user).own
      let before = try await pierhead.dump()
      for call in [
        { try await _ = pierhead.households.find(id, for: user) },
        { try await _ = pierhead.households.list(HouseholdFilter(), for: user) },
        { try await _ = pierhead.households.today(for: user) },
        { try await pierhead.households.addNote(pierhead.note("Hello"), to: id, by: user) },
        { try await pierhead.households.assign(user.id.text, to: id, by: user) },
        { try await _ = pierhead.households.advocates(for: Place.liverpool, as: user) },
      ] as [() async throws -> Void] {
        #expect(await result(call) == "forbidden")
      }
      #expect(try await pierhead.dump() == before)
    }
  }

  // MARK: - Assignment

  @Test(arguments: TestDatabase.engines)
  func `one advocate at a time, and the earlier stay in the history`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let first = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let second = try await pierhead.user(
        "trainee_advocate", name: "Tomasz Example", in: Place.wirral)
      let id = try await pierhead.household("1", by: leader, for: first)
      clock.move(days: 3)
      try await pierhead.households.assign(second.id.text, to: id, by: leader)
      let history = try await pierhead.households.find(id, for: leader).assignments
      #expect(history.map(\.advocate) == ["Tomasz Example", "Amir Example"])
      #expect(history.map(\.assignedBy) == ["Tess Example", "Tess Example"])
      #expect(history.map(\.from) == [Day(2026, 11, 23)!, Day(2026, 11, 20)!])
      #expect(history.map(\.until) == [nil, Day(2026, 11, 23)!])
      #expect(await result { try await pierhead.households.find(id, for: first) } == "not found")
      #expect(try await pierhead.households.today(for: first).isEmpty)
      #expect(try await pierhead.households.today(for: second).map(\.id) == [id])

      let before = try await pierhead.dump()
      try await pierhead.households.assign(second.id.text, to: id, by: leader)
      #expect(
        try await pierhead.dump(without: ["events", "event_head"])
          == before.filter { $0.key.prefix(5) != "event" })
      #expect(try await pierhead.events("advocate assigned") == 2)
      await #expect(throws: (any Error).self) {
        try await pierhead.database.write(as: leader) { transaction in
          try transaction.change(
            "INSERT INTO assignments (id, household_id, account_id, assigned_by, from_on) VALUES ('a', \(id), \(first.id), \(leader.id), \(transaction.today))"
          )
          transaction.record("advocate assigned", id)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `only advocates whose accounts are open can be assigned`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let gone = try await pierhead.user("advocate", in: Place.liverpool)
      try await pierhead.disable(gone)
      let id = try await pierhead.household("1", by: leader)
      for account in [
        gone.id.text, leader.id.text, "", "nobody", AccountID(at: TestDatabase.noon).text,
      ] {
        #expect(
          await result { try await pierhead.households.assign(account, to: id, by: leader) }
            == "invalid: advocate")
      }
      let page = try await pierhead.browser(leader).post(
        "/households/\(id)/assignments", [("advocate", "")])
      #expect(page.status == 422 && page.words.contains("Choose an advocate"))
    }
  }

  @Test func `those of the district come first, each with the number they have`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let near = try await pierhead.user("advocate", name: "Zoë Near", in: Place.liverpool)
      _ = try await pierhead.user("advocate", name: "Ada Far", in: Place.wirral)
      _ = try await pierhead.household("1", by: leader, for: near)
      _ = try await pierhead.household("2", by: leader, for: near)
      let advocates = try await pierhead.households.advocates(for: Place.liverpool, as: leader)
      #expect(advocates.map(\.name) == ["Zoë Near", "Ada Far"])
      #expect(advocates.map(\.households) == [2, 0])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a person is in one open household`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      let member = try await pierhead.households.find(id, for: leader).members[0]
      let joining = Joining(
        person: member.person.id, referral: member.referral!, relationship: nil,
        source: "Example Hub",
        referredOn: member.referredOn)
      let before = try await pierhead.dump()
      let households = pierhead.households
      #expect(
        await result {
          try await pierhead.database.write(as: leader) { transaction in
            try households.open([joining], in: Place.liverpool, by: transaction)
          }
        } == "conflict")
      #expect(try await pierhead.dump() == before)
    }
  }
}
