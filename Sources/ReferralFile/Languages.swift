/// The languages that people name, by BCP 47 tag (RFC 5646) and by English names.
package struct Languages: Sendable {
  private var tags: [String: String] = [:]
  private var names: [String: String] = [:]

  /// Pairs of a tag and an English name; a tag may stand several times, its usual name first.
  package init(_ pairs: [(tag: String, name: String)]) {
    for (tag, name) in pairs {
      tags[tag.lowercased()] = tag
      names[name.lowercased()] = tag
    }
  }

  /// The tag for what a partner wrote: a well-formed tag whose language is on the list, or an English name, in any case.
  package func tag(_ written: String) -> String? {
    let small = written.lowercased()
    if let tag = tags[small] ?? names[small] { return tag }
    let parts = small.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "_" })
    guard parts.count > 1, let language = tags[String(parts[0])] else { return nil }
    var tag = language
    var isExtension = false
    for (index, part) in parts.enumerated().dropFirst() {
      guard (1...8).contains(part.utf8.count), part.utf8.allSatisfy(Self.isAlphanumeric) else {
        return nil
      }
      let isLast = index == parts.count - 1
      switch part.utf8.count {
      case 1:
        guard !isLast else { return nil }
        isExtension = true
        tag += "-\(part)"
      case 4 where !isExtension && Self.isLetters(part):
        tag += "-\(part.prefix(1).uppercased())\(part.dropFirst())"
      case 2 where !isExtension && Self.isLetters(part): tag += "-\(part.uppercased())"
      case 3 where !isExtension: tag += "-\(part)"
      case 5...: tag += "-\(part)"
      default:
        guard isExtension || part.first?.isNumber == true && part.utf8.count == 4 else {
          return nil
        }
        tag += "-\(part)"
      }
    }
    return tag
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte)
  }

  private static func isLetters(_ part: Substring) -> Bool {
    part.utf8.allSatisfy { (97...122).contains($0) }
  }
}
