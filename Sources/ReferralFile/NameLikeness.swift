extension NameVariants {
  /// Whether two folded words are listed as spellings of one name.
  package func join(_ one: String, _ two: String) -> Bool {
    var (one, two) = (one, two)
    return one.withUTF8 { one in two.withUTF8 { join(one, $0) } }
  }
}

extension EditDistance {
  /// Letters added, left out, put for another or swapped with a neighbour, between two folded words.
  package static func between(_ one: String, _ two: String) -> Int {
    one.isEmpty || two.isEmpty
      ? max(one.utf8.count, two.utf8.count) : between(Array(one.utf8), Array(two.utf8))
  }
}
