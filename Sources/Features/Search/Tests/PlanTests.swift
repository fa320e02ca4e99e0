import App
import Core
import Support
import Testing

@testable import Database
@testable import Search

/// A search is made all day: whatever is typed, it is looked up in an index and nothing is read from end to end.
struct PlanTests {
  private static let searches = [
    "kowalski", "jamal kowalski", "jam kow", "jamal da silva", "12/03/1985", "07700900123",
    "L8 1SF",
    "L8", "jamal L8", "jamal 12/03/1985", "jamal@example.org", "JCP-7",
  ]

  private func statements(_ words: String, for user: User) throws -> [SQL] {
    let sought = try Sought(words, today: TestDatabase.noon.day)
    if sought.isFew || (!sought.hasName && sought.hasContact) { return [.few(sought, for: user)] }
    guard sought.hasName else { return [.referred(as: sought.referralID ?? "", for: user)] }
    let search = NameSearch(sought)
    let spellings = search.typed.map { _ in [1, 2, 3] }
    return
      [
        search.written(sought, for: user), search.spelled(spellings, sought, for: user),
        search.beginnings(sought, for: user),
      ].compactMap { $0?(NameSearch.rows) }
  }

  @Test(arguments: ["team_leader", "programme_manager", "advocate", "safeguarding_lead"])
  func `SQLite looks everything up in an index, names in its order`(role: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      for words in Self.searches {
        for statement in try statements(words, for: user) {
          let plan = try await pierhead.database.read(fresh: true) { reader in
            try reader.rows("EXPLAIN QUERY PLAN \(statement)").map { try $0["detail"] as String }
              .joined(separator: "\n")
          }
          // The imports that are not published: one, or none. And what the parts of a statement have found.
          let read = plan.replacing("SCAN imports USING INDEX imports_unpublished", with: "")
            .replacing("SCAN found", with: "")
          #expect(!read.contains("SCAN"), "\(words)\n\(plan)")
          if words == "kowalski" || words == "jamal kowalski" {
            #expect(
              plan.contains("s USING PRIMARY KEY (word"), "\(plan)")
            // Of many who have a name each is asked for, and a referral is a long row.
            #expect(
              user.reach(.readInbox) == nil
                || plan.contains("r USING COVERING INDEX referrals_of_person"), "\(plan)")
          }
        }
      }
    }
  }

  @Test func `PostgreSQL looks names up in an index, by its one plan for all`() async throws {
    guard TestDatabase.engines.contains(.postgresql) else { return }
    try await TestDatabase.with(.postgresql) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows((0..<400).map { unlike("\($0)") })
      await pierhead.database.countAnew()
      for words in ["kowalski", "jamal kowalski"] {
        for statement in try statements(words, for: user).prefix(2) {
          let plan = try await pierhead.database.read(fresh: true) { reader in
            try reader.rows("EXPLAIN \(statement)").map { try $0["QUERY PLAN"] as String }
              .joined(separator: "\n")
          }
          #expect(plan.contains("search_names_pkey"), "\(words)\n\(plan)")
          #expect(!plan.contains("Seq Scan on search_names"), "\(words)\n\(plan)")
        }
      }
    }
  }
}
