import App
import Core
import Database
import ReferralFile
import Referrals
import Support
import Testing

/// A referral that comes alone, by phone, on paper or through the API, becomes what a row of a file would.
struct OneReferralTests {
  @Test(arguments: TestDatabase.engines)
  func `it waits at once, again it is unchanged, and with other words it is an amendment`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let first = try await pierhead.take(row("1"))
      #expect(first.kind == .new && first.result.result == .accepted)
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: leader)
      #expect(inbox.lines.map(\.id) == [first.id] && inbox.waiting == 1)

      let before = try await pierhead.dump(casework)
      let again = try await pierhead.take(row("1"))
      #expect(again.kind == .unchanged && again.id == first.id)
      #expect(try await pierhead.dump(casework) == before)

      let changed = row("1", ["phone": "07700 900123"])
      #expect(try await pierhead.take(changed).kind == .differs)
      #expect(try await pierhead.take(changed).kind == .unchanged)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM proposed_amendments") == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is rejected leaves nothing, not even in the record`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let events = try await pierhead.number("SELECT COUNT(*) AS n FROM events")
      let taken = try await pierhead.take(row("1", ["full_name": "", "agreed_to_share": "no"]))
      #expect(taken.id == nil)
      #expect(taken.result.problems.map(\.code) == [.missingValue, .noAgreement])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM imports") == 0)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM events") == events)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `alone and in a file are one: unchanged, alike, and of one household`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.importRows([row("1", ["household_key": "H1"])])
      #expect(try await pierhead.take(row("1", ["household_key": "H1"])).kind == .unchanged)
      let alike = row("2", ["full_name": "1 Person", "household_key": "H1"])
      let told = try await pierhead.take(alike)
      #expect(told.result.problems.map(\.code) == [.possibleDuplicate])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referral_groups") == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM person_matches") == 1)
      let partner = try await pierhead.take(
        row("3", ["full_name": "1 Person", "referrer_organisation": "Example Homes"]),
        seenBy: .partner("Example Homes"))
      #expect(partner.kind == .new && partner.result.problems.isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `fifty at once are one`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let kinds = try await withThrowingTaskGroup(of: Outcome.Kind.self) { group in
        for _ in 0..<50 { group.addTask { try await pierhead.take(row("1")).kind } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(kinds.count(where: { $0 == .new }) == 1)
      #expect(kinds.count(where: { $0 == .unchanged }) == 49)
    }
  }
}

extension Pierhead {
  func take(
    _ values: [String: String], seenBy viewer: Viewer = .staff
  ) async throws -> Taken {
    try await referrals.take(values, from: "a test", seenBy: viewer, by: .system)
  }
}
