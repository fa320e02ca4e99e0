import Core
import Database
import People

extension SQL {
  private static let merges: SQL = """
    SELECT g.id, g.kept_person_id, k.full_name AS kept_name, g.merged_person_id, p.full_name AS merged_name,
      g.reason, c.name AS merged_by, g.merged_at, g.undone_at, u.name AS undone_by, g.turn
    FROM person_merges g JOIN people k ON k.id = g.kept_person_id JOIN people p ON p.id = g.merged_person_id
    JOIN accounts c ON c.id = g.merged_by LEFT JOIN accounts u ON u.id = g.undone_by
    """

  /// Where all of a merge is now: with the record that stands for the one that was kept.
  private static let standing: SQL = "COALESCE(k.merged_into, k.id)"

  /// A page of merges and one more, the latest first. One that was undone is about two records, both of which must be
  /// within the scope.
  static func merges(page: Int, in scope: Scope, of user: User) -> SQL {
    """
    \(merges) WHERE \(reached(in: scope, of: user))
    ORDER BY g.merged_at DESC, g.id DESC \(SQL.page(page, of: Duplicates.pageSize))
    """
  }

  static func merge(_ id: PersonMergeID, in scope: Scope, of user: User) -> SQL {
    "\(merges) WHERE g.id = \(id) AND \(reached(in: scope, of: user))"
  }

  private static func reached(in scope: Scope, of user: User) -> SQL {
    """
    (\(whole(standing, scope, user)) AND (g.undone_at IS NULL
      OR \(whole("COALESCE(p.merged_into, p.id)", scope, user))))
    """
  }
}

extension MergeLine {
  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], kept: row["kept_person_id"], keptName: row["kept_name"],
      merged: row["merged_person_id"], mergedName: row["merged_name"], reason: row["reason"],
      by: row["merged_by"], mergedAt: row["merged_at"], undoneAt: row["undone_at"],
      undoneBy: row["undone_by"], turn: row["turn"])
  }
}

extension Reader {
  func merges(page: Int, in scope: Scope, of user: User) throws -> [MergeLine] {
    try rows(.merges(page: page, in: scope, of: user)).map { try MergeLine($0) }
  }

  func merge(_ id: PersonMergeID, in scope: Scope, of user: User) throws -> MergeLine? {
    try row(.merge(id, in: scope, of: user)).map { try MergeLine($0) }
  }

  func isMerged(_ person: PersonID) throws -> Bool {
    try row("SELECT id FROM people WHERE id = \(person) AND merged_into IS NOT NULL") != nil
  }

  /// The place of the last merge into a person that stands.
  func lastTurn(into person: PersonID) throws -> Int {
    let last: Int? = try row(
      """
      SELECT MAX(turn) AS n FROM person_merges WHERE kept_person_id = \(person) AND undone_at IS NULL
      """)?["n"]
    return last ?? 0
  }

  func movedRows(_ merge: PersonMergeID) throws -> [(table: String, rows: Int)] {
    try rows(
      """
      SELECT table_name, COUNT(*) AS n FROM person_merge_moves WHERE merge_id = \(merge)
      GROUP BY table_name ORDER BY table_name LIMIT 100
      """
    ).map { (try $0["table_name"], try $0["n"]) }
  }

  func changedValues(_ merge: PersonMergeID) throws -> [ChangedValue] {
    try rows(
      """
      SELECT column_name, before_value, after_value FROM person_merge_values
      WHERE merge_id = \(merge) ORDER BY column_name LIMIT 100
      """
    ).map { row in
      let name: String = try row["column_name"]
      guard let value = PersonValue.all.first(where: { $0.column == name }) else {
        throw Fault("a merge changed column \(name), which this program does not know")
      }
      return ChangedValue(
        value: value, before: try row["before_value"], after: try row["after_value"])
    }
  }

  /// The values of a person's columns, as text.
  func values(of person: PersonID) throws -> [String: String] {
    let columns = SQL(trusted: PersonValue.all.map(\.column).joined(separator: ", "))
    guard let row = try row("SELECT \(columns) FROM people WHERE id = \(person)") else {
      return [:]
    }
    return try PersonValue.all.reduce(into: [:]) { values, value in
      switch value.kind {
      case .text: values[value.column] = try row[value.column]
      case .flag: values[value.column] = (try row[value.column] as Bool?).map { String($0) }
      case .number: values[value.column] = (try row[value.column] as Int?).map { String($0) }
      }
    }
  }

  /// What names a record and came after a merge into it, in words: it stays there when the merge is undone.
  func since(_ merge: MergeLine) throws -> [String] {
    let referrals = try number(
      """
      SELECT COUNT(*) AS n FROM referrals WHERE person_id = \(merge.kept) AND received_at > \(merge.mergedAt)
      """)
    let notes = try number(
      """
      SELECT COUNT(*) AS n FROM contact_notes WHERE person_id = \(merge.kept) AND created_at > \(merge.mergedAt)
      """)
    // An id begins with the moment in which it was made.
    let households = try number(
      """
      SELECT COUNT(*) AS n FROM household_members WHERE person_id = \(merge.kept) AND id > \(merge.id)
        AND id NOT IN (SELECT row_key FROM person_merge_moves WHERE merge_id = \(merge.id))
      """)
    return [
      (referrals, "referral", "referrals"),
      (notes, "contact note about them", "contact notes about them"),
      (households, "household that they joined", "households that they joined"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
  }

  private func number(_ sql: SQL) throws -> Int { try row(sql)?["n"] ?? 0 }
}

/// A column of the kept record that took another value.
struct ChangedValue: Sendable {
  let value: PersonValue
  let before: String?
  let after: String?
}

extension Transaction {
  func insertMerge(_ plan: PlannedMerge, _ id: PersonMergeID) throws {
    let turn = try read.lastTurn(into: plan.kept.person.id) + 1
    try change(
      """
      INSERT INTO person_merges (id, kept_person_id, merged_person_id, reason, merged_at, merged_on,
        merged_by, turn)
      VALUES (\(id), \(plan.kept.person.id), \(plan.merged.person.id), \(plan.reason), \(now), \(today),
        \(user.id), \(turn))
      """)
  }

  /// Ends memberships today, and notes which.
  func end(_ memberships: [MemberID], for merge: PersonMergeID) throws {
    for id in memberships {
      let row = try changed(
        "UPDATE household_members SET left_on = \(today) WHERE id = \(id) AND left_on IS NULL RETURNING id"
      )
      guard row != nil else { throw Rejection.conflict(Reason("duplicates.changed")) }
      try note([id.text], "household_members", "left_on", for: merge)
    }
  }

  /// Memberships that a merge ended go on, unless they were changed since.
  func resume(_ merge: PersonMergeID) throws {
    try change(
      """
      UPDATE household_members SET left_on = NULL
      WHERE left_on = (SELECT merged_on FROM person_merges WHERE id = \(merge)) AND id IN (
        SELECT row_key FROM person_merge_moves WHERE merge_id = \(merge)
          AND table_name = 'household_members' AND column_name = 'left_on')
      """)
  }

  /// Takes values from one record into another, and notes both.
  func take(
    _ fields: [MergeField], from merged: PersonID, into kept: PersonID, for merge: PersonMergeID
  )
    throws
  {
    let (theirs, own) = (try read.values(of: merged), try read.values(of: kept))
    var changes = fields.flatMap(\.columns)
      .map { ChangedValue(value: $0, before: own[$0.column], after: theirs[$0.column]) }
      .filter { $0.before != $0.after }
    guard !changes.isEmpty else { return }
    let version = Int(own["version"] ?? "") ?? 0
    changes.append(
      ChangedValue(value: .version, before: String(version), after: String(version + 1)))
    for change in changes { try set(change.value, to: change.after, of: kept) }
    try copy(
      into: "person_merge_values",
      columns: ["merge_id", "column_name", "before_value", "after_value"],
      rows: changes.map {
        [
          merge.stored, $0.value.column.stored, $0.before?.stored ?? .null,
          $0.after?.stored ?? .null,
        ]
      })
  }

  /// Gives values back that are still as a merge left them.
  func giveBack(_ merge: PersonMergeID, of kept: PersonID) throws {
    let now = try read.values(of: kept)
    for change in try read.changedValues(merge) where now[change.value.column] == change.after {
      try set(change.value, to: change.before, of: kept)
    }
  }

  private func set(_ value: PersonValue, to text: String?, of person: PersonID) throws {
    let column = SQL(trusted: value.column)
    switch value.kind {
    case .text: try change("UPDATE people SET \(column) = \(text) WHERE id = \(person)")
    case .flag:
      try change("UPDATE people SET \(column) = \(text.map { $0 == "true" }) WHERE id = \(person)")
    case .number:
      try change("UPDATE people SET \(column) = \(text.flatMap { Int($0) }) WHERE id = \(person)")
    }
  }

  func point(_ merged: PersonID, to kept: PersonID?) throws {
    try change("UPDATE people SET merged_into = \(kept) WHERE id = \(merged)")
  }

  /// Lets search lead to a record by its own names and by those of every record that was put into it; not at all to
  /// one that was itself put into another.
  func makeFindable(_ person: PersonID) throws {
    let rows = try rows(
      """
      SELECT merged_into, full_name FROM people WHERE id = \(person) OR merged_into = \(person)
      ORDER BY id LIMIT 100
      """)
    let own = try rows.filter { try $0["merged_into"] as PersonID? != person }
    guard try own.first?["merged_into"] as PersonID? == nil else { return try unindex(person) }
    try reindex(
      person,
      alsoCalled: try rows.filter { try $0["merged_into"] as PersonID? == person }
        .map { try $0["full_name"] })
  }

  func markUndone(_ merge: PersonMergeID, because reason: String) throws {
    let row = try changed(
      """
      UPDATE person_merges SET undone_at = \(now), undone_by = \(user.id), undone_reason = \(reason)
      WHERE id = \(merge) AND undone_at IS NULL RETURNING id
      """)
    guard row != nil else { throw Rejection.conflict(Reason("duplicates.undone")) }
  }
}
