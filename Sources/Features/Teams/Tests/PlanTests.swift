import App
import Core
import Support
import Testing

@testable import Database
@testable import Households
@testable import Referrals
@testable import Teams

/// What is read on every page, and on a Monday, must come from an index, however much there is.
struct PlanTests {
  private func plan(_ statement: SQL, _ pierhead: Pierhead) async throws -> String {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
        .joined(separator: "\n")
    }
  }

  @Test func `cover, visits, posts and new referrals are read from indexes`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let day = Day(2026, 11, 20)!
      let covering = User(
        id: advocate.id, name: "", covers: [leader.id, AccountID(at: TestDatabase.noon)])
      let statements: [(SQL, String)] = [
        (.households(HouseholdFilter(), in: .own, of: covering), "assignments_of_account"),
        (.appointments(of: covering, around: day), "appointments_planned"),
        (
          .visitsOfAbsent(
            from: day, until: day.adding(days: 6), in: .district, of: leader, limit: 101),
          "appointments_by_day"
        ),
        (.quiet(since: day, in: .district, of: leader, limit: 101), "households_quiet"),
        (
          .endingPosts(by: day, in: .district, of: leader, on: day, limit: 101), "posts_of_account"
        ),
        (.endingPosts(by: day, in: .all, of: leader, on: day, limit: 101), "posts_by_end"),
        (
          .newReferrals(since: TestDatabase.noon, in: .district, of: leader, limit: 101),
          "sqlite_autoindex_referrals_1"
        ),
        (.loads(inDistrict: Place.liverpool, on: day), "account_districts_of_district"),
      ]
      for (statement, index) in statements {
        let found = try await plan(statement, pierhead)
        #expect(found.contains(index), "\(index): \(found)")
        // Of the imports only those that are being read stand in that index.
        let scans = found.split(separator: "\n").filter {
          $0.contains("SCAN") && !$0.contains("imports_unpublished")
        }
        #expect(scans.isEmpty, "\(index): \(found)")
      }
    }
  }
}
