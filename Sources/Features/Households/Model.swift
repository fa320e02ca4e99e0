import Core
import Eligibility
import People

/// The people who join together, as a list shows them.
package struct HouseholdLine: Sendable {
  package let id: HouseholdID
  package let reference: String
  package let district: String
  package let leadName: String
  package let leadKnownAs: String?
  package let memberCount: Int
  package let advocate: String?
  package let advocateID: AccountID?
  package let assignedOn: Day?
  package let openedOn: Day
  /// The day of the last contact, or of the opening while there was none.
  package let quietSince: Day
  package let hasContact: Bool
}

/// One household, as its page shows it.
package struct HouseholdView: Sendable {
  package let household: Household
  package let members: [Member]
  package let assignments: [Assignment]
  package let notes: [ContactNote]
  package let hasOlderNotes: Bool
  package let acts: [HouseholdAct]
  /// What is agreed for a day, the latest day first.
  package let appointments: [Appointment]
  /// Nil where enough adults have joined.
  package var joinClock: JoinClock?
  package var exception: HouseholdException?
  /// Other records that were put into those of its people.
  package let merges: [PersonMerge]
  /// Those who wait and want to join, as far as the viewer may see them; empty where enough adults have joined.
  package let stillWaiting: [StillMissing]
}

/// A household by itself.
package struct Household: Sendable, Identifiable {
  package let id: HouseholdID
  package let reference: String
  package let district: String
  package let districtCode: String
  package let leadPerson: PersonID
  package let openedOn: Day
  package let openedBy: String
  package let quietSince: Day
  package let hasContact: Bool
  /// A key of the list of levels; its weight is `Vocabulary.weight(ofComplexity:on:)`.
  package let complexity: String?
  package let version: Int
}

/// A person in a household, from a day on.
package struct Member: Sendable, Identifiable {
  package let id: MemberID
  package let person: Person
  package let relationship: String?
  package let referral: ReferralID?
  package let source: String
  package let referredOn: Day
  package let joinedOn: Day
  package var needs: [Need] = []
}

/// Who works with a household.
package struct Assignment: Sendable {
  package let account: AccountID
  package let advocate: String
  package let assignedBy: String
  package let from: Day
  package let until: Day?
  /// What the advocate before wrote when a post ended.
  package let handOverNote: String?
}

/// An advocate who could be assigned, with the load they carry now.
package struct Advocate: Sendable {
  package let id: AccountID
  package let name: String
  package let districts: [String]
  package let households: Int
  package let isTrainee: Bool
  /// The last day of an absence that holds today.
  package let awayUntil: Day?
  package let postEndsOn: Day?
  /// Known for those of the district that was asked about.
  package var load: Load? = nil
}

/// What passed between an advocate and a household.
package struct ContactNote: Sendable, Identifiable {
  /// How contact was made or tried.
  package enum Kind: String, CaseIterable, Sendable {
    case visit, meeting, phone, message, video
    case noAnswer = "no-answer"

    /// An attempt without an answer is written down, but nobody was reached.
    package var isContact: Bool { self != .noAnswer }

    package var words: String {
      switch self {
      case .visit: "Home visit"
      case .meeting: "Meeting"
      case .phone: "Phone call"
      case .message: "Text or email"
      case .video: "Video call"
      case .noAnswer: "Tried, no answer"
      }
    }
  }

  package let id: ContactNoteID
  package let kind: Kind
  package let happenedOn: Day
  package let body: String
  package let person: PersonID?
  package let author: String
  package let createdAt: Instant
}

/// What a member of the public brings when a household is opened.
package struct Joining: Sendable {
  package let person: PersonID
  package let referral: ReferralID
  package let relationship: String?
  package let source: String
  package let referredOn: Day

  package init(
    person: PersonID, referral: ReferralID, relationship: String?, source: String, referredOn: Day
  ) {
    self.person = person
    self.referral = referral
    self.relationship = relationship
    self.source = source
    self.referredOn = referredOn
  }
}

/// How a list of households is narrowed and ordered.
package struct HouseholdFilter: Sendable {
  package enum Order: String, CaseIterable, Sendable { case quiet, newest }

  package var order = Order.quiet
  package var withoutAdvocate = false
  /// From 1.
  package var page = 1

  package static let size = 25

  package init() {}
}
