import Core
import Database
import Households

extension TransferRequest {
  fileprivate static let select: SQL = """
    SELECT t.id, t.household_id, t.referral_id, t.from_district, t.to_district, t.reason, t.handover, t.asked_at,
      a.name AS asked_by, t.state, t.decided_at, d.name AS decided_by, t.answer, h.reference, r.organisation,
      r.referred_on,
      (SELECT COUNT(*) FROM household_members m WHERE m.household_id = t.household_id AND m.left_on IS NULL) AS people
    FROM transfer_requests t JOIN accounts a ON a.id = t.asked_by
    LEFT JOIN accounts d ON d.id = t.decided_by
    LEFT JOIN households h ON h.id = t.household_id
    LEFT JOIN referrals r ON r.id = t.referral_id
    """

  fileprivate init(_ row: Row) throws {
    let subject: Subject
    if let household = try row["household_id"] as HouseholdID? {
      subject = .household(
        household, reference: try row["reference"], people: try row["people"])
    } else {
      subject = .referral(
        try row["referral_id"], organisation: try row["organisation"], on: try row["referred_on"])
    }
    try self.init(
      id: row["id"], subject: subject, from: row["from_district"], to: row["to_district"],
      reason: row["reason"], handover: row["handover"], askedAt: row["asked_at"],
      askedBy: row["asked_by"], state: row["state"], decidedAt: row["decided_at"],
      decidedBy: row["decided_by"], answer: row["answer"])
  }
}

extension SQL {
  /// A page of what waits for an answer, the oldest first, and one more.
  static func transferRequests(waitingIn scope: Scope, of user: User, page: Int) -> SQL {
    """
    \(TransferRequest.select)
    WHERE t.state = 'waiting' AND \(SQL.transfers(in: scope, of: user))
    ORDER BY t.asked_at, t.id \(SQL.page(page, of: Transfers.size))
    """
  }

  /// The requests that a scope lets a user answer, for a statement about `transfer_requests AS t`.
  fileprivate static func transfers(in scope: Scope, of user: User) -> SQL {
    switch scope {
    case .all: "TRUE"
    case .district: "t.decided_in IN (\(list: user.districts))"
    case .team, .own: "FALSE"
    }
  }
}

extension Reader {
  /// A page of what waits for an answer, the oldest first, and one more.
  package func transferRequests(
    waitingIn scope: Scope, of user: User, page: Int
  ) throws -> [TransferRequest] {
    try rows(.transferRequests(waitingIn: scope, of: user, page: page)).map {
      try TransferRequest($0)
    }
  }

  /// The same after a request, by their ids, and one more than the limit.
  func transferRequests(
    waitingIn scope: Scope, of user: User, after: TransferRequestID?, limit: Int
  ) throws -> [TransferRequest] {
    let later: SQL = after.map { "AND t.id > \($0)" } ?? ""
    return try rows(
      """
      \(TransferRequest.select)
      WHERE t.state = 'waiting' AND \(SQL.transfers(in: scope, of: user)) \(later)
      ORDER BY t.id \(SQL.upTo(limit))
      """
    ).map { try TransferRequest($0) }
  }

  /// What a user asked for last.
  func transferRequests(askedBy user: User) throws -> [TransferRequest] {
    try rows(
      """
      \(TransferRequest.select)
      WHERE t.asked_by = \(user.id) ORDER BY t.asked_at DESC, t.id DESC LIMIT \(Transfers.size)
      """
    ).map { try TransferRequest($0) }
  }

  func transferRequest(
    _ id: TransferRequestID, in scope: Scope, of user: User
  ) throws -> TransferRequest? {
    try row(
      """
      \(TransferRequest.select) WHERE t.id = \(id) AND \(SQL.transfers(in: scope, of: user))
      """
    ).map { try TransferRequest($0) }
  }

  func transferRequest(waitingFor household: HouseholdID) throws -> TransferRequest? {
    try row(
      """
      \(TransferRequest.select) WHERE t.household_id = \(household) AND t.state = 'waiting'
      """
    ).map { try TransferRequest($0) }
  }

  /// The last referrals that these districts sent away.
  func sentAway(in scope: Scope, of user: User) throws -> [SentAway] {
    let place: SQL =
      switch scope {
      case .all: "TRUE"
      case .district: "s.from_district IN (\(list: user.districts))"
      case .team, .own: "FALSE"
      }
    return try rows(
      """
      SELECT r.organisation, r.referred_on, s.happened_at, c.name AS sent_by, s.from_district, s.to_district, s.note
      FROM referral_acts s JOIN referrals r ON r.id = s.referral_id JOIN accounts c ON c.id = s.account_id
      WHERE s.kind = 'transferred' AND \(place)
      ORDER BY s.happened_at DESC, s.id DESC LIMIT \(Transfers.size)
      """
    ).map {
      try SentAway(
        organisation: $0["organisation"], referredOn: $0["referred_on"], sentAt: $0["happened_at"],
        sentBy: $0["sent_by"], from: $0["from_district"], to: $0["to_district"], reason: $0["note"])
    }
  }

  /// Those of the group who wait in another district, and for whom nobody has asked yet.
  func companions(
    elsewhere referral: Referral
  ) throws -> [(id: ReferralID, district: String)] {
    guard let group = referral.group else { return [] }
    return try rows(
      """
      SELECT r.id, r.district_code FROM referrals r
      WHERE r.group_id = \(group) AND r.state = 'waiting' AND r.district_code <> \(referral.districtCode)
        AND r.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
        AND r.id NOT IN (SELECT referral_id FROM transfer_requests WHERE referral_id IS NOT NULL AND state = 'waiting')
      ORDER BY r.received_at, r.id LIMIT 50
      """
    ).map { (try $0["id"], try $0["district_code"]) }
  }
}

extension Transaction {
  func insert(_ request: MoveRequest, for household: Household) throws -> TransferRequestID {
    let id: TransferRequestID = newID()
    try change(
      """
      INSERT INTO transfer_requests (id, household_id, from_district, to_district, decided_in, reason, handover, asked_at,
        asked_by, state)
      VALUES (\(id), \(household.id), \(household.districtCode), \(request.district), \(request.district),
        \(request.reason), \(request.handover), \(now), \(user.id), 'waiting')
      """)
    return id
  }

  func insertRequest(
    for referral: ReferralID, from: String, to: String, because reason: String
  ) throws {
    let id: TransferRequestID = newID()
    try change(
      """
      INSERT INTO transfer_requests (id, referral_id, from_district, to_district, decided_in, reason, asked_at, asked_by,
        state)
      VALUES (\(id), \(referral), \(from), \(to), \(from), \(reason), \(now), \(user.id), 'waiting')
      """)
  }

  func close(
    _ request: TransferRequest, as state: TransferRequest.State, because answer: String?
  ) throws {
    let closed = try changed(
      """
      UPDATE transfer_requests SET state = \(state), decided_at = \(now), decided_by = \(user.id), answer = \(answer)
      WHERE id = \(request.id) AND state = 'waiting' RETURNING id
      """)
    guard closed != nil else { throw Rejection.conflict(Reason("transfer.answered")) }
  }

  /// What was asked for happened without an answer: the referral was sent there.
  func closeRequests(for referral: ReferralID, sentTo district: String) throws {
    try change(
      """
      UPDATE transfer_requests SET state = 'accepted', decided_at = \(now), decided_by = \(user.id)
      WHERE referral_id = \(referral) AND to_district = \(district) AND state = 'waiting'
      """)
  }
}

extension TransferRequest.State: Storable {}
