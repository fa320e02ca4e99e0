import Core
import HTML
import Households
import People
import Referrals

/// Two records that look alike, and what somebody said of them.
package struct Pair: Sendable {
  enum State: String, Sendable { case waiting, unsure, different }

  let id: PersonPairID
  let first: PersonID
  let second: PersonID
  let state: State
  let reason: String?
  let decidedBy: String?
  let decidedAt: Instant?
  let version: Int
}

/// A pair as the list shows it.
package struct PairLine: Sendable {
  package let id: PersonPairID
  let first: Person
  let second: Person
  let reasons: [Why]
  let isUnsure: Bool
  let note: String?
}

/// A page of pairs that wait.
package struct PairList: Sendable {
  package let lines: [PairLine]
  let hasMore: Bool
  /// Whether some people have not been compared yet.
  let isComparing: Bool
}

/// One of two records, with what other rooms hold about it.
struct Side: Sendable {
  let person: Person
  let needs: [Need]
  let referrals: [PersonReferral]
  let memberships: [PersonMembership]
  let notes: Int

  var open: PersonMembership? { memberships.first { $0.leftOn == nil } }
}

/// Two records side by side.
package struct PairView: Sendable {
  package let pair: Pair
  let first: Side
  let second: Side
  let reasons: [Why]

  /// Proves at the confirmation that both records are still as they were shown.
  package let seen: String

  /// Both are in a household now, and these are two.
  var isInTwoHouseholds: Bool {
    first.open != nil && second.open != nil && first.open?.household != second.open?.household
  }
}

/// What a page asks of one of two: the first or the second record.
enum Choose: String, Sendable { case first, second }

/// What a person says of a pair.
package enum PairAnswer: String, CaseIterable, Sendable {
  case same, different, unsure

  var words: String {
    switch self {
    case .same: "The same person"
    case .different: "Two different people"
    case .unsure: "Not sure"
    }
  }
}

/// How two records are to be put together, as it was chosen.
package struct MergeDraft: Sendable {
  package var kept = ""
  /// By the name of a field.
  package var picks: [String: String] = [:]
  package var household = ""
  package var reason = ""
  package var seen = ""

  package init() {}
}

/// Two records that were put together, in a list.
package struct MergeLine: Sendable {
  package let id: PersonMergeID
  let kept: PersonID
  let keptName: String
  let merged: PersonID
  let mergedName: String
  let reason: String
  let by: String
  let mergedAt: Instant
  let undoneAt: Instant?
  let undoneBy: String?
  let turn: Int
}

/// Two records that were put together: what goes back where when it is undone, and what does not.
package struct MergeView: Sendable {
  let line: MergeLine
  /// How many rows of each table go back.
  let moves: [(table: String, rows: Int)]
  /// Values that go back, by the field's words.
  let values: [String]
  /// What came since, and stays.
  let stays: [String]
  /// Why it can't be undone now.
  let obstacle: Reason?
}
