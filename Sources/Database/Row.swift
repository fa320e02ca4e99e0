import Core
import Synchronization

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
    guard let index = columns.index(of: name) else {
      throw Fault("the answer has no column \(name)")
    }
    return values[index]
  }
}

/// The names of an answer's columns, shared by its rows.
final class Columns: Sendable {
  let names: [String]
  /// Where to look first: whoever reads a row mostly reads its columns in order, and a page reads two thousand.
  private let next = Atomic(0)

  /// A name that is there twice is the first of them, whatever was read before.
  init(_ names: [String]) {
    var seen: Set<String> = []
    self.names = names.map { seen.insert($0).inserted ? $0 : "" }
  }

  func index(of name: String) -> Int? {
    let first = next.load(ordering: .relaxed)
    if first < names.count, names[first] == name {
      next.store(first + 1, ordering: .relaxed)
      return first
    }
    for index in names.indices where names[index] == name {
      next.store(index + 1, ordering: .relaxed)
      return index
    }
    return nil
  }
}
