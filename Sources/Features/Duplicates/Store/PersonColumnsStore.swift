import Core
import Database

/// A column that names a person, and what becomes of it when that person's record is put into another.
///
/// Every such column of the schema stands in `PersonColumn.all`; a test walks the schema and fails for one that is missing.
/// A new table that names a person gets its line here.
package struct PersonColumn: Sendable {
  /// How a column is treated.
  enum Treatment: Sendable {
    /// The row names the record that is kept from now on, unless this statement about it finds a row: then both would
    /// say the same, and the row stays as it is.
    case moves(unless: (@Sendable (_ kept: PersonID) -> SQL)?)
    /// The row goes on naming the record that it was about, for the reason given.
    case stays(String)
  }

  package let table: String
  package let column: String
  /// What finds the row again beside this column, as text: an expression that both engines read alike.
  let key: String
  let treatment: Treatment

  private static func moving(
    _ table: String, _ column: String, key: String = "id",
    unless: (@Sendable (PersonID) -> SQL)? = nil
  ) -> PersonColumn {
    PersonColumn(table: table, column: column, key: key, treatment: .moves(unless: unless))
  }

  private static func staying(_ table: String, _ column: String, _ why: String) -> PersonColumn {
    PersonColumn(table: table, column: column, key: "", treatment: .stays(why))
  }

  package static let all: [PersonColumn] = [
    moving("referrals", "person_id"),
    moving("household_members", "person_id"),
    moving("households", "lead_person_id"),
    moving("contact_notes", "person_id"),
    moving("appointments", "person_id"),
    moving("messages", "person_id"),
    moving("people", "merged_into"),
    moving(
      "person_needs", "person_id",
      key: "CASE WHEN is_restricted THEN 'restricted ' ELSE 'open ' END || need",
      unless: { kept in
        """
        SELECT 1 FROM person_needs o WHERE o.person_id = \(kept) AND o.need = person_needs.need
          AND o.is_restricted = person_needs.is_restricted
        """
      }),
    moving("person_pairs", "person_id", unless: { pair(of: $0, with: "other_person_id") }),
    moving("person_pairs", "other_person_id", unless: { pair(of: $0, with: "person_id") }),
    staying(
      "person_matches", "person_id",
      "what the check of a file found stays as it was; pages read it through people.merged_into"),
    staying(
      "person_matches", "like_person_id",
      "what the check of a file found stays as it was; pages read it through people.merged_into"),
    staying(
      "person_keys", "person_id",
      "whoever is written like the record that was put into another is found by it"),
    staying(
      "search_people", "person_id",
      "what a record is found by is made anew when records are put together or taken apart"),
    staying("search_names", "person_id", "the same"),
    staying("search_unfilled", "person_id", "the same"),
    staying("person_merges", "kept_person_id", "history"),
    staying("person_merges", "merged_person_id", "history"),
  ]

  /// A pair of the record that is kept with the same third record, or this pair being of the two themselves.
  private static func pair(of kept: PersonID, with third: String) -> SQL {
    let third = SQL(trusted: "person_pairs." + third)
    return """
      SELECT 1 FROM person_pairs o WHERE \(third) = \(kept)
        OR (o.person_id = \(kept) AND o.other_person_id = \(third))
        OR (o.other_person_id = \(kept) AND o.person_id = \(third))
      """
  }
}

extension Transaction {
  /// Lets all that names a record name another, and notes each row. Answers how many rows of each table moved.
  func move(
    from merged: PersonID, to kept: PersonID, for merge: PersonMergeID
  ) throws -> [(table: String, rows: Int)] {
    var moved: [(table: String, rows: Int)] = []
    for place in PersonColumn.all {
      guard case .moves(let unless) = place.treatment else { continue }
      let (table, column, key) = (
        SQL(trusted: place.table), SQL(trusted: place.column), SQL(trusted: place.key)
      )
      let free: SQL = unless.map { "AND NOT EXISTS (\($0(kept)))" } ?? ""
      let rows = try changedRows(
        """
        UPDATE \(table) SET \(column) = \(kept) WHERE \(column) = \(merged) \(free)
        RETURNING \(key) AS row_key
        """)
      guard !rows.isEmpty else { continue }
      try note(try rows.map { try $0["row_key"] }, place.table, place.column, for: merge)
      moved.append((place.table, rows.count))
    }
    return moved
  }

  func note(
    _ keys: [String], _ table: String, _ column: String, for merge: PersonMergeID
  ) throws {
    try copy(
      into: "person_merge_moves", columns: ["merge_id", "table_name", "column_name", "row_key"],
      rows: keys.map { [merge.stored, table.stored, column.stored, $0.stored] })
  }

  /// Lets every row that a merge moved name its old record again, where it still names the other.
  func moveBack(_ merge: PersonMergeID, from kept: PersonID, to merged: PersonID) throws {
    for place in PersonColumn.all.reversed() {
      guard case .moves = place.treatment else { continue }
      let (table, column, key) = (
        SQL(trusted: place.table), SQL(trusted: place.column), SQL(trusted: place.key)
      )
      try change(
        """
        UPDATE \(table) SET \(column) = \(merged) WHERE \(column) = \(kept) AND \(key) IN (
          SELECT row_key FROM person_merge_moves WHERE merge_id = \(merge)
            AND table_name = \(place.table) AND column_name = \(place.column))
        """)
    }
  }
}
