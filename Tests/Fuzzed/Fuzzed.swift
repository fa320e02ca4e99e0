import Core

/// What reads bytes that anybody may send. Each is tried with bytes made by libFuzzer (`scripts/fuzz`), and by every run
/// of the tests with those that are kept.
package enum Fuzzed: String, CaseIterable, Sendable {
  case csv, rows, dates, phone, postcode, search, cookies, form, json

  /// Reads the bytes as the product does. Throws `Broken` where something does not hold that must, whatever the bytes are;
  /// that they can't be read is no fault.
  package func attempt(_ bytes: [UInt8]) throws(Broken) {
    switch self {
    case .csv: try attemptCSV(bytes)
    case .rows: try attemptRows(bytes)
    case .dates: try attemptDates(text(bytes))
    case .phone: try attemptPhone(text(bytes))
    case .postcode: try attemptPostcode(text(bytes))
    case .search: try attemptSearch(text(bytes))
    case .cookies: try attemptCookies(text(bytes))
    case .form: try attemptForm(bytes)
    case .json: try attemptJSON(bytes)
    }
  }

  /// Where the product hands a text on, it has been made sure that it is UTF-8.
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// What must always hold did not.
package struct Broken: Error, CustomStringConvertible {
  package let description: String
}

func must(_ holds: Bool, _ words: @autoclosure () -> String) throws(Broken) {
  guard holds else { throw Broken(description: words()) }
}

/// A text as Swift would write it, so that controls in it are seen.
func shown(_ text: String?) -> String { text.map(\.debugDescription) ?? "nil" }

/// The day on which everything is tried, so that kept bytes always mean the same.
let today = Day(2026, 11, 20)!
