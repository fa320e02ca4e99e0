import Core
import Database

/// Where money for a project comes from.
package struct Source: Kept {
  package enum State: String, Storable, CaseIterable {
    case secured, unconfirmed, exploring, lost
  }

  package var name: String
  /// By what the rule for viability names it.
  package var shortName: String?
  /// In whole pence; nil where it is not known.
  package var amount: Int?
  /// What of our own or others' money must stand beside it, in whole pence.
  package var match: Int?
  package var state: State?
  /// What was said of its state in words.
  package var stateNote: String?
  package var restrictions: String?
  /// When the funder decides.
  package var decided: PlannedDate?
  /// In percent.
  package var probability: Int?
  /// Whether people outside have been told to expect it.
  package var isExpectedInPublic = false
  package var doubt: String?

  package static let kind = ItemKind.source
  package static let columns = [
    "name", "short_name", "amount_pence", "match_pence", "state", "state_note", "restrictions",
    "decided", "decided_from", "decided_until", "probability", "is_expected_in_public", "doubt",
  ]

  package var values: [Value] {
    [
      name.stored, shortName.stored, amount.stored, match.stored, state.stored, stateNote.stored,
      restrictions.stored, decided.stored, (decided?.first).stored, (decided?.last).stored,
      probability.stored, isExpectedInPublic.stored, doubt.stored,
    ]
  }
}

extension Source {
  package init(_ row: Row) throws {
    try self.init(
      name: row["name"], shortName: row["short_name"], amount: row["amount_pence"],
      match: row["match_pence"], state: row["state"], stateNote: row["state_note"],
      restrictions: row["restrictions"], decided: row["decided"], probability: row["probability"],
      isExpectedInPublic: row["is_expected_in_public"], doubt: row["doubt"])
  }
}
