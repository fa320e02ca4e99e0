import App
import Core
import Support
import Testing

@testable import Database
@testable import Invitations

/// What pages read must come from an index, however much there is.
struct PlanTests {
  @Test func `lists and the people on them are read from indexes`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = InvitationListID(at: TestDatabase.noon)
      let statements: [(SQL, String)] = [
        (.invitationLists(page: 1, in: .district, of: leader), "invitation_lists_of_district"),
        (.invitationLists(page: 1, in: .all, of: leader), "sqlite_autoindex_invitation_lists_1"),
        (.invitations(of: list, nil, page: 1), "invitations_of_list"),
        (.invitations(of: list, .yes, page: 2), "invitations_of_list"),
      ]
      for (statement, index) in statements {
        let plan = try await pierhead.database.read(fresh: true) { reader in
          try reader.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
        let scans = plan.filter { $0.contains("SCAN") && !$0.contains("USING INDEX") }
        #expect(scans.isEmpty, "\(index): \(plan)")
      }
    }
  }
}
