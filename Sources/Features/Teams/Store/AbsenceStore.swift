import Core
import Database
import Households

extension SQL {
  /// The advocates that a scope lets a user look after, for a statement about `accounts AS c`.
  static func colleagues(in scope: Scope, of user: User, on day: Day) -> SQL {
    let place: SQL =
      switch scope {
      case .all: "TRUE"
      case .district:
        "c.id IN (SELECT account_id FROM account_districts WHERE district_code IN (\(list: user.districts)))"
      case .team, .own: "c.id = \(user.id)"
      }
    return """
      c.disabled_at IS NULL AND EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = c.id
        AND r.role IN ('advocate', 'trainee_advocate') AND r.valid_from <= \(day)
        AND (r.valid_to IS NULL OR r.valid_to >= \(day))) AND \(place)
      """
  }
}

extension Absence {
  fileprivate static let select: SQL = """
    SELECT b.id, b.account_id, c.name, b.kind, b.from_on, b.until_on, b.covered_by, k.name AS cover_name,
      e.name AS entered_by, b.ended_at, f.name AS ended_by
    FROM absences b JOIN accounts c ON c.id = b.account_id JOIN accounts e ON e.id = b.created_by
    LEFT JOIN accounts k ON k.id = b.covered_by LEFT JOIN accounts f ON f.id = b.ended_by
    """

  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], account: row["account_id"], name: row["name"], kind: row["kind"],
      from: row["from_on"], until: row["until_on"], coveredBy: row["covered_by"],
      coverName: row["cover_name"], enteredBy: row["entered_by"], endedAt: row["ended_at"],
      endedBy: row["ended_by"])
  }
}

extension Reader {
  /// Every advocate of a scope, or the one of them with this id, without what they carry.
  func colleagues(
    in scope: Scope, of user: User, on day: Day, only id: AccountID? = nil
  ) throws -> [Colleague] {
    let one: SQL = id.map { "AND c.id = \($0)" } ?? ""
    let found = try rows(
      """
      SELECT c.id, c.name, d.district_code, \(SQL.awayUntil(on: day)) AS away_until,
        \(SQL.postEndsOn) AS post_ends_on, k.name AS covered_by,
        EXISTS (SELECT 1 FROM account_roles q WHERE q.account_id = c.id AND q.role = 'advocate'
          AND q.valid_from <= \(day) AND (q.valid_to IS NULL OR q.valid_to >= \(day))) AS is_advocate
      FROM accounts c LEFT JOIN account_districts d ON d.account_id = c.id
      LEFT JOIN absences b ON b.account_id = c.id AND b.ended_at IS NULL AND b.from_on <= \(day)
        AND b.until_on >= \(day)
      LEFT JOIN accounts k ON k.id = b.covered_by
      WHERE \(SQL.colleagues(in: scope, of: user, on: day)) \(one)
      ORDER BY c.name, c.id, d.district_code LIMIT 2000
      """)
    var colleagues: [Colleague] = []
    for row in found {
      let id: AccountID = try row["id"]
      let district: String? = try row["district_code"]
      let earlier = colleagues.last?.id == id ? colleagues.removeLast() : nil
      colleagues.append(
        Colleague(
          id: id, name: try row["name"], isTrainee: try !(row["is_advocate"] as Bool),
          districts: (earlier?.districts ?? []) + (district.map { [$0] } ?? []),
          awayUntil: try row["away_until"], coveredBy: try row["covered_by"],
          postEndsOn: try row["post_ends_on"]))
    }
    return colleagues
  }

  /// The name of an account whose time away this user may plan: one's own, or an advocate's of one's scope.
  func plannable(
    _ account: AccountID, in scope: Scope, of user: User, on day: Day
  ) throws -> String {
    if account == user.id { return user.name }
    guard let found = try colleagues(in: scope, of: user, on: day, only: account).first else {
      throw Rejection.notFound("Colleague")
    }
    return found.name
  }

  func absenceView(of account: AccountID, on day: Day) throws -> AbsenceView {
    let own = try rows(
      "\(Absence.select) WHERE b.account_id = \(account) ORDER BY b.from_on DESC, b.id DESC LIMIT 50"
    )
    let covering = try rows(
      """
      \(Absence.select) WHERE b.covered_by = \(account) AND b.ended_at IS NULL AND b.until_on >= \(day)
      ORDER BY b.from_on, b.id LIMIT 50
      """)
    return AbsenceView(
      absences: try own.map { try Absence($0) }, covering: try covering.map { try Absence($0) },
      covers: try covers(on: day).filter { $0.id != account })
  }

  /// Every advocate and trainee, of any district: each may cover for any other.
  func covers(on day: Day, only account: String? = nil) throws -> [Cover] {
    let one: SQL = account.map { "AND c.id = \($0)" } ?? ""
    let found = try rows(
      """
      SELECT c.id, c.name, d.district_code,
        EXISTS (SELECT 1 FROM account_roles q WHERE q.account_id = c.id AND q.role = 'advocate'
          AND q.valid_from <= \(day) AND (q.valid_to IS NULL OR q.valid_to >= \(day))) AS is_advocate
      FROM accounts c LEFT JOIN account_districts d ON d.account_id = c.id
      WHERE \(SQL.colleagues(in: .all, of: .nobody, on: day)) \(one)
      ORDER BY c.name, c.id, d.district_code LIMIT 2000
      """)
    var covers: [Cover] = []
    for row in found {
      let id: AccountID = try row["id"]
      let district: String? = try row["district_code"]
      let earlier = covers.last?.id == id ? covers.removeLast() : nil
      covers.append(
        Cover(
          id: id, name: try row["name"], isTrainee: try !(row["is_advocate"] as Bool),
          districts: (earlier?.districts ?? []) + (district.map { [$0] } ?? [])))
    }
    return covers
  }

  /// Whoever was chosen to cover, if they can; nil where nobody was chosen.
  func cover(
    _ chosen: String, of account: AccountID, from: Day, until: Day, on day: Day
  ) throws -> Cover? {
    if chosen.isEmpty { return nil }
    guard let found = try covers(on: day, only: chosen).first, found.id != account else {
      throw Rejection.invalid("absence_cover", Reason("absence.cover"))
    }
    if try isAway(found.id, from: from, until: until) {
      throw Rejection.invalid("absence_cover", Reason("absence.cover-away"))
    }
    return found
  }

  /// Whether some of these days are entered as time away.
  func isAway(_ account: AccountID, from: Day, until: Day) throws -> Bool {
    try row(
      """
      SELECT id FROM absences WHERE account_id = \(account) AND ended_at IS NULL
        AND from_on <= \(until) AND until_on >= \(from) LIMIT 1
      """) != nil
  }

  /// An absence that this user may change and that is not over.
  func absence(
    _ id: AbsenceID, in scope: Scope, of user: User, on day: Day
  ) throws -> Absence {
    guard let row = try row("\(Absence.select) WHERE b.id = \(id)") else {
      throw Rejection.notFound("Time away")
    }
    let found = try Absence(row)
    if found.account != user.id,
      try colleagues(in: scope, of: user, on: day, only: found.account).isEmpty
    {
      throw Rejection.notFound("Time away")
    }
    if found.isOver(on: day) { throw Rejection.conflict(Reason("absence.over")) }
    return found
  }
}

extension Transaction {
  func insertAbsence(
    of account: AccountID, _ kind: String, from: Day, until: Day, coveredBy cover: AccountID?
  ) throws -> AbsenceID {
    let id: AbsenceID = newID()
    try change(
      """
      INSERT INTO absences (id, account_id, kind, from_on, until_on, covered_by, created_at, created_by)
      VALUES (\(id), \(account), \(kind), \(from), \(until), \(cover), \(now), \(user.id))
      """)
    return id
  }

  func endAbsence(_ absence: Absence) throws {
    try change(
      """
      UPDATE absences SET ended_at = \(now), ended_by = \(user.id)
      WHERE id = \(absence.id) AND ended_at IS NULL
      """)
  }
}
