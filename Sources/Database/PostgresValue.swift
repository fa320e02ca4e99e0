import CPostgres

extension Value {
  /// As libpq takes a parameter in text, or nil for NULL.
  var parameter: String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    }
  }

  /// As COPY's text format has it: `\N` for NULL; backslash, tab and line ends escaped.
  func appendForCopy(to bytes: inout [UInt8]) {
    guard var text = parameter else {
      bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      return
    }
    text.withUTF8 { utf8 in
      // Few texts hold any of these: what stands between is copied at once.
      var rest = utf8[...]
      while let mark = rest.firstIndex(where: { $0 == 92 || $0 == 10 || $0 == 13 || $0 == 9 }) {
        bytes += rest[..<mark]
        let letter: UnicodeScalar =
          switch rest[mark] {
          case 10: "n"
          case 13: "r"
          case 9: "t"
          default: "\\"
          }
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: letter)]
        rest = rest[(mark + 1)...]
      }
      bytes += rest
    }
  }

  /// What PostgreSQL sent as text, by the type's OID (pg_type.dat): bool 16, int8 20, int2 21, int4 23,
  /// float8 701, numeric 1700 (sums of whole numbers), timestamptz 1184.
  init(text: String, type: Oid) {
    switch type {
    case 16: self = .bool(text == "t")
    case 20, 21, 23: self = Int64(text).map { .int($0) } ?? .text(text)
    case 1700:
      self = Int64(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .text(text)
    case 701: self = Double(text).map { .double($0) } ?? .text(text)
    default: self = .text(text)
    }
  }
}
