import Core
import Database
import Eligibility
import People

extension SQL {
  /// The referrals that a scope lets a user see, for a statement about `referrals AS r`; never those of a file
  /// that is still being read.
  package static func referrals(in scope: Scope, of user: User) -> SQL {
    let place: SQL =
      switch scope {
      case .all: "TRUE"
      case .district: "r.district_code IN (\(list: user.districts))"
      case .team, .own: "FALSE"
      }
    return "\(place) AND r.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)"
  }

  /// How a referral stands, of `referrals AS r`.
  package static let referralState: SQL =
    "CASE WHEN r.is_withdrawn = TRUE THEN 'withdrawn' ELSE r.state END AS state"

  /// Whether `referrals AS r` stands so. A withdrawn one is a declined one in its table.
  static func stands(_ state: Referral.State) -> SQL {
    switch state {
    case .declined: "r.state = 'declined' AND r.is_withdrawn = FALSE"
    case .withdrawn: "r.state = 'declined' AND r.is_withdrawn = TRUE"
    case .waiting, .accepted: "r.state = \(state)"
    }
  }

  /// A page of what waits and one more. Whoever does not see restricted needs gets the order that everybody
  /// may know.
  /// Or of those with these ids, who are known to wait: then no index of those who wait may be used.
  static func inbox(
    _ filter: InboxFilter, in scope: Scope, of user: User, only ids: [ReferralID]? = nil
  ) -> SQL {
    let urgent: SQL = user.sees(.restrictedNeeds) ? "r.is_urgent" : "r.is_openly_urgent"
    let place: SQL = filter.district.map { .within($0) } ?? "TRUE"
    let who: SQL = ids.map { "r.id IN (\(list: $0))" } ?? "r.state = 'waiting' AND \(place)"
    let page: SQL = .page(ids == nil ? filter.page : 1, of: InboxFilter.size)
    return """
      SELECT r.id, r.person_id, p.full_name, p.known_as, p.date_of_birth, r.organisation, r.route,
        r.referred_on, r.district_code, r.district_suggested, \(urgent) AS is_urgent, p.language,
        p.interpreter_needed, p.no_fixed_address, CASE WHEN r.remarks <> '' THEN TRUE ELSE FALSE END AS needs_look,
        CASE WHEN r.answer_by IS NULL THEN r.received_at END AS received_at, \(SQL.clockColumns), \(SQL.factColumns),
        (SELECT COUNT(*) FROM referrals g WHERE g.group_id = r.group_id AND g.state = 'waiting'
          AND g.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)) AS group_size
      FROM referrals r JOIN people p ON p.id = r.person_id
      WHERE \(who) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY \(urgent) DESC, r.referred_on, r.id \(page)
      """
  }
}

extension Reader {
  /// A page of what waits and one more, when there is one.
  func inbox(
    _ filter: InboxFilter, in scope: Scope, of user: User, only ids: [ReferralID]? = nil
  ) throws -> [InboxLine] {
    try rows(.inbox(filter, in: scope, of: user, only: ids)).map {
      let facts = try Facts(alone: $0)
      return try InboxLine(
        id: $0["id"], person: $0["person_id"], name: $0["full_name"], knownAs: $0["known_as"],
        dateOfBirth: facts.bornOn, organisation: $0["organisation"], route: $0["route"],
        referredOn: $0["referred_on"], district: facts.district,
        isDistrictSuggested: $0["district_suggested"], isUrgent: $0["is_urgent"],
        language: $0["language"], interpreterNeeded: $0["interpreter_needed"],
        hasNoFixedAddress: $0["no_fixed_address"], groupSize: $0["group_size"],
        needsLook: $0["needs_look"],
        facts: facts, clock: ReferralClock($0))
    }
  }

  func referral(_ id: ReferralID, in scope: Scope, of user: User) throws -> Referral? {
    try row(
      """
      SELECT r.id, r.group_id, r.organisation, r.external_id, r.route, r.referred_on, r.received_at,
        r.relationship, r.referrer_name, r.referrer_email, r.district_code, r.district_suggested,
        r.in_work, r.out_of_work_since, r.benefits, r.notes, r.remarks, r.is_urgent, r.is_openly_urgent,
        \(SQL.referralState), r.household_id, r.decided_at, c.name AS decided_by, r.decline_reason, r.decline_note,
        r.complexity, r.version, r.accepted_because, \(SQL.clockColumns), k.name AS acknowledger, \(Person.columns)
      FROM referrals r JOIN people p ON p.id = r.person_id LEFT JOIN accounts c ON c.id = r.decided_by
        LEFT JOIN accounts k ON k.id = r.acknowledged_by
      WHERE r.id = \(id) AND \(SQL.referrals(in: scope, of: user))
      """
    ).map { try Referral($0) }
  }

  /// Those of the same group whom this user may see, and how many more there are.
  func companions(
    of referral: Referral, in scope: Scope, _ user: User
  ) throws -> ([Companion], hidden: Int) {
    guard let group = referral.group else { return ([], 0) }
    let found = try rows(
      """
      SELECT r.id, r.person_id, p.full_name, p.date_of_birth, r.relationship, \(SQL.referralState)
      FROM referrals r JOIN people p ON p.id = r.person_id
      WHERE r.group_id = \(group) AND r.id <> \(referral.id) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY r.received_at, r.id LIMIT 50
      """
    ).map {
      try Companion(
        id: $0["id"], person: $0["person_id"], name: $0["full_name"],
        dateOfBirth: $0["date_of_birth"], relationship: $0["relationship"], state: $0["state"])
    }
    let all: Int =
      try row(
        """
        SELECT COUNT(*) AS n FROM referrals r
        WHERE r.group_id = \(group) AND r.id <> \(referral.id) AND \(SQL.referrals(in: .all, of: user))
        """)?["n"] ?? 0
    return (found, max(0, all - found.count))
  }

  func lookalikes(of referral: Referral, in scope: Scope, _ user: User) throws -> [Lookalike] {
    let people = try matches(of: referral.person.id)
    guard !people.isEmpty else { return [] }
    let first = try rows(
      """
      SELECT r.person_id, r.id, p.full_name, p.date_of_birth, r.organisation
      FROM referrals r JOIN people p ON p.id = r.person_id
      WHERE r.person_id IN (\(list: people)) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY r.received_at DESC, r.id DESC LIMIT 500
      """
    ).reduce(into: [PersonID: Row]()) { $0[try $1["person_id"]] = $1 }
    return try people.map { person in
      let row = first[person]
      return try Lookalike(
        referral: row?["id"], name: row?["full_name"], dateOfBirth: row?["date_of_birth"],
        organisation: row?["organisation"])
    }
  }

  func amendments(of referral: ReferralID, for user: User) throws -> [Amendment] {
    try rows(
      """
      SELECT received_at, content FROM proposed_amendments
      WHERE referral_id = \(referral)
        AND import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      ORDER BY received_at, id LIMIT 20
      """
    ).map {
      try Amendment(receivedAt: $0["received_at"], sent: SentValue.read($0["content"], for: user))
    }
  }
}

extension Transaction {
  /// The version that was read must still stand, or someone else was first.
  func decided(_ sql: SQL) throws {
    guard try changed(sql) != nil else {
      throw Rejection.conflict(Reason("referral.decided-meanwhile"))
    }
  }

  func accept(
    _ referral: Referral, into household: HouseholdID, in district: String, _ despite: Despite?
  ) throws {
    try decided(
      """
      UPDATE referrals SET state = 'accepted', household_id = \(household), decided_at = \(now),
        decided_by = \(user.id), district_code = COALESCE(district_code, \(district)), version = version + 1,
        accepted_because = \(despite?.reason), \(SQL.answered(by: user, at: now))
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
    try countInbox(referral, by: -1)
  }

  func decline(_ referral: Referral, _ decline: Decline) throws {
    try decided(
      """
      UPDATE referrals SET state = 'declined', decided_at = \(now), decided_by = \(user.id),
        decline_reason = \(decline.reason), decline_note = \(decline.note), version = version + 1,
        \(SQL.answered(by: user, at: now))
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
    try countInbox(referral, by: -1)
  }

  func reopen(_ referral: Referral) throws {
    try decided(
      """
      UPDATE referrals SET state = 'waiting', decided_at = NULL, decided_by = NULL,
        decline_reason = NULL, decline_note = NULL, is_withdrawn = FALSE, version = version + 1
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
    try countInbox(referral, by: 1)
  }

  /// Moves the totals of the district in which the referral was read, or of another.
  func countInbox(_ referral: Referral, by amount: Int, in district: String? = nil) throws {
    let place = district ?? referral.districtCode ?? ""
    try count("inbox/\(place)", by: amount)
    if referral.isUrgent { try count("inbox-urgent/\(place)", by: amount) }
    if referral.isOpenlyUrgent { try count("inbox-openly-urgent/\(place)", by: amount) }
  }
}

extension Referral {
  fileprivate init(_ row: Row) throws {
    let benefits: String = try row["benefits"]
    let remarks: String = try row["remarks"]
    try self.init(
      id: row["id"], person: Person(row), group: row["group_id"], organisation: row["organisation"],
      externalID: row["external_id"], route: row["route"], referredOn: row["referred_on"],
      receivedAt: row["received_at"], relationship: row["relationship"],
      referrerName: row["referrer_name"], referrerEmail: row["referrer_email"],
      districtCode: row["district_code"], isDistrictSuggested: row["district_suggested"],
      inWork: row["in_work"], outOfWorkSince: row["out_of_work_since"],
      benefits: benefits.split(separator: ";").map(String.init), notes: row["notes"],
      remarks: remarks.split(separator: ";").compactMap { remark in
        let words = remark.split(separator: " ")
        return words.count == 2 ? (String(words[0]), String(words[1])) : nil
      },
      isUrgent: row["is_urgent"], isOpenlyUrgent: row["is_openly_urgent"], state: row["state"],
      household: row["household_id"], decidedAt: row["decided_at"], decidedBy: row["decided_by"],
      declineReason: row["decline_reason"], declineNote: row["decline_note"],
      complexity: row["complexity"], version: row["version"],
      acceptedBecause: row["accepted_because"], clock: ReferralClock(row),
      acknowledgedBy: row["acknowledger"])
  }
}

extension Referral.State: Storable {}
