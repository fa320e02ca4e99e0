import Core
import Database

/// A household that a person is or was in.
package struct PersonMembership: Sendable {
  package let id: MemberID
  package let person: PersonID
  package let household: HouseholdID
  package let reference: String
  package let joinedOn: Day
  package let leftOn: Day?
}

extension Reader {
  /// The households of these people that a scope lets a user see, those they are in now first.
  package func memberships(
    of people: [PersonID], in scope: Scope, of user: User
  ) throws -> [PersonMembership] {
    try rows(
      """
      SELECT m.id, m.person_id, m.household_id, h.reference, m.joined_on, m.left_on
      FROM household_members m JOIN households h ON h.id = m.household_id
      WHERE m.person_id IN (\(list: people)) AND \(SQL.households(in: scope, of: user))
      ORDER BY (m.left_on IS NULL) DESC, m.joined_on, m.id LIMIT 200
      """
    ).map {
      try PersonMembership(
        id: $0["id"], person: $0["person_id"], household: $0["household_id"],
        reference: $0["reference"], joinedOn: $0["joined_on"], leftOn: $0["left_on"])
    }
  }
}
