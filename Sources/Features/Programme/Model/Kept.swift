import Core
import Database

/// Something of the portfolio that is kept in versions: a change ends one and begins the next (decision 37).
package protocol Kept: Hashable, Sendable {
  static var kind: ItemKind { get }
  /// Its own columns, beside those that every version has, in the order of `values`.
  static var columns: [String] { get }
  var values: [Value] { get }
  init(_ row: Row) throws
}

/// The kinds of things in the portfolio, as `programme_kinds` has them.
package enum ItemKind: String, CaseIterable, Sendable {
  case frame, project, aim, milestone, rating, risk, source, report
  case budget, claim, capacity, effort, commission, monitoring
  case gate, equality, finding
  case gateProduct = "gate_product"
  case gateDecision = "gate_decision"
  case gateCondition = "gate_condition"
  case minutes
  case wait, body, meeting, touch, dismissal
  case benefit, reading
  case pack, exemption, clearance

  /// The table of its versions.
  var table: String { rawValue + "_versions" }
}

/// Where a version comes from.
package enum Origin: String, Storable {
  case person, file, report
}

/// One version of a thing, and what is known about it.
package struct Standing<Value: Kept>: Hashable, Sendable {
  package let id: ProgrammeItemID
  /// Nil for what belongs to no project.
  package let project: ProgrammeItemID?
  /// Counts from 1; a change names the one it read.
  package let number: Int
  package let since: Instant
  /// Nil while it stands.
  package let until: Instant?
  package let by: AccountID
  package let origin: Origin
  package let reason: String?
  package let isArchived: Bool
  package var value: Value
}

/// How a change came about.
package struct Cause: Sendable {
  package var origin: Origin
  /// Why, in words; nil where nobody was asked.
  package var reason: String?
  /// From when it stands; nil for now. Only what is taken on from before this product stands from earlier.
  package var from: Instant?

  package init(_ origin: Origin = .person, because reason: String? = nil, from: Instant? = nil) {
    (self.origin, self.reason, self.from) = (origin, reason, from)
  }
}
