import App
import Core
import Foundation
import Support
import Testing

@testable import Database

/// The schema as the engines have it.
struct SchemaTests {
  struct Column: Hashable, Sendable, CustomStringConvertible {
    let table: String
    let name: String
    let isRequired: Bool
    let key: Int
    var description: String {
      "\(table).\(name)\(isRequired ? " required" : "")\(key > 0 ? " key \(key)" : "")"
    }
  }

  @Test(.enabled(if: TestDatabase.engines.count == 2))
  func `both engines have the same columns, keys and requirements`() async throws {
    var found: [TestDatabase.Engine: Set<Column>] = [:]
    for engine in TestDatabase.engines {
      try await Ground.with(engine) { database, _ in
        found[engine] = try await Self.columns(of: database)
      }
    }
    let (sqlite, postgres) = (found[.sqlite] ?? [], found[.postgresql] ?? [])
    #expect(sqlite.count > 100)
    #expect(sqlite.subtracting(postgres).map(\.description).sorted() == [])
    #expect(postgres.subtracting(sqlite).map(\.description).sorted() == [])
  }

  @Test(arguments: TestDatabase.engines)
  func `every table has a primary key`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine) { database, _ in
      let columns = try await Self.columns(of: database)
      let without = Set(columns.map(\.table)).subtracting(
        columns.filter { $0.key > 0 }.map(\.table))
      #expect(without.sorted() == [])
    }
  }

  @Test(.enabled(if: TestDatabase.engines.count == 2))
  func `both engines have the same indexes`() async throws {
    var found: [TestDatabase.Engine: [String]] = [:]
    for engine in TestDatabase.engines {
      try await Ground.with(engine) { database, _ in
        let sql: SQL =
          engine == .sqlite
          ? "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
          : """
          SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT IN
            (SELECT conname FROM pg_constraint) ORDER BY indexname
          """
        found[engine] = try await database.read(fresh: true) {
          try $0.rows(sql).map { try $0["name"] }
        }
      }
    }
    #expect(found[.sqlite]?.sorted() == found[.postgresql]?.sorted())
    #expect(found[.sqlite]?.isEmpty == false)
  }

  /// Where a row goes, every table that may refer to it is asked. Both engines have the same indexes.
  @Test(arguments: ["people", "referrals", "referral_groups", "imports"])
  func `who refers to rows that are cleared away is found by an index`(cleared: String) async throws
  {
    try await Ground.with(.sqlite) { database, _ in
      let references = try await database.read(fresh: true) { reader in
        try reader.rows(
          """
          SELECT m.name AS table_name, f."from" AS name, EXISTS (
            SELECT 1 FROM pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS i
            LEFT JOIN sqlite_master AS s ON s.type = 'index' AND s.name = l.name
            WHERE i.seqno = 0 AND i.name = f."from"
              AND (l.partial = 0 OR s.sql LIKE '% WHERE ' || f."from" || ' IS NOT NULL')) AS is_found
          FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
          WHERE m.type = 'table' AND f."table" = \(cleared) ORDER BY 1, 2
          """
        ).map {
          (try $0["table_name"] as String, try $0["name"] as String, try $0["is_found"] as Int)
        }
      }
      #expect(!references.isEmpty)
      #expect(references.filter { $0.2 == 0 }.map { "\($0.0).\($0.1)" } == [])
    }
  }

  /// SQLite would keep anything anywhere. After work through the doors every value is what its column declares.
  @Test func `every value in SQLite is of the type that its column declares`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      _ = try await Demonstration.fill(pierhead)
      let database = pierhead.database
      let columns = try await database.read(fresh: true) { reader in
        try reader.rows(
          """
          SELECT m.name AS table_name, c.name, c.type FROM sqlite_master AS m
          JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid
          """
        ).map {
          (try $0["table_name"] as String, try $0["name"] as String, try $0["type"] as String)
        }
      }
      var filled: Set<String> = []
      for (table, name, type) in columns {
        let values = try await database.read(fresh: true) { reader in
          try reader.rows(
            SQL(
              trusted: """
                SELECT typeof(\(name)) AS kind, CAST(MIN(\(name)) AS TEXT) AS least, CAST(MAX(\(name)) AS TEXT) AS most,
                  MIN(length(\(name))) AS shortest, MAX(length(\(name))) AS longest
                FROM \(table) WHERE \(name) IS NOT NULL GROUP BY typeof(\(name)) ORDER BY 1
                """))
        }
        if !values.isEmpty { filled.insert(table) }
        for value in values {
          let kind: String = try value["kind"]
          let ends: [String] = [try value["least"], try value["most"]]
          let lengths: [Int] = [try value["shortest"], try value["longest"]]
          #expect(
            Self.isRight(kind, ends, lengths, for: type),
            "\(table).\(name) \(type) holds \(kind) \(ends)")
        }
      }
      #expect(
        filled.isSuperset(of: [
          "accounts", "account_districts", "account_roles", "assignments", "contact_notes",
          "counters", "districts", "events",
          "household_members", "households", "imports", "people", "person_needs", "referrals",
        ]), "\(filled.sorted())")
    }
  }

  /// As it is checked after a crash.
  @Test func `SQLite finds nothing wrong in a file that was filled`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      _ = try await Demonstration.fill(pierhead)
      let found: [String] = try await pierhead.database.read(fresh: true) { reader in
        try reader.connection.run("PRAGMA quick_check").map { try $0["quick_check"] }
      }
      #expect(found == ["ok"])
    }
  }

  private static func isRight(_ kind: String, _ ends: [String], _ lengths: [Int], for type: String)
    -> Bool
  {
    switch type {
    case "TEXT": kind == "text"
    case "BIGINT", "INTEGER": kind == "integer"
    case "DOUBLE PRECISION": kind == "real"
    case "BOOLEAN": kind == "integer" && ends.allSatisfy { ["0", "1"].contains($0) }
    case "DATE": kind == "text" && lengths == [10, 10] && ends.allSatisfy { Day(iso: $0) != nil }
    case "TIMESTAMPTZ":
      kind == "text" && lengths == [27, 27] && ends.allSatisfy { Instant(iso: $0) != nil }
    default: false
    }
  }

  private static func columns(of database: Database) async throws -> Set<Column> {
    let sql: SQL =
      database.engineName == "SQLite"
      ? """
      SELECT m.name AS table_name, c.name, c."notnull" = 1 AS is_required, c.pk FROM sqlite_master AS m
      JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'
      """
      : """
      SELECT c.table_name, c.column_name AS name, c.is_nullable = 'NO' AS is_required,
        COALESCE(k.ordinal_position, 0) AS pk
      FROM information_schema.columns AS c
      LEFT JOIN information_schema.table_constraints AS t ON t.table_schema = c.table_schema
        AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
      LEFT JOIN information_schema.key_column_usage AS k ON k.constraint_schema = t.constraint_schema
        AND k.constraint_name = t.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name
      WHERE c.table_schema = current_schema()
      """
    return try await database.read(fresh: true) { reader in
      Set(
        try reader.rows(sql).map { row in
          let key: Int = try row["pk"]
          // PostgreSQL requires a key without being told.
          return Column(
            table: try row["table_name"], name: try row["name"],
            isRequired: try key > 0 || row["is_required"],
            key: key)
        })
    }
  }
}
