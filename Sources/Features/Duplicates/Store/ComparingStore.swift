import Core
import Database

extension Reader {
  /// The next people of a published import who have not been compared, or nil where there are none.
  func uncompared(_ count: Int) throws -> Uncompared? {
    guard
      let next = try row(
        """
        SELECT id, compared_to FROM imports
        WHERE compared_at IS NULL AND published_at IS NOT NULL ORDER BY id LIMIT 1
        """)
    else { return nil }
    let id: ImportID = try next["id"]
    let from: String? = try next["compared_to"]
    let people = try rows(
      """
      SELECT p.id, \(Compared.columns) FROM people p
      WHERE p.import_id = \(id) AND p.id > \(from ?? "") ORDER BY p.id LIMIT \(count)
      """
    ).map { try Compared($0) }
    return Uncompared(importID: id, people: people, isLarge: from != nil)
  }

  /// Everybody who shares a key with a person and came in a file that is published. More than `mostCandidates` share
  /// only what is very common.
  func candidates(for person: Compared) throws -> [Compared] {
    // So many keys in each statement that few statements differ.
    var keys = person.features.keys
    while keys.count % 8 > 0 { keys.append(keys[0]) }
    var seen: Set<PersonID> = [person.id]
    return try rows(
      """
      SELECT p.id, \(Compared.columns) FROM person_keys k JOIN people p ON p.id = k.person_id
      WHERE k.key IN (\(list: keys)) LIMIT \(Duplicates.mostCandidates)
      """
    ).compactMap { row in
      seen.insert(try row["id"]).inserted ? try Compared(row) : nil
    }
  }

  /// The keys that stand for these people.
  fileprivate func keys(of people: [PersonID]) throws -> Set<[String]> {
    Set(
      try rows(
        "SELECT key, person_id FROM person_keys WHERE person_id IN (\(list: people)) ORDER BY key LIMIT 100000"
      ).map { [String(try $0["key"] as Int), try $0["person_id"]] })
  }
}

extension Duplicates {
  static let mostCandidates = 500
}

extension Keeper {
  /// Writes the keys of people that are not there yet.
  func addKeys(of people: [Compared]) throws {
    let standing = try read.keys(of: people.map(\.id))
    let rows = people.flatMap { person in
      person.features.keys.filter { !standing.contains([String($0), person.id.text]) }
        .map { [$0.stored, person.id.stored] }
    }
    try copy(into: "person_keys", columns: ["key", "person_id"], rows: rows)
  }

  /// Writes pairs that are not there yet, in either order. One that somebody decided stays decided.
  func addPairs(_ pairs: [FoundPair]) throws {
    var written: Set<Set<PersonID>> = []
    for pair in pairs where written.insert([pair.one, pair.two]).inserted {
      let found = try row(
        """
        SELECT id FROM person_pairs WHERE (person_id = \(pair.one) AND other_person_id = \(pair.two))
          OR (person_id = \(pair.two) AND other_person_id = \(pair.one))
        """)
      // Whoever was put together meanwhile is no pair.
      guard found == nil, try areApart(pair) else { continue }
      let (first, second) =
        pair.one.text < pair.two.text ? (pair.one, pair.two) : (pair.two, pair.one)
      let id: PersonPairID = newID()
      try change(
        """
        INSERT INTO person_pairs (id, person_id, other_person_id, score, state, found_at, version)
        VALUES (\(id), \(first), \(second), \(pair.score), 'waiting', \(now), 1)
        """)
    }
  }

  private func areApart(_ pair: FoundPair) throws -> Bool {
    try rows(
      """
      SELECT id FROM people WHERE id IN (\(pair.one), \(pair.two)) AND merged_into IS NULL ORDER BY id LIMIT 2
      """
    ).count == 2
  }

  func compared(_ work: Uncompared, isWhole: Bool) throws {
    let last = work.people.last?.id.text
    try change(
      """
      UPDATE imports SET compared_to = COALESCE(\(last), compared_to),
        compared_at = \(isWhole ? now : nil) WHERE id = \(work.importID)
      """)
  }
}

extension Compared {
  static let columns: SQL = """
    COALESCE(p.merged_into, p.id) AS standing, p.name_key, p.known_as, p.date_of_birth, p.phone, p.email,
      p.postcode
    """

  init(_ row: Row) throws {
    try self.init(
      id: row["id"], standing: row["standing"],
      features: Features(
        nameKey: row["name_key"], knownAs: row["known_as"], born: row["date_of_birth"],
        phone: row["phone"], email: row["email"], postcode: row["postcode"]))
  }
}
