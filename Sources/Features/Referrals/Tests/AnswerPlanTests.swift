import App
import Core
import Support
import Testing

@testable import Database
@testable import Referrals

/// What the inbox and the lists of late answers read beside it, however many wait.
struct AnswerPlanTests {
  private func plan(_ statement: SQL, _ pierhead: Pierhead) async throws -> String {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows("EXPLAIN QUERY PLAN \(statement)")
        .map { try $0["detail"] as String }.joined(separator: "\n")
    }
  }

  @Test(arguments: [
    (Scope.district, "referrals_unanswered_of"), (.all, "referrals_unanswered"),
  ])
  func `late answers are read from an index in order`(scope: Scope, index: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let day = pierhead.database.wall.today
      let list = try await plan(
        .unanswered(by: day, in: scope, of: user, page: 1, size: 25), pierhead)
      #expect(list.contains("USING INDEX \(index) ("), "\(list)")
      #expect(!list.contains("TEMP B-TREE") && !list.contains("SCAN r"), "\(list)")
      let count = try await plan(
        .unansweredCount(by: day, in: scope, of: user, most: 500), pierhead)
      #expect(count.contains("INDEX \(index) ("), "\(count)")
    }
  }

  @Test func `who is told of late answers is read from indexes`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let day = pierhead.database.wall.today
      let places = try await plan(.latePlaces(on: day), pierhead)
      #expect(places.contains("INDEX referrals_unanswered"), "\(places)")
      let deciders = try await plan(.deciders(on: day), pierhead)
      #expect(
        deciders.contains("USING COVERING INDEX messages_about (about=? AND kind=?)")
          || deciders.contains("USING INDEX messages_about (about=? AND kind=?)"), "\(deciders)")
    }
  }

  @Test func `those of a group are read from their index`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let group = ReferralGroupID(at: TestDatabase.noon)
      let plan = try await plan(.members(of: group, in: .district, of: user), pierhead)
      #expect(plan.contains("USING INDEX referrals_of_group (group_id=?"), "\(plan)")
      #expect(!plan.contains("SCAN r") && !plan.contains("SCAN p"), "\(plan)")
    }
  }

}
