import Core
import Database

extension Reader {
  /// Open households in the order of their ids, which is that of their opening, and more than was asked for, when there are more.
  func households(
    after: HouseholdID?, limit: Int, in scope: Scope, of user: User
  ) throws -> [HouseholdLine] {
    let from: SQL = after.map { "AND h.id > \($0)" } ?? ""
    return try rows(
      """
      \(HouseholdLine.select)
      WHERE h.state = 'open' AND \(SQL.households(in: scope, of: user)) \(from)
      ORDER BY h.id \(SQL.upTo(limit))
      """
    ).map { try HouseholdLine($0) }
  }

  /// Notes, newest first, and more than was asked for, when there are more.
  func notes(of household: HouseholdID, after: NotePlace?, limit: Int) throws -> [ContactNote] {
    let from: SQL =
      after.map {
        "AND (n.happened_on < \($0.day) OR (n.happened_on = \($0.day) AND n.id < \($0.id)))"
      } ?? ""
    return try rows(
      """
      SELECT n.id, n.kind, n.happened_on, n.body, n.person_id, n.created_at, c.name AS author
      FROM contact_notes n JOIN accounts c ON c.id = n.created_by
      WHERE n.household_id = \(household) \(from)
      ORDER BY n.happened_on DESC, n.id DESC \(SQL.upTo(limit))
      """
    ).map {
      try ContactNote(
        id: $0["id"], kind: $0["kind"], happenedOn: $0["happened_on"], body: $0["body"],
        person: $0["person_id"], author: $0["author"], createdAt: $0["created_at"])
    }
  }
}
