import Core
import Database

/// A household that waits for something, as the page for a Monday shows it.
package struct WaitingHousehold: Sendable {
  package let id: HouseholdID
  package let reference: String
  package let leadName: String
  package let advocate: String?
  package let openedOn: Day
  package let quietSince: Day
  /// False where nobody has reached them: then they are quiet since the household was opened.
  package let hasContact: Bool
}

extension SQL {
  /// Open households without an advocate, the longest quiet first.
  static func unassigned(in scope: Scope, of user: User, limit: Int) -> SQL {
    waiting("a.id IS NULL", in: scope, of: user, limit: limit)
  }

  /// Open households with an advocate and without contact since a day or longer, the longest first.
  static func quiet(since day: Day, in scope: Scope, of user: User, limit: Int) -> SQL {
    waiting("a.id IS NOT NULL AND h.quiet_since <= \(day)", in: scope, of: user, limit: limit)
  }

  private static func waiting(_ what: SQL, in scope: Scope, of user: User, limit: Int) -> SQL {
    """
    SELECT h.id, h.reference, h.opened_on, h.quiet_since, h.has_contact, p.full_name, c.name AS advocate
    FROM households h JOIN people p ON p.id = h.lead_person_id
    LEFT JOIN assignments a ON a.household_id = h.id AND a.until_on IS NULL
    LEFT JOIN accounts c ON c.id = a.account_id
    WHERE h.state = 'open' AND \(what) AND \(SQL.households(in: scope, of: user))
    ORDER BY h.quiet_since, h.id \(SQL(trusted: "LIMIT \(limit)"))
    """
  }
}

extension Reader {
  package func unassigned(in scope: Scope, of user: User, limit: Int) throws -> [WaitingHousehold] {
    try rows(.unassigned(in: scope, of: user, limit: limit)).map { try WaitingHousehold($0) }
  }

  package func quiet(
    since day: Day, in scope: Scope, of user: User, limit: Int
  ) throws -> [WaitingHousehold] {
    try rows(.quiet(since: day, in: scope, of: user, limit: limit)).map { try WaitingHousehold($0) }
  }

  /// What one account has, the longest quiet first: more than anybody is given.
  package func households(
    of account: AccountID, in scope: Scope, of user: User
  ) throws -> [WaitingHousehold] {
    try rows(
      """
      SELECT h.id, h.reference, h.opened_on, h.quiet_since, h.has_contact, p.full_name, c.name AS advocate
      FROM assignments a JOIN households h ON h.id = a.household_id JOIN people p ON p.id = h.lead_person_id
      JOIN accounts c ON c.id = a.account_id
      WHERE a.account_id = \(account) AND a.until_on IS NULL AND h.state = 'open'
        AND \(SQL.households(in: scope, of: user))
      ORDER BY h.quiet_since, h.id LIMIT 200
      """
    ).map { try WaitingHousehold($0) }
  }
}

extension WaitingHousehold {
  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], reference: row["reference"], leadName: row["full_name"],
      advocate: row["advocate"], openedOn: row["opened_on"], quietSince: row["quiet_since"],
      hasContact: row["has_contact"])
  }
}
