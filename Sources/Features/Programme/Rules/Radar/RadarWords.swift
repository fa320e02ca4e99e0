/// The words of a text that say something, in one form each.
struct RadarWords: Hashable {
  /// Without the small words, each once, in their order.
  let words: [String]
  private let broad: Set<String>

  init(_ text: String) { self.init(text, broad: []) }

  /// Words for many communities, such as "women", weigh less than the name of one.
  init(community text: String) { self.init(text, broad: Self.broadWords) }

  private init(_ text: String, broad: Set<String>) {
    var seen: Set<String> = []
    words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { Self.root(String($0)) }
      .filter { !Self.smallWords.contains($0) && seen.insert($0).inserted }
    self.broad = broad
  }

  private static let smallWords: Set<String> = [
    "a", "an", "and", "are", "at", "be", "by", "do", "does", "for", "from", "how", "in", "into",
    "is",
    "it", "of", "on", "or", "our", "that", "the", "their", "them", "they", "thi", "to", "what",
    "when",
    "where", "which", "who", "whom", "why", "will", "with", "community", "people", "person",
    "resident", "group", "background", "heritage", "origin",
  ]
  private static let broadWords: Set<String> = [
    "woman", "women", "man", "men", "girl", "boy", "young", "youth", "old", "older", "adult",
    "child",
    "children", "parent", "local", "ethnic", "minority", "minoritised", "speaking", "speaker",
    "student", "worker", "carer", "business", "owner",
  ]

  /// Without the ending of many.
  private static func root(_ word: String) -> String {
    guard word.count >= 4, word.hasSuffix("s"), !word.hasSuffix("ss") else { return word }
    if word.hasSuffix("ies"), word.count > 4 { return word.dropLast(3) + "y" }
    for ending in ["sses", "xes", "ches", "shes"] where word.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }

  private func weight(_ word: String) -> Int { broad.contains(word) ? 1 : 3 }
  private func weight(_ words: [String]) -> Int { words.reduce(0) { $0 + weight($1) } }

  /// How much of the one that says less stands in the other, in percent.
  func overlap(with other: RadarWords) -> Int {
    let shared = weight(words.filter { other.words.contains($0) })
    let least = min(weight(words), weight(other.words))
    return least == 0 ? 0 : shared * 100 / least
  }

  /// How much of both stands in both, in percent; words with a long beginning in common count as the same.
  func likeness(to other: RadarWords) -> Int {
    let all = words.count + other.words.count
    guard all > 0 else { return 0 }
    let shared = matching(other).count + other.matching(self).count
    return shared * 100 / all
  }

  /// What both say, for people.
  func shared(with other: RadarWords) -> String {
    let same = words.filter { other.words.contains($0) }
    return FundingPosition.list((same.isEmpty ? matching(other) : same).sorted(), "and")
  }

  private func matching(_ other: RadarWords) -> [String] {
    words.filter { word in other.words.contains { Self.isSame(word, $0) } }
  }

  /// "recruitment" and "recruiting": at least six letters in common from the first, and three of five of the longer.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let common = zip(one, other).prefix { $0 == $1 }.count
    return common >= 6 && common * 5 >= max(one.count, other.count) * 3
  }
}
