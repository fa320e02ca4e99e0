import Core
import Database
import Eligibility
import People

extension SQL {
  /// Open households with fewer adults than any rule asks for, those opened first; with `unended` only those that were
  /// opened since a day or have more time today.
  static func incomplete(
    fewerThan adults: Int, bornBy born: Day, in scope: Scope, of user: User,
    unended: (opened: Day, today: Day)? = nil
  ) -> SQL {
    let part: SQL =
      unended.map { "(h.opened_on >= \($0.opened) OR e.until_on >= \($0.today))" } ?? "TRUE"
    return """
      SELECT f.id, f.opened_on, f.until_on, f.adults FROM (
        SELECT h.id, h.opened_on, e.until_on,
          (SELECT COUNT(*) FROM household_members m JOIN people p ON p.id = m.person_id
            WHERE m.household_id = h.id AND m.left_on IS NULL AND p.date_of_birth <= \(born)) AS adults
        FROM households h
          LEFT JOIN household_exceptions e ON e.household_id = h.id AND e.ended_at IS NULL
        WHERE h.state = 'open' AND \(part) AND \(SQL.households(in: scope, of: user))) AS f
      WHERE f.adults < \(adults)
      ORDER BY f.opened_on, f.id LIMIT \(SQL(trusted: String(Households.mostClocks)))
      """
  }
}

extension Reader {
  /// The clocks that run in a scope, the one that ends first at the top.
  func runningClocks(
    _ eligibility: Eligibility, on today: Day, in scope: Scope, of user: User
  ) throws -> [ClockFound] {
    let statement = SQL.incomplete(
      fewerThan: eligibility.mostAdults, bornBy: eligibility.adultsBornBy(on: today), in: scope,
      of: user)
    return try clocks(statement, eligibility)
      .sorted { ($0.clock.joinBy, $0.id.text) < ($1.clock.joinBy, $1.id.text) }
  }

  func clocks(_ statement: SQL, _ eligibility: Eligibility) throws -> [ClockFound] {
    try rows(statement).compactMap { row in
      let clock = eligibility.joinClock(
        openedOn: try row["opened_on"], adults: try row["adults"],
        exceptionUntil: try row["until_on"])
      return try clock.map { ClockFound(id: try row["id"], clock: $0) }
    }
  }

  /// What a list shows of households, in the order in which they are given.
  func clockLines(_ found: [ClockFound], seenBy user: User) throws -> [HouseholdClockLine] {
    let rows = try rows(
      """
      SELECT h.id, h.reference, d.name AS district, p.full_name, p.known_as, c.name AS advocate,
        e.id AS exception_id, e.reason, e.is_restricted, e.note, e.until_on, e.granted_at,
        g.name AS granted_by
      FROM households h JOIN districts d ON d.code = h.district_code
        JOIN people p ON p.id = h.lead_person_id
        LEFT JOIN assignments a ON a.household_id = h.id AND a.until_on IS NULL
        LEFT JOIN accounts c ON c.id = a.account_id
        LEFT JOIN household_exceptions e ON e.household_id = h.id AND e.ended_at IS NULL
        LEFT JOIN accounts g ON g.id = e.granted_by
      WHERE h.id IN (\(list: found.map(\.id))) ORDER BY h.id LIMIT 100
      """)
    let byID = Dictionary(
      uniqueKeysWithValues: try rows.map { (try $0["id"] as HouseholdID, $0) })
    return try found.compactMap { found in
      guard let row = byID[found.id] else { return nil }
      let exception: HouseholdExceptionID? = try row["exception_id"]
      return try HouseholdClockLine(
        id: found.id, reference: row["reference"], leadName: row["full_name"],
        leadKnownAs: row["known_as"], district: row["district"], advocate: row["advocate"],
        clock: found.clock,
        exception: exception.map { try HouseholdException($0, row, seenBy: user) })
    }
  }

  /// The exception of a household that stands. A restricted reason and its note never reach those who do not see them.
  func exception(of household: HouseholdID, seenBy user: User) throws -> HouseholdException? {
    try row(
      """
      SELECT e.id, e.reason, e.is_restricted, e.note, e.until_on, e.granted_at, g.name AS granted_by
      FROM household_exceptions e JOIN accounts g ON g.id = e.granted_by
      WHERE e.household_id = \(household) AND e.ended_at IS NULL
      """
    ).map { try HouseholdException($0["id"], $0, seenBy: user) }
  }
}

extension HouseholdException {
  fileprivate init(_ id: HouseholdExceptionID, _ row: Row, seenBy user: User) throws {
    let isRestricted: Bool = try row["is_restricted"]
    let isTold = !isRestricted || user.sees(.restrictedNeeds)
    try self.init(
      id: id, reason: isTold ? row["reason"] as String : nil, note: isTold ? row["note"] : nil,
      untilOn: row["until_on"], grantedAt: row["granted_at"], grantedBy: row["granted_by"])
  }
}

extension Transaction {
  func insertException(
    _ id: HouseholdExceptionID, _ exception: NewException, of household: HouseholdID
  ) throws {
    try change(
      """
      INSERT INTO household_exceptions (id, household_id, reason, is_restricted, note, until_on, granted_at, granted_by)
      VALUES (\(id), \(household), \(exception.reason.key), \(exception.reason.isRestricted),
        \(exception.note), \(exception.untilOn), \(now), \(user.id))
      """)
  }

  func endException(_ id: HouseholdExceptionID) throws {
    try change(
      """
      UPDATE household_exceptions SET ended_at = \(now), ended_by = \(user.id)
      WHERE id = \(id) AND ended_at IS NULL
      """)
  }
}
