import Core
import Database
import ReferralFile

extension SQL {
  /// For a statement about `referrals AS r`.
  fileprivate static func referrals(in reach: Reach, of user: User) -> SQL {
    switch reach {
    case .staff(let scope): referrals(in: scope, of: user)
    case .partner(let key):
      "r.organisation_key = \(key) AND \(SQL.referrals(in: .all, of: user))"
    }
  }

  static func listed(_ listing: ReferralListing, in reach: Reach, of user: User) -> SQL {
    var narrowed: [SQL] = []
    if let state = listing.state { narrowed.append("AND \(SQL.stands(state))") }
    if let after = listing.after { narrowed.append("AND r.id > \(after)") }
    if let day = listing.bornOn { narrowed.append("AND p.date_of_birth = \(day)") }
    if let people = listing.people { narrowed.append("AND r.person_id IN (\(list: people))") }
    if let name = listing.name { narrowed.append("AND p.name_key = \(NameKey(name).sorted)") }
    if let id = listing.externalID { narrowed.append("AND r.external_id = \(id)") }
    if let organisation = listing.organisation {
      narrowed.append("AND r.organisation_key = \(OrganisationName.key(organisation))")
    }
    let all = narrowed.reduce("" as SQL) { "\($0) \($1)" }
    return """
      \(ListedReferral.select(for: user)) WHERE \(SQL.referrals(in: reach, of: user)) \(all)
      ORDER BY r.id \(SQL.upTo(listing.limit))
      """
  }
}

extension Reader {
  /// As many as were asked for and more, when there are more.
  func listed(_ listing: ReferralListing, in reach: Reach, of user: User) throws -> [ListedReferral]
  {
    try rows(.listed(listing, in: reach, of: user)).map { try ListedReferral($0) }
  }

  func listed(_ id: ReferralID, in reach: Reach, of user: User) throws -> ListedReferral? {
    try row(
      """
      \(ListedReferral.select(for: user))
      WHERE r.id = \(id) AND \(SQL.referrals(in: reach, of: user)) LIMIT 1
      """
    ).map { try ListedReferral($0) }
  }
}

extension ListedReferral {
  fileprivate static func select(for user: User) -> SQL {
    let urgent: SQL = user.sees(.restrictedNeeds) ? "r.is_urgent" : "r.is_openly_urgent"
    return """
      SELECT r.id, r.external_id, r.person_id, p.full_name, p.known_as, p.date_of_birth, r.organisation,
        r.route, r.referred_on, r.received_at, r.district_code, \(urgent) AS is_urgent, \(SQL.referralState),
        r.household_id, h.state AS household_state, r.version
      FROM referrals r JOIN people p ON p.id = r.person_id LEFT JOIN households h ON h.id = r.household_id
      """
  }

  fileprivate init(_ row: Row) throws {
    let household: String? = try row["household_state"]
    try self.init(
      id: row["id"], externalID: row["external_id"], person: row["person_id"],
      name: row["full_name"], knownAs: row["known_as"], dateOfBirth: row["date_of_birth"],
      organisation: row["organisation"], route: row["route"], referredOn: row["referred_on"],
      receivedAt: row["received_at"], district: row["district_code"], isUrgent: row["is_urgent"],
      state: row["state"], household: row["household_id"], hasLeft: household == "left",
      version: row["version"])
  }
}
