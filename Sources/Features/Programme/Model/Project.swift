import Core
import Database

/// A piece of work with an end, done for the programme.
package struct Project: Kept {
  package var name: String
  /// The key of a workstream: whether the authority acts as an employer, a commissioner or a facilitator.
  package var workstream: String
  /// Whose work it is to keep it up to date.
  package var owner: AccountID?
  package var sponsor: String?
  /// The body that it reports to.
  package var board: String?
  /// Where it is, in words.
  package var position: String?
  /// What must come together before it can go ahead, as `ViabilityRule` writes it.
  package var viability: String?
  /// What is not certain about it.
  package var doubt: String?

  package static let kind = ItemKind.project
  package static let columns = [
    "name", "workstream", "owner_id", "sponsor", "board", "position", "viability", "doubt",
  ]

  package var values: [Value] {
    [
      name.stored, workstream.stored, owner.stored, sponsor.stored, board.stored, position.stored,
      viability.stored, doubt.stored,
    ]
  }
}

extension Project {
  package init(_ row: Row) throws {
    try self.init(
      name: row["name"], workstream: row["workstream"], owner: row["owner_id"],
      sponsor: row["sponsor"], board: row["board"], position: row["position"],
      viability: row["viability"], doubt: row["doubt"])
  }
}

/// That a project serves an objective.
package struct Aim: Kept {
  package var objective: ProgrammeItemID

  package static let kind = ItemKind.aim
  package static let columns = ["objective_id"]

  package var values: [Value] { [objective.stored] }
}

extension Aim {
  package init(_ row: Row) throws { try self.init(objective: row["objective_id"]) }
}
