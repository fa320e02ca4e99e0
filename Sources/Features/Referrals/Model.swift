import Core
import Eligibility
import Foundation
import People
import ReferralFile

/// A referral that waits, as the inbox shows it.
package struct InboxLine: Sendable {
  package let id: ReferralID
  package let person: PersonID
  package let name: String
  package let knownAs: String?
  package let dateOfBirth: Day
  package let organisation: String
  package let route: String
  package let referredOn: Day
  package let district: String?
  package let isDistrictSuggested: Bool
  /// By what this viewer may see.
  package let isUrgent: Bool
  package let language: String?
  package let interpreterNeeded: Bool?
  package let hasNoFixedAddress: Bool
  /// People of the same household key, this one included.
  package let groupSize: Int
  package let needsLook: Bool
  package var needs: [Need] = []
  /// The last time it was sent here from another district.
  package var sentFrom: ReferralAct?
  /// What the rules about one person look at.
  package let facts: Facts
  package var clock = ReferralClock()
  /// What the rules about this person alone say: whether those who join fit too stands on the referral's page. And by
  /// when somebody should answer. Both once they were asked.
  package var alone: EligibilityAnswer.Verdict?
  package var answerWords: String?
}

/// A page of the inbox, with how many wait in all.
package struct Inbox: Sendable {
  package let lines: [InboxLine]
  package let hasMore: Bool
  package let waiting: Int
  package let urgent: Int
}

/// Which part of the inbox.
package struct InboxFilter: Sendable {
  /// A GSS code, or nil for all that the user may see.
  package var district: String?
  /// From 1.
  package var page = 1

  package static let size = 25

  package init() {}
}

/// One referral.
package struct Referral: Sendable, Identifiable {
  package enum State: String, Sendable {
    case waiting, accepted, declined
    /// The person or the referrer changed their mind.
    case withdrawn
  }

  package let id: ReferralID
  package let person: Person
  package let group: ReferralGroupID?
  package let organisation: String
  package let externalID: String
  package let route: String
  package let referredOn: Day
  package let receivedAt: Instant
  package let relationship: String?
  package let referrerName: String?
  package let referrerEmail: String?
  package let districtCode: String?
  package let isDistrictSuggested: Bool
  package let inWork: Bool?
  package let outOfWorkSince: Day?
  /// Keys.
  package let benefits: [String]
  package let notes: String?
  /// What someone must look at: field and code.
  package let remarks: [(field: String, code: String)]
  package let isUrgent: Bool
  package let isOpenlyUrgent: Bool
  package let state: State
  package let household: HouseholdID?
  package let decidedAt: Instant?
  package let decidedBy: String?
  /// Why it was declined or withdrawn: a key of the list of that act.
  package let declineReason: String?
  package let declineNote: String?
  /// A key of the list of levels.
  package let complexity: String?
  package let version: Int
  /// Why the person was accepted although the rules did not say yes.
  package var acceptedBecause: String?
  package var clock = ReferralClock()
  package var acknowledgedBy: String?
}

/// Someone who wants to join together with the person of a referral.
package struct Companion: Sendable {
  package let id: ReferralID
  package let person: PersonID
  package let name: String
  package let dateOfBirth: Day
  package let relationship: String?
  package let state: Referral.State
}

/// Someone already known who may be the same person.
package struct Lookalike: Sendable {
  /// Nil where the other record is not this user's to see.
  package let referral: ReferralID?
  package let name: String?
  package let dateOfBirth: Day?
  package let organisation: String?
}

/// One referral, as its page shows it.
package struct ReferralView: Sendable {
  package let referral: Referral
  package let needs: [Need]
  package let companions: [Companion]
  /// People of the same household key whose referrals this user may not see.
  package let hiddenCompanions: Int
  package let lookalikes: [Lookalike]
  package let amendments: [Amendment]
  /// Every value as it was sent, but those that this viewer may not see.
  package let sent: [SentValue]
  package let householdReference: String?
  package let acts: [ReferralAct]
  /// Where our own staff keyed it.
  package let keyed: KeyedNote?
  package let returning: Returning
  package let mayDecide: Bool
  package let eligibility: EligibilityView
  /// Other records that were put into this person's.
  package let merges: [PersonMerge]
}

/// The same referral, sent again with other content.
package struct Amendment: Sendable {
  package let receivedAt: Instant
  package let sent: [SentValue]
}

/// One value of a row, as it was sent.
package struct SentValue: Sendable {
  package let column: String
  package let text: String

  /// The values of a row from its canonical content. Needs are left out for those who do not see the restricted
  /// ones: as they were sent, nobody has told one kind from the other.
  static func read(_ content: String, for user: User) throws -> [SentValue] {
    let values = SentValues(
      try JSONDecoder().decode([String: String].self, from: Data(content.utf8)))
    return Column.allCases.filter { $0 != .needs || user.sees(.restrictedNeeds) }
      .filter { !values[$0].isEmpty }.map { SentValue(column: $0.name, text: values[$0]) }
  }
}
