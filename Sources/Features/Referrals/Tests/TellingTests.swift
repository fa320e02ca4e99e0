import App
import Core
import Database
import Messages
import ReferralFile
import Support
import Testing

@testable import Referrals

/// What referrers hear, and what they never hear.
struct TellingTests {
  private func telling(_ rows: (String, String, String)...) throws -> Telling {
    try Telling(rows.map { ["route": $0.0, "level": $0.1, "valid_from": $0.2] })
  }

  @Test(
    arguments: [
      ("none", []), ("received", [.received]), ("started_ended", [.received, .started, .ended]),
    ] as [(String, [Telling.Occasion])])
  func `each level allows so much`(level: String, told: [Telling.Occasion]) throws {
    let telling = try telling(("jcp", level, ""))
    let day = Day(2026, 11, 20)!
    #expect(Telling.Occasion.allCases.filter { telling.tells($0, route: "jcp", on: day) } == told)
    #expect(!telling.tells(.received, route: "another", on: day))
  }

  @Test func `a rule holds from its day on`() throws {
    let telling = try telling(("jcp", "none", ""), ("jcp", "received", "2026-11-20"))
    #expect(!telling.tells(.received, route: "jcp", on: Day(2026, 11, 19)!))
    #expect(telling.tells(.received, route: "jcp", on: Day(2026, 11, 20)!))
  }

  @Test(arguments: [("jcp", "all", ""), ("", "none", ""), ("jcp", "none", "soon")])
  func `an unusable row is a fault`(row: (String, String, String)) {
    #expect(throws: Fault.self) { try telling(row) }
  }

  @Test(arguments: [
    ("EX-0042", "EX-0042"), ("2026/11 #7", "2026/11 #7"), ("ÄB_1", "ÄB_1"),
    ("see http://evil.example", "(not shown)"), ("evil.example/1", "(not shown)"),
    ("jane@example.org 1", "(not shown)"), ("Jane Example", "(not shown)"),
    ("1\n2", "(not shown)"), ("", "(not shown)"),
    (String(repeating: "1", count: 41), "(not shown)"),
  ])
  func `a reference is repeated only where it looks like one`(written: String, shown: String) {
    #expect(Telling.reference(written) == shown)
  }

  @Test func `every route has a rule, and every occasion its words`() throws {
    let reference = try ReferenceData()
    let routes = Set(reference.telling.rules.map(\.route))
    #expect(routes == Set(reference.vocabulary.routes.keys))
    for occasion in Telling.Occasion.allCases {
      let words = reference.messageKinds.words(
        "referral-\(occasion.rawValue)", by: .email, on: Day(2026, 11, 20)!)
      #expect(words?.filled(with: ["reference": "EX-1"])?.contains("EX-1") == true)
    }
  }

  private struct Told: Equatable {
    let kind: String
    let recipient: String?
    let contents: String?
    let district: String?
  }

  private func told(_ pierhead: Pierhead) async throws -> [Told] {
    try await pierhead.database.read(fresh: true) {
      try $0.rows(
        "SELECT kind, recipient, contents, district_code FROM messages ORDER BY kind, contents"
      ).map {
        try Told(
          kind: $0["kind"], recipient: $0["recipient"], contents: $0["contents"],
          district: $0["district_code"])
      }
    }
  }

  private static let referrer = ["referrer_email": "ref@example.org", "route": "jcp"]

  @Test(arguments: TestDatabase.engines)
  func `a referrer hears that it came, started or ended, once each and nothing more`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      for id in ["EX-1", "EX-1", "EX-2"] {
        _ = try await pierhead.referrals.take(
          unlike(id, Self.referrer), from: "a test", seenBy: .staff, by: leader)
      }
      let one = try await pierhead.referral("EX-1")
      let two = try await pierhead.referral("EX-2")
      _ = try await pierhead.referrals.accept(
        one, with: [], district: nil, despite: "Agreed.", by: leader)
      for _ in 0..<2 {
        try await pierhead.referrals.decline(two, because: "no-contact", note: "ZQX", by: leader)
        try await pierhead.referrals.reopen(two, by: leader)
      }
      func message(_ kind: String, _ id: String) -> Told {
        Told(
          kind: kind, recipient: "ref@example.org", contents: #"{"reference":"\#(id)"}"#,
          district: Place.liverpool)
      }
      #expect(
        try await told(pierhead) == [
          message("referral-ended", "EX-2"), message("referral-received", "EX-1"),
          message("referral-received", "EX-2"), message("referral-started", "EX-1"),
        ])
    }
  }

  @Test(arguments: [
    ["referrer_email": ""], ["referrer_email": "not an address"], ["route": "household"],
  ])
  func `without an address or by another route nobody hears`(changes: [String: String])
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      _ = try await pierhead.referrals.take(
        unlike("EX-1", Self.referrer.merging(changes) { _, new in new }), from: "a test",
        seenBy: .staff, by: leader)
      _ = try await pierhead.referrals.accept(
        pierhead.referral("EX-1"), with: [], district: nil, despite: "Agreed.", by: leader)
      #expect(try await told(pierhead).isEmpty)
    }
  }

  @Test func `rows of a file are not answered one by one`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([unlike("EX-1", Self.referrer)])
      #expect(try await told(pierhead).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a decision that is refused tells nobody`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([unlike("EX-1", Self.referrer)])
      let id = try await pierhead.referral("EX-1")
      #expect(
        await result {
          try await pierhead.referrals.decline(id, because: "other", note: "", by: leader)
        } == "invalid: note")
      #expect(
        await result {
          try await pierhead.referrals.accept(
            id, with: [id, ReferralID(at: TestDatabase.noon)], district: nil, by: leader)
        } == "invalid: others")
      #expect(try await told(pierhead).isEmpty)
    }
  }
}
