import App
import Core
import Database
import Support
import Testing

@testable import Duplicates

/// Every column that names a person is covered by a merge: the schema of both engines is walked.
struct SchemaWalkTests {
  @Test(arguments: TestDatabase.engines)
  func `each column that names a person says what a merge does with it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let found = try await Self.columns(of: pierhead, engine)
      let covered = Set(PersonColumn.all.map { "\($0.table).\($0.column)" })
      #expect(covered.count == PersonColumn.all.count, "a column stands twice")
      #expect(found.subtracting(covered).sorted() == [], "columns that a merge does not cover")
      #expect(covered.subtracting(found).sorted() == [], "columns that are not in the schema")
      #expect(found.contains("contact_notes.person_id") && found.contains("people.merged_into"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a table that comes without its line is noticed`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let before = try await Self.columns(of: pierhead, engine)
      try pierhead.database.tamper(
        "CREATE TABLE diaries (id TEXT PRIMARY KEY, of_whom TEXT REFERENCES people (id))")
      try pierhead.database.tamper(
        "CREATE TABLE guesses (id TEXT PRIMARY KEY, best_person_id TEXT)")
      let after = try await Self.columns(of: pierhead, engine)
      #expect(after.subtracting(before) == ["diaries.of_whom", "guesses.best_person_id"])
    }
  }

  /// What refers to `people`, and what is called like a person's id.
  private static func columns(
    of pierhead: Pierhead, _ engine: TestDatabase.Engine
  ) async throws -> Set<String> {
    let pointing: SQL =
      engine == .sqlite
      ? """
      SELECT m.name || '.' || f."from" AS place FROM sqlite_master AS m
      JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND f."table" = 'people'
      """
      : """
      SELECT k.table_name || '.' || k.column_name AS place
      FROM information_schema.referential_constraints r
      JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name
        AND k.constraint_schema = r.constraint_schema
      JOIN information_schema.table_constraints t ON t.constraint_name = r.unique_constraint_name
        AND t.constraint_schema = r.unique_constraint_schema
      WHERE r.constraint_schema = current_schema() AND t.table_name = 'people'
      """
    let named: SQL =
      engine == .sqlite
      ? """
      SELECT m.name || '.' || c.name AS place FROM sqlite_master AS m
      JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'
        AND (c.name = 'person_id' OR c.name LIKE '%\\_person\\_id' ESCAPE '\\' OR c.name LIKE '%person_ids')
      """
      : """
      SELECT table_name || '.' || column_name AS place FROM information_schema.columns
      WHERE table_schema = current_schema()
        AND (column_name = 'person_id' OR column_name LIKE '%\\_person\\_id' ESCAPE '\\' OR column_name LIKE '%person_ids')
      """
    return try await pierhead.database.read(fresh: true) { reader in
      let places = try reader.rows(pointing) + reader.rows(named)
      return Set(try places.map { try $0["place"] as String })
    }
  }
}
