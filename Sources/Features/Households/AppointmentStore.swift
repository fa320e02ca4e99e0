import Core
import Database

extension Appointment.Kind: Storable {}
extension Appointment.State: Storable {}

extension Appointment {
  fileprivate static let select: SQL = """
    SELECT v.id, v.household_id, v.kind, v.starts_at, v.on_day, v.place, v.person_id, v.state, v.was_late,
      v.reason, g.name AS goes, c.name AS planned_by
    FROM appointments v JOIN accounts c ON c.id = v.created_by LEFT JOIN accounts g ON g.id = v.account_id
    """

  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], household: row["household_id"], kind: row["kind"], startsAt: row["starts_at"],
      day: row["on_day"], place: row["place"], person: row["person_id"], state: row["state"],
      wasLate: row["was_late"], reason: row["reason"], goes: row["goes"],
      plannedBy: row["planned_by"])
  }
}

extension AppointmentLine {
  fileprivate static let columns: SQL = """
    v.id, v.household_id, p.full_name, h.reference, v.kind, v.starts_at, v.on_day, v.place,
      c.name AS advocate, g.name AS goes
    """

  fileprivate static let joins: SQL = """
    JOIN people p ON p.id = h.lead_person_id
    LEFT JOIN assignments a ON a.household_id = h.id AND a.until_on IS NULL
    LEFT JOIN accounts c ON c.id = a.account_id LEFT JOIN accounts g ON g.id = v.account_id
    """

  fileprivate init(_ row: Row, cover: String? = nil) throws {
    try self.init(
      id: row["id"], household: row["household_id"], leadName: row["full_name"],
      reference: row["reference"], kind: row["kind"], startsAt: row["starts_at"],
      day: row["on_day"], place: row["place"], advocate: row["advocate"], goes: row["goes"],
      cover: cover)
  }
}

extension SQL {
  /// What is planned with one's own households in the days around one, what waits for its outcome first.
  static func appointments(of user: User, around day: Day) -> SQL {
    """
    SELECT \(AppointmentLine.columns)
    FROM households h JOIN appointments v ON v.household_id = h.id AND v.state = 'planned'
      AND v.on_day >= \(day.adding(days: -28)) AND v.on_day <= \(day.adding(days: 7))
    \(AppointmentLine.joins)
    WHERE h.state = 'open' AND \(SQL.households(in: .own, of: user))
    ORDER BY v.on_day, v.starts_at, v.id LIMIT 60
    """
  }

  /// Planned visits of these days whose colleague is away on the day.
  static func visitsOfAbsent(
    from first: Day, until last: Day, in scope: Scope, of user: User, limit: Int
  ) -> SQL {
    """
    SELECT \(AppointmentLine.columns), k.name AS cover
    FROM appointments v JOIN households h ON h.id = v.household_id
    \(AppointmentLine.joins)
    JOIN absences b ON b.account_id = COALESCE(v.account_id, a.account_id) AND b.ended_at IS NULL
      AND b.from_on <= v.on_day AND b.until_on >= v.on_day
    LEFT JOIN accounts k ON k.id = b.covered_by
    WHERE v.state = 'planned' AND v.on_day >= \(first) AND v.on_day <= \(last)
      AND \(SQL.households(in: scope, of: user))
    ORDER BY v.on_day, v.starts_at, v.id \(SQL(trusted: "LIMIT \(limit)"))
    """
  }
}

extension Reader {
  /// What is agreed with a household, the latest day first; what was replaced is left out.
  func appointments(of household: HouseholdID) throws -> [Appointment] {
    try rows(
      """
      \(Appointment.select) WHERE v.household_id = \(household) AND v.state <> 'changed'
      ORDER BY v.on_day DESC, v.starts_at DESC, v.id DESC LIMIT 60
      """
    ).map { try Appointment($0) }
  }

  func appointments(of user: User, around day: Day) throws -> [AppointmentLine] {
    try rows(.appointments(of: user, around: day)).map { try AppointmentLine($0) }
  }

  package func visitsOfAbsent(
    from first: Day, until last: Day, in scope: Scope, of user: User, limit: Int
  ) throws -> [AppointmentLine] {
    try rows(.visitsOfAbsent(from: first, until: last, in: scope, of: user, limit: limit)).map {
      try AppointmentLine($0, cover: $0["cover"])
    }
  }

  /// A visit and its household, if this user may see it.
  func appointment(
    _ id: AppointmentID, in scope: Scope, of user: User
  ) throws -> (Appointment, Household) {
    guard let row = try row("\(Appointment.select) WHERE v.id = \(id)") else {
      throw Rejection.notFound("Visit")
    }
    let found = try Appointment(row)
    guard let household = try household(found.household, in: scope, of: user) else {
      throw Rejection.notFound("Visit")
    }
    return (found, household)
  }

  /// Whether this form has been sent already. An id that stands for something else is refused.
  func isStanding(
    _ id: AppointmentID, of household: HouseholdID, by user: User
  ) throws -> Bool {
    guard let row = try row("SELECT household_id, created_by FROM appointments WHERE id = \(id)")
    else { return false }
    guard try row["household_id"] == household, try row["created_by"] == user.id else {
      throw Rejection.conflict(Reason("note.taken"))
    }
    return true
  }

  /// Who covers on its day for whoever would go.
  func cover(of appointment: Appointment) throws -> (account: AccountID, name: String)? {
    try row(
      """
      SELECT k.id, k.name FROM appointments v
      LEFT JOIN assignments a ON a.household_id = v.household_id AND a.until_on IS NULL
      JOIN absences b ON b.account_id = COALESCE(v.account_id, a.account_id) AND b.ended_at IS NULL
        AND b.from_on <= v.on_day AND b.until_on >= v.on_day
      JOIN accounts k ON k.id = b.covered_by
      WHERE v.id = \(appointment.id)
      """
    ).map { (try $0["id"], try $0["name"]) }
  }
}

extension Transaction {
  func insertAppointment(
    _ new: NewAppointment, of household: HouseholdID, to account: AccountID? = nil,
    replacing old: AppointmentID? = nil
  ) throws {
    try change(
      """
      INSERT INTO appointments (id, household_id, person_id, account_id, kind, starts_at, on_day, place, state,
        replaces, created_at, created_by)
      VALUES (\(new.id), \(household), \(new.person), \(account), \(new.kind), \(new.startsAt), \(new.day),
        \(new.place), 'planned', \(old), \(now), \(user.id))
      """)
  }

  /// Ends a planned visit one way or another. One that has ended already is a conflict.
  func settle(
    _ id: AppointmentID, as state: Appointment.State, wasLate: Bool? = nil, reason: String? = nil
  ) throws {
    let done = try changed(
      """
      UPDATE appointments SET state = \(state), was_late = \(wasLate), reason = \(reason),
        settled_at = \(now), settled_by = \(user.id)
      WHERE id = \(id) AND state = 'planned' RETURNING id
      """)
    if done == nil { throw Rejection.conflict(Reason("visit.settled")) }
  }
}
