/// Writes comma-separated values as spreadsheets read them (RFC 4180).
package enum CSVText {
  /// One cell. A spreadsheet must not take somebody's words for a formula, so an apostrophe stands before what looks like one.
  package static func cell(_ text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    return safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
      ? inQuotes(safe) : safe
  }

  /// In quotes, those inside doubled. Byte by byte: as letters, a quote and an accent behind it are one, which is no quote.
  package static func inQuotes(_ text: String) -> String {
    let quote = UInt8(ascii: "\"")
    var bytes = [quote]
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    return String(decoding: bytes + [quote], as: UTF8.self)
  }

  /// A whole file, its head first.
  package static func file(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }
}
