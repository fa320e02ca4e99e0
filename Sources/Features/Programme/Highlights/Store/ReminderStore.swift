import Core
import Database

extension Reader {
  /// Owners who can sign in and were not reminded of a month, with how many of their projects have no report that was sent.
  /// A project counts that stood by the month's end.
  func owners(
    without period: ReportPeriod, due: Day, on today: Day
  ) throws -> [ReportReminder] {
    let end = Instant(period.next.first, .midnight)
    return try rows(
      """
      SELECT c.id, c.email, COUNT(*) AS waiting
      FROM project_versions p JOIN accounts c ON c.id = p.owner_id AND c.disabled_at IS NULL
      JOIN project_versions b ON b.item_id = p.item_id AND b.number = 1 AND b.from_at < \(end)
      WHERE p.until_at IS NULL AND NOT p.is_archived
        AND NOT EXISTS (SELECT 1 FROM report_versions r WHERE r.project_id = p.item_id
          AND r.period = \(period) AND r.until_at IS NULL AND NOT r.is_archived
          AND r.state IN ('sent', 'approved'))
        AND NOT EXISTS (SELECT 1 FROM report_reminders t WHERE t.account_id = c.id AND t.period = \(period))
        AND EXISTS (SELECT 1 FROM account_roles a JOIN role_grants g ON g.role = a.role
          WHERE a.account_id = c.id AND g.verb = \(Verb.updateProjects.rawValue)
            AND a.valid_from <= \(today) AND (a.valid_to IS NULL OR a.valid_to >= \(today)))
      GROUP BY c.id, c.email ORDER BY c.id LIMIT 5000
      """
    ).map {
      try ReportReminder(
        account: $0["id"], address: $0["email"], period: period, dueOn: due, count: $0["waiting"])
    }
  }
}

extension Transaction {
  package func insertReminder(_ reminder: ReportReminder) throws {
    try change(
      """
      INSERT INTO report_reminders (account_id, period, told_at)
      VALUES (\(reminder.account), \(reminder.period), \(now))
      """)
  }
}
