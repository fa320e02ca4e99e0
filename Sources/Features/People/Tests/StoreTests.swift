import App
import Core
import Database
import People
import Support
import Testing

/// Who someone is, and what they need help with.
struct StoreTests {
  private func person(_ externalID: String, in pierhead: Pierhead) async throws -> PersonID {
    let found: PersonID? = try await pierhead.database.read(fresh: true) {
      try $0.row("SELECT person_id FROM referrals WHERE external_id = \(externalID)")?["person_id"]
    }
    return try #require(found)
  }

  @Test(
    arguments: TestDatabase.engines,
    [("advocate", true), ("trainee_advocate", false), ("programme_manager", false)])
  func `restricted needs are read for those who see them, and come first`(
    engine: TestDatabase.Engine, role: (String, Bool)
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user(role.0, in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", ["needs": "skills;crime;housing;domestic-abuse"]), unlike("2"),
      ])
      let (one, two) = try await (person("1", in: pierhead), person("2", in: pierhead))
      let needs = try await pierhead.database.read(fresh: true) {
        try $0.needs(of: [one, two], seenBy: user)
      }
      let open = ["housing", "skills"]
      #expect(needs[one]?.map(\.key) == (role.1 ? ["crime", "domestic-abuse"] + open : open))
      #expect(needs[two] == nil)
      #expect(
        try await pierhead.database.read(fresh: true) { try $0.needs(of: [], seenBy: user) }.isEmpty
      )
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `people are known by their birthday once their file is published`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let day = Day(1969, 8, 25)!
      try await pierhead.importRows([
        row("1", ["full_name": "Kowalski, JAMAL", "date_of_birth": "1969-08-25"]),
        row("2", ["full_name": "Mina Kallon", "date_of_birth": "1969-08-26"]),
      ])
      func known(_ days: [Day]) async throws -> [KnownPerson] {
        try await pierhead.database.read(fresh: true) { try $0.peopleKnown(bornOn: days) }
      }
      #expect(try await known([day]).map(\.nameKey) == ["jamal kowalski"])
      #expect(try await known([day, day.adding(days: 1), day.adding(days: 2)]).count == 2)
      #expect(try await known([]).isEmpty)
      try pierhead.database.tamper("UPDATE imports SET published_at = NULL")
      #expect(try await known([day]).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a person is not like themselves`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.importRows([unlike("1")])
      let id = try await person("1", in: pierhead)
      #expect(throws: (any Error).self) {
        try pierhead.database.tamper(
          "INSERT INTO person_matches (person_id, like_person_id, import_id) SELECT \(id), \(id), import_id FROM people"
        )
      }
    }
  }
}
