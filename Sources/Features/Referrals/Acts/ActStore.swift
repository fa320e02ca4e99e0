import Core
import Database
import People

extension Reader {
  /// What staff did with a referral, the newest first.
  func acts(of referral: ReferralID) throws -> [ReferralAct] {
    try rows(
      """
      SELECT s.kind, s.happened_at, c.name AS done_by, s.reason, s.note, s.from_district, s.to_district
      FROM referral_acts s JOIN accounts c ON c.id = s.account_id
      WHERE s.referral_id = \(referral) ORDER BY s.happened_at DESC, s.id DESC LIMIT 50
      """
    ).map {
      try ReferralAct(
        kind: $0["kind"], happenedAt: $0["happened_at"], by: $0["done_by"], reason: $0["reason"],
        note: $0["note"], from: $0["from_district"], to: $0["to_district"])
    }
  }

  /// From where, and why, these referrals were last sent to the district they are in.
  func transfers(of referrals: [ReferralID]) throws -> [ReferralID: ReferralAct] {
    let found = try rows(
      """
      SELECT s.referral_id, s.kind, s.happened_at, c.name AS done_by, s.note, s.from_district, s.to_district
      FROM referral_acts s JOIN accounts c ON c.id = s.account_id
      WHERE s.referral_id IN (\(list: referrals)) AND s.kind = 'transferred'
      ORDER BY s.happened_at, s.id LIMIT 1000
      """)
    return try found.reduce(into: [:]) { last, row in
      last[try row["referral_id"]] = try ReferralAct(
        kind: row["kind"], happenedAt: row["happened_at"], by: row["done_by"], reason: nil,
        note: row["note"], from: row["from_district"], to: row["to_district"])
    }
  }
}

extension Transaction {
  /// Keeps what is being done with a referral.
  func addAct(
    _ kind: ReferralAct.Kind, _ referral: ReferralID, reason: String? = nil, note: String? = nil,
    from: String? = nil, to: String? = nil
  ) throws {
    let id: ReferralActID = newID()
    try change(
      """
      INSERT INTO referral_acts (id, referral_id, kind, happened_at, account_id, reason, note, from_district, to_district)
      VALUES (\(id), \(referral), \(kind), \(now), \(user.id), \(reason), \(note), \(from), \(to))
      """)
  }

  func withdraw(_ referral: Referral, _ withdrawal: Withdrawal) throws {
    try decided(
      """
      UPDATE referrals SET state = 'declined', is_withdrawn = TRUE, decided_at = \(now), decided_by = \(user.id),
        decline_reason = \(withdrawal.reason), decline_note = \(withdrawal.note), version = version + 1,
        \(SQL.answered(by: user, at: now))
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
    try countInbox(referral, by: -1)
  }

  func setComplexity(_ level: String, of referral: Referral) throws {
    try decided(
      """
      UPDATE referrals SET complexity = \(level), version = version + 1
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
  }

  /// Puts a referral that waits into the inbox of a district, and out of the one where it was.
  func move(_ referral: Referral, to district: String) throws {
    try decided(
      """
      UPDATE referrals SET district_code = \(district), district_suggested = FALSE, version = version + 1
      WHERE id = \(referral.id) AND version = \(referral.version) RETURNING id
      """)
    try place(referral.person.id)
    try countInbox(referral, by: -1)
    try countInbox(referral, by: 1, in: district)
  }
}

extension ReferralAct.Kind: Storable {}
