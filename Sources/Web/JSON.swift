import Core

/// A JSON value, as programs send and are sent it. Keys of an object keep their order.
package indirect enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Pair])

  /// A key of an object, and its value.
  package struct Pair: Sendable, Hashable {
    package let key: String
    package let value: JSON

    package init(_ key: String, _ value: JSON) { (self.key, self.value) = (key, value) }
  }

  /// Null where there is nothing.
  package static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  package static func flag(_ flag: Bool?) -> JSON { flag.map { .bool($0) } ?? .null }
  package static func whole(_ number: Int) -> JSON { .number(String(number)) }

  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// As it goes over the wire.
  package var text: String {
    var json = JSONText()
    write(to: &json)
    return json.text
  }

  private func write(to json: inout JSONText) {
    switch self {
    case .null: json.null()
    case .bool(let flag): json.literal(flag ? "true" : "false")
    case .number(let number): json.literal(number)
    case .string(let string): json.string(string)
    case .array(let values):
      json.open("[")
      for value in values { value.write(to: &json) }
      json.close("]")
    case .object(let members):
      json.open("{")
      for member in members {
        json.key(member.key)
        member.value.write(to: &json)
      }
      json.close("}")
    }
  }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(arrayLiteral values: JSON...) { self = .array(values) }
  package init(booleanLiteral flag: Bool) { self = .bool(flag) }
  package init(integerLiteral number: Int) { self = .number(String(number)) }
  package init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { Pair($0.0, $0.1) })
  }
}
