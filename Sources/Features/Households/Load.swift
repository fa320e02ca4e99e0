import Core

/// The dated lists that working with households needs.
package struct CaseworkLists: Sendable {
  /// How much each household, and each person in one, counts towards a load.
  package let caseloadWeights: DatedList
  /// Why a planned visit did not happen.
  package let missedReasons: DatedList

  package init(caseloadWeights: DatedList, missedReasons: DatedList) {
    self.caseloadWeights = caseloadWeights
    self.missedReasons = missedReasons
  }
}

/// What one advocate carries on a day.
package struct Load: Sendable, Hashable {
  package var households = 0
  package var people = 0
  /// Open households without contact for `quietAfter` days or more.
  package var quiet = 0
  /// Households and people by their weights. See docs/decisions/0019-cover-and-load.md.
  package var weighted = 0

  package static let quietAfter = 14

  package init() {}

  /// Adds households and people up by the weights of a day.
  package init(households: Int, people: Int, quiet: Int, _ weights: DatedList, on day: Day) {
    func weight(_ key: String) -> Int {
      weights.entries(on: day).first { $0.key == key }?.number ?? 0
    }
    self.households = households
    self.people = people
    self.quiet = quiet
    weighted = households * weight("household") + people * weight("member")
  }
}

/// Why a household changes hands: a post ends. `note` is what the next advocate must know.
package struct HandOver: Sendable {
  package let post: PostID
  package let note: String?

  package init(post: PostID, note: String?) {
    self.post = post
    self.note = note
  }
}
