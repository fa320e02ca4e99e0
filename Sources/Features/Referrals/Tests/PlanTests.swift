import App
import Core
import Support
import Testing

@testable import Database
@testable import Referrals

/// The inbox is opened all day: it must be read from an index in its order, however many wait.
struct PlanTests {
  private func plan(_ filter: InboxFilter, _ scope: Scope, _ user: User, _ pierhead: Pierhead)
    async throws -> String
  {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows(
        "EXPLAIN QUERY PLAN \(.inbox(filter, in: scope, of: user))"
      )
      .map { try $0["detail"] as String }.joined(separator: "\n")
    }
  }

  @Test func `a district's inbox is read from its index in order`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let plan = try await plan(InboxFilter(), .district, leader, pierhead)
      #expect(plan.contains("USING INDEX referrals_inbox"), "\(plan)")
      #expect(plan.contains("USING COVERING INDEX referrals_of_group"), "\(plan)")
      #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }
  }

  @Test func `everybody's inbox is read from its index in order`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let plan = try await plan(InboxFilter(), .all, manager, pierhead)
      #expect(plan.contains("USING INDEX referrals_open_inbox"), "\(plan)")
      #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }
  }

  @Test func `beside a file nothing of it is read`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let now = pierhead.database.wall.now()
      let some = [ReferralID(at: now), ReferralID(at: now)]
      for (statement, index) in [
        (
          .waiting(before: now, in: Place.liverpool), "referrals_waiting (district_code=? AND id<?)"
        ),
        (.waiting(before: now, in: ""), "referrals_waiting (district_code=? AND id<?)"),
        (.waiting(since: now, in: Place.liverpool), "imports_published (published_at>?)"),
        (
          .inbox(InboxFilter(), in: .district, of: leader, only: some),
          "sqlite_autoindex_referrals_1"
        ),
      ] as [(SQL, String)] {
        let plan = try await pierhead.database.read(fresh: true) { reader in
          try reader.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
            .joined(separator: "\n")
        }
        #expect(plan.contains(index), "\(plan)")
        #expect(!plan.contains("referrals_inbox"), "\(plan)")
      }
    }
  }

  @Test func `what was before, and what waits for an answer, are found by index`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      for (statement, index) in [
        (
          "SELECT household_id FROM household_members WHERE person_id = 'p'",
          "household_members_of_person"
        ),
        ("SELECT kind FROM referral_acts WHERE referral_id IN ('a', 'b')", "referral_acts_of"),
        ("SELECT kind FROM household_acts WHERE household_id = 'h'", "household_acts_of"),
      ] as [(SQL, String)] {
        let plan = try await pierhead.database.read(fresh: true) { reader in
          try reader.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
        }
        #expect(plan.joined().contains(index), "\(plan)")
      }
      let waiting = try await pierhead.database.read(fresh: true) { reader in
        try reader.rows(
          "EXPLAIN QUERY PLAN \(SQL.transferRequests(waitingIn: .district, of: leader, page: 1))"
        ).map { try $0["detail"] as String }
      }.joined(separator: "\n")
      #expect(waiting.contains("transfer_requests_waiting"), "\(waiting)")
      #expect(!waiting.contains("TEMP B-TREE"), "\(waiting)")
    }
  }
}
