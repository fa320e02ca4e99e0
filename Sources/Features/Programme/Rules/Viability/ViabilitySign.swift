/// A word, a name, an amount or a mark of a rule.
struct ViabilitySign: Hashable {
  enum Kind: Hashable {
    case word(ViabilityWord)
    case name
    case number(String)
    /// In pence; nil where it is no amount that can be read.
    case money(Int?)
    case open, close, comma, end
  }

  let kind: Kind
  /// As it was written.
  let text: String
  /// The character at which it begins, counted from 1.
  let at: Int

  /// The signs of a text, the last of which is its end.
  static func all(of text: String) throws(ViabilityProblem) -> [ViabilitySign] {
    let letters = Array(text)
    var signs: [ViabilitySign] = []
    var place = 0
    while place < letters.count {
      let letter = letters[place]
      if letter.isWhitespace {
        place += 1
        continue
      }
      let end: Int
      let kind: Kind
      switch letter {
      case "(": (kind, end) = (.open, place + 1)
      case ")": (kind, end) = (.close, place + 1)
      case ",": (kind, end) = (.comma, place + 1)
      case "£":
        end = amountEnd(letters, after: place)
        kind = .money(pence(letters[(place + 1)..<end]))
      default:
        end = letters[place...].firstIndex { !isOfName($0) } ?? letters.count
        guard end > place else {
          throw ViabilityProblem("viability.strange", at: place + 1, ["what": String(letter)])
        }
        kind = word(String(letters[place..<end]))
      }
      signs.append(ViabilitySign(kind: kind, text: String(letters[place..<end]), at: place + 1))
      place = end
    }
    return signs + [ViabilitySign(kind: .end, text: "", at: letters.count + 1)]
  }

  private static func word(_ text: String) -> Kind {
    if let word = ViabilityWord(rawValue: text.lowercased()) { return .word(word) }
    return text.utf8.contains { SourceName.isLetter($0) } ? .name : .number(text)
  }

  private static func isOfName(_ letter: Character) -> Bool {
    letter.utf8.count == 1
      && letter.utf8.allSatisfy { SourceName.isLetter($0) || SourceName.isOther($0) }
  }

  private static func isDigit(_ letter: Character) -> Bool {
    ("0"..."9").contains(letter) && letter.utf8.count == 1
  }

  /// Digits and points, letters for a million or a thousand, and commas that a digit follows.
  private static func amountEnd(_ letters: [Character], after pound: Int) -> Int {
    var end = pound + 1
    while end < letters.count {
      let isInside =
        isOfName(letters[end]) || letters[end] == "."
        || letters[end] == "," && end + 1 < letters.count && isDigit(letters[end + 1])
      guard isInside else { break }
      end += 1
    }
    return end
  }

  /// Commas stand between groups of three digits or nowhere.
  private static func pence(_ letters: ArraySlice<Character>) -> Int? {
    let text = String(letters)
    let groups = text.split(separator: ".", omittingEmptySubsequences: false)[0]
      .split(separator: ",", omittingEmptySubsequences: false)
    let isGrouped = groups.dropFirst().allSatisfy { $0.prefix { isDigit($0) }.count == 3 }
    guard isGrouped, groups.count == 1 || groups[0].count <= 3 else { return nil }
    return Money.pence(written: text)
  }
}
