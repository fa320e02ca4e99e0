import Core
import Schema

/// Which passwords are good enough: long, and not what everybody would try first. Nothing is asked of their
/// letters, and nobody has to change one because time has passed (NIST SP 800-63B, 3.1.1.2).
struct PasswordRule: Sendable {
  /// Unicode scalars, as NIST counts: a flag or a family is several.
  static let shortest = 12
  static let longest = 1000
  /// How much of a password must be something else than words that anyone would try.
  static let leastOfOwn = 8

  let common: Set<String>
  /// Words that belong to this place: the product, the authority, its districts.
  let context: [String]

  init(common: Set<String> = PasswordRule.shipped, context: [String]) {
    self.common = common
    self.context = context
  }

  /// Why this can't be the password of this person, or nil where it can.
  func problem(with password: String, email: String, name: String) -> Reason? {
    let count = password.unicodeScalars.count
    if count < Self.shortest {
      return Reason("access.password-short", ["least": String(Self.shortest)])
    }
    if count > Self.longest {
      return Reason(
        "too-long", ["what": "Password", "limit": String(Self.longest), "count": String(count)])
    }
    let words = Self.words(in: context + Self.favourites + [email, name])
    for reading in Self.readings(of: password) {
      if isCommon(reading) || Self.isRun(reading) { return Reason("access.password-common") }
      if Self.isMostly(words, reading) { return Reason("access.password-guessable") }
    }
    return nil
  }

  /// On the list itself, or once the year and the exclamation mark at its ends are gone.
  private func isCommon(_ reading: [Character]) -> Bool {
    let core = reading.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
    return common.contains(String(reading)) || (!core.isEmpty && common.contains(String(core)))
  }

  /// `aaaaaaaaaaaa`, `abababababab`, `123456789012`, `zyxwvutsrqpo`.
  private static func isRun(_ reading: [Character]) -> Bool {
    if Set(reading).count <= 2 { return true }
    let values = reading.compactMap { $0.unicodeScalars.first.map { Int($0.value) } }
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }
    return [1, -1].contains { step in
      // From 9 to 0 and from 0 to 9 counts as going on.
      steps.allSatisfy { $0 == step || $0 == -9 * step }
    }
  }

  private static func isMostly(_ words: [[Character]], _ reading: [Character]) -> Bool {
    var isTaken = [Bool](repeating: false, count: reading.count)
    for word in words where word.count <= reading.count {
      for start in 0...reading.count - word.count
      where reading[start..<start + word.count].elementsEqual(word) {
        for index in start..<start + word.count { isTaken[index] = true }
      }
    }
    return isTaken.contains(true) && isTaken.count(where: { !$0 }) < leastOfOwn
  }

  /// The password in small letters, and what it says when digits stand for letters: `P4ssw0rd`.
  private static func readings(of password: String) -> [[Character]] {
    let plain = Array(password.lowercased())
    let usual = plain.map { standIns[$0] ?? $0 }
    // A one is an i in some words and an l in others.
    let other = plain.map { $0 == "1" || $0 == "!" || $0 == "|" ? "l" : standIns[$0] ?? $0 }
    return plain == usual && plain == other ? [plain] : [plain, usual, other, ends(plain)]
  }

  /// Stand-ins within the word only: the year after it is a year.
  private static func ends(_ plain: [Character]) -> [Character] {
    let end = plain.lastIndex { $0.isLetter } ?? plain.startIndex
    return plain.enumerated().map { $0 <= end ? standIns[$1] ?? $1 : $1 }
  }

  /// Words of three letters or more in any text, such as an address.
  private static func words(in texts: [String]) -> [[Character]] {
    let parts = texts.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber } }
    return Set(parts.filter { $0.count >= 3 }).map(Array.init)
  }

  /// Words that people reach for, shorter than those of the shipped list.
  private static let favourites = [
    "pierhead", "password", "welcome", "letmein", "qwerty", "admin", "secret", "login", "changeme",
    "spring", "summer", "autumn", "winter",
  ]

  private static let standIns: [Character: Character] = [
    "0": "o", "1": "i", "!": "i", "|": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s",
    "7": "t", "8": "b", "9": "g",
  ]

  /// The list that comes with Pierhead.
  static let shipped: Set<String> = {
    let text = ReferenceTexts.files["common-passwords.txt"] ?? ""
    return Set(text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { $0.lowercased() })
  }()
}
