import Core
import Database
import People

extension Referrals {
  /// Whether a person is a user's to decide on: all their referrals and households are within the scope, so that
  /// nothing of what is shown or moved is anybody else's.
  package static let wholePeople: Wholeness = { person, scope, user in
    switch scope {
    case .all: "TRUE"
    case .district:
      """
      (EXISTS (SELECT 1 FROM referrals r WHERE r.person_id = \(person)
          AND r.district_code IN (\(list: user.districts)))
        AND NOT EXISTS (SELECT 1 FROM referrals r WHERE r.person_id = \(person)
          AND (r.district_code IS NULL OR r.district_code NOT IN (\(list: user.districts))))
        AND NOT EXISTS (SELECT 1 FROM household_members m JOIN households h ON h.id = m.household_id
          WHERE m.person_id = \(person) AND h.district_code NOT IN (\(list: user.districts))))
      """
    case .team, .own: "FALSE"
    }
  }
}

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
