import Core
import Database
import People

/// What stands beside a referral: a little of it as it is, of the rest whether there is any. Most referrals have none of
/// it, and their page need not ask.
struct Beside: Sendable {
  let content: String
  let householdReference: String?
  let escalatedAt: Instant?
  let hasAmendments: Bool
  let hasActs: Bool
  let isKeyed: Bool
  /// Whether the check for duplicates named anybody, or a record was put into this person's.
  let mayLookAlike: Bool
  let hasMerges: Bool
  /// Whether the person has another referral, or ever joined a household.
  let returns: Bool
}

extension Reader {
  /// Of a referral that this user may see. Shows nobody by itself.
  func beside(_ id: ReferralID) throws -> Beside? {
    try row(
      """
      SELECT r.content,
        (SELECT h.reference FROM households h WHERE h.id = r.household_id) AS household_reference,
        (SELECT e.escalated_at FROM escalations e WHERE e.referral_id = r.id) AS escalated_at,
        EXISTS (SELECT 1 FROM proposed_amendments a WHERE a.referral_id = r.id) AS has_amendments,
        EXISTS (SELECT 1 FROM referral_acts a WHERE a.referral_id = r.id) AS has_acts,
        EXISTS (SELECT 1 FROM keyed_referrals k WHERE k.referral_id = r.id) AS is_keyed,
        (EXISTS (SELECT 1 FROM person_matches m WHERE m.person_id = r.person_id)
          OR EXISTS (SELECT 1 FROM people m WHERE m.merged_into = r.person_id)) AS may_look_alike,
        EXISTS (SELECT 1 FROM person_merges g WHERE g.kept_person_id = r.person_id) AS has_merges,
        (EXISTS (SELECT 1 FROM referrals o WHERE o.person_id = r.person_id AND o.id <> r.id)
          OR EXISTS (SELECT 1 FROM household_members m WHERE m.person_id = r.person_id)) AS returns
      FROM referrals r WHERE r.id = \(id)
      """
    ).map {
      try Beside(
        content: $0["content"], householdReference: $0["household_reference"],
        escalatedAt: $0["escalated_at"], hasAmendments: $0["has_amendments"],
        hasActs: $0["has_acts"], isKeyed: $0["is_keyed"], mayLookAlike: $0["may_look_alike"],
        hasMerges: $0["has_merges"], returns: $0["returns"])
    }
  }
}
