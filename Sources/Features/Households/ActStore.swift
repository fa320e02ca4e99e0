import Core
import Database
import People

/// What staff changed about a household, kept although it was changed again.
package struct HouseholdAct: Sendable {
  package enum Kind: String, Sendable {
    /// To another district, or within one to another advocate.
    case moved
    case complexity
  }

  package let kind: Kind
  package let happenedAt: Instant
  package let by: String
  /// GSS codes, of a move.
  package let from: String?
  package let to: String?
  package let complexity: String?
  package let note: String?
  package let handover: String?
}

extension Reader {
  /// The newest first.
  func acts(of household: HouseholdID) throws -> [HouseholdAct] {
    try rows(
      """
      SELECT s.kind, s.happened_at, c.name AS done_by, s.from_district, s.to_district, s.complexity, s.note, s.handover
      FROM household_acts s JOIN accounts c ON c.id = s.account_id
      WHERE s.household_id = \(household) ORDER BY s.happened_at DESC, s.id DESC LIMIT 50
      """
    ).map {
      try HouseholdAct(
        kind: $0["kind"], happenedAt: $0["happened_at"], by: $0["done_by"],
        from: $0["from_district"], to: $0["to_district"], complexity: $0["complexity"],
        note: $0["note"], handover: $0["handover"])
    }
  }
}

extension Transaction {
  func setComplexity(_ level: String, note: String?, of household: HouseholdID) throws {
    try change(
      "UPDATE households SET complexity = \(level), version = version + 1 WHERE id = \(household)")
    let id: HouseholdActID = newID()
    try change(
      """
      INSERT INTO household_acts (id, household_id, kind, happened_at, account_id, complexity, note)
      VALUES (\(id), \(household), 'complexity', \(now), \(user.id), \(level), \(note))
      """)
  }

  /// False where the household has ended, or somebody changed it in the meantime.
  func move(
    _ household: Household, to district: String, because reason: String, handover: String
  ) throws -> Bool {
    let moved = try changed(
      """
      UPDATE households SET district_code = \(district), version = version + 1
      WHERE id = \(household.id) AND state = 'open' AND version = \(household.version) RETURNING id
      """)
    guard moved != nil else { return false }
    let members = try rows(
      "SELECT person_id FROM household_members WHERE household_id = \(household.id) ORDER BY person_id"
    )
    for member in members { try place(member["person_id"]) }
    let id: HouseholdActID = newID()
    try change(
      """
      INSERT INTO household_acts (id, household_id, kind, happened_at, account_id, from_district, to_district, note, handover)
      VALUES (\(id), \(household.id), 'moved', \(now), \(user.id), \(household.districtCode), \(district),
        \(reason), \(handover))
      """)
    return true
  }
}

extension HouseholdAct.Kind: Storable {}
