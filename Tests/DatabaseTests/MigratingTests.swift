import Core
import Foundation
import Schema
import Support
import Testing

@testable import Database

/// Bringing a database up to date is one change: all steps or none, and once, whoever else asks for it too.
struct MigratingTests {
  static let versions = [1, 6, 13, Database.newest - 1]

  /// What the last step makes stands there already, so it fails after all the others have run.
  @Test(arguments: TestDatabase.engines, versions)
  func `a migration that fails at its last step leaves the old schema`(
    engine: TestDatabase.Engine, version: Int
  ) async throws {
    try await Ground.empty(engine) { ground in
      let old = try ground.older(version, engine)
      let last = try #require(SchemaTexts.migrations.last?.text)
      let name = try #require(last.firstMatch(of: /CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)/)?.1)
      try old.script("CREATE TABLE \(name) (other INTEGER)")
      let before = try old.facts()
      await #expect(throws: (any Error).self) { try await ground.open(migrates: true).close() }
      #expect(try old.facts() == before)
      try old.script("DROP TABLE \(name)")
      let database = try await ground.open(migrates: true)
      #expect(try await database.events.count == Database.newest - version)
      _ = try await database.head()
      database.close()
    }
  }

  @Test(arguments: versions)
  func `servers that bring one database up to date at once do it once`(version: Int) async throws {
    guard TestDatabase.engines.contains(.postgresql) else { return }
    try await Ground.empty(.postgresql) { ground in
      _ = try ground.older(version, .postgresql)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { try await ground.open(migrates: true).close() } }
        try await group.waitForAll()
      }
      let database = try await ground.open()
      #expect(try await database.events.count == Database.newest - version)
      _ = try await database.head()
      database.close()
    }
  }

  @Test func `servers that start at once on an empty database make it once`() async throws {
    guard TestDatabase.engines.contains(.postgresql) else { return }
    try await Ground.empty(.postgresql) { ground in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { try await ground.open(tables: Ground.marks).close() } }
        try await group.waitForAll()
      }
      let database = try await ground.open()
      #expect(try await database.events.count == 1)
      _ = try await database.head()
      database.close()
    }
  }
}

/// A database with an older schema, looked at past the program.
private struct Older {
  let ground: Ground
  let engine: TestDatabase.Engine

  private func with<T>(_ body: (any Connection) throws -> T) throws -> T {
    if case .postgresql(let url) = ground.address { return try body(PostgresConnection(url)) }
    let file = try SQLite(path: ground.path, durable: false)
    defer { file.close() }
    return try file.withWriter(body)
  }

  func script(_ text: String) throws { try with { try $0.script(text) } }

  /// Each table with its columns, and the version.
  func facts() throws -> [String] {
    try with { connection in
      let tables: SQL =
        engine == .sqlite
        ? "SELECT type || name || sql AS fact FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1"
        : """
        SELECT table_name || '.' || column_name AS fact FROM information_schema.columns
        WHERE table_schema = current_schema() ORDER BY 1
        """
      let version = try connection.run("SELECT schema_version AS n FROM installation").first
      let number: Int = try version?["n"] ?? 0
      return try connection.run(tables).map { try $0["fact"] } + ["version \(number)"]
    }
  }
}

extension Ground {
  fileprivate func older(_ version: Int, _ engine: TestDatabase.Engine) throws -> Older {
    let older = Older(ground: self, engine: engine)
    guard engine == .postgresql else {
      try makeOlder(version)
      return older
    }
    for migration in SchemaTexts.migrations.prefix(version) { try older.script(migration.text) }
    try older.script(
      "INSERT INTO installation (id, schema_version, created_at) VALUES ('one', \(version), now())")
    return older
  }
}
