import App
import Core
import Database
import People
import ReferralFile
import Referrals
import Support
import Testing

/// What becomes of rows that come again, that are like someone known, or that belong together.
struct ImportTests {
  // MARK: - Again, with changes

  @Test(arguments: TestDatabase.engines)
  func `a row that comes again with changes is kept beside the first, once`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.importRows([unlike("1", ["notes": "First words"])])
      let kept = casework.filter { $0 != "proposed_amendments" }
      let before = try await pierhead.dump(kept)
      let changed = unlike("1", ["notes": "Second words", "phone": "0151 496 0123"])
      #expect(try await Told(pierhead.importRows([changed])).results == ["warned differs"])
      #expect(try await Told(pierhead.importRows([changed])).results == ["unchanged"])
      #expect(
        try await Told(pierhead.importRows([unlike("1", ["notes": "First words"])])).results == [
          "unchanged"
        ])
      #expect(try await pierhead.dump(kept) == before)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM proposed_amendments") == 1)

      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let page = try await pierhead.browser(leader).get("/referrals/\(pierhead.referral("1"))")
      #expect(page.words.contains("Sent again with changes"))
      #expect(page.words.contains("First words") && page.words.contains("Second words"))
    }
  }

  @Test func `one id of two organisations is two referrals, in any case of the name one`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([unlike("1")])
      let other = unlike(
        "1",
        [
          "referrer_organisation": "Example Hub", "full_name": "Zoë Quill",
          "date_of_birth": "1999-09-09",
        ])
      #expect(try await Told(pierhead.importRows([other])).results == ["accepted"])
      let spaced = unlike("1", ["referrer_organisation": "EXAMPLE  advice Centre"])
      #expect(try await Told(pierhead.importRows([spaced])).results == ["warned differs"])
    }
  }

  // MARK: - Alike

  @Test(arguments: TestDatabase.engines)
  func `someone who may be known is marked, and the page says who`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let one = ["full_name": "Jamal Kowalski", "date_of_birth": "1969-08-25"]
      let like = ["full_name": "KOWALSKY, Jamal", "date_of_birth": "25/08/1969"]
      try await pierhead.importRows([row("1", one)])
      let report = try await pierhead.importRows([row("2", like), unlike("3")])
      #expect(try Told(report).results == ["warned possible_duplicate", "accepted"])
      let (first, second) = (try await pierhead.person(of: "1"), try await pierhead.person(of: "2"))
      #expect(
        try await pierhead.number(
          "SELECT COUNT(*) AS n FROM person_matches WHERE person_id = \(second) AND like_person_id = \(first)"
        ) == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM person_matches") == 1)

      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let page = try await leader.get("/referrals/\(pierhead.referral("2"))")
      #expect(page.words.contains("May be someone we know"))
      #expect(page.words.contains("Jamal Kowalski , born 25 August 1969"))
      #expect(page.body.contains("/referrals/\(try await pierhead.referral("1"))"))
      #expect(
        !(try await leader.get("/referrals/\(pierhead.referral("3"))")).words.contains(
          "May be someone"))
    }
  }

  @Test func `within one file the later row is marked`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let one = ["full_name": "Jamal Kowalski", "date_of_birth": "1969-08-25"]
      let report = try await pierhead.importRows([row("1", one), row("2", one)])
      #expect(try Told(report).results == ["accepted", "warned possible_duplicate"])
      let second = try await pierhead.person(of: "2")
      #expect(
        try await pierhead.number(
          "SELECT COUNT(*) AS n FROM person_matches WHERE person_id = \(second)") == 1)
    }
  }

  @Test func `someone like a person of another district is told of without a name`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let one = ["full_name": "Jamal Kowalski", "date_of_birth": "1969-08-25"]
      try await pierhead.importRows([row("1", one.merging(["district": "Wirral"]) { $1 })])
      try await pierhead.importRows([
        row("2", ["full_name": "Jamal Kowalsky", "date_of_birth": "1969-08-25"])
      ])
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let page = try await leader.get("/referrals/\(pierhead.referral("2"))")
      #expect(page.words.contains("Someone in another district"))
      #expect(!page.words.contains("Jamal Kowalski"))
      #expect(!page.body.contains(try await pierhead.referral("1").text))
    }
  }

  @Test func `a partner's report does not tell of another organisation's people`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let one = ["full_name": "Jamal Kowalski", "date_of_birth": "1969-08-25"]
      try await pierhead.importRows([row("1", one)])
      let theirs = row("2", one.merging(["referrer_organisation": "Example Hub"]) { $1 })
      let report = try await pierhead.importRows([theirs], as: "Example Hub")
      #expect(try Told(report).results == ["accepted"])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM person_matches") == 1)
    }
  }

  // MARK: - Together

  @Test(arguments: TestDatabase.engines)
  func `one household key of one organisation in one file is one group`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let together = ["household_key": "H1"]
      try await pierhead.importRows([
        unlike("1", together), unlike("2", together), unlike("3", ["household_key": "H2"]),
        unlike("4"),
        unlike("5", together.merging(["referrer_organisation": "Example Hub"]) { $1 }),
      ])
      let first = try #require(try await pierhead.group(of: "1"))
      #expect(try await pierhead.group(of: "2") == first)
      #expect(try await pierhead.group(of: "4") == nil)
      for other in ["3", "5"] {
        let group = try #require(try await pierhead.group(of: other))
        #expect(group != first)
      }
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let page = try await leader.get("/referrals/\(pierhead.referral("1"))")
      #expect(page.words.contains("Who wants to join together"))
      #expect(page.body.contains("/referrals/\(try await pierhead.referral("2"))"))
      #expect(!page.body.contains("/referrals/\(try await pierhead.referral("3"))"))
    }
  }

  @Test(arguments: [0, 1, 29, 30, 31, 400])
  func `a household key joins an earlier file's group for thirty days`(days: Int) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      try await pierhead.importRows([unlike("1", ["household_key": "H1"])])
      clock.move(days: days)
      try await pierhead.importRows([
        unlike("2", ["household_key": "H1"]), unlike("3", ["household_key": "H1"]),
      ])
      let groups = try await (
        pierhead.group(of: "1"), pierhead.group(of: "2"), pierhead.group(of: "3")
      )
      #expect(groups.0 != nil && groups.1 == groups.2)
      #expect((groups.0 == groups.1) == (days <= 30))
    }
  }

  @Test func `people of one key in another district are counted, not shown`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([
        unlike("1", ["household_key": "H1"]),
        unlike("2", ["household_key": "H1", "district": "Wirral"]),
      ])
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let page = try await leader.get("/referrals/\(pierhead.referral("1"))")
      #expect(page.words.contains("1 more person is with another district."))
      #expect(!page.words.contains("No2"))
    }
  }

  // MARK: - Who may

  @Test(arguments: [
    ("team_leader", true), ("programme_manager", true), ("advocate", false),
    ("administrator", false),
    ("analyst", false),
  ])
  func `only some roles may read a file in`(role: String, may: Bool) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      let before = try await pierhead.dump()
      let outcome = await result { try await pierhead.importRows([unlike("1")], by: user) }
      #expect(outcome == (may ? "done" : "forbidden"))
      if !may { #expect(try await pierhead.dump() == before) }
    }
  }
}
