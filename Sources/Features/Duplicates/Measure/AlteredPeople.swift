import Core
import ReferralFile

/// Made-up people for measuring, some of whom come a second time and are written otherwise. The same seed, the same
/// people. Names stand in lists of their own and are altered by rules of their own (`NameWriting`): nothing here is read
/// by the check, and nothing of the check is read here.
struct AlteredPeople {
  /// How a copy differs from the record that it is of.
  enum Kind: String, CaseIterable {
    case slip, order, accents, middleName, knownAs, date
    case arabicSpelling, arabicScript, cyrillicSpelling, cyrillicScript, polish

    var words: String {
      switch self {
      case .slip: "a slip in a name"
      case .order: "family name first"
      case .accents: "accents left out"
      case .middleName: "a middle name more or less"
      case .knownAs: "by the name they are known by"
      case .date: "a slip in the date of birth"
      case .arabicSpelling: "Arabic, spelled another way"
      case .arabicScript: "Arabic script"
      case .cyrillicSpelling: "Cyrillic, spelled another way"
      case .cyrillicScript: "Cyrillic script"
      case .polish: "Polish by ear or without accents"
      }
    }
  }

  struct Record {
    var name: String
    var knownAs: String?
    var born: Day
    var phone: String?
    var email: String?
    var postcode: String
    /// The record that this is a copy of, and how it differs.
    var copy: (of: Int, kind: Kind)?
  }

  /// What is behind a written name, so that it can be written anew.
  private enum Source {
    case latin(given: String, family: String)
    case arabic(given: String, family: String, NameWriting.Arabic)
    case cyrillic(given: String, family: String)
    case polish(given: String, family: String)
  }

  private var random: Splitmix
  private var sources: [Source] = []
  private(set) var records: [Record] = []

  init(people: Int, copies: Int, seed: UInt64) {
    random = Splitmix(state: seed)
    while records.count < people { addHousehold(most: people - records.count) }
    var kinds: [Kind] = []
    var made = 0
    var taken: Set<Int> = []
    while made < copies {
      if kinds.isEmpty { kinds = Kind.allCases.shuffled(using: &random) }
      let original = Int.random(in: 0..<people, using: &random)
      guard !taken.contains(original), let at = kinds.firstIndex(where: { fits($0, original) })
      else { continue }
      taken.insert(original)
      addCopy(of: original, kinds.remove(at: at))
      made += 1
    }
  }

  // MARK: - People

  /// One to five people; most have one family name, one postcode, and some one phone.
  private mutating func addHousehold(most: Int) {
    let size = min(most, Int.random(in: 1...5, using: &random))
    let first = source()
    let phone = number()
    let postcode =
      "L\(Int.random(in: 1...38, using: &random)) \(Int.random(in: 0...9, using: &random))\(letters(2))"
    for index in 0..<size {
      let source =
        index == 0 || chance(0.2) ? (index == 0 ? first : self.source()) : relative(of: first)
      // One in sixty is a twin of the one before.
      let born =
        index > 0 && chance(1.0 / 60)
        ? records[records.count - 1].born
        : Day(1945, 1, 1)!.adding(days: Int.random(in: 0..<23_000, using: &random))
      let own = chance(0.6) ? number() : phone
      records.append(
        Record(
          name: written(source), knownAs: nil, born: born, phone: chance(0.85) ? own : nil,
          email: chance(0.5) ? "someone\(records.count)@example.org" : nil, postcode: postcode))
      sources.append(source)
    }
  }

  private mutating func source() -> Source {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<4: return .latin(given: pick(Self.given), family: pick(Self.family))
    case 4..<7:
      let way = pick([NameWriting.Arabic.english, .plain, .french, .egyptian])
      return .arabic(given: pick(Self.arabicGiven), family: pick(Self.arabicFamily), way)
    case 7..<9: return .cyrillic(given: pick(Self.cyrillicGiven), family: cyrillicFamily())
    default: return .polish(given: pick(Self.polishGiven), family: pick(Self.polishFamily))
    }
  }

  private mutating func cyrillicFamily() -> String {
    pick(Self.cyrillicStems) + pick(["енко", "чук", "ський", "ов"])
  }

  private mutating func relative(of source: Source) -> Source {
    switch source {
    case .latin(_, let family): .latin(given: pick(Self.given), family: family)
    case .arabic(_, let family, let way):
      .arabic(given: pick(Self.arabicGiven), family: family, way)
    case .cyrillic(_, let family): .cyrillic(given: pick(Self.cyrillicGiven), family: family)
    case .polish(_, let family): .polish(given: pick(Self.polishGiven), family: family)
    }
  }

  private func written(_ source: Source) -> String {
    switch source {
    case .latin(let given, let family), .polish(let given, let family): "\(given) \(family)"
    case .arabic(let given, let family, let way):
      "\(NameWriting.arabic(given, way)) \(NameWriting.arabic(family, way))"
    case .cyrillic(let given, let family):
      "\(NameWriting.cyrillic(given, .english)) \(NameWriting.cyrillic(family, .english))"
    }
  }

  // MARK: - Copies

  private func fits(_ kind: Kind, _ original: Int) -> Bool {
    switch (kind, sources[original]) {
    case (.arabicSpelling, .arabic), (.arabicScript, .arabic), (.cyrillicSpelling, .cyrillic),
      (.cyrillicScript, .cyrillic), (.polish, .polish):
      true
    case (.arabicSpelling, _), (.arabicScript, _), (.cyrillicSpelling, _), (.cyrillicScript, _),
      (.polish, _):
      false
    case (.accents, _): NameWriting.plain(records[original].name) != records[original].name
    default: true
    }
  }

  private mutating func addCopy(of original: Int, _ kind: Kind) {
    var copy = records[original]
    copy.copy = (original, kind)
    rewrite(&copy, of: original, kind)
    // Every tenth copy has a slip in the date as well, whatever else differs.
    if kind == .date || chance(0.1) { copy.born = slipped(copy.born) }
    copy.phone = changed(copy.phone, kept: 0.65, gone: 0.2) { $0.number() }
    copy.email = changed(copy.email, kept: 0.6, gone: 0.25) {
      "other\($0.records.count)@example.org"
    }
    if chance(0.25) {
      copy.postcode = "CH\(Int.random(in: 41...66, using: &random)) 1\(letters(2))"
    }
    records.append(copy)
  }

  private mutating func rewrite(_ copy: inout Record, of original: Int, _ kind: Kind) {
    let words = copy.name.split(separator: " ").map(String.init)
    switch kind {
    case .slip:
      let at = Int.random(in: 0..<words.count, using: &random)
      copy.name = words.enumerated().map { $0.offset == at ? slipped($0.element) : $0.element }
        .joined(separator: " ")
    case .order:
      copy.name =
        chance(0.5)
        ? "\(words.last!), \(words.dropLast().joined(separator: " "))"
        : "\(words.last!.uppercased()) \(words.dropLast().joined(separator: " "))"
    case .accents: copy.name = NameWriting.plain(copy.name)
    case .middleName:
      copy.name = ([words[0], pick(Self.middle)] + words.dropFirst()).joined(separator: " ")
      // As often it is the later record that lacks it.
      if chance(0.5) { swap(&records[original].name, &copy.name) }
    case .knownAs:
      let known = pick(Self.middle)
      records[original].knownAs = known
      copy.name = ([known] + words.dropFirst()).joined(separator: " ")
    case .date: break
    case .arabicSpelling, .arabicScript:
      guard case .arabic(let given, let family, let way) = sources[original] else { return }
      let others = NameWriting.Arabic.allCases.filter { $0 != way && $0 != .script }
      let other = kind == .arabicScript ? .script : pick(others)
      copy.name = written(.arabic(given: given, family: family, other))
    case .cyrillicSpelling, .cyrillicScript:
      guard case .cyrillic(let given, let family) = sources[original] else { return }
      let way = pick([NameWriting.Cyrillic.polish, .german])
      copy.name =
        kind == .cyrillicScript
        ? "\(given) \(family)"
        : "\(NameWriting.cyrillic(given, way)) \(NameWriting.cyrillic(family, way))"
    case .polish:
      copy.name =
        chance(0.5)
        ? NameWriting.plain(copy.name) : words.map(NameWriting.polishByEar).joined(separator: " ")
    }
  }

  /// A letter left out, added, put for another, or two neighbours swapped.
  private mutating func slipped(_ word: String) -> String {
    var letters = Array(word)
    let at = Int.random(in: 0..<letters.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where letters.count > 2: letters.remove(at: at)
    case 1: letters.insert(pick(Array("aeiounrstlm")), at: at)
    case 2 where at + 1 < letters.count && letters[at] != letters[at + 1]:
      letters.swapAt(at, at + 1)
    default: letters[at] = pick(Array("aeiounrstlmbdk").filter { $0 != letters[at] })
    }
    return String(letters)
  }

  private mutating func slipped(_ day: Day) -> Day {
    let (year, month, number) = day.parts
    for _ in 0..<50 {
      let other: Day?
      switch Int.random(in: 0..<4, using: &random) {
      case 0: other = Day(year, number, month)
      case 1: other = Day(year + pick([-10, -1, 1, 10]), month, number)
      case 2: other = Day(year, month, number + pick([-1, 1]))
      default:
        var text = Array(day.description)
        text[pick([2, 3, 6, 9])] = pick(Array("0123456789"))
        other = Day(iso: String(text))
      }
      if let other, other != day, other.year > 1930, other.year < 2011 { return other }
    }
    return day
  }

  private mutating func changed(
    _ value: String?, kept: Double, gone: Double, _ make: (inout AlteredPeople) -> String
  ) -> String? {
    let luck = Double.random(in: 0..<1, using: &random)
    if luck < kept { return value }
    return luck < kept + gone ? nil : make(&self)
  }

  // MARK: - Chance

  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < share
  }
  private mutating func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }

  private mutating func number() -> String {
    // Longer than the numbers that are kept for invented people, so that as many are different as in life.
    "07700 9" + String(String(100_000 + Int.random(in: 0..<900_000, using: &random)).dropFirst(1))
  }

  private mutating func letters(_ count: Int) -> String {
    String((0..<count).map { _ in pick(Array("ABDEFGHJLNPQRSTUWXYZ")) })
  }
}
