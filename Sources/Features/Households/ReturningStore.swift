import Core
import Database

/// A household that somebody is or was in.
package struct EarlierHousehold: Sendable {
  package let id: HouseholdID
  package let reference: String
  package let joinedOn: Day
  package let leftOn: Day?
  package let isOpen: Bool
}

extension Reader {
  /// The households that somebody is or was in, the last first: those that this user may see, and how many more.
  package func householdsBefore(
    of person: PersonID, seenBy user: User
  ) throws -> (seen: [EarlierHousehold], hidden: Int) {
    let all = try rows(
      """
      SELECT m.household_id FROM household_members m WHERE m.person_id = \(person)
      ORDER BY m.joined_on DESC, m.id DESC LIMIT 20
      """)
    guard let scope = user.grants[.readHouseholds] else { return ([], all.count) }
    let seen = try rows(
      """
      SELECT h.id, h.reference, h.state, m.joined_on, m.left_on
      FROM household_members m JOIN households h ON h.id = m.household_id
      WHERE m.person_id = \(person) AND \(SQL.households(in: scope, of: user))
      ORDER BY m.joined_on DESC, m.id DESC LIMIT 20
      """
    ).map {
      try EarlierHousehold(
        id: $0["id"], reference: $0["reference"], joinedOn: $0["joined_on"],
        leftOn: $0["left_on"], isOpen: $0["state"] == "open")
    }
    return (seen, all.count - seen.count)
  }
}
