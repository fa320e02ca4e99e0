import Core
import ReferralFile

/// What of a person's record is compared with another's.
struct Features: Sendable {
  /// The words of the full name, folded, without such as "al" and "de".
  let words: [Word]
  /// The words of the name by which they are known, where it is another.
  let otherWords: [Word]
  let born: Day
  /// Digits without the leading nought or country: nil where it is too short to tell.
  let phone: String?
  let email: String?
  /// Capitals without a space.
  let postcode: String?

  /// A word of a name with what is asked of it again and again.
  struct Word: Hashable, Sendable {
    let text: String
    let spelling: String
    let skeletons: [String]
    let vowels: [Sounds.Vowel]

    init(_ text: some StringProtocol) {
      self.text = String(text)
      spelling = Sounds.spelling(of: self.text)
      skeletons = Sounds.skeletons(of: self.text)
      vowels = Sounds.vowels(of: self.text)
    }
  }

  /// `nameKey` is the full name as `people.name_key` keeps it.
  init(
    nameKey: String, knownAs: String?, born: Day, phone: String?, email: String?, postcode: String?
  ) {
    words = Self.words(of: nameKey)
    let known = Set(words.map(\.text))
    otherWords = (knownAs.map { Self.words(of: NameKey($0).sorted) } ?? [])
      .filter { !known.contains($0.text) }
    self.born = born
    self.phone = phone.flatMap { Phone($0) }.map { String($0.text.suffix(9)) }
    self.email = email.map { $0.lowercased().filter { !$0.isWhitespace } }.flatMap {
      $0.contains("@") ? $0 : nil
    }
    self.postcode = postcode.map { $0.uppercased().filter { $0.isLetter || $0.isNumber } }.flatMap {
      $0.count >= 5 ? $0 : nil
    }
  }

  /// Words that come and go between spellings of one name.
  private static let particles: Set<Substring> = [
    "al", "el", "ul", "bin", "ibn", "bint", "abu", "de", "da", "do", "dos", "das", "du", "di",
    "del", "della",
    "van", "von", "der", "den", "la", "le", "mr", "mrs", "ms", "miss", "dr",
  ]

  /// Words of a name that are compared: names have no more that tell.
  static let mostWords = 6

  private static func words(of key: String) -> [Word] {
    let all = key.split(separator: " ")
    let telling = all.filter { !particles.contains($0) }
    return (telling.isEmpty ? all : telling).prefix(mostWords).map { Word($0) }
  }

  /// Hashes of what two records of one person nearly always share one of: the sounds of two names; a name's with the
  /// date of birth; a name's with the phone; the phone with the date of birth; the email address.
  var keys: [Int] {
    var found: Set<Int> = []
    let all = words + otherWords
    for (index, word) in all.enumerated() {
      for skeleton in word.skeletons {
        found.insert(Self.hash("b", born.description, skeleton))
        if let phone { found.insert(Self.hash("p", phone, skeleton)) }
        if all.count == 1 { found.insert(Self.hash("n", skeleton, "")) }
        for other in all[(index + 1)...] {
          for theirs in other.skeletons.prefix(2) {
            let pair = [skeleton, theirs].sorted()
            found.insert(Self.hash("n", pair[0], pair[1]))
          }
        }
      }
    }
    if let email { found.insert(Self.hash("e", email, "")) }
    if let phone { found.insert(Self.hash("t", phone, born.description)) }
    return Array(found.sorted().prefix(Self.mostKeys))
  }

  /// Names of six words in doubtful spellings would have more.
  static let mostKeys = 60

  /// FNV-1a, 64 bits: the same in every process.
  private static func hash(_ kind: String, _ one: String, _ two: String) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(kind)\n\(one)\n\(two)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(Int64(bitPattern: hash))
  }
}
