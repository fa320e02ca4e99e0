/// The start of a file, held until its first line that is not blank is complete: it shows what kind of file this is and
/// which of comma, semicolon and tab separates its fields (the one that stands most often in that line outside
/// quotes; a comma when none does).
struct CSVOpening: Sendable {
  private(set) var bytes: [UInt8] = []
  private var at = 0
  private var isQuoted = false
  private var hasText = false
  private var commas = 0
  private var semicolons = 0
  private var tabs = 0

  mutating func append(_ chunk: some Sequence<UInt8>) { bytes.append(contentsOf: chunk) }

  /// The separator, all bytes so far, and where the text starts behind a byte-order mark. Nil: more bytes are needed.
  mutating func found(
    atEnd isEnd: Bool
  ) throws(UnusableFile) -> (separator: UInt8, bytes: [UInt8], start: Int)? {
    guard bytes.count >= 4 || isEnd else { return nil }
    let start = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
    if at == 0 {
      try refuseOtherKinds()
      at = start
    }
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      guard at <= CSVReader.recordLimit else {
        throw UnusableFile(
          "The first line is longer than a million characters, so it does not name columns. Send a CSV file whose "
            + "first line names the columns.")
      }
      switch byte {
      case 34: isQuoted.toggle()
      case 10, 13:
        if hasText, !isQuoted { return (separator, bytes, start) }
        continue
      case _ where isQuoted: break
      case UInt8(ascii: ","): commas += 1
      case UInt8(ascii: ";"): semicolons += 1
      case 9: tabs += 1
      default: break
      }
      if byte != 32, byte != 9 { hasText = true }
    }
    return isEnd ? (separator, bytes, start) : nil
  }

  private var separator: UInt8 {
    if semicolons > commas, semicolons >= tabs { return UInt8(ascii: ";") }
    return tabs > commas ? 9 : UInt8(ascii: ",")
  }

  private func refuseOtherKinds() throws(UnusableFile) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw UnusableFile(
        "The file is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and send it again.")
    }
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8))
      || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    {
      throw UnusableFile(
        "This is a spreadsheet, not a CSV file. Open it, save it as “CSV UTF-8” and send that file."
      )
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
