import Core

/// One row of an answer: values by the names of their columns.
package struct Row: Sendable {
  let columns: Columns
  let values: [Value]

  init(_ columns: Columns, _ values: [Value]) {
    self.columns = columns
    self.values = values
  }

  /// The value of a column that is never NULL. Throws a `Fault` where the column is missing or of another type.
  package subscript<T: Storable>(_ name: String) -> T {
    get throws {
      try T(value(name), of: name)
    }
  }

  /// The value of a column that may be NULL.
  package subscript<T: Storable>(_ name: String) -> T? {
    get throws {
      let value = try value(name)
      if case .null = value { return nil }
      return try T(value, of: name)
    }
  }

  func value(_ name: String) throws -> Value {
    // Not `firstIndex(of:)`, which compares through a witness: a page looks for two thousand names.
    for index in columns.names.indices where columns.names[index] == name { return values[index] }
    throw Fault("the answer has no column \(name)")
  }
}

/// The names of an answer's columns, shared by its rows.
final class Columns: Sendable {
  let names: [String]
  init(_ names: [String]) { self.names = names }
}
