import People
import ReferralFile

/// Compares names with the words that were typed.
struct NameComparison: Sendable {
  private struct Word {
    let text: String
    let spellings: Set<String>
    let mayBeSlip: Bool
  }

  private let words: [Word]

  init(_ sought: Sought, _ variants: NameVariants) {
    words = sought.words.map {
      Word(
        text: $0, spellings: variants.spellings(of: $0),
        mayBeSlip: $0.utf8.count >= NameSlip.shortest)
    }
  }

  /// How near a name is: the word that is farthest from any part of it counts. Nil where one is near none of them.
  /// Without words everybody is meant.
  func closeness(of name: NameWords) -> Closeness? {
    var farthest = Closeness.same
    for word in words {
      guard let nearest = name.parts.compactMap({ Self.closeness(of: $0, to: word) }).min() else {
        return nil
      }
      farthest = max(farthest, nearest)
    }
    return farthest
  }

  private static func closeness(of part: String, to word: Word) -> Closeness? {
    if part == word.text { return .same }
    if part.hasPrefix(word.text) { return .beginning }
    if word.spellings.contains(part) { return .spelling }
    return word.mayBeSlip && NameSlip.joins(part, word.text) ? .slip : nil
  }
}
