import ReferralFile

/// The parts of somebody's names by which they are looked up: of the whole name and of the name they are known by.
package struct NameWords: Hashable, Sendable {
  /// Each part once, as folded, in the order written.
  package let parts: [String]

  /// More parts than any name of a list of names has. Whoever has more is found by the first ones.
  static let most = 10

  /// Of all names of one person, the first of which counts most.
  package init(_ names: [String]) {
    let written = names.map { NameKey.words(of: $0) }
    var seen: Set<String> = []
    parts = Array(
      (written.flatMap(\.self) + written.flatMap(Self.joined)).filter { seen.insert($0).inserted }
        .prefix(Self.most))
  }

  /// As `stored` was kept.
  package init(stored: String) { parts = stored.split(separator: " ").map(String.init) }

  package var stored: String { parts.joined(separator: " ") }

  /// The keys of each pair of parts, either way round; one part alone has 0 beside it.
  package var pairs: Set<Pair> {
    let keys = parts.map { WordKey.of($0) }
    guard keys.count > 1 else { return Set(keys.map { Pair(word: $0, other: 0) }) }
    var pairs: Set<Pair> = []
    for (index, word) in keys.enumerated() {
      for (place, other) in keys.enumerated() where place != index {
        pairs.insert(Pair(word: word, other: other))
      }
    }
    return pairs
  }

  package struct Pair: Hashable, Sendable {
    package let word: Int
    package let other: Int
  }

  /// A small word and the one after it, written as one: "al masri" is "almasri" too.
  package static func joined(_ words: [String]) -> [String] {
    zip(words, words.dropFirst()).filter { $0.0.utf8.count <= 2 || particles.contains($0.0) }
      .map { $0.0 + $0.1 }
  }

  private static let particles: Set = [
    "abd", "abdel", "abdul", "abu", "ben", "bin", "del", "della", "dos", "ibn", "mac", "nic", "san",
    "van", "von",
  ]
}
