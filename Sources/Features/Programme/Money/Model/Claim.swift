import Core
import Database

/// What is asked of a funder for what a quarter has cost.
package struct Claim: Kept {
  package enum State: String, Storable, CaseIterable {
    case preparing, sent, paid
    case partPaid = "part paid"
    case refused

    /// Whether the funder has answered.
    var isSettled: Bool { self != .preparing && self != .sent }
  }

  /// The source of the same project that it is claimed from.
  package var source: ProgrammeItemID
  package var quarter: FinancialQuarter
  /// In whole pence.
  package var amount: Int
  package var state = State.preparing
  /// What came, in whole pence, where it was paid in whole or in part.
  package var paid: Int?
  /// By when the funder wants it.
  package var deadline: Day?
  package var sentOn: Day?
  /// When it was paid or refused.
  package var answeredOn: Day?
  /// What shows that the money was spent as agreed.
  package var evidence: String?
  /// Where that is kept.
  package var link: String?
  package var note: String?
  /// What the source gave, and what its other claims came to, when this was written.
  package var sourceAmount = 0
  package var others = 0

  package static let kind = ItemKind.claim
  package static let columns = [
    "source_id", "year", "quarter", "amount_pence", "state", "paid_pence", "deadline", "sent_on",
    "answered_on", "evidence", "link", "note", "source_pence", "others_pence",
  ]

  package var values: [Value] {
    [
      source.stored, quarter.year.stored, quarter.number.stored, amount.stored, state.stored,
      paid.stored, deadline.stored, sentOn.stored, answeredOn.stored, evidence.stored, link.stored,
      note.stored, sourceAmount.stored, others.stored,
    ]
  }

  /// What it takes of its source: nothing where it was refused, what came where it was paid, or else what is asked for.
  package var counts: Int { state == .refused ? 0 : paid ?? amount }
}

extension Claim {
  package init(_ row: Row) throws {
    try self.init(
      source: row["source_id"], quarter: FinancialQuarter(row), amount: row["amount_pence"],
      state: row["state"], paid: row["paid_pence"], deadline: row["deadline"],
      sentOn: row["sent_on"], answeredOn: row["answered_on"], evidence: row["evidence"],
      link: row["link"], note: row["note"], sourceAmount: row["source_pence"],
      others: row["others_pence"])
  }
}
