import Core
import Database

/// A level of complexity that may be set, checked. It says how much support is needed, and weighs in an advocate's load
/// (`Vocabulary.weight`).
package struct Complexity: Sendable {
  package let level: String
  package let note: String?

  /// Characters of why.
  package static let limit = 1000

  package init(
    _ level: String, because note: String, _ vocabulary: Vocabulary, on day: Day
  ) throws(Rejection) {
    var problems: [Problem] = []
    let isOffered = vocabulary.complexityLevels.contains {
      $0.entry.key == level && $0.entry.valid.holds(on: day)
    }
    if !isOffered { problems.append(Problem("complexity", Reason("complexity.level"))) }
    let note = note.trimmed
    let count = note.unicodeScalars.count
    if count > Self.limit {
      problems.append(
        Problem(
          "complexity_note",
          Reason("too-long", ["what": "Why", "limit": "1,000", "count": String(count)])))
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    self.level = level
    self.note = note.isEmpty ? nil : note
  }
}

extension Households {
  /// Says anew how complex a household's situation is; what it was before stays in its history.
  package func setComplexity(
    _ level: String, of id: HouseholdID, because note: String, _ vocabulary: Vocabulary,
    by user: User
  ) async throws {
    try user.must(.readHouseholds)
    let scope = try user.must(.writeNotes)
    let complexity = try Complexity(level, because: note, vocabulary, on: wall.today)
    try await database.write(as: user) { transaction in
      guard let household = try transaction.read.household(id, in: scope, of: user) else {
        throw Rejection.notFound("Household")
      }
      if household.complexity == complexity.level, complexity.note == nil { return }
      try transaction.setComplexity(complexity.level, note: complexity.note, of: id)
      transaction.record(
        "household complexity set", id,
        [
          "from": household.complexity ?? "", "to": complexity.level,
          "why": complexity.note.map { "sha256 " + digest(id.text + $0) } ?? "",
        ])
    }
  }

  /// Carries the level that was set while the referral waited to the household that it opened.
  package func carryComplexity(
    _ level: String, to id: HouseholdID, by transaction: borrowing Transaction
  ) throws {
    try transaction.setComplexity(level, note: nil, of: id)
    transaction.record("household complexity set", id, ["from": "", "to": level, "why": ""])
  }
}
