/// Writes comma-separated values as spreadsheets read them (RFC 4180).
package enum CSVText {
  /// One cell. A spreadsheet must not take somebody's words for a formula, so an apostrophe stands before what looks like one.
  package static func cell(_ text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    return safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
      ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }

  /// A whole file, its head first.
  package static func file(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }
}
