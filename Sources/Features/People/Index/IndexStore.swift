import Core
import Database

/// A person as search finds them.
package struct IndexedPerson: Sendable {
  let id: PersonID
  let words: NameWords
  let phone: Int?
  let postcode: Int?
  let email: Int?
  let places: Places

  init(_ person: NewPerson) {
    self.init(
      id: person.id, fullName: person.fullName, knownAs: person.knownAs, phone: person.phone,
      email: person.email, postcode: person.postcode, places: person.places)
  }

  init(
    id: PersonID, fullName: String, knownAs: String?, phone: String?, email: String?,
    postcode: String?, places: Places, alsoCalled names: [String] = []
  ) {
    self.id = id
    self.places = places
    words = NameWords([fullName] + (knownAs.map { [$0] } ?? []) + names)
    self.phone = phone.flatMap { ContactKey.phone($0) }
    self.email = email.flatMap { ContactKey.email($0) }
    self.postcode = postcode.flatMap { Postcode($0) }.map { ContactKey.postcode($0) }
  }

  fileprivate init(
    _ row: Row, in places: Places, alsoCalled names: [String] = []
  ) throws {
    try self.init(
      id: row["id"], fullName: row["full_name"], knownAs: row["known_as"], phone: row["phone"],
      email: row["email"], postcode: row["postcode"], places: places, alsoCalled: names)
  }
}

/// The tables of the index, for a room that keeps people without an event.
package enum SearchIndex {
  package static let tables = [
    "search_people", "search_names", "search_words", "search_slips", "search_unfilled",
  ]
}

/// What makes people findable, as rows of the tables.
struct IndexRows: Sendable {
  fileprivate let tables: [TableRows]
  /// In order, so that two servers do not wait for each other.
  fileprivate let words: [String]

  init(_ people: [IndexedPerson]) {
    func value(_ number: Int?) -> Value { number?.stored ?? .null }
    // In the order of the index, so that a batch goes through it once.
    let names = people.flatMap { person in person.words.pairs.map { (pair: $0, person: person) } }
      .sorted { ($0.pair.word, $0.pair.other) < ($1.pair.word, $1.pair.other) }
    tables = [
      TableRows(
        "search_people", ["person_id", "words", "phone", "postcode", "email"],
        people.map {
          [
            $0.id.stored, $0.words.stored.stored, value($0.phone), value($0.postcode),
            value($0.email),
          ]
        }),
      TableRows(
        "search_names", ["word", "other", "person_id", "places"],
        names.map {
          [
            $0.pair.word.stored, $0.pair.other.stored, $0.person.id.stored,
            $0.person.places.bits.stored,
          ]
        }),
    ]
    words = Set(people.flatMap(\.words.parts)).sorted()
  }
}

extension Copying where Self: ~Copyable {
  /// Makes people findable who were not. They are found when they may be seen, not before.
  func index(_ rows: IndexRows) throws {
    for table in rows.tables { try copy(table) }
    try add(words: rows.words)
  }

  /// Nearly all words of a batch are known.
  private func add(words: [String]) throws {
    for start in stride(from: 0, to: words.count, by: Self.lookedUp) {
      let part = Array(words[start..<min(words.count, start + Self.lookedUp)])
      // As many values each time, so that it is one statement.
      let list = part + Array(repeating: part[0], count: Self.lookedUp - part.count)
      let known = Set(
        try rows("SELECT word FROM search_words WHERE word IN (\(list: list)) ORDER BY word")
          .map { try $0["word"] as String })
      for word in part where !known.contains(word) {
        try put("INSERT INTO search_words (word) VALUES (\(word)) ON CONFLICT DO NOTHING")
        for slip in WordKey.slips(of: word).sorted() {
          try put(
            """
            INSERT INTO search_slips (slip, word) VALUES (\(slip), \(word)) ON CONFLICT DO NOTHING
            """)
        }
      }
    }
  }

  private static var lookedUp: Int { 64 }

  /// Says anew where a person may be found. For whoever changes the district of a referral or of a household, or who lives
  /// in one.
  package func place(_ person: PersonID) throws {
    guard let pairs = try words(of: person)?.pairs, let any = pairs.first else { return }
    let bits = try places(of: person).bits
    // All pairs of a person say the same, and most changes leave them somewhere they were already.
    let standing = try rows(
      """
      SELECT places FROM search_names
      WHERE word = \(any.word) AND other = \(any.other) AND person_id = \(person)
      """
    ).first
    guard let standing, try standing["places"] != bits else { return }
    for pair in pairs {
      try put(
        """
        UPDATE search_names SET places = \(bits)
        WHERE word = \(pair.word) AND other = \(pair.other) AND person_id = \(person)
        """)
    }
  }

  /// Every district of a referral of theirs or of a household, also of one they have left.
  fileprivate func places(of person: PersonID) throws -> Places {
    Places(
      try rows(
        """
        SELECT district_code FROM referrals WHERE person_id = \(person) AND district_code IS NOT NULL
        UNION SELECT h.district_code FROM household_members m JOIN households h ON h.id = m.household_id
          WHERE m.person_id = \(person)
        ORDER BY district_code LIMIT 100
        """
      ).map { try $0["district_code"] })
  }

  private func words(of person: PersonID) throws -> NameWords? {
    try rows("SELECT words FROM search_people WHERE person_id = \(person)").first
      .map { NameWords(stored: try $0["words"]) }
  }

  /// Makes a person unfindable. The words of their name stay: they say nothing of anybody.
  package func unindex(_ person: PersonID) throws { try unindex([person]) }

  /// The same of several at once, because each statement is a way to PostgreSQL and back.
  func unindex(_ people: [PersonID]) throws {
    guard !people.isEmpty else { return }
    let names = try rows(
      "SELECT person_id, words FROM search_people WHERE person_id IN (\(list: people)) ORDER BY person_id"
    ).flatMap { row in
      let person: PersonID = try row["person_id"]
      return NameWords(stored: try row["words"]).pairs.map { (pair: $0, person: person) }
    }
    for start in stride(from: 0, to: names.count, by: Self.removed) {
      let part = Array(names[start..<min(names.count, start + Self.removed)])
      // As many values each time, so that it is one statement; one name alone is the other.
      let count = part.count == 1 ? 1 : Self.removed
      let list = part + Array(repeating: part[0], count: count - part.count)
      // Not as rows of values: for those SQLite goes through the whole table.
      let these = list.map { name in
        "(word = \(name.pair.word) AND other = \(name.pair.other) AND person_id = \(name.person))"
          as SQL
      }
      try put(
        "DELETE FROM search_names WHERE \(these.dropFirst().reduce(these[0]) { "\($0) OR \($1)" })")
    }
    try put("DELETE FROM search_people WHERE person_id IN (\(list: people))")
  }

  private static var removed: Int { 32 }

  /// Makes a person findable by what `people` says of them now, whatever they were found by before. For whoever
  /// changes a name, a phone number, an email address or a postcode. `names` are others that lead to the person too,
  /// such as those of a record that was merged into theirs.
  package func reindex(_ person: PersonID, alsoCalled names: [String] = []) throws {
    try unindex(person)
    let places = try places(of: person)
    try index(
      IndexRows(
        try rows("\(SQL.toIndex) WHERE id = \(person)").map {
          try IndexedPerson($0, in: places, alsoCalled: names)
        }))
  }
}

extension Keeper {
  /// Indexes some of the people who were there before the index was, and answers whether there were any. They are taken
  /// off the list first, so that two servers do not take the same ones.
  package func fillIndex() throws -> Bool {
    let waiting: [PersonID] = try change(
      """
      DELETE FROM search_unfilled WHERE person_id IN (
        SELECT person_id FROM search_unfilled ORDER BY person_id LIMIT 200) RETURNING person_id
      """
    ).map { try $0["person_id"] }
    guard !waiting.isEmpty else { return false }
    let found = try rows(
      """
      \(SQL.toIndex) WHERE id IN (\(list: waiting))
        AND id NOT IN (SELECT person_id FROM search_people WHERE person_id IN (\(list: waiting)))
      ORDER BY id
      """)
    try index(IndexRows(try found.map { try IndexedPerson($0, in: places(of: $0["id"])) }))
    return true
  }
}

extension SQL {
  fileprivate static let toIndex: SQL =
    "SELECT id, full_name, known_as, phone, email, postcode FROM people"
}
