import App
import Core
import Database
import Support
import Testing

@testable import People

/// The keys by which people are found, and that they stand for those who may be found and for nobody else.
struct IndexTests {
  private func word(_ random: inout Seeded) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String(
      (0..<Int.random(in: 1...14, using: &random)).map { _ in
        letters.randomElement(using: &random)!
      })
  }

  @Test func `keys sort as words do, and beginnings are ranges`() {
    var random = Seeded()
    let seed = random.seed
    for _ in 0..<2000 {
      let (one, two) = (word(&random), word(&random))
      let (first, second) = (one.prefix(12), two.prefix(12))
      #expect(
        (WordKey.of(one) < WordKey.of(two))
          == Array(first.utf8).lexicographicallyPrecedes(Array(second.utf8)), "seed \(seed)")
      let beginning = one.prefix(Int.random(in: 1...one.count, using: &random))
      #expect(WordKey.range(startingWith: beginning).contains(WordKey.of(one)), "seed \(seed)")
      #expect(
        WordKey.range(startingWith: beginning).contains(WordKey.of(two))
          == two.prefix(12).hasPrefix(beginning.prefix(12)), "seed \(seed): \(beginning) \(two)")
    }
  }

  @Test func `one slip leaves a key in common`() {
    var random = Seeded()
    let seed = random.seed
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    for _ in 0..<2000 {
      let name = word(&random)
      var slipped = Array(name)
      let at = Int.random(in: 0..<slipped.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: slipped.remove(at: at)
      case 1: slipped.insert(letters.randomElement(using: &random)!, at: at)
      case 2: slipped[at] = letters.randomElement(using: &random)!
      default: if at > 0 { slipped.swapAt(at, at - 1) }
      }
      #expect(
        !WordKey.slips(of: name).isDisjoint(with: WordKey.slips(of: String(slipped))),
        "seed \(seed): \(name) \(String(slipped))")
    }
  }

  @Test func `a phone number is one however it is written`() {
    for text in ["07700 900123", "+44 7700 900123", "0044 (0)7700-900123"] {
      #expect(ContactKey.phone(text) == 700_900_123)
    }
    #expect(ContactKey.phone("900 123") == nil)
  }

  @Test func `postcodes of one half are a range`() throws {
    for (text, outward, isIn) in [
      ("L8 1SF", "L8", true), ("L80 1SF", "L8", false), ("L8 1SF", "L", false),
      ("CH41 1AA", "CH41", true), ("CH4 1AA", "CH41", false), ("L36 1AA", "L3", false),
    ] {
      let postcode = try #require(Postcode(text))
      #expect(
        ContactKey.postcodes(outward: outward).contains(ContactKey.postcode(postcode)) == isIn,
        "\(text) \(outward)")
    }
  }

  @Test func `names have their parts once, and few`() {
    #expect(
      NameWords(["Uzma Al-Masri", "Uzma"]).parts
        == ["uzma", "al", "masri", "almasri"])
    #expect(NameWords(["Jamal Kowalski"]).pairs.count == 2)
    #expect(NameWords(["Jamal"]).pairs.map(\.other) == [0])
    #expect(NameWords(["👩"]).parts.count == 1)
    let long = (0..<100).map { "name\($0)" }.joined(separator: " ")
    #expect(NameWords([long]).pairs.count == 90)
  }

  // MARK: - In the database

  private static let tables = [
    "search_people", "search_names", "search_words", "search_slips", "search_unfilled",
  ]

  @Test(arguments: TestDatabase.engines)
  func `people who were there before are filled in, as if they came now`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.importRows(
        (0..<450).map {
          unlike("\($0)", ["phone": "07700 900123", "postcode": "L8 1SF", "known_as": "Mina"])
        })
      let before = try await pierhead.dump(Self.tables)
      for table in Self.tables.reversed() where table != "search_words" {
        try pierhead.database.tamper("DELETE FROM \(SQL(trusted: table))")
      }
      try pierhead.database.tamper("DELETE FROM search_words")
      try pierhead.database.tamper("INSERT INTO search_unfilled SELECT id FROM people")
      // Cut off after the first part, and begun again.
      let database = pierhead.database.keeping(SearchIndex.tables)
      #expect(try await database.keep { try $0.fillIndex() })
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM search_unfilled") == 250)
      try await pierhead.fill()
      #expect(try await pierhead.dump(Self.tables) == before)
      try await pierhead.fill()
      #expect(try await pierhead.dump(Self.tables) == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a person is taken out whole, and put back by what they are called now`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.importRows([
        row("1", ["full_name": "Jamal Kowalski"]), row("2", ["full_name": "Mina Kallon"]),
      ])
      let id: PersonID = try await pierhead.database.read(fresh: true) {
        try #require(try $0.row("SELECT person_id FROM referrals WHERE external_id = '1'"))[
          "person_id"]
      }
      let rest = try await pierhead.dump(["search_people", "search_names"])
      try await pierhead.database.write(as: .system) { transaction in
        try transaction.change("UPDATE people SET full_name = 'Jamila Nowak' WHERE id = \(id)")
        try transaction.reindex(id, alsoCalled: ["Zofia Example"])
        transaction.record("name changed", id)
      }
      #expect(
        try await pierhead.number(
          "SELECT COUNT(*) AS n FROM search_names WHERE word = \(WordKey.of("kowalski"))") == 0)
      #expect(
        try await pierhead.number(
          "SELECT COUNT(*) AS n FROM search_names WHERE word = \(WordKey.of("nowak"))") == 3)
      try await pierhead.database.write(as: .system) { transaction in
        try transaction.unindex(id)
        transaction.record("person hidden", id)
      }
      let left = try await pierhead.dump(["search_people", "search_names"])
      #expect(left["search_people"]?.count == 1 && left["search_names"]?.count == 2)
      #expect(Set(left["search_names"] ?? []).isSubset(of: rest["search_names"] ?? []))
    }
  }
}
