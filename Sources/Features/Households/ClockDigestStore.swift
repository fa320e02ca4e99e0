import Core
import Database
import Eligibility
import Messages

extension SQL {
  /// The advocates of households, and those who cover for them on a day, with what they were told.
  static func carriers(of households: [HouseholdID], on day: Day) -> SQL {
    """
    SELECT w.household_id, c.id, c.email, \(SQL.lastTold(ClockDigest.kind, "c.id")) AS told_at,
      (SELECT MAX(t.ends_on) FROM household_clock_tellings t
        WHERE t.household_id = w.household_id AND t.account_id = c.id) AS told_end
    FROM (
      SELECT a.household_id, a.account_id FROM assignments a
      WHERE a.until_on IS NULL AND a.household_id IN (\(list: households))
      UNION
      SELECT a.household_id, b.covered_by FROM assignments a
      JOIN absences b ON b.account_id = a.account_id AND b.ended_at IS NULL
        AND b.from_on <= \(day) AND b.until_on >= \(day)
      WHERE a.until_on IS NULL AND a.household_id IN (\(list: households))) AS w
    JOIN accounts c ON c.id = w.account_id AND c.disabled_at IS NULL
    ORDER BY c.id, w.household_id LIMIT 20000
    """
  }
}

extension Reader {
  /// The clocks that have not ended, in every district.
  func unendedClocks(_ eligibility: Eligibility, on today: Day) throws -> [ClockFound] {
    try clocks(
      .incomplete(
        fewerThan: eligibility.mostAdults, bornBy: eligibility.adultsBornBy(on: today), in: .all,
        of: .system, unended: (opened: eligibility.openedSince(on: today), today: today)),
      eligibility
    ).filter { today <= $0.clock.joinBy }
  }

  func carriers(of households: [HouseholdID], on day: Day) throws -> [Carrier] {
    try rows(.carriers(of: households, on: day)).map {
      try Carrier(
        household: $0["household_id"], account: $0["id"], address: $0["email"],
        toldEnd: $0["told_end"], toldAt: $0["told_at"])
    }
  }
}

extension Transaction {
  func insertTellings(_ digest: ClockDigest) throws {
    for (household, end) in digest.households.sorted(by: { $0.key.text < $1.key.text }) {
      try change(
        """
        INSERT INTO household_clock_tellings (household_id, account_id, ends_on, told_at)
        VALUES (\(household), \(digest.account), \(end), \(now))
        """)
    }
  }
}
