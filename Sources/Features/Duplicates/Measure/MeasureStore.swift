import Core
import Database

extension Keeper {
  /// An import of made-up people, visible at once.
  func beginMade(_ id: ImportID) throws {
    try change(
      """
      INSERT INTO imports (id, source, started_at, touched_at, started_by, published_at)
      VALUES (\(id), 'made up for measuring', \(now), \(now), \(User.system.id), \(now))
      """)
  }
}

extension Reader {
  func allPairs() throws -> Set<Set<PersonID>> {
    Set(
      try rows("SELECT person_id, other_person_id FROM person_pairs ORDER BY id").map {
        [try $0["person_id"], try $0["other_person_id"]]
      })
  }

  /// People from all over the table.
  func somePeople(_ count: Int) throws -> [Compared] {
    let all: Int = try row("SELECT COUNT(*) AS n FROM people")?["n"] ?? 0
    let step = max(1, all / count)
    return try rows(
      """
      SELECT p.id, \(Compared.columns)
      FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM people) n
      JOIN people p ON p.id = n.id WHERE n.place % \(step) = 0 ORDER BY p.id LIMIT \(count)
      """
    ).map { try Compared($0) }
  }
}
