/// A telephone number that could be dialled, in international form (ITU-T E.164): `+447700900123`.
package struct Phone: Hashable, Sendable, CustomStringConvertible {
  /// `+447700900123`: a plus sign and digits only.
  package let text: String

  /// Reads what people type. Spaces, brackets and hyphens aside, 0 or +44 with 9 or 10 more digits, or + with 8 to
  /// 15 digits; anything else is nil. A 0 after +44, as in `+44 (0)151 …`, is left out; no number has two.
  package init?(_ written: some StringProtocol) {
    var digits: [UInt8] = []
    var isInternational = false
    for scalar in written.unicodeScalars {
      switch scalar {
      case "0"..."9": digits.append(UInt8(scalar.value))
      case "+":
        guard digits.isEmpty, !isInternational else { return nil }
        isInternational = true
      case " ", "(", ")", "-", "\u{2010}", "\u{2011}": continue
      default: guard scalar.properties.isWhitespace else { return nil }
      }
      if digits.count > 15 { return nil }
    }
    if isInternational {
      guard digits.count >= 8 else { return nil }
      if digits.starts(with: Array("440".utf8)), (12...13).contains(digits.count) {
        digits.remove(at: 2)
        guard digits[2] != UInt8(ascii: "0") else { return nil }
      }
    } else {
      guard (10...11).contains(digits.count), digits[0] == UInt8(ascii: "0"),
        digits[1] != UInt8(ascii: "0")
      else { return nil }
      digits.replaceSubrange(0..<1, with: "44".utf8)
    }
    text = "+" + String(decoding: digits, as: UTF8.self)
  }

  package var description: String { text }
}
