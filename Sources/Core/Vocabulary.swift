/// The words for the keys of dated lists: what people read where a column holds a key.
package struct Vocabulary: Sendable {
  /// A need as its list has it.
  package struct Need: Sendable {
    package let label: String
    /// Seen only by roles with the field group for restricted needs.
    package let isRestricted: Bool
    /// Puts a referral first.
    package let isSafety: Bool

    package init(label: String, isRestricted: Bool, isSafety: Bool) {
      self.label = label
      self.isRestricted = isRestricted
      self.isSafety = isSafety
    }
  }

  /// An entry of a dated list from which staff choose.
  package struct Entry: Sendable {
    package let key: String
    package let label: String
    package let valid: Validity

    package init(key: String, label: String, valid: Validity = .always) {
      self.key = key
      self.label = label
      self.valid = valid
    }
  }

  /// How complex somebody's situation is, and how much that weighs in an advocate's load.
  package struct ComplexityLevel: Sendable {
    package let entry: Entry
    package let meaning: String
    /// 1 is an ordinary household.
    package let weight: Int

    package init(entry: Entry, meaning: String, weight: Int) {
      self.entry = entry
      self.meaning = meaning
      self.weight = weight
    }
  }

  /// The words under which people agree to share.
  package struct Notice: Sendable {
    package let entry: Entry
    package let words: String

    package init(entry: Entry, words: String) {
      self.entry = entry
      self.words = words
    }
  }

  package let needs: [String: Need]
  package let routes: [String: String]
  package let benefits: [String: String]
  package let languages: [String: String]
  package let districts: [String: String]
  package let declineReasons: [Entry]
  package let withdrawReasons: [Entry]
  package let complexityLevels: [ComplexityLevel]
  package let notices: [Notice]

  package init(
    needs: [String: Need], routes: [String: String], benefits: [String: String],
    languages: [String: String], districts: [String: String],
    declineReasons: [Entry], withdrawReasons: [Entry] = [],
    complexityLevels: [ComplexityLevel] = [], notices: [Notice] = []
  ) {
    self.needs = needs
    self.routes = routes
    self.benefits = benefits
    self.languages = languages
    self.districts = districts
    self.declineReasons = declineReasons
    self.withdrawReasons = withdrawReasons
    self.complexityLevels = complexityLevels
    self.notices = notices
  }

  package func need(_ key: String) -> String { needs[key]?.label ?? key }
  package func route(_ key: String) -> String { routes[key] ?? key }
  package func benefit(_ key: String) -> String { benefits[key] ?? key }
  package func language(_ tag: String) -> String { languages[tag] ?? tag }
  package func district(_ code: String) -> String { districts[code] ?? code }
  package func declineReason(_ key: String) -> String { label(key, of: declineReasons) }
  package func withdrawReason(_ key: String) -> String { label(key, of: withdrawReasons) }
  package func complexity(_ key: String) -> String {
    label(key, of: complexityLevels.map(\.entry))
  }

  /// How many times an ordinary household one of this level weighs in an advocate's load on a day; one without a level
  /// weighs as an ordinary one, one whose level has ended as it did last.
  package func weight(ofComplexity key: String?, on day: Day) -> Int {
    let levels = complexityLevels.filter { $0.entry.key == key }
    return (levels.first { $0.entry.valid.holds(on: day) } ?? levels.last)?.weight ?? 1
  }

  /// The words under which somebody agrees on this day: of those that are valid, the last of the list.
  package func notice(on day: Day) -> Notice? {
    notices.last { $0.entry.valid.holds(on: day) }
  }

  private func label(_ key: String, of entries: [Entry]) -> String {
    entries.first { $0.key == key }?.label ?? key
  }
}
