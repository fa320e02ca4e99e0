/// A list of keys with their words, each from a day until a day. Old records hold keys that have ended, so an ended
/// key keeps its words and is only not offered any more.
package struct DatedList: Sendable {
  package struct Entry: Sendable {
    package let key: String
    package let label: String
    /// What the list says of it in figures: a weight, weeks. Nil where the list has none.
    package let number: Int?
    package let from: Day?
    /// The last day on which it can be chosen.
    package let until: Day?

    package init(key: String, label: String, number: Int? = nil, from: Day?, until: Day?) {
      self.key = key
      self.label = label
      self.number = number
      self.from = from
      self.until = until
    }

    package func holds(on day: Day) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }
  }

  package let entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }

  /// What can be chosen on a day, in the order of the list.
  package func entries(on day: Day) -> [Entry] { entries.filter { $0.holds(on: day) } }

  package func has(_ key: String, on day: Day) -> Bool {
    entries.contains { $0.key == key && $0.holds(on: day) }
  }

  /// The words of a key, ended or not.
  package func label(_ key: String) -> String { entries.last { $0.key == key }?.label ?? key }
}
