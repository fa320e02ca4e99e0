import Core
import Households

/// The dated lists that looking after a team needs.
package struct TeamLists: Sendable {
  /// Why somebody is not at work, without anything about health.
  package let absenceKinds: DatedList
  /// How many weeks before a post ends to say so.
  package let postAlerts: DatedList

  package init(absenceKinds: DatedList, postAlerts: DatedList) {
    self.absenceKinds = absenceKinds
    self.postAlerts = postAlerts
  }
}

/// An advocate, as whoever looks after the team sees them.
package struct Colleague: Sendable, Identifiable {
  package let id: AccountID
  package let name: String
  package let isTrainee: Bool
  /// GSS codes.
  package let districts: [String]
  package let awayUntil: Day?
  package let coveredBy: String?
  package let postEndsOn: Day?
  package var load = Load()
}

/// How the team is ordered.
package enum TeamOrder: String, CaseIterable, Sendable { case name, load, quiet, away, post }

/// Days on which somebody is not at work, and who looks after their households.
package struct Absence: Sendable, Identifiable {
  package let id: AbsenceID
  package let account: AccountID
  package let name: String
  package let kind: String
  package let from: Day
  /// The last day.
  package let until: Day
  package let coveredBy: AccountID?
  package let coverName: String?
  package let enteredBy: String
  package let endedAt: Instant?
  package let endedBy: String?

  package func isOver(on day: Day) -> Bool { endedAt != nil || until < day }
  package func holds(on day: Day) -> Bool { endedAt == nil && from <= day && day <= until }
}

/// Somebody who could cover.
package struct Cover: Sendable {
  package let id: AccountID
  package let name: String
  package let isTrainee: Bool
  package let districts: [String]
}

/// One's own absences, or those of somebody one looks after.
package struct AbsenceView: Sendable {
  package let absences: [Absence]
  /// Absences of others that this person covers, now or later.
  package let covering: [Absence]
  package let covers: [Cover]
}

/// One colleague whole.
package struct ColleagueView: Sendable {
  package let colleague: Colleague
  package let absences: AbsenceView
  package let posts: [Post]
}

/// Where somebody works, from when until when, and out of which money.
package struct Post: Sendable, Identifiable {
  package let id: PostID
  package let account: AccountID
  package let name: String
  package let district: String
  package let from: Day
  package let endsOn: Day?
  package let isFixedTerm: Bool
  package let funding: String
  package let enteredBy: String
}

/// What must be handed over because a post ends.
package struct HandOverView: Sendable {
  package let post: Post
  package let left: [HandOverLine]
  package let handedOver: Int
  package let advocates: [Advocate]
  package var total: Int { left.count + handedOver }
}

/// A household that must be handed over.
package struct HandOverLine: Sendable {
  package let household: WaitingHousehold
  /// The days of what is planned with it.
  package let planned: [Day]
}
