import Core
import Database

/// A gate of a project: the point at which a body decides whether it goes on.
package struct Gate: Kept {
  /// Keys of `gate-sets.csv` and `gates.csv`.
  package var set: String
  package var gate: String
  /// From 1 where the gate comes in several tranches, 0 where it comes once.
  package var tranche: Int
  /// When it is planned to come before the body.
  package var due: PlannedDate?

  package static let kind = ItemKind.gate
  package static let columns = ["gate_set", "gate", "tranche", "due", "due_from", "due_until"]

  package var values: [Value] {
    [
      set.stored, gate.stored, tranche.stored, due.stored, (due?.first).stored, (due?.last).stored,
    ]
  }
}

extension Gate {
  package init(_ row: Row) throws {
    try self.init(
      set: row["gate_set"], gate: row["gate"], tranche: row["tranche"], due: row["due"])
  }
}

/// What one of the five cases brings to a gate.
package struct GateProduct: Kept {
  package enum State: String, Storable, CaseIterable {
    case notBegun = "not_begun"
    case draft, ready
    case notNeeded = "not_needed"
  }

  package var gate: ProgrammeItemID
  /// A key of `gate-products.csv`.
  package var product: String
  package var state = State.notBegun
  /// Where it is, in words.
  package var reference: String?
  package var link: String?
  /// Why it is not needed.
  package var noNeed: String?

  package static let kind = ItemKind.gateProduct
  package static let columns = ["gate_id", "product", "state", "reference", "link", "no_need"]

  package var values: [Value] {
    [
      gate.stored, product.stored, state.stored, reference.stored, link.stored, noNeed.stored,
    ]
  }
}

extension GateProduct {
  package init(_ row: Row) throws {
    try self.init(
      gate: row["gate_id"], product: row["product"], state: row["state"],
      reference: row["reference"], link: row["link"], noNeed: row["no_need"])
  }
}
