import Core
import Database

/// A referral that came in lately and waits for a decision.
package struct NewReferral: Sendable {
  package let id: ReferralID
  package let name: String
  package let organisation: String
  package let receivedOn: Day
}

extension SQL {
  /// Ids rise with time, so the newest are read backwards from the end, and few of them. "Waiting" is said by what it
  /// is not, or the index of all who wait would be taken and sorted.
  static func newReferrals(
    since moment: Instant, in scope: Scope, of user: User, limit: Int
  ) -> SQL {
    """
    SELECT r.id, p.full_name, r.organisation, r.received_at
    FROM referrals r JOIN people p ON p.id = r.person_id
    WHERE r.id >= \(ReferralID(earliestAt: moment)) AND r.state NOT IN ('accepted', 'declined')
      AND \(SQL.referrals(in: scope, of: user))
    ORDER BY r.id DESC \(SQL(trusted: "LIMIT \(limit)"))
    """
  }
}

extension Reader {
  /// What came in since a moment and still waits, the newest first.
  package func newReferrals(
    since moment: Instant, in scope: Scope, of user: User, limit: Int
  ) throws -> [NewReferral] {
    try rows(.newReferrals(since: moment, in: scope, of: user, limit: limit)).map {
      NewReferral(
        id: try $0["id"], name: try $0["full_name"], organisation: try $0["organisation"],
        receivedOn: (try $0["received_at"] as Instant).day)
    }
  }
}
