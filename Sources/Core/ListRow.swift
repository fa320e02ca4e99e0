/// A row of a shipped list, which says where it is wrong.
package struct ListRow: Sendable {
  package let list: String
  package let values: [String: String]

  package init(_ list: String, _ values: [String: String]) {
    self.list = list
    self.values = values
  }

  package func text(_ column: String) throws -> String {
    guard let text = values[column] else { throw Fault("\(list) has no column \(column).") }
    return text
  }

  package func required(_ column: String) throws -> String {
    let text = try text(column)
    guard !text.isEmpty else { throw Fault("\(list) has a row without \(column).") }
    return text
  }

  package func day(_ column: String) throws -> Day {
    let text = try required(column)
    guard let day = Day(iso: text) else { throw Fault("\(list) holds “\(text)” as a date.") }
    return day
  }

  package func dayOrNone(_ column: String) throws -> Day? {
    try text(column).isEmpty ? nil : day(column)
  }

  package func number(_ column: String, from least: Int = 1) throws -> Int {
    let text = try required(column)
    guard let number = Int(text), number >= least else {
      throw Fault("\(list) holds “\(text)” as \(column): it must be a number from \(least) on.")
    }
    return number
  }

  package func parts(_ column: String) throws -> [String] {
    try text(column).split(separator: ";").map(String.init)
  }
}
