/// An email address that could be delivered: a local part, one @ and a domain with a dot. It follows the checks of
/// GOV.UK Notify (notifications-utils, `recipient_validation/email_address.py`), and leaves letters outside ASCII be.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
  /// As written, white space around it dropped, the domain in small letters.
  package let text: String

  package init?(_ written: some StringProtocol) {
    let bytes = Array(written.utf8)
    guard bytes.count <= 320, let at = bytes.firstIndex(of: Self.at),
      Self.isLocal(bytes[..<at]), Self.isDomain(bytes[(at + 1)...])
    else { return nil }
    text =
      String(decoding: bytes[...at], as: UTF8.self)
      + String(decoding: bytes[(at + 1)...], as: UTF8.self).lowercased()
  }

  package var description: String { text }

  private static let at = UInt8(ascii: "@")
  private static let dot = UInt8(ascii: ".")

  /// 1 to 64 bytes, no dot at an end or twice running, no space and nothing that needs quoting.
  private static func isLocal(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (1...64).contains(bytes.count), !hasStrayDot(bytes) else { return false }
    return bytes.allSatisfy { $0 > 32 && $0 != 127 && !needsQuoting.contains($0) }
  }

  /// Two labels or more of letters, digits and inner hyphens; the last has two letters at least.
  private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 253, !hasStrayDot(bytes) else { return false }
    let labels = bytes.split(separator: dot)
    guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
    guard last.contains(where: { !(48...57).contains($0) }) else { return false }
    return labels.allSatisfy { label in
      label.count <= 63 && label.first != 45 && label.last != 45
        && label.allSatisfy { byte in
          byte == 45 || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte) || byte >= 128
        }
    }
  }

  private static func hasStrayDot(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first != dot, bytes.last != dot else { return true }
    return zip(bytes, bytes.dropFirst()).contains { $0 == dot && $1 == dot }
  }

  private static let needsQuoting = Array("\"(),:;<>@[\\]".utf8)
}
