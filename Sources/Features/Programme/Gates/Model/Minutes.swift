import Core
import Database

/// Where the minutes of a decision are. A decision is never changed and minutes come later, so they stand beside it.
package struct Minutes: Kept {
  package var gate: ProgrammeItemID
  package var decision: ProgrammeItemID
  package var link: String

  package static let kind = ItemKind.minutes
  package static let columns = ["gate_id", "decision_id", "link"]

  package var values: [Value] { [gate.stored, decision.stored, link.stored] }
}

extension Minutes {
  package init(_ row: Row) throws {
    try self.init(gate: row["gate_id"], decision: row["decision_id"], link: row["link"])
  }

  static func read(
    _ fields: [String: String], of decision: ProgrammeItemID, at gate: ProgrammeItemID
  ) throws(Rejection) -> Minutes {
    var typed = Typed(fields)
    if typed.plain("minutes_link") == nil { typed.add("minutes_link", Reason("gate.link")) }
    let link = typed.address("minutes_link")
    try typed.check()
    return Minutes(gate: gate, decision: decision, link: link ?? "")
  }
}

extension GateLine {
  /// Where the minutes of a decision are: what was linked since goes before what was recorded with it.
  package func minutesLink(of decision: Standing<GateDecision>) -> String? {
    minutes[decision.id]?.value.link ?? decision.value.minutesLink
  }
}
