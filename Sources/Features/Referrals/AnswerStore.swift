import Core
import Database
import Eligibility
import Households
import People

extension SQL {
  /// What rules look at about a person by themselves, for a statement about `referrals AS r` and `people AS p` that reads
  /// name, day of birth and district anyway.
  static let factColumns: SQL =
    """
    r.in_work, r.out_of_work_since, r.benefits,
    CASE WHEN r.remarks LIKE '%outside_region%' THEN TRUE ELSE FALSE END AS is_outside
    """

  static let clockColumns: SQL = "r.answer_by, r.acknowledged_at"

  /// A decision is an answer too.
  static func answered(by user: User, at now: Instant) -> SQL {
    """
    acknowledged_at = COALESCE(acknowledged_at, \(now)),
    acknowledged_by = COALESCE(acknowledged_by, \(user.id))
    """
  }

  /// Referrals that nobody has answered and whose last day is `day` or earlier: the latest answer first.
  static func unanswered(
    by day: Day, in scope: Scope, of user: User, page: Int, size: Int
  ) -> SQL {
    """
    SELECT r.id, r.person_id, p.full_name, p.known_as, r.organisation, r.route, r.referred_on, r.received_at,
      r.district_code, \(SQL.clockColumns), e.escalated_at
    FROM referrals r JOIN people p ON p.id = r.person_id LEFT JOIN escalations e ON e.referral_id = r.id
    WHERE r.state = 'waiting' AND r.acknowledged_at IS NULL AND r.answer_by <= \(day)
      AND \(SQL.referrals(in: scope, of: user))
    ORDER BY r.answer_by, r.id \(SQL.page(page, of: size))
    """
  }

  static func members(of group: ReferralGroupID, in scope: Scope, of user: User) -> SQL {
    """
    SELECT r.id, p.full_name, p.known_as, p.date_of_birth, r.district_code, \(SQL.factColumns),
      p.address, p.postcode,
      CASE WHEN \(SQL.referrals(in: scope, of: user)) THEN TRUE ELSE FALSE END AS is_theirs
    FROM referrals r JOIN people p ON p.id = r.person_id
    WHERE r.group_id = \(group) AND r.state IN ('waiting', 'accepted')
      AND \(SQL.referrals(in: .all, of: user))
    ORDER BY r.id LIMIT 1000
    """
  }

  /// How many there are, counted no further than `most`.
  static func unansweredCount(by day: Day, in scope: Scope, of user: User, most: Int) -> SQL {
    """
    SELECT COUNT(*) AS n FROM (
      SELECT 1 AS one FROM referrals r
      WHERE r.state = 'waiting' AND r.acknowledged_at IS NULL AND r.answer_by <= \(day)
        AND \(SQL.referrals(in: scope, of: user))
      LIMIT \(SQL(trusted: String(most)))) AS found
    """
  }
}

extension Facts {
  /// Without a home, which no rule about one person asks for.
  init(alone row: Row) throws {
    let benefits: String = try row["benefits"]
    let (name, knownAs): (String, String?) = (try row["full_name"], try row["known_as"])
    try self.init(
      name: knownAs ?? name, bornOn: row["date_of_birth"], district: row["district_code"],
      isOutside: row["is_outside"], inWork: row["in_work"],
      outOfWorkSince: row["out_of_work_since"],
      benefits: benefits.isEmpty ? [] : benefits.split(separator: ";").map(String.init))
  }

  init(_ row: Row) throws {
    try self.init(alone: row)
    address = try row["address"]
    postcode = try row["postcode"]
  }
}

extension ReferralClock {
  init(_ row: Row) throws {
    receivedAt = try row["received_at"]
    answerBy = try row["answer_by"]
    acknowledgedAt = try row["acknowledged_at"]
  }
}

extension Reader {
  /// Everybody of a group who was not declined. Nothing is told of those outside the scope but that they are there.
  func members(
    of group: ReferralGroupID?, in scope: Scope, of user: User
  ) throws -> [GroupMember] {
    guard let group else { return [] }
    return try rows(.members(of: group, in: scope, of: user)).map { row in
      let isTheirs: Bool = try row["is_theirs"]
      return try GroupMember(referral: row["id"], facts: isTheirs ? Facts(row) : nil)
    }
  }

  func stillWaiting(
    beside households: [HouseholdID], in scope: Scope, of user: User
  ) throws -> [(HouseholdID, StillMissing)] {
    try rows(
      """
      SELECT DISTINCT m.household_id, r.id, p.full_name, p.known_as
      FROM household_members m JOIN referrals a ON a.id = m.referral_id
        JOIN referrals r ON r.group_id = a.group_id AND r.state = 'waiting'
        JOIN people p ON p.id = r.person_id
      WHERE m.household_id IN (\(list: households)) AND m.left_on IS NULL
        AND \(SQL.referrals(in: scope, of: user))
      ORDER BY m.household_id, r.id LIMIT 200
      """
    ).map { row in
      let (name, known): (String, String?) = (try row["full_name"], try row["known_as"])
      return (
        try row["household_id"], StillMissing(name: known ?? name, referral: try row["id"])
      )
    }
  }

  package func unanswered(
    by day: Day, in scope: Scope, of user: User, page: Int, size: Int
  ) throws -> [LateAnswer] {
    try rows(.unanswered(by: day, in: scope, of: user, page: page, size: size)).map {
      try LateAnswer(
        id: $0["id"], person: $0["person_id"], name: $0["full_name"], knownAs: $0["known_as"],
        organisation: $0["organisation"], route: $0["route"], referredOn: $0["referred_on"],
        district: $0["district_code"], answerBy: $0["answer_by"], escalatedAt: $0["escalated_at"])
    }
  }

  func unansweredCount(by day: Day, in scope: Scope, of user: User, most: Int) throws -> Int {
    try row(.unansweredCount(by: day, in: scope, of: user, most: most))?["n"] ?? 0
  }

  /// Late answers of which programme managers have not been told yet.
  func toEscalate(on day: Day) throws -> [(id: ReferralID, answerBy: Day)] {
    try rows(
      """
      SELECT r.id, r.answer_by FROM referrals r
      WHERE r.state = 'waiting' AND r.acknowledged_at IS NULL AND r.answer_by < \(day)
        AND r.escalate_on <= \(day) AND \(SQL.referrals(in: .all, of: .system))
        AND NOT EXISTS (SELECT 1 FROM escalations e WHERE e.referral_id = r.id)
      ORDER BY r.answer_by, r.id LIMIT \(SQL(trusted: String(Referrals.sweepSize)))
      """
    ).map { (try $0["id"], try $0["answer_by"]) }
  }

  /// Referrals from before there were clocks.
  func withoutClock() throws -> [(id: ReferralID, route: String, receivedAt: Instant)] {
    try rows(
      """
      SELECT r.id, r.route, r.received_at FROM referrals r
      WHERE r.state = 'waiting' AND r.acknowledged_at IS NULL AND r.answer_by IS NULL
        AND \(SQL.referrals(in: .all, of: .system))
      ORDER BY r.id LIMIT \(SQL(trusted: String(Referrals.sweepSize)))
      """
    ).map { (try $0["id"], try $0["route"], try $0["received_at"]) }
  }
}

extension Transaction {
  func acknowledge(_ referral: Referral) throws {
    try changedNow(
      """
      UPDATE referrals SET acknowledged_at = \(now), acknowledged_by = \(user.id), version = version + 1
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
  }

  func unacknowledge(_ referral: Referral) throws {
    try changedNow(
      """
      UPDATE referrals SET acknowledged_at = NULL, acknowledged_by = NULL, version = version + 1
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
  }

  private func changedNow(_ sql: SQL) throws {
    guard try changed(sql) != nil else {
      throw Rejection.conflict(Reason("referral.decided-meanwhile"))
    }
  }

  /// Writes an escalation, and answers false where another server was first or somebody has answered meanwhile.
  func escalate(_ id: ReferralID, answerBy: Day) throws -> Bool {
    try changed(
      """
      INSERT INTO escalations (referral_id, answer_by, escalated_at)
      SELECT r.id, \(answerBy), \(now) FROM referrals r
      WHERE r.id = \(id) AND r.state = 'waiting' AND r.acknowledged_at IS NULL
      ON CONFLICT (referral_id) DO NOTHING RETURNING referral_id
      """) != nil
  }

  func setClock(_ clock: AnswerClock, of id: ReferralID) throws -> Bool {
    try changed(
      """
      UPDATE referrals SET answer_by = \(clock.answerBy), escalate_on = \(clock.escalateOn)
      WHERE id = \(id) AND answer_by IS NULL RETURNING id
      """) != nil
  }
}
