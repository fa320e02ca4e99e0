import Core

/// A report as people read it. While it is written it is made of what stands; of what is approved it is kept as it was
/// (decision 40), so it holds words and not keys.
package struct ReportContent: Hashable, Sendable {
  package struct RatingLine: Hashable, Sendable {
    package let respect: String
    /// Nil is not rated.
    package let rating: String?
    package let colour: String?
    /// What was said last: `Amber in December 2020`.
    package let before: String?
    package let proposed: String?
    package let proposedColour: String?
    package let facts: [String]
    package let reason: String?
    /// Until when it stands although it goes against the facts.
    package let until: String?
  }

  /// A list as it stood.
  package struct List: Hashable, Sendable {
    package let title: String
    package let columns: [String]
    package let rows: [[String]]
    /// What is said where it has no rows.
    package let empty: String
    package let note: String?
  }

  package var project: String
  package var workstream: String
  package var owner: String?
  package var sponsor: String?
  package var board: String?
  package var period: ReportPeriod
  package var writer: String
  package var sender: String?
  package var approver: String?
  package var approvedAt: Instant?
  package var ratings: [RatingLine]
  package var done: String?
  package var next: String?
  package var decisions: String?
  package var lists: [List]
}
