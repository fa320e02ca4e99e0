import App
import Core
import Support

@testable import Database

/// Every row of the tables that hold casework, cell by cell: what a merge may touch, and what work between changes.
struct Casework: Equatable {
  typealias Cells = [String: Value]

  /// By a column that finds a row.
  private(set) var keyed: [String: [Value: Cells]] = [:]
  /// Where only all columns together find it.
  private(set) var loose: [String: Set<Cells>] = [:]

  private static let keys = [
    "people": "id", "person_pairs": "id", "households": "id", "household_members": "id",
    "assignments": "id", "contact_notes": "id", "referrals": "id", "referral_groups": "id",
    "proposed_amendments": "id", "imports": "id", "counters": "name", "appointments": "id",
    "messages": "id", "search_people": "person_id",
  ]
  private static let looseTables = [
    "person_needs", "person_matches", "person_keys", "search_names",
  ]

  init(of pierhead: Pierhead) async throws {
    (keyed, loose) = try await pierhead.database.read(fresh: true) { reader in
      var keyed: [String: [Value: Cells]] = [:]
      for (table, key) in Self.keys {
        let cells = try Self.cells(table, reader)
        keyed[table] = Dictionary(uniqueKeysWithValues: cells.map { ($0[key]!, $0) })
      }
      var loose: [String: Set<Cells>] = [:]
      for table in Self.looseTables { loose[table] = Set(try Self.cells(table, reader)) }
      return (keyed, loose)
    }
  }

  private static func cells(_ table: String, _ reader: borrowing Reader) throws -> [Cells] {
    try reader.rows("SELECT * FROM \(SQL(trusted: table))").map { row in
      Dictionary(uniqueKeysWithValues: zip(row.columns.names, row.values))
    }
  }

  /// Changes here what one piece of work changed there, cell by cell.
  mutating func take(_ before: Casework, _ after: Casework) {
    for (table, rows) in after.keyed {
      let old = before.keyed[table] ?? [:]
      for (key, cells) in rows {
        guard let earlier = old[key] else {
          keyed[table]?[key] = cells
          continue
        }
        for (column, value) in cells where earlier[column] != value {
          keyed[table]?[key]?[column] = value
        }
      }
      for key in old.keys where rows[key] == nil { keyed[table]?[key] = nil }
    }
    for (table, rows) in after.loose {
      let old = before.loose[table] ?? []
      loose[table]?.formUnion(rows.subtracting(old))
      loose[table]?.subtract(old.subtracting(rows))
    }
  }

  /// What differs, for whoever reads a failure.
  func differences(from other: Casework) -> [String] {
    var found: [String] = []
    for (table, rows) in keyed {
      for key in Set(rows.keys).union((other.keyed[table] ?? [:]).keys) {
        let (one, two) = (rows[key] ?? [:], other.keyed[table]?[key] ?? [:])
        for column in Set(one.keys).union(two.keys) where one[column] != two[column] {
          found.append(
            "\(table) \(key) \(column): \(String(describing: one[column])), not \(String(describing: two[column]))"
          )
        }
      }
    }
    for (table, rows) in loose {
      for row in rows.symmetricDifference(other.loose[table] ?? []) {
        found.append("\(table) \(row)")
      }
    }
    return found.sorted()
  }
}
