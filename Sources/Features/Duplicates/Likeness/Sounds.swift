/// How the words of names sound, near enough that the ways in which one name is written in Latin letters fall together.
/// Letters are all that is looked at: nothing is said of anybody's language or origin.
///
/// Words come folded: small ASCII letters, whatever the script was (`NameKey`).
enum Sounds {
  /// The consonants of a word, in classes whose letters stand for each other between spellings; vowels, y and h are
  /// left out, as Arabic script leaves them. A letter that is one sound in one spelling and another elsewhere
  /// ("w" in Polish and in Arabic) gives several skeletons: two words sound alike when they share one.
  static func skeletons(of word: String) -> [String] {
    var found = expanded(parts(of: Array(word.utf8)[...]))
    for article in ["al", "el"] where word.hasPrefix(article) && word.utf8.count >= 5 {
      found += expanded(parts(of: Array(word.utf8)[2...])).prefix(1)
    }
    found = found.reduce(into: []) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
    return found.isEmpty ? [word] : Array(found.prefix(most))
  }

  /// Skeletons of a word at most, so that no name can ask for many keys.
  static let most = 4

  /// The word in one spelling, vowels and all: long vowels short, doubled letters single, digraphs as one letter.
  static func spelling(of word: String) -> String {
    var letters: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let first = rest.first {
      let (written, count) = letter(at: rest, first)
      for byte in written.utf8 where byte != letters.last { letters.append(byte) }
      rest = rest.dropFirst(count)
    }
    // "Fatimah" is "Fatima".
    if letters.count > 3, letters.last == UInt8(ascii: "h") { letters.removeLast() }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Pairs of letters that are written for one sound, and what stands for them here.
  private static let digraphs: [(String, String)] = [
    ("sch", "s"), ("tch", "s"), ("sh", "s"), ("sz", "s"), ("cz", "s"), ("ch", "s"), ("zh", "z"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("dj", "j"), ("dz", "z"),
    ("ts", "s"), ("tz", "s"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"),
    ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("aa", "a"),
  ]
  private static let singles: [UInt8: String] = [
    UInt8(ascii: "y"): "i", UInt8(ascii: "j"): "i", UInt8(ascii: "w"): "v", UInt8(ascii: "q"): "k",
    UInt8(ascii: "c"): "k", UInt8(ascii: "x"): "ks", UInt8(ascii: "e"): "e",
  ]

  private static func letter(at rest: ArraySlice<UInt8>, _ first: UInt8) -> (String, Int) {
    for (written, sound) in digraphs where rest.starts(with: written.utf8) {
      return (sound, written.utf8.count)
    }
    return (singles[first] ?? String(UnicodeScalar(first)), 1)
  }

  // MARK: - Skeletons

  /// A consonant in the classes that it may be; a part without any stands between consonants only.
  private struct Part {
    let classes: [String]
    let isBreak: Bool
    static let pause = Part(classes: [], isBreak: true)
    init(_ classes: String...) { (self.classes, isBreak) = (classes, false) }
    private init(classes: [String], isBreak: Bool) {
      (self.classes, self.isBreak) = (classes, isBreak)
    }
  }

  private static func parts(of word: ArraySlice<UInt8>) -> [Part] {
    var parts: [Part] = []
    var rest = word
    while let first = rest.first {
      let (part, count) = part(at: rest, first)
      parts += part
      rest = rest.dropFirst(count)
    }
    if endsInMark(word) { parts[parts.count - 1] = Part("T", "") }
    return parts
  }

  /// Whether a word ends in a "t" that may be no more than the mark at the end of many Arabic names (ta marbuta): Latin
  /// letters write it "a" or "ah", and ICU brings it to "t" without the vowel before it.
  private static func endsInMark(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 3, word.last == UInt8(ascii: "t") else { return false }
    return !"aeiout".utf8.contains(word[word.endIndex - 2])
  }

  /// S for all that hisses, K, J, T, F and P for what is voiced in one spelling and not in another; "" for a letter that
  /// may be no consonant at all.
  private static func part(at rest: ArraySlice<UInt8>, _ first: UInt8) -> ([Part], Int) {
    func begins(_ text: String) -> Bool { rest.starts(with: text.utf8) }
    switch UnicodeScalar(first) {
    case "a", "e", "i", "o", "u", "y", "h": return ([.pause], 1)
    case "s": return ([Part("S")], begins("sch") ? 3 : begins("sh") || begins("sz") ? 2 : 1)
    case "z": return ([Part("S")], begins("zh") ? 2 : 1)
    case "c":
      if begins("cz") || begins("cs") { return ([Part("S")], 2) }
      if begins("ch") { return ([Part("S", "")], 2) }
      if begins("ck") { return ([], 1) }
      return begins("ce") || begins("ci") || begins("cy") ? ([Part("S")], 1) : ([Part("K", "S")], 1)
    case "t":
      if begins("tch") { return ([Part("S")], 3) }
      if begins("tsch") { return ([Part("S")], 4) }
      // One sound, or two with a short vowel between them that is not written: Mutaz is "mtz" in Arabic script.
      if begins("ts") || begins("tz") { return ([Part("S", "TS")], 2) }
      return ([Part("T")], begins("th") ? 2 : 1)
    case "d":
      if begins("dj") { return ([Part("J")], 2) }
      if begins("dz") { return ([Part("S")], begins("dzh") ? 3 : 2) }
      return ([Part("T")], begins("dh") ? 2 : 1)
    case "k": return begins("kh") ? ([.pause], 2) : ([Part("K")], 1)
    case "q": return ([Part("K")], 1)
    case "x": return ([Part("K"), Part("S")], 1)
    case "g": return ([Part("J")], begins("gh") ? 2 : 1)
    case "j": return ([Part("J", "")], 1)
    case "f", "v": return ([Part("F")], 1)
    case "w": return ([Part("F", "")], 1)
    case "p": return ([Part(begins("ph") ? "F" : "P")], begins("ph") ? 2 : 1)
    default: return ([Part(String(UnicodeScalar(first)))], 1)
    }
  }

  private static func expanded(_ parts: [Part]) -> [String] {
    var ways: [(text: String, last: String)] = [("", "")]
    for part in parts {
      guard !part.isBreak else {
        for index in ways.indices { ways[index].last = "" }
        continue
      }
      ways = part.classes.flatMap { sound in
        ways.map { way in
          sound.isEmpty
            ? (way.text, "") : way.last == sound ? way : (way.text + sound, sound)
        }
      }
      ways = Array(ways.prefix(most))
    }
    return ways.map(\.text)
  }
}
