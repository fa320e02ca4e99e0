import App
import Core
import Support
import Testing

@testable import Database
@testable import Households

/// The list of households must be read from an index in its order, however many there are.
struct PlanTests {
  @Test(arguments: [(Scope.district, "households_quiet"), (.all, "households_quiet_everywhere")])
  func `the longest quiet are read from an index in order`(scope: Scope, index: String) async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let plan = try await pierhead.database.read(fresh: true) { reader in
        try reader.rows("EXPLAIN QUERY PLAN \(.households(HouseholdFilter(), in: scope, of: user))")
          .map { try $0["detail"] as String }.joined(separator: "\n")
      }
      #expect(plan.contains("USING INDEX \(index) ("), "\(plan)")
      #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
      #expect(!plan.contains("SCAN"), "\(plan)")
    }
  }

  @Test(arguments: [Scope.district, .all])
  func `those that wait for another adult are found without reading whole tables`(scope: Scope)
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let day = pierhead.database.wall.today
      let plan = try await pierhead.database.read(fresh: true) { reader in
        try reader.rows(
          "EXPLAIN QUERY PLAN \(.incomplete(fewerThan: 2, bornBy: day, in: scope, of: user))"
        ).map { try $0["detail"] as String }.joined(separator: "\n")
      }
      for table in ["h", "m", "e", "p"] {
        #expect(plan.contains("SEARCH \(table) USING"), "\(plan)")
        #expect(!plan.contains("SCAN \(table)\n"), "\(plan)")
      }
    }
  }
}
