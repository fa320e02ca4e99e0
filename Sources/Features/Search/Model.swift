import Core
import Referrals

/// Which part of what was found.
package struct SearchFilter: Sendable {
  /// From 1.
  package var page = 1

  /// People on a page.
  package static let size = 25

  package init() {}
}

/// What a search found, of what its user may see.
package struct SearchResults: Sendable {
  /// What was looked for, as it was understood.
  package let sought: Sought
  /// One page of people, the closest first.
  package let people: [FoundPerson]
  /// How many were found, `most` at most: how many more there are is not counted.
  package let count: Int
  package let hasMoreThanShown: Bool
  package let page: Int
  /// Households by their reference.
  package let households: [FoundHousehold]

  /// People that one search shows, over all its pages.
  package static let most = 50

  package var pages: Int { max(1, (count + SearchFilter.size - 1) / SearchFilter.size) }
}

/// How near a name came to what was typed. The first is the nearest.
package enum Closeness: Int, Comparable, Sendable {
  case same, beginning, spelling, slip

  package static func < (one: Closeness, other: Closeness) -> Bool {
    one.rawValue < other.rawValue
  }
}

/// Somebody who was found, and where they stand.
package struct FoundPerson: Sendable, Identifiable {
  package let id: PersonID
  package let name: String
  package let knownAs: String?
  package let dateOfBirth: Day
  /// Of the part of the name that is farthest from what was typed.
  package let closeness: Closeness
  /// A GSS code, nil where none is known.
  package let districtCode: String?
  /// The newest referral that this user may see.
  package let referral: (id: ReferralID, state: Referral.State)?
  /// The household they are in now, if this user may see it.
  package let household: FoundHousehold?
}

/// A household that was found.
package struct FoundHousehold: Sendable, Identifiable {
  package let id: HouseholdID
  package let reference: String
  package let districtCode: String
  package let lead: String
  package let leadKnownAs: String?
}
