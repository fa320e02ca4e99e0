/// A word as a number that sorts as the word does: its first twelve letters and digits, in base 37. Numbers have one
/// order in every database, whatever its collation, so that a beginning is a range. What follows after twelve letters is
/// for the comparison that comes after.
package enum WordKey {
  /// Letters and digits that a key holds: 37^12 is below 2^63.
  static let length = 12

  package static func of(_ word: some StringProtocol) -> Int {
    packed(word.utf8.prefix(length), length)
  }

  /// The keys of all words that begin so.
  package static func range(startingWith beginning: some StringProtocol) -> Range<Int> {
    let first = of(beginning)
    let free = max(0, length - beginning.utf8.count)
    return first..<(first + (0..<free).reduce(1) { size, _ in size * 37 })
  }

  /// The keys of a word as it is, and with each of its letters left out. Two words that one slip tells apart (a letter
  /// more, a letter less, another letter, two neighbours swapped) share one of them (W. Garbe, SymSpell, 2012).
  package static func slips(of word: String) -> Set<Int> {
    let bytes = Array(word.utf8)
    var keys: Set = [of(word)]
    for index in bytes.indices.prefix(length + 1) {
      var left = bytes
      left.remove(at: index)
      keys.insert(packed(left.prefix(length), length))
    }
    return keys
  }

  static func packed(_ bytes: some Collection<UInt8>, _ width: Int) -> Int {
    var number = bytes.reduce(0) { $0 * 37 + digit($1) }
    for _ in bytes.count..<width { number *= 37 }
    return number
  }

  private static func digit(_ byte: UInt8) -> Int {
    switch byte {
    case 48...57: Int(byte) - 47
    case 97...122: Int(byte) - 86
    // Of a script that could not be brought to Latin letters: close enough to look for, compared in full later.
    default: Int(byte) % 36 + 1
    }
  }
}
