import Core
import Database
import Households
import People

extension Reader {
  /// Other referrals of the same person, and the households that they were in besides the one that this referral opened.
  func returning(_ referral: Referral, in scope: Scope, of user: User) throws -> Returning {
    let person = referral.person.id
    let found = try rows(
      """
      SELECT r.id, r.organisation, r.referred_on, \(SQL.referralState), r.decided_at, r.decline_reason
      FROM referrals r
      WHERE r.person_id = \(person) AND r.id <> \(referral.id) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY r.referred_on DESC, r.id DESC LIMIT 20
      """
    ).map { row in
      let decided: Instant? = try row["decided_at"]
      return try Returning.Earlier(
        id: row["id"], organisation: row["organisation"], referredOn: row["referred_on"],
        state: row["state"], decidedOn: decided?.day, reason: row["decline_reason"])
    }
    let all: Int =
      try row(
        """
        SELECT COUNT(*) AS n FROM referrals r
        WHERE r.person_id = \(person) AND r.id <> \(referral.id) AND \(SQL.referrals(in: .all, of: user))
        """)?["n"] ?? 0
    let households = try householdsBefore(of: person, seenBy: user)
    return Returning(
      referrals: found, households: households.seen.filter { $0.id != referral.household },
      // The household of this referral is no news, seen or not.
      hidden: max(0, all - found.count)
        + max(0, households.hidden - (isHidden(referral.household, households.seen) ? 1 : 0)))
  }

  private func isHidden(_ household: HouseholdID?, _ seen: [EarlierHousehold]) -> Bool {
    guard let household else { return false }
    return !seen.contains { $0.id == household }
  }
}
