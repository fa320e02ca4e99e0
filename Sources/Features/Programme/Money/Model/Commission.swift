import Core
import Database

/// What a project buys of others, from tender to contract.
package struct Commission: Kept {
  package enum State: String, Storable, CaseIterable {
    case planned, tender, evaluation, awarded, contracted, stopped

    /// Whether somebody is chosen, who must be named.
    var isAwarded: Bool { self == .awarded || self == .contracted }
  }

  /// Whether the contract says what the supplier must do for equality.
  package enum Clauses: String, Storable, CaseIterable {
    case yes
    case notYet = "not yet"
    /// There will be none, for a reason.
    case without = "none"
  }

  package var name: String
  package var state = State.planned
  /// In whole pence; nil where it is not known.
  package var value: Int?
  package var supplier: String?
  package var tender: PlannedDate?
  package var evaluation: PlannedDate?
  package var award: PlannedDate?
  package var contract: PlannedDate?
  /// By when the funder wants the contract let.
  package var deadline: PlannedDate?
  package var clauses = Clauses.notYet
  package var clausesNote: String?

  package static let kind = ItemKind.commission
  package static let columns = [
    "name", "state", "value_pence", "supplier", "tender", "evaluation", "award", "contract",
    "deadline", "clauses", "clauses_note",
  ]

  package var values: [Value] {
    [
      name.stored, state.stored, value.stored, supplier.stored, tender.stored, evaluation.stored,
      award.stored, contract.stored, deadline.stored, clauses.stored, clausesNote.stored,
    ]
  }
}

extension Commission {
  package init(_ row: Row) throws {
    try self.init(
      name: row["name"], state: row["state"], value: row["value_pence"], supplier: row["supplier"],
      tender: row["tender"], evaluation: row["evaluation"], award: row["award"],
      contract: row["contract"], deadline: row["deadline"], clauses: row["clauses"],
      clausesNote: row["clauses_note"])
  }
}

/// What a supplier must tell us by a day, so that we see whom the work reaches.
package struct Monitoring: Kept {
  package var commission: ProgrammeItemID
  package var words: String
  package var dueOn: Day
  package var receivedOn: Day?
  package var note: String?

  package static let kind = ItemKind.monitoring
  package static let columns = ["commission_id", "words", "due_on", "received_on", "note"]

  package var values: [Value] {
    [commission.stored, words.stored, dueOn.stored, receivedOn.stored, note.stored]
  }

  /// Whether its day is over and nothing came.
  func isOverdue(on day: Day) -> Bool { receivedOn == nil && dueOn < day }
}

extension Monitoring {
  package init(_ row: Row) throws {
    try self.init(
      commission: row["commission_id"], words: row["words"], dueOn: row["due_on"],
      receivedOn: row["received_on"], note: row["note"])
  }
}
