import Core
import Database
import Messages

extension SQL {
  /// How many escalated answers still wait, a row for each district. By their last day first: else SQLite goes through
  /// everybody who waits, district by district.
  static func latePlaces(on day: Day) -> SQL {
    """
    SELECT district_code, COUNT(*) AS waiting, MAX(escalated_at) AS newest
    FROM (
      SELECT r.district_code, e.escalated_at FROM referrals r JOIN escalations e ON e.referral_id = r.id
      WHERE r.state = 'waiting' AND r.acknowledged_at IS NULL AND r.answer_by < \(day)
        AND \(SQL.referrals(in: .all, of: .system))
      ORDER BY r.answer_by, r.id LIMIT 1000000) AS late
    GROUP BY district_code ORDER BY district_code LIMIT 1000
    """
  }

  /// Everybody whose roles of a day decide referrals, a row for each role and district.
  static func deciders(on day: Day) -> SQL {
    """
    SELECT c.id, c.email, g.scope, d.district_code, \(SQL.lastTold(LateDigest.kind, "c.id")) AS told_at
    FROM role_grants g JOIN account_roles r ON r.role = g.role
    JOIN accounts c ON c.id = r.account_id AND c.disabled_at IS NULL
    LEFT JOIN account_districts d ON d.account_id = c.id
    WHERE g.verb = \(Verb.decideReferrals.rawValue) AND g.scope IN ('district', 'all')
      AND r.valid_from <= \(day) AND (r.valid_to IS NULL OR r.valid_to >= \(day))
    ORDER BY c.id, g.scope, d.district_code LIMIT 5000
    """
  }
}

extension Reader {
  func latePlaces(on day: Day) throws -> [LatePlace] {
    try rows(.latePlaces(on: day)).map {
      try LatePlace(district: $0["district_code"], count: $0["waiting"], newest: $0["newest"])
    }
  }

  func deciders(on day: Day) throws -> [Decider] {
    var found: [Decider] = []
    for row in try rows(.deciders(on: day)) {
      let id: AccountID = try row["id"]
      let district: String? = try row["district_code"]
      let earlier = found.last?.id == id ? found.removeLast() : nil
      let reachesAll = try row["scope"] == "all" || (earlier.map { $0.districts == nil } ?? false)
      found.append(
        Decider(
          id: id, address: try row["email"],
          districts: reachesAll
            ? nil : (earlier?.districts ?? []) + (district.map { [$0] } ?? []),
          toldAt: try row["told_at"]))
    }
    return found
  }
}
