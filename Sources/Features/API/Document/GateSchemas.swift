import Programme
import Web

/// The shapes of gates. What is sent are the fields of the forms.
enum GateSchemas {
  static let all: [JSON.Pair] = sent + answered

  // MARK: - What is sent

  /// The fields of each form, as the endpoints read them.
  static let product: Set = ["of", "version", "state", "reference", "link", "no_need"]

  static let equality = Set(evidence + ["version"])

  static let decision: Set<String> = {
    let conditions = conditionNames.flatMap { name in
      ["words", "due", "owner"].map { "\(name)_\($0)" }
    }
    return Set(["outcome", "body", "decided_on", "why", "minutes_link"] + conditions)
  }()

  /// One for each part of the equality gate that may be missing, and the free ones.
  private static let conditionNames =
    EqualityPart.allCases.map(\.rawValue) + (1...DecisionDraft.free).map { "other\($0)" }

  private static let evidence = [
    "assessment", "assessment_reference", "assessment_link", "advice", "advice_link", "no_advice",
    "engagement", "engagement_link", "baseline", "baseline_link",
  ]

  private static let text = Schemas.text
  private static let filled: JSON = ["type": "string", "minLength": 1]
  /// 0 where nothing stands yet.
  private static let sentVersion: JSON = [
    "type": "string", "pattern": "^(0|[1-9][0-9]{0,8})$",
    "description": "The version that was read, and 0 where nobody has recorded anything",
  ]
  private static let outcome = Schemas.one(of: GateDecision.Outcome.allCases.map(\.rawValue))
  private static let state = Schemas.one(of: GateProduct.State.allCases.map(\.rawValue))

  private static let sent: [JSON.Pair] = [
    .init("ChooseGates", Schemas.object(["set": filled, "tranches": text], required: ["set"])),
    .init("PlanGate", Schemas.object(["due": text])),
    .init(
      "Prepare",
      Schemas.object(
        [
          "of": filled, "version": sentVersion, "state": state, "reference": text, "link": text,
          "no_need": text,
        ], required: ["of", "version"])),
    .init(
      "RecordEquality",
      [
        "type": "object", "additionalProperties": false, "required": ["version"],
        "properties": .object(
          [.init("version", sentVersion)] + evidence.map { .init($0, text) }),
      ]),
    .init(
      "NewFinding",
      Schemas.object(
        ["words": filled, "found_on": filled, "assumption": text, "link": text],
        required: ["words", "found_on"])),
    .init(
      "NewDecision",
      [
        "type": "object", "additionalProperties": false,
        "description": "Conditions stand beside it, each in three fields.",
        "required": ["outcome", "body", "decided_on", "why"],
        "properties": .object(decision.sorted().map { .init($0, decisionField($0)) }),
      ]),
    .init(
      "Meet",
      Schemas.object(
        ["evidence": filled, "evidence_link": text, "settled_by": filled, "settled_on": filled],
        required: ["evidence", "settled_by", "settled_on"])),
    .init("Waive", Schemas.object(["waived_because": filled], required: ["waived_because"])),
  ]

  private static func decisionField(_ name: String) -> JSON {
    switch name {
    case "outcome": outcome
    case "body", "decided_on", "why": filled
    default: text
    }
  }

  // MARK: - What is answered

  /// 0 where nothing stands yet.
  private static let versionOrNone: JSON = ["type": "integer", "minimum": 0]
  private static let funding = Schemas.one(of: FundingState.allCases.map(\.rawValue))
  private static let need = Schemas.one(of: FundingNeed.allCases.map(\.rawValue))
  private static let part = Schemas.one(of: EqualityPart.allCases.map(\.rawValue))
  private static let businessCase = Schemas.one(
    of: GateSets.BusinessCase.allCases.map(\.rawValue))
  private static let gaps = Schemas.list(Schemas.all(["part": part, "words": text]))

  private static func maybe(_ schema: JSON) -> JSON { ["anyOf": [["type": "null"], schema]] }

  private static let answered: [JSON.Pair] = [
    .init("GateSets", Schemas.all(["items": Schemas.list(gateSet)])),
    .init("GatePlaces", Schemas.part(of: place)), .init("Gate", gate), .init("Finding", finding),
    .init("GateDecision", gateDecision), .init("Condition", condition),
    .init("Conditions", Schemas.part(of: Schemas.named("Condition"))),
    .init(
      "ProjectGates",
      Schemas.all([
        "id": Schemas.id, "set": Schemas.maybe, "stopped": Schemas.flag, "funding": funding,
        "findings": Schemas.list(Schemas.named("Finding")),
        "items": Schemas.list(Schemas.named("Gate")),
      ])),
    .init("EqualityHistory", Schemas.all(["items": Schemas.list(equalityVersion)])),
    .init(
      "Prepared", Schemas.all(["id": Schemas.id, "of": text, "version": Schemas.version])),
    .init("Recorded", Schemas.all(["id": Schemas.id, "version": Schemas.version])),
  ]

  private static let gateSet = Schemas.all([
    "key": text, "label": text, "meaning": text,
    "gates": Schemas.list(
      Schemas.all([
        "key": text, "label": text, "meaning": text, "by_tranche": Schemas.flag,
        "funding_need": need,
        "products": Schemas.list(
          Schemas.all(["case": businessCase, "key": text, "label": text])),
      ])),
  ])

  private static let place = Schemas.all([
    "project": Schemas.id, "project_name": text, "set": Schemas.maybe, "stopped": Schemas.flag,
    "next": maybe(
      Schemas.all([
        "id": Schemas.id, "name": text, "due": Schemas.maybe, "products": Schemas.number,
        "products_left": Schemas.number, "gaps": gaps,
      ])), "open_conditions": Schemas.number,
  ])

  private static let gate = Schemas.all([
    "id": Schemas.id, "version": Schemas.version, "project": Schemas.id, "project_name": text,
    "set": text, "gate": text, "name": text, "meaning": text, "tranche": Schemas.number,
    "due": Schemas.maybe, "passed": Schemas.flag, "outcome": maybe(outcome),
    "products": Schemas.list(
      Schemas.all([
        "case": businessCase, "key": text, "label": text, "version": versionOrNone,
        "state": state, "reference": Schemas.maybe, "link": Schemas.maybe,
        "no_need": Schemas.maybe,
      ])), "equality": equalityAtGate,
    "decisions": Schemas.list(Schemas.named("GateDecision")), "open_conditions": Schemas.number,
  ])

  private static let equalityAtGate = withEvidence([
    .init("version", versionOrNone), .init("complete", Schemas.flag),
    .init("reopened", Schemas.flag), .init("funding", funding), .init("funding_need", need),
    .init("gaps", gaps), .init("reopened_by", Schemas.list(Schemas.id)),
  ])

  private static let equalityVersion = withEvidence([
    .init("version", Schemas.version), .init("since", text), .init("by", text),
  ])

  private static func withEvidence(_ own: [JSON.Pair]) -> JSON {
    let parts = evidence + ["assessed_at"]
    let members = own + parts.map { .init($0, Schemas.maybe) }
    return [
      "type": "object", "additionalProperties": false,
      "required": .array(members.map { .string($0.key) }), "properties": .object(members),
    ]
  }

  private static let finding = Schemas.all([
    "id": Schemas.id, "gate": Schemas.id, "words": text, "found_on": text,
    "assumption": Schemas.maybeID, "link": Schemas.maybe, "recorded_at": text,
  ])

  private static let gateDecision = Schemas.all([
    "id": Schemas.id, "outcome": outcome, "body": text, "decided_on": text, "why": text,
    "minutes_link": Schemas.maybe, "minutes_version": Schemas.number, "recorded_at": text,
    "counts": Schemas.flag,
    "conditions": Schemas.list(Schemas.named("Condition")),
  ])

  private static let condition = Schemas.all([
    "id": Schemas.id, "version": Schemas.version, "project": Schemas.maybeID,
    "project_name": text, "gate": Schemas.id, "decision": Schemas.id, "part": maybe(part),
    "words": text, "due_on": text, "owner": text,
    "state": Schemas.one(of: GateCondition.State.allCases.map(\.rawValue)),
    "overdue": Schemas.flag, "settled_on": Schemas.maybe, "settled_by": Schemas.maybe,
    "evidence": Schemas.maybe, "evidence_link": Schemas.maybe, "waived_because": Schemas.maybe,
  ])
}
