import App
import Core

@testable import Database

/// What stands in the tables, to compare before with after.
extension Pierhead {
  /// Every row of these tables, as text.
  package func dump(_ tables: [String]) async throws -> [String: [String]] {
    try await database.read(fresh: true) { reader in
      try tables.reduce(into: [:]) { dump, table in
        let rows = try reader.rows("SELECT * FROM \(SQL(trusted: table))")
        dump[table] = rows.map { row in row.values.map { "\($0)" }.joined(separator: " | ") }
          .sorted()
      }
    }
  }

  /// Every row of every table but these.
  package func dump(without left: Set<String> = []) async throws -> [String: [String]] {
    let catalogue: SQL =
      database.engineName == "SQLite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
      : """
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = current_schema() ORDER BY table_name
      """
    let tables = try await database.read(fresh: true) { reader in
      try reader.rows(catalogue).map { try $0["name"] as String }
    }
    return try await dump(tables.filter { !left.contains($0) })
  }

  /// The only number that a statement answers, named n.
  package func number(_ sql: SQL) async throws -> Int {
    try await database.read(fresh: true) { try $0.row(sql)?["n"] ?? 0 }
  }

  /// The events of the record with this verb.
  package func events(_ verb: String) async throws -> Int {
    try await number("SELECT COUNT(*) AS n FROM events WHERE verb = \(verb)")
  }
}
