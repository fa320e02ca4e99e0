import App
import Core
import Database
import Messages
import Support
import Testing

@testable import Referrals

/// Who is told that answers are late, how often, and with which words. The tests' day is Friday 20 November 2026: a
/// partner's referral of that day is escalated on Tuesday 1 December.
struct LateDigestTests {
  private static let noon = TestDatabase.noon

  private static func place(_ district: String?, _ count: Int, hours: Int64) -> LatePlace {
    LatePlace(district: district, count: count, newest: noon.adding(seconds: hours * 3600))
  }

  private static func counts(
    _ places: [LatePlace], districts: [String]?, toldHours: Int64?,
    address: String = "tess@example.org"
  ) -> [Int] {
    let one = Decider(
      id: AccountID("a"), address: address, districts: districts,
      toldAt: toldHours.map { noon.adding(seconds: $0 * 3600) })
    return LateDigest.due(of: places, to: [one], on: noon.day).map(\.count)
  }

  @Test(
    arguments: [
      // Nobody was told yet: of their own districts, or of all.
      (["L"], nil, [2]), (["W"], nil, [3]), (["L", "W"], nil, [5]), (nil, nil, [6]), ([], nil, []),
      (["elsewhere"], nil, []),
      // Told the day before: only where something was escalated since, and then of all that wait.
      (["L"], -20, [2]), (["W"], -20, []), (["L", "W"], -20, [5]), (["W"], -100, [3]),
      // Told today: not again.
      (["L"], -1, []), (nil, 0, []),
    ] as [([String]?, Int64?, [Int])])
  func `each is told of what came since they were told, in their districts, once a day`(
    districts: [String]?, toldHours: Int64?, expected: [Int]
  ) {
    let places = [
      Self.place("L", 2, hours: 0), Self.place("W", 3, hours: -50), Self.place(nil, 1, hours: -50),
    ]
    #expect(Self.counts(places, districts: districts, toldHours: toldHours) == expected)
  }

  @Test func `an address that can't be used gets nothing and stops nobody`() {
    let places = [Self.place("L", 2, hours: 0)]
    #expect(Self.counts(places, districts: ["L"], toldHours: nil, address: "nowhere") == [])
  }

  /// Each message as "who: how many".
  private func told(_ pierhead: Pierhead) async throws -> [String] {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows(
        """
        SELECT c.name, m.contents FROM messages m JOIN accounts c ON c.id = m.about
        WHERE m.kind = 'late-answers' ORDER BY m.created_at, c.name
        """
      ).map { row in
        let (name, contents): (String, String) = (try row["name"], try row["contents"])
        let words = contents.split(separator: "\"").first {
          $0.contains("referral") && $0.contains("wait")
        }
        return "\(name): \(words ?? "?")"
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `those who decide there are told once of what escalates, and of nobody`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let manager = try await pierhead.user("programme_manager", name: "Pearl")
      let leader = try await pierhead.user("team_leader", name: "Tess", in: Place.liverpool)
      _ = try await pierhead.user("team_leader", name: "Both", in: Place.liverpool, Place.wirral)
      _ = try await pierhead.user("team_leader", name: "Sefton", in: "E08000014")
      let gone = try await pierhead.user("team_leader", name: "Gone", in: Place.liverpool)
      for role in ["advocate", "administrator", "safeguarding_lead"] {
        _ = try await pierhead.user(role, name: role, in: Place.liverpool)
      }
      try await pierhead.disable(gone)
      try await pierhead.importRows([
        unlike("1"), unlike("2"), unlike("3", ["district": "Wirral"]),
        unlike("4", ["district": ""]), unlike("5"),
      ])
      let referrals = pierhead.referrals
      try await referrals.acknowledge(pierhead.referral("5"), by: leader)
      clock.move(days: 10)
      try await referrals.escalateLateAnswers()
      #expect(try await told(pierhead) == [])
      clock.move(days: 1)
      try await referrals.escalateLateAnswers()
      let first = ["Both: 3 referrals wait", "Pearl: 4 referrals wait", "Tess: 2 referrals wait"]
      #expect(try await told(pierhead) == first)
      // What escalates later that day waits for the next; who answered meanwhile is not counted.
      try await referrals.unacknowledge(pierhead.referral("5"), by: leader)
      try await referrals.acknowledge(pierhead.referral("1"), by: leader)
      try await referrals.acknowledge(pierhead.referral("2"), by: leader)
      clock.move(seconds: 600)
      #expect(try await referrals.escalateLateAnswers() == 1)
      #expect(try await told(pierhead) == first)
      clock.move(days: 1)
      for _ in 0..<2 { try await referrals.escalateLateAnswers() }
      #expect(
        try await told(pierhead) == first + [
          "Both: 2 referrals wait", "Pearl: 3 referrals wait", "Tess: 1 referral waits",
        ])
      clock.move(days: 1)
      try await referrals.escalateLateAnswers()
      #expect(try await told(pierhead).count == 6)
      #expect(try await pierhead.events("no late answer escalated") == 0)

      let browser = try await pierhead.browser(manager)
      let list = try await browser.get("/messages?show=waiting")
      #expect(list.words.contains("Answers are late"))
      let path = try #require(list.body.split(separator: "\"").first { $0.hasPrefix("/messages/") })
      let page = try await browser.get(String(path))
      #expect(
        page.words.contains("People wait for our answer") && page.words.contains("/late-answers"))
      #expect(!page.body.contains("href=\"/referrals/0") && page.words.contains("Not shown here"))
      // Others do not see them, for they are of no district.
      #expect(
        try await !pierhead.browser(leader).get("/messages?show=waiting").words.contains("late"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two servers at once tell each once`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      for name in ["Tess", "Toni"] {
        _ = try await pierhead.user("team_leader", name: name, in: Place.liverpool)
      }
      try await pierhead.importRows((1...30).map { unlike("\($0)") })
      clock.move(days: 11)
      // A SQLite file has one server; there the same door is asked twice.
      let other =
        engine == .sqlite
        ? pierhead : try await Pierhead(pierhead.configuration, wall: clock.wall, isDurable: false)
      defer { if engine != .sqlite { other.close() } }
      let escalated = try await withThrowingTaskGroup(of: Int.self) { group in
        for server in [pierhead, other, pierhead, other] {
          group.addTask { try await server.referrals.escalateLateAnswers() }
        }
        return try await group.reduce(0, +)
      }
      #expect(escalated == 30)
      #expect(try await told(pierhead) == ["Tess: 30 referrals wait", "Toni: 30 referrals wait"])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM escalations") == 30)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what can't be told is not escalated`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      _ = try await pierhead.user("team_leader", name: "Tess", in: Place.liverpool)
      try await pierhead.importRows([unlike("1")])
      clock.move(days: 11)
      // The outbox can be read, and takes nothing.
      try pierhead.database.tamper("ALTER TABLE messages RENAME COLUMN salt TO pepper")
      #expect(await result { try await pierhead.referrals.escalateLateAnswers() } != "done")
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM escalations") == 0)
      try pierhead.database.tamper("ALTER TABLE messages RENAME COLUMN pepper TO salt")
      #expect(try await pierhead.referrals.escalateLateAnswers() == 1)
      #expect(try await told(pierhead) == ["Tess: 1 referral waits"])
    }
  }

  @Test func `more than one sweep takes is told at once`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      _ = try await pierhead.user("team_leader", name: "Tess", in: Place.liverpool)
      let count = Referrals.sweepSize * 2
      try await pierhead.importRows((1...count).map { unlike("\($0)") })
      clock.move(days: 11)
      #expect(try await pierhead.referrals.escalateLateAnswers() == count)
      #expect(try await told(pierhead) == ["Tess: \(count) referrals wait"])
    }
  }
}
