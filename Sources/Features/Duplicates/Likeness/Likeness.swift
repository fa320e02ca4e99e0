import Core
import HTML
import ReferralFile

/// How much speaks for two records being one person, in tenths of a point, and why. The points and where they come from
/// are in docs/rules/duplicates.md.
struct Likeness: Sendable {
  private(set) var score = 0
  private(set) var reasons: [Why] = []

  /// From here on a pair is shown to somebody.
  static let threshold = 135

  var isLikely: Bool { score >= Self.threshold }

  init(_ one: Features, _ two: Features, variants: NameVariants) {
    let names = NameLikeness(one, two, variants)
    guard names.matched > 0 else {
      (score, reasons) = (-100, [Why(.no, "No part of the names is alike")])
      return
    }
    add(names.points, names.isSame ? .yes : names.unmatched ? .no : .yes, names.words)
    compareBirth(one.born, two.born)
    compare(one.phone, two.phone, same: 50, other: -5, "phone number")
    compare(one.email, two.email, same: 60, other: -5, "email address")
    compare(one.postcode, two.postcode, same: 20, other: -5, "postcode")
  }

  private mutating func add(_ points: Int, _ sign: Why.Sign, _ words: String) {
    score += points
    reasons.append(Why(sign, words))
  }

  private mutating func compareBirth(_ one: Day, _ two: Day) {
    switch BirthLikeness(one, two) {
    case .same: add(70, .yes, "The same date of birth")
    case .swapped: add(50, .yes, "Day and month of birth are the other way round")
    case .oneDigit: add(45, .yes, "One digit of the date of birth is different")
    case .yearOff: add(45, .yes, "The year of birth is one or ten years off")
    case .dayOff: add(45, .yes, "The dates of birth are one day apart")
    case .different: add(-80, .no, "The dates of birth are different")
    }
  }

  /// What one side does not have speaks neither way.
  private mutating func compare(
    _ one: String?, _ two: String?, same: Int, other: Int, _ what: String
  ) {
    guard let one, let two else { return }
    if one == two {
      add(same, .yes, "The same \(what)")
    } else {
      add(other, .no, "Another \(what)")
    }
  }
}

/// How two dates of birth differ.
enum BirthLikeness: Sendable {
  case same, swapped, oneDigit, yearOff, dayOff, different

  init(_ one: Day, _ two: Day) {
    let ((year, month, day), (otherYear, otherMonth, otherDay)) = (one.parts, two.parts)
    if one == two {
      self = .same
    } else if year == otherYear, month == otherDay, day == otherMonth {
      self = .swapped
    } else if month == otherMonth, day == otherDay, [1, 10].contains(abs(year - otherYear)) {
      self = .yearOff
    } else if EditDistance.between(one.description, two.description) == 1 {
      // One digit put for another, or two neighbours swapped.
      self = .oneDigit
    } else if one.adding(days: 1) == two || two.adding(days: 1) == one {
      self = .dayOff
    } else {
      self = .different
    }
  }
}

/// How two names are alike: words are paired, the best pairs first, whatever their order.
struct NameLikeness: Sendable {
  private(set) var points = 0
  private(set) var matched = 0
  /// Whether both sides have a word that the other has nothing like.
  private(set) var unmatched = false
  private(set) var isSame = false
  private(set) var words = ""

  /// Tenths of a point; beyond it more words tell no more.
  static let most = 150

  private typealias Word = Features.Word

  init(_ one: Features, _ two: Features, _ variants: NameVariants) {
    let (first, second) = (one.words + one.otherWords, two.words + two.otherWords)
    var (free, otherFree) = (Set(first.indices), Set(second.indices))
    var alike: [(String, String)] = []
    var pairs: [(points: Int, one: Int, two: Int)] = []
    for (index, word) in first.enumerated() {
      for (other, theirs) in second.enumerated() {
        let points = Self.points(word, theirs, variants)
        if points > 0 { pairs.append((points, index, other)) }
      }
    }
    pairs.sort { ($0.points, $1.one, $1.two) > ($1.points, $0.one, $0.two) }
    for pair in pairs where free.contains(pair.one) && otherFree.contains(pair.two) {
      free.remove(pair.one)
      otherFree.remove(pair.two)
      take(pair.points)
      if first[pair.one].text != second[pair.two].text {
        alike.append((first[pair.one].text, second[pair.two].text))
      }
    }
    join(first, second, &free, &otherFree, &alike, variants)
    // A name by which somebody is known may be missing on the other side.
    let (left, otherLeft) = (
      free.count { $0 < one.words.count }, otherFree.count { $0 < two.words.count }
    )
    points = min(points, Self.most)
    points -= 60 * min(left, otherLeft) + 5 * abs(left - otherLeft)
    unmatched = min(left, otherLeft) > 0
    isSame = left == 0 && otherLeft == 0 && alike.isEmpty
    words = describe(alike, left + otherLeft)
  }

  private mutating func take(_ more: Int) {
    points += more
    matched += 1
  }

  /// Words written apart on one side and together on the other: "abd alrahman", "abdulrahman".
  private mutating func join(
    _ first: [Word], _ second: [Word], _ free: inout Set<Int>, _ otherFree: inout Set<Int>,
    _ alike: inout [(String, String)], _ variants: NameVariants
  ) {
    if joins(first, &free, second, &otherFree, &alike, variants) { return }
    _ = joins(second, &otherFree, first, &free, &alike, variants)
  }

  private mutating func joins(
    _ apart: [Word], _ free: inout Set<Int>, _ together: [Word], _ otherFree: inout Set<Int>,
    _ alike: inout [(String, String)], _ variants: NameVariants
  ) -> Bool {
    for index in free.sorted() {
      for next in free.sorted() where next != index {
        let word = Word(apart[index].text + apart[next].text)
        for other in otherFree.sorted() {
          let points = Self.points(word, together[other], variants)
          guard points > 0 else { continue }
          free.subtract([index, next])
          otherFree.remove(other)
          take(points)
          alike.append(("\(apart[index].text) \(apart[next].text)", together[other].text))
          return true
        }
      }
    }
    return false
  }

  /// Tenths of a point for two words of names; 0 where they are not alike.
  private static func points(_ one: Word, _ two: Word, _ variants: NameVariants) -> Int {
    if one.text == two.text { return 50 }
    if variants.join(one.text, two.text) { return 45 }
    if one.spelling == two.spelling { return 45 }
    let (length, other) = (one.text.utf8.count, two.text.utf8.count)
    if length == 1 || other == 1 { return one.text.first == two.text.first ? 10 : 0 }
    let shorter = min(length, other)
    if shorter >= 3, EditDistance.between(one.text, two.text) == 1 { return 40 }
    if shorter >= 7, EditDistance.between(one.text, two.text) == 2 { return 40 }
    let sounds = one.skeletons.filter(two.skeletons.contains)
    if let sound = sounds.max(by: { $0.count < $1.count }) {
      // Hassan and Hussein are brothers.
      if Sounds.clash(one.vowels, two.vowels) { return 0 }
      return sound.count > 2 ? 40 : sound.count > 1 ? 35 : 20
    }
    if shorter >= 4, EditDistance.between(one.spelling, two.spelling) == 1 { return 35 }
    if shorter >= 4, one.text.hasPrefix(two.text) || two.text.hasPrefix(one.text) { return 25 }
    return 0
  }

  private func describe(_ alike: [(String, String)], _ left: Int) -> String {
    func shown(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
    if isSame { return "The same name" }
    let pairs = alike.map { "\(shown($0.0)) and \(shown($0.1))" }.joined(separator: ", ")
    if unmatched {
      return alike.isEmpty
        ? "Part of the name is the same, part is different"
        : "Part of the name is alike (\(pairs)), part is different"
    }
    if alike.isEmpty { return "The same name, with a part that only one of them has" }
    return "The names are written differently: \(pairs)"
      + (left > 0 ? ". One has a part more" : "")
  }
}
