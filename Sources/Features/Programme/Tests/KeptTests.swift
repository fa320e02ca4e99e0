import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct KeptTests {
  @Test func `every kind of thing has its table and its row`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.database.read(fresh: true) { reader in
        let kinds: [String] = try reader.rows("SELECT key FROM programme_kinds ORDER BY key")
          .map { try $0["key"] }
        #expect(kinds == ItemKind.allCases.map(\.rawValue).sorted())
        for kind in ItemKind.allCases {
          _ = try reader.rows(SQL(trusted: "SELECT item_id FROM \(kind.table) LIMIT 1"))
        }
      }
    }
  }
}
