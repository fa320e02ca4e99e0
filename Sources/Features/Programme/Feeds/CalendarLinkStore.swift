import Core
import Database

/// An address at which a calendar program reads what is planned.
struct CalendarLink: Sendable {
  let id: CalendarLinkID
  let madeAt: Instant
}

extension Reader {
  /// Those that work, the newest first.
  func calendarLinks(of account: AccountID) throws -> [CalendarLink] {
    try rows(
      """
      SELECT id, made_at FROM calendar_links WHERE account_id = \(account) AND ended_at IS NULL
      ORDER BY made_at DESC, id LIMIT 50
      """
    ).map { try CalendarLink(id: $0["id"], madeAt: $0["made_at"]) }
  }

  /// Whether a link works: it has not ended, and its account may still sign in and read the programme.
  func opensCalendar(_ hash: String, on day: Day) throws -> Bool {
    try row(
      """
      SELECT l.id FROM calendar_links l JOIN accounts a ON a.id = l.account_id
      JOIN account_roles r ON r.account_id = a.id JOIN role_grants g ON g.role = r.role
      WHERE l.token_hash = \(hash) AND l.ended_at IS NULL AND a.disabled_at IS NULL
        AND g.verb = 'read_programme' AND r.valid_from <= \(day)
        AND (r.valid_to IS NULL OR r.valid_to >= \(day)) LIMIT 1
      """) != nil
  }
}

extension Transaction {
  func insertCalendarLink(_ id: CalendarLinkID, _ hash: String) throws {
    try change(
      """
      INSERT INTO calendar_links (id, account_id, token_hash, made_at)
      VALUES (\(id), \(user.id), \(hash), \(now))
      """)
  }

  /// False where it is none of this user's, or has ended.
  func endCalendarLink(_ id: CalendarLinkID) throws -> Bool {
    try changed(
      """
      UPDATE calendar_links SET ended_at = \(now)
      WHERE id = \(id) AND account_id = \(user.id) AND ended_at IS NULL RETURNING id
      """) != nil
  }
}
