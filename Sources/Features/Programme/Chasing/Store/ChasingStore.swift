import Core
import Database

extension Reader {
  /// Accounts that can sign in and may do something today, with their addresses.
  func addresses(
    of verb: Verb, on today: Day
  ) throws -> [(account: AccountID, address: String)] {
    try rows(
      """
      SELECT DISTINCT c.id, c.email FROM accounts c JOIN account_roles a ON a.account_id = c.id
      JOIN role_grants g ON g.role = a.role
      WHERE c.disabled_at IS NULL AND g.verb = \(verb.rawValue) AND a.valid_from <= \(today)
        AND (a.valid_to IS NULL OR a.valid_to >= \(today)) ORDER BY c.id LIMIT 5000
      """
    ).map { (try $0["id"], try $0["email"]) }
  }

  /// Packs whose papers go out within some days and that somebody has not cleared, with how many have not.
  func unclearedPacks(
    from first: Day, to last: Day
  ) throws -> [(matter: ProgrammeReminder.Matter, missing: Int)] {
    try rows(
      """
      SELECT p.item_id, p.papers_on, COUNT(*) AS missing FROM pack_versions p
      JOIN clearance_versions c ON c.pack_id = p.item_id AND c.until_at IS NULL AND NOT c.is_archived
        AND c.given_on IS NULL
      WHERE p.until_at IS NULL AND NOT p.is_archived AND p.papers_on BETWEEN \(first) AND \(last)
      GROUP BY p.item_id, p.papers_on ORDER BY p.papers_on, p.item_id LIMIT 100
      """
    ).map { row in
      let matter = ProgrammeReminder.Matter(
        item: try row["item_id"], occasion: .papers, dueOn: try row["papers_on"])
      return (matter, try row["missing"])
    }
  }

  /// What was told of some things, by who was told.
  func told(
    _ items: [ProgrammeItemID]
  ) throws -> [AccountID: Set<ProgrammeReminder.Matter>] {
    var told: [AccountID: Set<ProgrammeReminder.Matter>] = [:]
    guard !items.isEmpty else { return told }
    for row in try rows(
      """
      SELECT account_id, item_id, occasion, due_on FROM programme_reminders
      WHERE item_id IN (\(list: items)) ORDER BY account_id, item_id LIMIT 100000
      """)
    {
      told[try row["account_id"], default: []].insert(
        ProgrammeReminder.Matter(
          item: try row["item_id"], occasion: try row["occasion"], dueOn: try row["due_on"]))
    }
    return told
  }
}

extension Transaction {
  package func insertReminder(_ reminder: ProgrammeReminder) throws {
    for matter in reminder.matters {
      try change(
        """
        INSERT INTO programme_reminders (account_id, item_id, occasion, due_on, told_at)
        VALUES (\(reminder.account), \(matter.item), \(matter.occasion), \(matter.dueOn), \(now))
        """)
    }
  }
}
