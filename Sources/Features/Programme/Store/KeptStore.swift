import Core
import Database

/// What of the portfolio is asked for: as it stands, or as it stood at a moment.
package enum AsOf: Hashable, Sendable {
  case current
  /// As it stood when this day had ended.
  case end(of: Day)

  /// As it stood when a day had ended; that of today has not, so it is as it stands.
  package init(_ day: Day, today: Day) { self = day == today ? .current : .end(of: day) }

  /// A condition on the versions that are called `v`.
  var condition: SQL {
    switch self {
    case .current: return "v.until_at IS NULL"
    case .end(let day):
      let moment = Instant(day.adding(days: 1), .midnight)
      return "v.from_at < \(moment) AND (v.until_at IS NULL OR v.until_at >= \(moment))"
    }
  }
}

extension Kept {
  private static var common: String {
    "v.item_id, v.project_id, v.number, v.from_at, v.until_at, v.changed_by, v.origin, v.reason, v.is_archived"
  }

  /// `SELECT … FROM … v`.
  static var select: SQL {
    SQL(
      trusted:
        "SELECT \(common), \(columns.map { "v." + $0 }.joined(separator: ", ")) FROM \(kind.table) v"
    )
  }
}

extension Standing {
  init(_ row: Row) throws {
    try self.init(
      id: row["item_id"], project: row["project_id"], number: row["number"], since: row["from_at"],
      until: row["until_at"], by: row["changed_by"], origin: row["origin"], reason: row["reason"],
      isArchived: row["is_archived"], value: Value(row))
  }
}

extension Reader {
  /// Everything of a kind, by its id: of one project or of all, archived things with the others.
  func standing<Value: Kept>(
    _ kind: Value.Type, of project: ProgrammeItemID? = nil, _ asOf: AsOf = .current,
    limit: Int = 50_000
  ) throws -> [Standing<Value>] {
    let own: SQL = project.map { " AND v.project_id = \($0)" } ?? ""
    let most = SQL(trusted: "LIMIT \(limit)")
    return try rows(
      "\(Value.select) WHERE \(asOf.condition)\(own) ORDER BY v.item_id, v.number \(most)"
    ).map { try Standing($0) }
  }

  /// One thing, or nil where there was none.
  func found<Value: Kept>(
    _ kind: Value.Type, _ id: ProgrammeItemID, _ asOf: AsOf = .current
  ) throws -> Standing<Value>? {
    try row(
      "\(Value.select) WHERE v.item_id = \(id) AND \(asOf.condition) ORDER BY v.number DESC LIMIT 1"
    )
    .map { try Standing($0) }
  }

  /// Every version of one thing, the newest first.
  func history<Value: Kept>(
    of id: ProgrammeItemID, _ kind: Value.Type, page: Int = 1, size: Int = 50
  ) throws -> [Standing<Value>] {
    try rows(
      "\(Value.select) WHERE v.item_id = \(id) ORDER BY v.number DESC \(SQL.page(page, of: size))"
    ).map { try Standing($0) }
  }

  /// How many changes the portfolio has seen.
  func programmeChanges() throws -> Int {
    try row("SELECT changes FROM programme_state")?["changes"] ?? 0
  }
}

extension Transaction {
  /// Puts a new thing into the portfolio. `fileKey` is by what a file knows it again.
  @discardableResult
  func begin<Value: Kept>(
    _ value: Value, in project: ProgrammeItemID? = nil, as id: ProgrammeItemID? = nil,
    _ cause: Cause = Cause(), fileKey: String? = nil
  ) throws -> ProgrammeItemID {
    let id = id ?? newID()
    try change(
      """
      INSERT INTO programme_items (id, kind, is_of_project, project_id, file_key, created_at, created_by)
      VALUES (\(id), \(Value.kind.rawValue), \(project != nil), \(project), \(fileKey), \(now), \(user.id))
      """)
    try insert(value, id, project, number: 1, from: cause.from ?? now, isArchived: false, cause)
    return id
  }

  /// Ends the version that was read and begins the next. A conflict where somebody was quicker.
  func change<Value: Kept>(
    _ old: Standing<Value>, to value: Value, isArchived: Bool? = nil, _ cause: Cause = Cause()
  ) throws {
    // A clock that was put back must not make a version that ends before it begins.
    let from = max(cause.from ?? now, old.since)
    let table = SQL(trusted: Value.kind.table)
    let ended = try changed(
      """
      UPDATE \(table) SET until_at = \(from)
      WHERE item_id = \(old.id) AND number = \(old.number) AND until_at IS NULL RETURNING number
      """)
    guard ended != nil else { throw Rejection.conflict(Reason("programme.changed")) }
    try insert(
      value, old.id, old.project, number: old.number + 1, from: from,
      isArchived: isArchived ?? old.isArchived, cause)
  }

  private func insert<Value: Kept>(
    _ value: Value, _ id: ProgrammeItemID, _ project: ProgrammeItemID?, number: Int, from: Instant,
    isArchived: Bool, _ cause: Cause
  ) throws {
    let (table, columns) = (
      SQL(trusted: Value.kind.table), SQL(trusted: Value.columns.joined(separator: ", "))
    )
    try change(
      """
      INSERT INTO \(table) (item_id, project_id, number, from_at, until_at, changed_by, origin, reason,
        is_archived, \(columns))
      VALUES (\(id), \(project), \(number), \(from), \(nil as Instant?), \(user.id), \(cause.origin),
        \(cause.reason), \(isArchived), \(values: value.values))
      """)
    try change("UPDATE programme_state SET changes = changes + 1")
  }
}
