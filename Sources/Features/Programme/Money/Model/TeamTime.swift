import Core
import Database

/// Days of people in one quarter, by what they do.
package struct PeopleDays: Hashable, Sendable {
  package var role: String
  package var quarter: FinancialQuarter
  package var days: Int
  package var note: String?

  /// By which need and capacity meet, however the role is written.
  package var roleKey: String { Self.key(role) }

  static func key(_ role: String) -> String {
    role.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static let columns = ["role", "role_key", "year", "quarter", "days", "note"]

  var values: [Value] {
    [
      role.stored, roleKey.stored, quarter.year.stored, quarter.number.stored, days.stored,
      note.stored,
    ]
  }
}

extension PeopleDays {
  init(_ row: Row) throws {
    try self.init(
      role: row["role"], quarter: FinancialQuarter(row), days: row["days"], note: row["note"])
  }
}

/// Days that the team has. They belong to no project.
package struct Capacity: Kept {
  package var time: PeopleDays

  package static let kind = ItemKind.capacity
  package static let columns = PeopleDays.columns
  package var values: [Value] { time.values }
}

extension Capacity {
  package init(_ row: Row) throws { try self.init(time: PeopleDays(row)) }
}

/// Days that a project needs of the team.
package struct Effort: Kept {
  package var time: PeopleDays

  package static let kind = ItemKind.effort
  package static let columns = PeopleDays.columns
  package var values: [Value] { time.values }
}

extension Effort {
  package init(_ row: Row) throws { try self.init(time: PeopleDays(row)) }
}
