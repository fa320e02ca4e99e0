import Core
import Database
import Households
import People
import Referrals

extension SQL {
  static let whole = Referrals.wholePeople

  /// Pairs of records that both stand, within a scope.
  private static func pairs(in scope: Scope, of user: User) -> SQL {
    """
    FROM person_pairs x JOIN people a ON a.id = x.person_id JOIN people b ON b.id = x.other_person_id
    LEFT JOIN accounts c ON c.id = x.decided_by
    WHERE a.merged_into IS NULL AND b.merged_into IS NULL
      AND \(whole("x.person_id", scope, user))
      AND \(whole("x.other_person_id", scope, user))
    """
  }

  /// A page of pairs that wait and one more: those that look most alike first, those nobody was sure of last.
  static func waitingPairs(page: Int, in scope: Scope, of user: User) -> SQL {
    """
    \(Pair.columns) \(pairs(in: scope, of: user)) AND x.state IN ('waiting', 'unsure')
    ORDER BY x.state DESC, x.score DESC, x.id \(SQL.page(page, of: Duplicates.pageSize))
    """
  }

  static func pair(_ id: PersonPairID, in scope: Scope, of user: User) -> SQL {
    "\(Pair.columns) \(pairs(in: scope, of: user)) AND x.id = \(id)"
  }
}

extension Pair {
  fileprivate static let columns: SQL = """
    SELECT x.id, x.person_id, x.other_person_id, x.state, x.reason, c.name AS decided_by, x.decided_at, x.version
    """

  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], first: row["person_id"], second: row["other_person_id"], state: row["state"],
      reason: row["reason"], decidedBy: row["decided_by"], decidedAt: row["decided_at"],
      version: row["version"])
  }
}

extension Reader {
  func waitingPairs(page: Int, in scope: Scope, of user: User) throws -> [Pair] {
    try rows(.waitingPairs(page: page, in: scope, of: user)).map { try Pair($0) }
  }

  func pair(_ id: PersonPairID, in scope: Scope, of user: User) throws -> Pair? {
    try row(.pair(id, in: scope, of: user)).map { try Pair($0) }
  }

  /// Whether somebody has not been compared yet.
  func isComparing() throws -> Bool {
    try row(
      "SELECT id FROM imports WHERE compared_at IS NULL AND published_at IS NOT NULL ORDER BY id LIMIT 1"
    ) != nil
  }

  /// Two people's records whole, as a user with this scope may see them.
  func sides(_ pair: Pair, in scope: Scope, of user: User) throws -> (Side, Side)? {
    let ids = [pair.first, pair.second]
    let people = try people(ids)
    let needs = try needs(of: ids, seenBy: user)
    let referrals = try referrals(of: ids, in: scope, of: user)
    let memberships = try memberships(of: ids, in: scope, of: user)
    let notes = try rows(
      """
      SELECT person_id, COUNT(*) AS n FROM contact_notes WHERE person_id IN (\(list: ids))
      GROUP BY person_id ORDER BY person_id LIMIT 2
      """
    ).reduce(into: [PersonID: Int]()) { $0[try $1["person_id"]] = try $1["n"] }
    func side(_ id: PersonID) -> Side? {
      people[id].map { person in
        Side(
          person: person, needs: needs[id] ?? [], referrals: referrals.filter { $0.person == id },
          memberships: memberships.filter { $0.person == id }, notes: notes[id] ?? 0)
      }
    }
    guard let first = side(pair.first), let second = side(pair.second) else { return nil }
    return (first, second)
  }

  func features(of people: [PersonID]) throws -> [PersonID: Features] {
    let found = try rows(
      "SELECT p.id, \(Compared.columns) FROM people p WHERE p.id IN (\(list: people)) ORDER BY p.id LIMIT 100"
    ).map { try Compared($0) }
    return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.features) })
  }
}

extension Transaction {
  /// The version that was read must still stand, or someone else was first.
  func decide(_ pair: Pair, _ state: Pair.State, because reason: String) throws {
    let row = try changed(
      """
      UPDATE person_pairs SET state = \(state), reason = \(reason), decided_at = \(now),
        decided_by = \(user.id), version = version + 1
      WHERE id = \(pair.id) AND version = \(pair.version) RETURNING id
      """)
    guard row != nil else { throw Rejection.conflict(Reason("duplicates.changed")) }
  }
}

extension Pair.State: Storable {}
