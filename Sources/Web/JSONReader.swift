/// Reads JSON strictly (RFC 8259): one value, in UTF-8, no key of an object twice, not nested deeper than `deepest`.
/// What two readers could understand in two ways is refused.
package struct JSONReader {
  /// Why a text is not JSON that we read.
  package struct Unreadable: Error {
    package let words: String
  }

  package static let deepest = 32

  private let bytes: [UInt8]
  private var at = 0

  package static func read(_ bytes: [UInt8]) throws(Unreadable) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Unreadable(words: "The text is not UTF-8.")
    }
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 1)
    reader.skipSpace()
    guard reader.at == bytes.count else { throw reader.unreadable("There is more after the end") }
    return value
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func unreadable(_ words: String) -> Unreadable {
    Unreadable(words: "\(words), at byte \(at).")
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { at += 1 }
  }

  private mutating func value(depth: Int) throws(Unreadable) -> JSON {
    guard depth <= Self.deepest else {
      throw unreadable("It is nested deeper than \(Self.deepest)")
    }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(Unreadable) -> JSON {
    guard bytes[at...].starts(with: word.utf8) else { throw unreadable("There is no JSON value") }
    at += word.utf8.count
    return value
  }

  private mutating func object(_ depth: Int) throws(Unreadable) -> JSON {
    var members: [JSON.Pair] = []
    var keys: Set<String> = []
    at += 1
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw unreadable("A key is missing") }
      let key = try string()
      guard keys.insert(key).inserted else { throw unreadable("A key stands twice") }
      skipSpace()
      guard take(":") else { throw unreadable("A colon is missing") }
      members.append(JSON.Pair(key, try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw unreadable("A comma or a bracket is missing") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(Unreadable) -> JSON {
    var values: [JSON] = []
    at += 1
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw unreadable("A comma or a bracket is missing") }
    return .array(values)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
  private mutating func number() throws(Unreadable) -> String {
    let start = at
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() throws(Unreadable) {
    let start = at
    while let byte = next, (48...57).contains(byte) { at += 1 }
    guard at > start else { throw unreadable("There is no JSON value") }
  }

  private mutating func string() throws(Unreadable) -> String {
    var text: [UInt8] = []
    at += 1
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw unreadable("A control character stands in a text")
      default: text.append(byte)
      }
    }
    throw unreadable("A text has no end")
  }

  private mutating func escape() throws(Unreadable) -> [UInt8] {
    guard let byte = next else { throw unreadable("A text has no end") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return Array(Character(try scalar()).utf8)
    default: throw unreadable("There is no such escape")
    }
  }

  private mutating func scalar() throws(Unreadable) -> Unicode.Scalar {
    var unit = try unit()
    if (0xD800..<0xDC00).contains(unit) {
      guard take("\\"), take("u") else { throw unreadable("Half a character stands alone") }
      let low = try self.unit()
      guard (0xDC00..<0xE000).contains(low) else {
        throw unreadable("Half a character stands alone")
      }
      unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(unit) else {
      throw unreadable("Half a character stands alone")
    }
    return scalar
  }

  /// Four hex digits.
  private mutating func unit() throws(Unreadable) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unreadable("An escape needs four hex digits")
      }
      unit = unit << 4 + UInt32(digit)
      at += 1
    }
    return unit
  }
}
