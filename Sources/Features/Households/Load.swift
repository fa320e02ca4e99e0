import Core

/// The dated lists that working with households needs.
package struct CaseworkLists: Sendable {
  package let loadWeights: LoadWeights
  /// Why a planned visit did not happen.
  package let missedReasons: DatedList

  package init(loadWeights: LoadWeights, missedReasons: DatedList) {
    self.loadWeights = loadWeights
    self.missedReasons = missedReasons
  }
}

/// How much a household, and each person in it, counts towards a load. A household's weight is that of
/// `caseload-weights.csv`, as many times as its level says in `complexity-levels.csv`.
package struct LoadWeights: Sendable {
  private let caseload: DatedList
  private let vocabulary: Vocabulary

  package init(caseload: DatedList, _ vocabulary: Vocabulary) {
    self.caseload = caseload
    self.vocabulary = vocabulary
  }

  /// What a household of a level counts on a day; nil where nobody has said how complex it is.
  func household(_ level: String?, on day: Day) -> Int {
    number("household", on: day) * vocabulary.weight(ofComplexity: level, on: day)
  }

  func person(on day: Day) -> Int { number("member", on: day) }

  /// The name of a level that counts otherwise than an ordinary household.
  func label(_ level: String?, on day: Day) -> String? {
    level.flatMap { vocabulary.weight(ofComplexity: $0, on: day) == 1 ? nil : $0 }
      .map(vocabulary.complexity)
  }

  /// How a load is made up, to follow a colon.
  package func words(on day: Day) -> String {
    let levels = vocabulary.complexityLevels.map(\.entry)
      .filter { $0.valid.holds(on: day) && label($0.key, on: day) != nil }
      .map { "\($0.label)\u{A0}\(household($0.key, on: day))" }
    let complex =
      levels.isEmpty
      ? "" : ", or more if it is more complex (\(levels.joined(separator: ", ")))"
    return
      "each household counts \(household(nil, on: day))\(complex). Each person in it counts \(person(on: day))."
  }

  private func number(_ key: String, on day: Day) -> Int {
    caseload.entries(on: day).first { $0.key == key }?.number ?? 0
  }
}

/// What one advocate carries on a day.
package struct Load: Sendable, Hashable {
  /// Households that count alike.
  package struct Part: Sendable, Hashable {
    /// The name of the level that makes them count otherwise than ordinary ones.
    package let level: String?
    package let households: Int
    /// What each of them counts.
    package let each: Int
  }

  package var households = 0
  package var people = 0
  /// Open households without contact for `quietAfter` days or more.
  package var quiet = 0
  /// Households and people by their weights: the sum of `parts` and of the people. See
  /// docs/decisions/0019-cover-and-load.md.
  package var weighted = 0
  /// The lightest first.
  package var parts: [Part] = []
  private var person = 0

  package static let quietAfter = 14

  package init() {}

  /// Adds open households, counted by level of complexity, and the people in them up by the weights of a day.
  init(
    _ counted: [(level: String?, households: Int)], people: Int, quiet: Int,
    _ weights: LoadWeights, on day: Day
  ) {
    for (level, count) in counted {
      let (label, each) = (weights.label(level, on: day), weights.household(level, on: day))
      let known = parts.firstIndex { $0.level == label && $0.each == each }
      let sum = count + (known.map { parts.remove(at: $0).households } ?? 0)
      if sum > 0 { parts.append(Part(level: label, households: sum, each: each)) }
    }
    parts.sort { ($0.each, $0.level ?? "") < ($1.each, $1.level ?? "") }
    self.people = people
    self.quiet = quiet
    person = weights.person(on: day)
    households = parts.reduce(0) { $0 + $1.households }
    weighted = parts.reduce(people * person) { $0 + $1.households * $1.each }
  }

  /// The sum that makes the load: "2 households × 3, 1 household (High) × 9, 4 people × 1".
  package var sum: String {
    var terms = parts.map { part in
      let level = part.level.map { " (\($0))" } ?? ""
      return
        "\(part.households) \(part.households == 1 ? "household" : "households")\(level) × \(part.each)"
    }
    if people > 0 { terms.append("\(people) \(people == 1 ? "person" : "people") × \(person)") }
    return terms.joined(separator: ", ")
  }
}

/// Why a household changes hands: a post ends. `note` is what the next advocate must know.
package struct HandOver: Sendable {
  package let post: PostID
  package let note: String?

  package init(post: PostID, note: String?) {
    self.post = post
    self.note = note
  }
}
