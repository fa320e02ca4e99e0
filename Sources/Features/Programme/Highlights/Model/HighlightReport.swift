import Core
import Database

/// What a project's owner says of one month. Once approved it is frozen: no version follows it (decision 40).
package struct HighlightReport: Kept {
  package enum State: String, Storable, CaseIterable {
    case draft, sent, returned, approved
  }

  package var period: ReportPeriod
  package var state = State.draft
  /// Who began it.
  package var writer: AccountID
  /// Who sent it for approval.
  package var sender: AccountID?
  /// Who of the programme office approved or returned it.
  package var decider: AccountID?
  package var done: String?
  package var next: String?
  /// What the board is asked to decide.
  package var decisions: String?
  /// Why it was returned. It stays until the report is sent again.
  package var answer: String?
  /// SHA-256 of the snapshot; of what is approved alone.
  package var digest: String?

  package static let kind = ItemKind.report
  package static let columns = [
    "period", "state", "written_by", "sent_by", "decided_by", "done_words", "next_words",
    "decisions", "answer", "digest",
  ]

  package var values: [Value] {
    [
      period.stored, state.stored, writer.stored, sender.stored, decider.stored, done.stored,
      next.stored, decisions.stored, answer.stored, digest.stored,
    ]
  }

  /// Whether its words may still be changed.
  var isOpen: Bool { state == .draft || state == .returned }
}

extension HighlightReport {
  package init(_ row: Row) throws {
    try self.init(
      period: row["period"], state: row["state"], writer: row["written_by"],
      sender: row["sent_by"], decider: row["decided_by"], done: row["done_words"],
      next: row["next_words"], decisions: row["decisions"], answer: row["answer"],
      digest: row["digest"])
  }
}

/// What a report says of its project in one respect.
package struct SaidRating: Hashable, Sendable {
  package let respect: String
  /// The key of the scale it is said by.
  package let scale: String
  /// Whether anything was chosen yet. Not rated is a choice too.
  package let isChosen: Bool
  /// A key of the scale; nil is not rated, or not chosen yet.
  package let rating: String?
  package let reason: String?
}

/// What was said of a project in one respect for a month.
package struct PeriodRating: Hashable, Sendable {
  package let period: ReportPeriod
  package let scale: String
  /// Nil is not rated.
  package let rating: String?
  /// Whether an approved report says it.
  package let isOfReport: Bool
}
