import Core
import Database

/// A referral of a person, in a line.
package struct PersonReferral: Sendable {
  package let id: ReferralID
  package let person: PersonID
  package let organisation: String
  package let referredOn: Day
  package let state: Referral.State
}

extension Reader {
  /// The referrals of these people that a scope lets a user see.
  package func referrals(
    of people: [PersonID], in scope: Scope, of user: User
  ) throws -> [PersonReferral] {
    try rows(
      """
      SELECT r.id, r.person_id, r.organisation, r.referred_on, r.state FROM referrals r
      WHERE r.person_id IN (\(list: people)) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY r.referred_on, r.id LIMIT 200
      """
    ).map {
      try PersonReferral(
        id: $0["id"], person: $0["person_id"], organisation: $0["organisation"],
        referredOn: $0["referred_on"], state: $0["state"])
    }
  }
}
