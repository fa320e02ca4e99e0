import Core
import Database
import People

extension SQL {
  /// The households that a scope lets a user see, for a statement about `households AS h`. One's own are also those
  /// of colleagues whom one covers today.
  package static func households(in scope: Scope, of user: User) -> SQL {
    switch scope {
    case .all: "TRUE"
    case .district: "h.district_code IN (\(list: user.districts))"
    case .team, .own:
      """
      h.id IN (SELECT household_id FROM assignments WHERE account_id IN (\(list: [user.id] + user.covers))
          AND until_on IS NULL)
      """
    }
  }
}

extension HouseholdLine {
  static let select: SQL = """
    SELECT h.id, h.reference, h.opened_on, h.quiet_since, h.has_contact, d.name AS district,
      p.full_name, p.known_as, c.name AS advocate, a.account_id, a.from_on,
      (SELECT COUNT(*) FROM household_members m WHERE m.household_id = h.id AND m.left_on IS NULL) AS members
    FROM households h
    JOIN districts d ON d.code = h.district_code
    JOIN people p ON p.id = h.lead_person_id
    LEFT JOIN assignments a ON a.household_id = h.id AND a.until_on IS NULL
    LEFT JOIN accounts c ON c.id = a.account_id
    """

  init(_ row: Row) throws {
    try self.init(
      id: row["id"], reference: row["reference"], district: row["district"],
      leadName: row["full_name"], leadKnownAs: row["known_as"], memberCount: row["members"],
      advocate: row["advocate"], advocateID: row["account_id"], assignedOn: row["from_on"],
      openedOn: row["opened_on"],
      quietSince: row["quiet_since"], hasContact: row["has_contact"])
  }
}

extension SQL {
  /// A page of households and one more.
  static func households(_ filter: HouseholdFilter, in scope: Scope, of user: User) -> SQL {
    let order: SQL =
      switch filter.order {
      case .quiet: "h.quiet_since, h.id"
      case .newest: "h.opened_on DESC, h.id DESC"
      }
    let narrowed: SQL = filter.withoutAdvocate ? "AND a.id IS NULL" : ""
    return """
      \(HouseholdLine.select)
      WHERE h.state = 'open' AND \(SQL.households(in: scope, of: user)) \(narrowed)
      ORDER BY \(order) \(SQL.page(filter.page, of: HouseholdFilter.size))
      """
  }
}

extension Reader {
  /// A page of households and one more, when there is one.
  func households(
    _ filter: HouseholdFilter, in scope: Scope, of user: User
  ) throws -> [HouseholdLine] {
    try rows(.households(filter, in: scope, of: user)).map { try HouseholdLine($0) }
  }

  /// What is assigned to one user, whom nobody gives more than a few dozen.
  func households(assignedTo user: User) throws -> [HouseholdLine] {
    try rows(
      """
      \(HouseholdLine.select)
      WHERE h.state = 'open' AND \(SQL.households(in: .own, of: user))
      ORDER BY h.has_contact, h.quiet_since, h.id LIMIT \(Households.mostToday)
      """
    ).map { try HouseholdLine($0) }
  }

  func household(_ id: HouseholdID, in scope: Scope, of user: User) throws -> Household? {
    try row(
      """
      SELECT h.id, h.reference, h.district_code, d.name AS district, h.lead_person_id, h.opened_on,
        o.name AS opened_by, h.quiet_since, h.has_contact, h.complexity, h.version
      FROM households h JOIN districts d ON d.code = h.district_code JOIN accounts o ON o.id = h.opened_by
      WHERE h.id = \(id) AND \(SQL.households(in: scope, of: user))
      """
    ).map {
      try Household(
        id: $0["id"], reference: $0["reference"], district: $0["district"],
        districtCode: $0["district_code"], leadPerson: $0["lead_person_id"],
        openedOn: $0["opened_on"], openedBy: $0["opened_by"], quietSince: $0["quiet_since"],
        hasContact: $0["has_contact"], complexity: $0["complexity"], version: $0["version"])
    }
  }

  /// Who is in a household now, the one who leads first.
  func members(of household: HouseholdID) throws -> [Member] {
    try rows(
      """
      SELECT m.id, m.relationship, m.referral_id, m.source, m.referred_on, m.joined_on, \(Person.columns)
      FROM household_members m JOIN people p ON p.id = m.person_id JOIN households h ON h.id = m.household_id
      WHERE m.household_id = \(household) AND m.left_on IS NULL
      ORDER BY (m.person_id = h.lead_person_id) DESC, m.joined_on, m.id LIMIT 100
      """
    ).map {
      try Member(
        id: $0["id"], person: Person($0), relationship: $0["relationship"],
        referral: $0["referral_id"], source: $0["source"], referredOn: $0["referred_on"],
        joinedOn: $0["joined_on"])
    }
  }

  func memberIDs(of household: HouseholdID) throws -> [PersonID] {
    try rows(
      """
      SELECT person_id FROM household_members
      WHERE household_id = \(household) AND left_on IS NULL ORDER BY joined_on, id LIMIT 100
      """
    ).map { try $0["person_id"] }
  }

  func openHousehold(of person: PersonID) throws -> HouseholdID? {
    try row(
      "SELECT household_id FROM household_members WHERE person_id = \(person) AND left_on IS NULL"
    )?["household_id"]
  }

  func assignments(of household: HouseholdID) throws -> [Assignment] {
    try rows(
      """
      SELECT a.account_id, c.name AS advocate, b.name AS assigned_by, a.from_on, a.until_on,
        a.hand_over_note
      FROM assignments a JOIN accounts c ON c.id = a.account_id JOIN accounts b ON b.id = a.assigned_by
      WHERE a.household_id = \(household) ORDER BY a.from_on DESC, a.id DESC LIMIT 50
      """
    ).map {
      try Assignment(
        account: $0["account_id"], advocate: $0["advocate"], assignedBy: $0["assigned_by"],
        from: $0["from_on"], until: $0["until_on"], handOverNote: $0["hand_over_note"])
    }
  }

  /// A page of notes and one more, when there is one.
  func notes(of household: HouseholdID, page: Int) throws -> [ContactNote] {
    let size = Households.notesOnPage
    return try rows(
      """
      SELECT n.id, n.kind, n.happened_on, n.body, n.person_id, n.created_at, c.name AS author
      FROM contact_notes n JOIN accounts c ON c.id = n.created_by
      WHERE n.household_id = \(household)
      ORDER BY n.happened_on DESC, n.id DESC \(SQL.page(page, of: size))
      """
    ).map {
      try ContactNote(
        id: $0["id"], kind: $0["kind"], happenedOn: $0["happened_on"], body: $0["body"],
        person: $0["person_id"], author: $0["author"], createdAt: $0["created_at"])
    }
  }

  func authorOfNote(_ id: ContactNoteID, of household: HouseholdID) throws -> AccountID? {
    guard let row = try row("SELECT household_id, created_by FROM contact_notes WHERE id = \(id)")
    else { return nil }
    guard try row["household_id"] == household else {
      throw Rejection.conflict(Reason("note.taken"))
    }
    return try row["created_by"]
  }

  /// Everyone who may be assigned today, or the one of them with this id, with the households they have.
  func advocates(on day: Day, only account: String? = nil) throws -> [Advocate] {
    let one: SQL = account.map { "AND c.id = \($0)" } ?? ""
    let found = try rows(
      """
      SELECT c.id, c.name, r.role, d.district_code, COALESCE(n.amount, 0) AS households,
        \(SQL.awayUntil(on: day)) AS away_until, \(SQL.postEndsOn) AS post_ends_on
      FROM account_roles r JOIN accounts c ON c.id = r.account_id
      LEFT JOIN account_districts d ON d.account_id = c.id
      LEFT JOIN counters n ON n.name = 'caseload/' || c.id
      WHERE r.role IN ('advocate', 'trainee_advocate') AND r.valid_from <= \(day)
        AND (r.valid_to IS NULL OR r.valid_to >= \(day)) AND c.disabled_at IS NULL \(one)
      ORDER BY c.name, c.id, d.district_code LIMIT 2000
      """)
    var advocates: [Advocate] = []
    for row in found {
      let id: AccountID = try row["id"]
      let district: String? = try row["district_code"]
      let earlier = advocates.last?.id == id ? advocates.removeLast() : nil
      advocates.append(
        try Advocate(
          id: id, name: row["name"],
          districts: Set((earlier?.districts ?? []) + (district.map { [$0] } ?? [])).sorted(),
          households: row["households"],
          isTrainee: row["role"] == "trainee_advocate" && earlier?.isTrainee ?? true,
          awayUntil: row["away_until"], postEndsOn: row["post_ends_on"]))
    }
    return advocates
  }
}

extension Transaction {
  func insertHousehold(
    _ id: HouseholdID, _ reference: String, in district: String, lead: PersonID
  ) throws {
    try change(
      """
      INSERT INTO households (id, reference, district_code, lead_person_id, state, opened_on, opened_by,
        quiet_since, has_contact, version)
      VALUES (\(id), \(reference), \(district), \(lead), 'open', \(today), \(user.id), \(today), FALSE, 1)
      """)
  }

  func insertMember(_ joining: Joining, of household: HouseholdID) throws {
    let id: MemberID = newID()
    try change(
      """
      INSERT INTO household_members (id, household_id, person_id, referral_id, relationship, source, referred_on, joined_on)
      VALUES (\(id), \(household), \(joining.person), \(joining.referral), \(joining.relationship),
        \(joining.source), \(joining.referredOn), \(today))
      """)
    try place(joining.person)
  }

  /// Ends today's assignment, if there is one.
  func endAssignment(_ assignment: Assignment?, of household: HouseholdID) throws {
    guard let assignment else { return }
    try change(
      "UPDATE assignments SET until_on = \(today) WHERE household_id = \(household) AND until_on IS NULL"
    )
    try count("caseload/\(assignment.account)", by: -1)
  }

  func insertAssignment(
    of household: HouseholdID, to account: AccountID, because handOver: HandOver? = nil
  ) throws {
    let id: AssignmentID = newID()
    try change(
      """
      INSERT INTO assignments (id, household_id, account_id, assigned_by, from_on, post_id, hand_over_note)
      VALUES (\(id), \(household), \(account), \(user.id), \(today), \(handOver?.post),
        \(handOver?.note))
      """)
    try count("caseload/\(account)", by: 1)
  }

  func insertNote(_ note: NewNote, of household: HouseholdID) throws {
    try change(
      """
      INSERT INTO contact_notes (id, household_id, person_id, kind, happened_on, body, created_at, created_by)
      VALUES (\(note.id), \(household), \(note.person), \(note.kind), \(note.happenedOn), \(note.body),
        \(now), \(user.id))
      """)
  }

  /// The day of quiet only moves forward, so two notes at one moment need not know of each other.
  func updateQuiet(_ household: Household, since day: Day) throws {
    guard day != household.quietSince || !household.hasContact else { return }
    try change(
      """
      UPDATE households SET quiet_since = \(day), has_contact = TRUE, version = version + 1
      WHERE id = \(household.id)
      """)
  }

  /// Whoever read the household before must read it again.
  func raiseVersion(of household: HouseholdID) throws -> Int {
    try changed(
      "UPDATE households SET version = version + 1 WHERE id = \(household) RETURNING version"
    )?["version"] ?? 0
  }
}

extension ContactNote.Kind: Storable {}
