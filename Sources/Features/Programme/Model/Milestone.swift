import Core
import Database

/// Something that a project means to have done by a time.
package struct Milestone: Kept {
  package enum State: String, Storable, CaseIterable {
    case planned, done, dropped
  }

  package var name: String
  /// When it is expected.
  package var due: PlannedDate?
  /// When it was agreed to be done. Slip is counted from it.
  package var baseline: PlannedDate?
  /// How often a baseline was agreed; 0 where there is none yet.
  package var baselineNumber = 0
  /// The body that decides.
  package var body: String?
  package var state = State.planned
  package var doneOn: Day?
  package var doubt: String?

  package static let kind = ItemKind.milestone
  package static let columns = [
    "name", "due", "due_from", "due_until", "baseline", "baseline_from", "baseline_until",
    "baseline_number", "body", "state", "done_on", "doubt",
  ]

  package var values: [Value] {
    [
      name.stored, due.stored, (due?.first).stored, (due?.last).stored, baseline.stored,
      (baseline?.first).stored, (baseline?.last).stored, baselineNumber.stored, body.stored,
      state.stored, doneOn.stored, doubt.stored,
    ]
  }
}

extension Milestone {
  package init(_ row: Row) throws {
    try self.init(
      name: row["name"], due: row["due"], baseline: row["baseline"],
      baselineNumber: row["baseline_number"], body: row["body"], state: row["state"],
      doneOn: row["done_on"], doubt: row["doubt"])
  }
}
