/// The vowels of a word, for names whose consonants are the same and who are still two: Hassan and Hussein.
extension Sounds {
  /// What a run of vowels sounds like, near enough.
  enum Vowel: Sendable { case a, e, i, o, u }

  /// One for each run of vowels. Spellings differ in how a vowel is written, so that only what is far apart tells.
  static func vowels(of word: String) -> [Vowel] {
    var found: [Vowel] = []
    var run = ""
    let letters = Array(word)
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      if "aeiou".contains(letter) || letter == "y" && !(next.map("aeiou".contains) ?? false) {
        run.append(letter)
      } else if !run.isEmpty {
        found.append(vowel(of: run))
        run = ""
      }
    }
    if !run.isEmpty { found.append(vowel(of: run)) }
    return found
  }

  /// Whether two words with the same consonants are two names all the same: the first vowels are far apart, and at least
  /// half of all. A word whose script writes no short vowels has fewer, and tells nothing.
  static func clash(_ one: [Vowel], _ two: [Vowel]) -> Bool {
    guard one.count == two.count, let first = one.first, let other = two.first,
      isFar(first, other)
    else { return false }
    return zip(one, two).count(where: isFar) * 2 >= one.count
  }

  private static func isFar(_ one: Vowel, _ two: Vowel) -> Bool {
    switch (one, two) {
    case (.a, .i), (.i, .a), (.a, .u), (.u, .a), (.e, .u), (.u, .e), (.i, .o), (.o, .i), (.i, .u),
      (.u, .i):
      true
    default: false
    }
  }

  private static func vowel(of run: String) -> Vowel {
    switch run {
    case "ee", "ie": return .i
    case "oo", "ou": return .u
    case "au", "ao", "aou": return .o
    default: break
    }
    // "ou" before a vowel is a French "w", "i" before one a glide: Ouissam, Iulia.
    if run.count > 2, run.hasPrefix("ou") { return vowel(of: String(run.dropFirst(2))) }
    if run.count > 1, run.hasPrefix("i") { return vowel(of: String(run.dropFirst())) }
    switch run.first {
    case "a": return .a
    case "e": return .e
    case "o": return .o
    case "u": return .u
    default: return .i
    }
  }
}
