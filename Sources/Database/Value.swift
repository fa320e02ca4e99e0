import Core

/// What crosses the edge to an engine: one of five shapes.
package enum Value: Hashable, Sendable {
  case null
  case text(String)
  case int(Int64)
  case double(Double)
  case bool(Bool)
}

/// A type with one way into a column and back. Only typed values are bound, because SQLite would store
/// anything anywhere.
package protocol Storable: Sendable {
  var stored: Value { get }
  init?(stored: Value)
  /// The value of a column. Throws a `Fault` that names the column where it is of another type.
  init(_ value: Value, of column: String) throws
}

extension Storable {
  // A requirement with this one answer, so that each type has its own: a page reads two thousand values, and a
  // generic one would look up the type of its optional for each.
  package init(_ value: Value, of column: String) throws {
    guard let found = Self(stored: value) else {
      throw Fault("column \(column) holds no \(Self.self): \(value)")
    }
    self = found
  }
}

extension String: Storable {
  package var stored: Value { .text(self) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self = text
  }
}

extension Int: Storable {
  package var stored: Value { .int(Int64(self)) }
  package init?(stored: Value) {
    guard case .int(let number) = stored else { return nil }
    self = Int(number)
  }
}

extension Double: Storable {
  package var stored: Value { .double(self) }
  package init?(stored: Value) {
    switch stored {
    case .double(let number): self = number
    case .int(let number): self = Double(number)
    default: return nil
    }
  }
}

extension Bool: Storable {
  package var stored: Value { .bool(self) }
  package init?(stored: Value) {
    switch stored {
    case .bool(let flag): self = flag
    case .int(let number) where number == 0 || number == 1: self = number == 1
    default: return nil
    }
  }
}

extension Day: Storable {
  package var stored: Value { .text(description) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self.init(iso: text)
  }
}

extension PlannedDate: Storable {
  package var stored: Value { .text(description) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self.init(canonical: text)
  }
}

extension FinancialQuarter: Storable {
  package var stored: Value { .text(description) }
  package init?(stored: Value) {
    guard case .text(let text) = stored, let quarter = FinancialQuarter(written: text),
      quarter.description == text
    else { return nil }
    self = quarter
  }
}

extension Instant: Storable {
  package var stored: Value { .text(description) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self.init(iso: text)
  }
}

extension ID: Storable {
  package var stored: Value { .text(text) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self.init(text)
  }
}

extension Storable where Self: RawRepresentable, RawValue == String {
  package var stored: Value { .text(rawValue) }
  package init?(stored: Value) {
    guard case .text(let text) = stored else { return nil }
    self.init(rawValue: text)
  }
}
