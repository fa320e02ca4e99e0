/// JSON written as it goes (RFC 8259): no reflection and no dictionaries, so that keys keep their order and a hundred
/// thousand rows cost no time. Only what must be escaped is: the record hashes texts as they are written here.
package struct JSONText: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func open(_ bracket: StaticString) {
    comma()
    raw(bracket)
    needsComma = false
  }

  package mutating func close(_ bracket: StaticString) {
    raw(bracket)
    needsComma = true
  }

  package mutating func key(_ name: String) {
    string(name)
    raw(":")
    needsComma = false
  }

  package mutating func number(_ value: Int) { literal(String(value)) }
  package mutating func null() { literal("null") }

  /// A number, true, false or null, as it is written.
  package mutating func literal(_ text: String) {
    comma()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  package mutating func string(_ value: String) {
    comma()
    bytes.append(34)
    var value = value
    value.withUTF8 { all in
      var start = 0
      for at in all.indices where all[at] < 32 || all[at] == 34 || all[at] == 92 {
        bytes.append(contentsOf: all[start..<at])
        escape(all[at])
        start = at + 1
      }
      bytes.append(contentsOf: all[start...])
    }
    bytes.append(34)
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(44) }
  }

  private mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 10: raw("\\n")
    case 13: raw("\\r")
    case 9: raw("\\t")
    case 34: raw("\\\"")
    case 92: raw("\\\\")
    default:
      raw("\\u00")
      for nibble in [byte >> 4, byte & 15] { bytes.append(nibble < 10 ? 48 + nibble : 87 + nibble) }
    }
  }
}
