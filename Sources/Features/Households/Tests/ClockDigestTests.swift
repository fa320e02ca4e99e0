import App
import Core
import Database
import Eligibility
import Messages
import Support
import Testing

@testable import Households

/// Which advocates are told that a household's time ends soon. The tests' day is 20 November 2026: a clock that begins
/// then ends on 1 January, and is told of from 18 December.
struct ClockDigestTests {
  private static let noon = TestDatabase.noon
  private static let eligibility = try! ReferenceData().eligibility()

  private static func found(_ id: String, ends days: Int) -> ClockFound {
    let end = noon.day.adding(days: days)
    return ClockFound(
      id: HouseholdID(id),
      clock: eligibility.joinClock(
        openedOn: end.adding(days: -42), adults: 1, exceptionUntil: nil)!)
  }

  private static func carrier(
    _ household: String, _ account: String, toldEnd: Int? = nil, toldHours: Int64? = nil,
    address: String = "amir@example.org"
  ) -> Carrier {
    Carrier(
      household: HouseholdID(household), account: AccountID(account), address: address,
      toldEnd: toldEnd.map { noon.day.adding(days: $0) },
      toldAt: toldHours.map { noon.adding(seconds: $0 * 3600) })
  }

  @Test(arguments: [
    ("too early", 15, carrier("h", "a"), false), ("first day", 14, carrier("h", "a"), true),
    ("last day", 0, carrier("h", "a"), true), ("over", -1, carrier("h", "a"), false),
    ("told of this end", 9, carrier("h", "a", toldEnd: 9, toldHours: -100), false),
    ("told of an earlier end", 9, carrier("h", "a", toldEnd: 2, toldHours: -100), true),
    ("told of another today", 9, carrier("h", "a", toldHours: -1), false),
    ("told of another yesterday", 9, carrier("h", "a", toldHours: -24), true),
    ("another household", 9, carrier("x", "a"), false),
    ("no address", 9, carrier("h", "a", address: "nowhere"), false),
  ])
  func `an advocate is told from fourteen days before the end, once of each end`(
    what: String, ends: Int, carrier: Carrier, isTold: Bool
  ) {
    let due = ClockDigest.due(
      of: [Self.found("h", ends: ends)], to: [carrier], on: Self.noon.day)
    #expect(due.map(\.households.count) == (isTold ? [1] : []), "\(what)")
  }

  @Test func `all of one person are one message`() {
    let due = ClockDigest.due(
      of: [Self.found("1", ends: 3), Self.found("2", ends: 9), Self.found("3", ends: 20)],
      to: [
        Self.carrier("1", "a"), Self.carrier("2", "a"), Self.carrier("3", "a"),
        Self.carrier("2", "b"),
      ], on: Self.noon.day)
    #expect(due.map(\.account) == [AccountID("a"), AccountID("b")])
    #expect(due.map(\.households.count) == [2, 1])
    #expect(due[0].households[HouseholdID("2")] == Self.noon.day.adding(days: 9))
  }

  /// Each message as "who: how many".
  private func told(_ pierhead: Pierhead) async throws -> [String] {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows(
        """
        SELECT c.name, m.contents FROM messages m JOIN accounts c ON c.id = m.about
        WHERE m.kind = 'household-clocks' ORDER BY m.created_at, c.name
        """
      ).map { row in
        let (name, contents): (String, String) = (try row["name"], try row["contents"])
        let words = contents.split(separator: "\"").first {
          $0.contains("household") && $0.contains("wait")
        }
        return "\(name): \(words ?? "?")"
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `advocates, and those who cover, are told once of each end`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let amir = try await pierhead.user("advocate", name: "Amir", in: Place.liverpool)
      let nia = try await pierhead.user("advocate", name: "Nia", in: Place.liverpool)
      let first = try await pierhead.household("1", by: leader, for: amir)
      _ = try await pierhead.household("2", by: leader, for: amir)
      _ = try await pierhead.household("3", by: leader)
      let key = ["household_key": "K"]
      try await pierhead.importRows([unlike("4", key), unlike("5", key)])
      let whole = try await pierhead.accept("4", with: "5", by: leader)
      try await pierhead.households.assign(nia.id.text, to: whole, by: leader)
      let households = pierhead.households
      clock.move(days: 27)
      #expect(try await households.tellOfEndingClocks() == 0)
      clock.move(days: 1)
      #expect(try await households.tellOfEndingClocks() == 1)
      #expect(try await households.tellOfEndingClocks() == 0)
      #expect(try await told(pierhead) == ["Amir: 2 households wait"])
      // The next advocate is told too; and whoever covers, as long as they do.
      try await households.assign(nia.id.text, to: first, by: leader)
      try pierhead.database.tamper(
        """
        INSERT INTO absences (id, account_id, kind, from_on, until_on, covered_by, created_at, created_by)
        VALUES ('b', \(amir.id), 'leave', '2026-12-19', '2026-12-20', \(nia.id), \(Self.noon), \(leader.id))
        """)
      #expect(try await households.tellOfEndingClocks() == 1)
      clock.move(days: 1)
      #expect(try await households.tellOfEndingClocks() == 1)
      #expect(
        try await told(pierhead) == [
          "Amir: 2 households wait", "Nia: 1 household waits", "Nia: 1 household waits",
        ])
      clock.move(days: 1)
      #expect(try await households.tellOfEndingClocks() == 0)
      // More time is another end.
      try await households.grantException(
        ExceptionDraft(reason: "illness", until: "20/01/2027", note: ""), to: first, by: leader)
      clock.move(days: 1)
      #expect(try await households.tellOfEndingClocks() == 0)
      clock.move(days: 16)
      #expect(try await households.tellOfEndingClocks() == 1)
      #expect(try await told(pierhead).count == 4)
      try await pierhead.disable(nia)
      try await households.assign(amir.id.text, to: first, by: leader)
      #expect(try await households.tellOfEndingClocks() == 1)
      #expect(
        try await told(pierhead).suffix(2) == ["Amir: 1 household waits", "Nia: 1 household waits"])
      #expect(try await pierhead.events("no advocate told of a clock") == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two servers at once tell each once`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      for (id, name) in [("1", "Amir"), ("2", "Nia"), ("3", "Oli")] {
        let advocate = try await pierhead.user("advocate", name: name, in: Place.liverpool)
        _ = try await pierhead.household(id, by: leader, for: advocate)
      }
      clock.move(days: 30)
      // A SQLite file has one server; there the same door is asked twice.
      let other =
        engine == .sqlite
        ? pierhead : try await Pierhead(pierhead.configuration, wall: clock.wall, isDurable: false)
      defer { if engine != .sqlite { other.close() } }
      let count = try await withThrowingTaskGroup(of: Int.self) { group in
        for server in [pierhead, other, pierhead, other] {
          group.addTask { try await server.households.tellOfEndingClocks() }
        }
        return try await group.reduce(0, +)
      }
      #expect(count == 3)
      #expect(
        try await told(pierhead) == [
          "Amir: 1 household waits", "Nia: 1 household waits", "Oli: 1 household waits",
        ])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM household_clock_tellings") == 3)
    }
  }

  @Test func `a message says how many and where, and names nobody`() throws {
    let kinds = try ReferenceData().messageKinds
    let digest = ClockDigest.due(
      of: [Self.found("h", ends: 9)], to: [Self.carrier("h", "a")], on: Self.noon.day)[0]
    let message = digest.message(on: Self.noon.day, at: "https://pierhead.example.org")
    let words = try #require(kinds.words(message.kind, by: .email, on: Self.noon.day))
    let body = try #require(words.filled(with: message.values))
    #expect(body.contains("1 household waits for another adult to join"))
    #expect(body.contains("https://pierhead.example.org/eligibility"))
    #expect(message.once == "household-clocks/a/2026-11-20")
  }
}
