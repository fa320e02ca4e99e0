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

  package let needs: [String: Need]
  package let routes: [String: String]
  package let benefits: [String: String]
  package let languages: [String: String]
  package let districts: [String: String]
  package let declineReasons: [(key: String, label: String)]

  package init(
    needs: [String: Need], routes: [String: String], benefits: [String: String],
    languages: [String: String], districts: [String: String],
    declineReasons: [(key: String, label: String)]
  ) {
    self.needs = needs
    self.routes = routes
    self.benefits = benefits
    self.languages = languages
    self.districts = districts
    self.declineReasons = declineReasons
  }

  package func need(_ key: String) -> String { needs[key]?.label ?? key }
  package func route(_ key: String) -> String { routes[key] ?? key }
  package func benefit(_ key: String) -> String { benefits[key] ?? key }
  package func language(_ tag: String) -> String { languages[tag] ?? tag }
  package func district(_ code: String) -> String { districts[code] ?? code }
}
