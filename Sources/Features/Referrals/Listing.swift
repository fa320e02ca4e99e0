import Core
import Database
import People
import ReferralFile

/// Which referrals a program asks for, in the order in which they came.
package struct ReferralListing: Sendable {
  package var state: Referral.State?
  /// Only those that came after this one.
  package var after: ReferralID?
  package var limit = 25
  /// A person's name, as the check for duplicates reads it. Only with the date of birth.
  package var name: String?
  package var bornOn: Day?
  /// Only referrals of these people.
  package var people: [PersonID]?
  /// The organisation's own id of the referral.
  package var externalID: String?
  package var organisation: String?

  package init() {}
}

/// A referral of a list.
package struct ListedReferral: Sendable {
  package let id: ReferralID
  package let externalID: String
  package let person: PersonID
  package let name: String
  package let knownAs: String?
  package let dateOfBirth: Day
  package let organisation: String
  package let route: String
  package let referredOn: Day
  package let receivedAt: Instant
  package let district: String?
  /// By what this viewer may see.
  package let isUrgent: Bool
  package let state: Referral.State
  package let household: HouseholdID?
  /// The household has left.
  package let hasLeft: Bool
  package let version: Int
  package var needs: [Need] = []

  /// How far it has come, at the level that a partner is told: never what was decided or why, and never attendance.
  package enum Progress: String, Sendable, CaseIterable { case received, started, ended }

  package var progress: Progress {
    switch state {
    case .waiting: .received
    case .accepted: hasLeft ? .ended : .started
    case .declined, .withdrawn: .ended
    }
  }
}

/// Whose referrals somebody may list.
enum Reach: Sendable {
  /// Our own staff, within their scope.
  case staff(Scope)
  /// A partner's member of staff: those that this organisation sent.
  case partner(String)
}

extension Referrals {
  /// The referrals that this user may see, or that their organisation sent, and whether there are more.
  package func list(
    _ listing: ReferralListing, isSearch: Bool = false, for user: User
  ) async throws -> (lines: [ListedReferral], hasMore: Bool) {
    let reach = try reach(of: user)
    return try await database.look(
      as: user, isSearch ? "referrals searched" : "referrals listed"
    ) { look in
      var found = try look.read.listed(listing, in: reach, of: user)
      let hasMore = found.count > listing.limit
      found = Array(found.prefix(listing.limit))
      if case .staff = reach {
        let needs = try look.read.needs(of: found.map(\.person), seenBy: user)
        for index in found.indices { found[index].needs = needs[found[index].person] ?? [] }
      }
      look.lists(found.map(\.id))
      return (found, hasMore)
    }
  }

  /// One referral that this user's organisation sent. Another's is like missing.
  package func sent(_ id: ReferralID, for user: User) async throws -> ListedReferral {
    let reach = try reach(of: user)
    return try await database.look(as: user, "referral seen") { look in
      guard let found = try look.read.listed(id, in: reach, of: user) else {
        throw Rejection.notFound("Referral")
      }
      look.shows(id)
      return found
    }
  }

  private func reach(of user: User) throws(Rejection) -> Reach {
    if let scope = user.grants[.readInbox] { return .staff(scope) }
    return .partner(OrganisationName.key(try user.mustSend()))
  }
}

extension User {
  /// Throws `forbidden` unless this is a partner's member of staff who may send referrals, and answers for whom.
  package func mustSend() throws(Rejection) -> String {
    try must(.sendReferrals)
    guard let organisation, !organisation.isEmpty else { throw .forbidden }
    return organisation
  }
}
