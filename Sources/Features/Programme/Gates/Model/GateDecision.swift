import Core
import Database

/// What a body decided at a gate. It is never changed; a later one stands beside it.
package struct GateDecision: Kept {
  package enum Outcome: String, Storable, CaseIterable {
    case pass
    /// Passed with dated conditions.
    case conditions
    /// Back to the project, to come again.
    case back = "return"
    case stop

    var isPassed: Bool { self == .pass || self == .conditions }
  }

  package var gate: ProgrammeItemID
  package var outcome: Outcome
  package var body: String
  package var decidedOn: Day
  package var minutesLink: String?
  package var why: String
  /// How many conditions came with it.
  package var conditions = 0
  /// The version of what is known about equality that was looked at; nil where nothing was recorded.
  package var equality: ProgrammeItemID?
  package var equalityNumber: Int?
  /// The parts that were there.
  package var has: Set<EqualityPart> = []
  package var isReopened = false
  package var funding: FundingState
  package var fundingNeed: FundingNeed
  /// The condition for each part that was missing.
  package var conditionFor: [EqualityPart: ProgrammeItemID] = [:]

  package static let kind = ItemKind.gateDecision
  package static let columns = [
    "gate_id", "outcome", "body", "decided_on", "minutes_link", "why", "conditions", "equality_id",
    "equality_number", "has_assessment", "has_advice", "has_engagement", "has_baseline",
    "is_reopened", "funding", "funding_need", "assessment_condition", "advice_condition",
    "engagement_condition", "baseline_condition", "funding_condition",
  ]

  package var values: [Value] {
    [
      gate.stored, outcome.stored, body.stored, decidedOn.stored, minutesLink.stored, why.stored,
      conditions.stored, equality.stored, equalityNumber.stored, has.contains(.assessment).stored,
      has.contains(.advice).stored, has.contains(.engagement).stored,
      has.contains(.baseline).stored,
      isReopened.stored, funding.stored, fundingNeed.stored, conditionFor[.assessment].stored,
      conditionFor[.advice].stored, conditionFor[.engagement].stored,
      conditionFor[.baseline].stored, conditionFor[.funding].stored,
    ]
  }
}

extension GateDecision {
  package init(_ row: Row) throws {
    try self.init(
      gate: row["gate_id"], outcome: row["outcome"], body: row["body"],
      decidedOn: row["decided_on"], minutesLink: row["minutes_link"], why: row["why"],
      conditions: row["conditions"], equality: row["equality_id"],
      equalityNumber: row["equality_number"], isReopened: row["is_reopened"],
      funding: row["funding"], fundingNeed: row["funding_need"])
    for part in EqualityPart.allCases {
      conditionFor[part] = try row[part.rawValue + "_condition"]
      guard part != .funding, try row["has_" + part.rawValue] as Bool else { continue }
      has.insert(part)
    }
  }
}

/// What must still be done by a day after a gate was passed.
package struct GateCondition: Kept {
  package enum State: String, Storable, CaseIterable { case open, met, waived }

  package var gate: ProgrammeItemID
  package var decision: ProgrammeItemID
  /// The part of the equality gate that it stands for.
  package var part: EqualityPart?
  package var words: String
  package var dueOn: Day
  package var owner: String
  package var state = State.open
  package var settledOn: Day?
  /// Who met it, in words.
  package var settledBy: String?
  package var evidence: String?
  package var evidenceLink: String?
  package var waivedBecause: String?

  package static let kind = ItemKind.gateCondition
  package static let columns = [
    "gate_id", "decision_id", "part", "words", "due_on", "owner", "state", "settled_on",
    "settled_by", "evidence", "evidence_link", "waived_because",
  ]

  package var values: [Value] {
    [
      gate.stored, decision.stored, part.stored, words.stored, dueOn.stored, owner.stored,
      state.stored, settledOn.stored, settledBy.stored, evidence.stored, evidenceLink.stored,
      waivedBecause.stored,
    ]
  }

  package func isOverdue(on day: Day) -> Bool { state == .open && dueOn < day }
}

extension GateCondition {
  package init(_ row: Row) throws {
    try self.init(
      gate: row["gate_id"], decision: row["decision_id"], part: row["part"], words: row["words"],
      dueOn: row["due_on"], owner: row["owner"], state: row["state"],
      settledOn: row["settled_on"], settledBy: row["settled_by"], evidence: row["evidence"],
      evidenceLink: row["evidence_link"], waivedBecause: row["waived_because"])
  }
}
