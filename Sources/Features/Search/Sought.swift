import Core
import People
import ReferralFile

/// What somebody typed into the one box, read as what it may be: each part is a date of birth, a phone number, a
/// postcode or its first half, an email address or a household's reference, and what is left is parts of a name.
package struct Sought: Hashable, Sendable {
  /// Parts of a name, folded as names are. All must be there.
  package private(set) var words: [String] = []
  package private(set) var bornOn: Day?
  /// The last nine digits.
  package private(set) var phone: Int?
  package private(set) var postcode: Postcode?
  /// The first half of a postcode: L8.
  package private(set) var outward: String?
  package private(set) var email: String?
  package private(set) var reference: String?
  /// All that was typed, where it may be the number that a partner gave a referral.
  package private(set) var referralID: String?

  /// Characters that are read.
  package static let limit = 200

  /// Throws `invalid` for the field `words` where nothing can be looked for.
  package init(_ written: String, today: Day) throws(Rejection) {
    let text = String(
      String.UnicodeScalarView(
        written.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    let count = text.unicodeScalars.count
    guard count <= Self.limit else {
      throw .invalid(
        "words",
        Reason(
          "too-long",
          ["what": "What you look for", "limit": String(Self.limit), "count": String(count)]))
    }
    var parts = text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" })
      .map(String.init)
    guard !parts.isEmpty else { throw .invalid("words", Reason("search.nothing")) }
    let whole = parts.joined(separator: " ")
    // Most often it is a name and nothing else: what needs a digit is not looked for then.
    let hasDigits = whole.utf8.contains(where: { (48...57).contains($0) })
    if hasDigits {
      referralID = whole
      takeReference(&parts)
    }
    if whole.utf8.contains(UInt8(ascii: "@")) { takeEmail(&parts) }
    if hasDigits {
      takeDay(&parts, today: today)
      takePhone(&parts)
      takePostcode(&parts)
    }
    takeWords(parts)
    guard hasName || hasContact || reference != nil || referralID != nil else {
      throw .invalid("words", Reason("search.too-little"))
    }
  }

  /// Whether there is a name to look for: one letter alone would be half the alphabet.
  package var hasName: Bool { words.contains { $0.utf8.count >= 2 } }

  /// Whether there is something that few people share.
  package var hasContact: Bool {
    bornOn != nil || phone != nil || postcode != nil || outward != nil || email != nil
  }

  /// Whether people are looked for, and not only what has a number.
  var isAboutPeople: Bool { hasName || hasContact }

  /// The same, with small words written as one with the next: "al masri" is looked for as "almasri" too.
  var rejoined: Sought? {
    let joined = NameWords.joined(words)
    guard !joined.isEmpty, words.count > joined.count else { return nil }
    var other = self
    var rest = words[...]
    other.words = []
    while let word = rest.popFirst() {
      if let next = rest.first, joined.contains(word + next) {
        other.words.append(word + next)
        rest = rest.dropFirst()
      } else {
        other.words.append(word)
      }
    }
    return other
  }
}

// MARK: - Reading

extension Sought {
  /// `HH-2026-0042`, also without its hyphens, in small letters or without its noughts.
  private mutating func takeReference(_ parts: inout [String]) {
    guard let first = parts.firstIndex(where: { $0.lowercased().hasPrefix("hh") }) else { return }
    let written = parts[first...].prefix(3).joined(separator: "-").lowercased()
    let digits = written.dropFirst(2).split(whereSeparator: { "-/.".contains($0) })
    guard digits.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return }
    let numbers = digits.map(String.init)
    let (year, number): (Substring, Substring)
    switch numbers.count {
    case 1 where numbers[0].count > 4:
      (year, number) = (numbers[0].prefix(4), numbers[0].dropFirst(4))
    case 2 where numbers[0].count == 4: (year, number) = (numbers[0][...], numbers[1][...])
    default: return
    }
    let short = number.drop { $0 == "0" }
    guard number.count <= 9 else { return }
    reference =
      "HH-\(year)-" + String(repeating: "0", count: max(0, 4 - short.count)) + short
    referralID = nil
    parts.removeSubrange(first..<min(parts.count, first + 3))
  }

  private mutating func takeEmail(_ parts: inout [String]) {
    guard let index = parts.firstIndex(where: { EmailAddress($0) != nil }) else { return }
    email = parts.remove(at: index)
  }

  private mutating func takeDay(_ parts: inout [String], today: Day) {
    for size in [3, 1] {
      for start in parts.indices where start + size <= parts.count {
        guard let day = WrittenDay.read(parts[start..<start + size], today: today) else { continue }
        bornOn = day
        parts.removeSubrange(start..<start + size)
        return
      }
    }
  }

  /// Parts that are digits and what stands between digits of a phone number, nine digits together or more.
  private mutating func takePhone(_ parts: inout [String]) {
    func isPhonelike(_ part: String) -> Bool {
      part.unicodeScalars.allSatisfy { "0123456789+()-./".unicodeScalars.contains($0) }
    }
    var start = 0
    while start < parts.count {
      var end = start
      while end < parts.count, isPhonelike(parts[end]) { end += 1 }
      if let key = ContactKey.phone(parts[start..<end].joined()) {
        phone = key
        parts.removeSubrange(start..<end)
        return
      }
      start = end + 1
    }
  }

  private mutating func takePostcode(_ parts: inout [String]) {
    for size in [2, 1] {
      for start in parts.indices where start + size <= parts.count {
        let written = parts[start..<start + size].joined(separator: " ")
        // Two names without a digit never are a postcode.
        guard let found = Postcode(written), written.contains(where: \.isNumber) else { continue }
        postcode = found
        parts.removeSubrange(start..<start + size)
        return
      }
    }
    for (index, part) in parts.enumerated()
    where part.count <= 4 && part.contains(where: \.isNumber) && part.contains(where: \.isLetter) {
      guard let found = Postcode(part + "1AA") else { continue }
      outward = found.district
      parts.remove(at: index)
      return
    }
  }

  private mutating func takeWords(_ parts: [String]) {
    var seen: Set<String> = []
    words = Array(
      NameKey.words(of: parts.joined(separator: " ")).filter { seen.insert($0).inserted }.prefix(8))
    // Marks alone are nobody's name.
    if !parts.contains(where: { $0.unicodeScalars.contains(where: Self.isOfAName) }) { words = [] }
  }

  private static func isOfAName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .otherSymbol:
      true
    default: false
    }
  }
}
