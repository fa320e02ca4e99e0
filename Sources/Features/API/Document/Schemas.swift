import Core
import Households
import ReferralFile
import Referrals
import Web

/// The shapes of what is sent and answered.
struct Schemas {
  let json: JSON

  init(_ vocabulary: Vocabulary) {
    json = .object(
      [.init("NewReferral", Self.newReferral)] + Self.sent(vocabulary) + Self.answered
        + Self.lists + ProgrammeSchemas.all + GateSchemas.all + ReportSchemas.all
        + TimeSchemas.all)
  }

  static let text: JSON = ["type": "string"]
  static let maybe: JSON = ["type": ["string", "null"]]
  static let flag: JSON = ["type": "boolean"]
  private static let maybeFlag: JSON = ["type": ["boolean", "null"]]
  static let number: JSON = ["type": "integer"]
  static let version: JSON = ["type": "integer", "minimum": 1]
  static let id: JSON = ["type": "string", "pattern": .string(Document.idPattern)]
  static let maybeID: JSON = [
    "type": ["string", "null"], "pattern": .string(Document.idPattern),
  ]

  static func one(of keys: [String]) -> JSON {
    ["type": "string", "enum": .array(keys.map { .string($0) })]
  }

  static func list(_ schema: JSON) -> JSON { ["type": "array", "items": schema] }

  static func named(_ schema: String) -> JSON {
    ["$ref": .string("#/components/schemas/\(schema)")]
  }

  /// An object with all of these keys and no other.
  static func all(_ members: KeyValuePairs<String, JSON>) -> JSON {
    object(members, required: members.map(\.key))
  }

  static func object(
    _ members: KeyValuePairs<String, JSON>, required: [String] = []
  ) -> JSON {
    [
      "type": "object", "additionalProperties": false,
      "required": .array(required.map { .string($0) }),
      "properties": .object(members.map { .init($0.key, $0.value) }),
    ]
  }

  /// Values are strings, as in the file; the rules of the file say what they may hold.
  private static let newReferral: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "The columns of the referral file, each a string as it would stand there.",
    "required": .array(Column.allCases.filter(\.isRequired).map { .string($0.name) }),
    "properties": .object(
      Column.allCases.map { column in
        let words = "At most \(column.limit) characters"
        let schema: JSON =
          column.isRequired
          ? ["type": "string", "minLength": 1, "description": .string(words)]
          : ["type": "string", "description": .string(words)]
        return .init(column.name, schema)
      }),
  ]

  private static func sent(_ vocabulary: Vocabulary) -> [JSON.Pair] {
    [
      .init(
        "Search",
        [
          "type": "object", "additionalProperties": false,
          "anyOf": [
            ["required": ["date_of_birth"]], ["required": ["referral_id"]],
            ["required": ["full_name"]],
          ],
          "properties": [
            "date_of_birth": text, "full_name": text, "referral_id": text,
            "referrer_organisation": text,
          ],
        ]),
      .init("Nothing", object([:])),
      .init(
        "Accept",
        object([
          "with": ["type": "array", "maxItems": 50, "items": id],
          "district": [
            "type": "string",
            "description": "GSS code, needed where the referral has no district",
          ],
          "despite": [
            "type": "string", "maxLength": 1000,
            "description": "Why, needed where the rules of eligibility do not say yes",
          ],
        ])),
      .init(
        "Decline",
        object(
          ["reason": one(of: vocabulary.declineReasons.map(\.key)), "note": text],
          required: ["reason"])),
      .init(
        "Withdraw",
        object(
          ["reason": one(of: vocabulary.withdrawReasons.map(\.key)), "note": text],
          required: ["reason"])),
      .init(
        "Transfer",
        object(["district": district, "reason": why], required: ["district", "reason"])),
      .init(
        "AskToMove",
        object(
          [
            "district": district, "reason": why,
            "handover": [
              "type": "string", "minLength": 1, "maxLength": 10000,
              "description": "What the next advocate must know",
            ],
          ], required: ["district", "reason", "handover"])),
      .init("Refuse", object(["reason": why], required: ["reason"])),
      .init("Assign", object(["account": id], required: ["account"])),
      .init(
        "NewNote",
        object(
          [
            "kind": one(of: ContactNote.Kind.allCases.map(\.rawValue)),
            "happened_on": ["type": "string", "minLength": 1],
            "body": ["type": "string", "minLength": 1, "maxLength": 10000],
            "person": [
              "type": "string",
              "description": "The id of the member it is about; empty for the whole household",
            ],
          ], required: ["kind", "happened_on", "body"])),
    ]
  }

  private static let answered: [JSON.Pair] = [
    .init(
      "Problem",
      [
        "type": "object", "required": ["type", "title", "status"],
        "properties": [
          "type": text, "title": text, "status": number, "detail": text, "code": text,
          "yours": number, "current": number, "problems": list(named("FieldProblem")),
        ],
      ]),
    .init("FieldProblem", all(["field": maybe, "code": text, "message": text])),
    .init(
      "Account",
      all([
        "id": id, "name": text, "email": text, "organisation": maybe, "roles": list(text),
        "districts": list(text), "may": list(all(["verb": text, "scope": text])),
      ])),
    .init(
      "Taken",
      all([
        "id": id, "result": one(of: ["accepted", "warned", "unchanged"]),
        "problems": list(named("FieldProblem")),
      ])),
    .init(
      "Decided",
      all(["id": id, "state": state, "household": maybeID, "version": version])),
    .init("Assigned", all(["id": id, "account": id, "version": version])),
    .init("Written", all(["id": id])),
    .init("Answered", all(["id": id, "state": one(of: ["accepted", "refused"])])),
    .init(
      "TransferRequest",
      all([
        "id": id, "household": maybeID, "referral": maybeID, "from": text, "to": text,
        "reason": text, "handover": maybe, "asked_at": text, "asked_by": text,
      ])),
    .init("Need", all(["key": text, "restricted": flag])),
    .init("Person", person),
    .init("Referral", referral),
    .init("AnyReferral", ["anyOf": [named("Referral"), named("Progress")]]),
    .init("Household", household),
    .init(
      "Note",
      all([
        "id": id, "kind": text, "happened_on": text, "body": text, "person": maybeID,
        "author": text, "written_at": text,
      ])),
  ]

  private static let district: JSON = ["type": "string", "description": "GSS code"]
  private static let why: JSON = [
    "type": "string", "minLength": 1, "maxLength": .number("\(ActNote.limit)"),
  ]

  private static let state = one(of: ["waiting", "accepted", "declined", "withdrawn"])

  private static let person = all([
    "id": id, "full_name": text, "known_as": maybe, "date_of_birth": text, "phone": maybe,
    "email": maybe, "safe_contact": maybe, "language": maybe, "interpreter_needed": maybeFlag,
    "address": maybe, "postcode": maybe, "no_fixed_address": flag,
  ])

  private static let referral = all([
    "id": id, "version": version, "state": state, "referral_id": text,
    "referrer_organisation": text, "route": text, "referred_on": text, "received_at": text,
    "relationship": maybe, "referrer_name": maybe, "referrer_email": maybe, "district": maybe,
    "in_work": maybeFlag, "out_of_work_since": maybe, "benefits": list(text), "notes": maybe,
    "remarks": list(all(["field": text, "code": text])), "household": maybeID,
    "decided_at": maybe, "decided_by": maybe, "decline_reason": maybe, "decline_note": maybe,
    "person": named("Person"), "needs": list(named("Need")), "companions": list(id),
    "lookalikes": list(id), "proposed_changes": number,
  ])

  private static let household = all([
    "id": id, "version": version, "reference": text, "district": text, "opened_on": text,
    "quiet_since": text, "lead": id,
    "members": list(
      all([
        "person": named("Person"), "relationship": maybe, "referral": maybeID, "source": text,
        "joined_on": text, "needs": list(named("Need")),
      ])),
    "assignments": list(all(["account": id, "advocate": text, "from": text, "until": maybe])),
  ])

  private static let line = all([
    "id": id, "version": version, "state": state, "referral_id": text,
    "referrer_organisation": text, "route": text, "referred_on": text, "received_at": text,
    "district": maybe, "urgent": flag, "full_name": text, "known_as": maybe,
    "date_of_birth": text, "needs": list(named("Need")), "household": maybeID,
  ])

  private static let progress = all([
    "id": id, "referral_id": text, "referred_on": text, "received_at": text,
    "progress": one(of: ListedReferral.Progress.allCases.map(\.rawValue)),
  ])

  private static let householdLine = all([
    "id": id, "reference": text, "district": text, "lead": text, "members": number,
    "advocate": maybe, "opened_on": text, "quiet_since": text,
  ])

  static func part(of schema: JSON) -> JSON { all(["items": list(schema), "next": maybe]) }

  private static let lists: [JSON.Pair] = [
    .init("ReferralLine", line), .init("Progress", progress),
    .init("Referrals", part(of: ["anyOf": [named("ReferralLine"), named("Progress")]])),
    .init("HouseholdLine", householdLine),
    .init("Households", part(of: named("HouseholdLine"))),
    .init("Notes", part(of: named("Note"))),
    .init("TransferRequests", part(of: named("TransferRequest"))),
  ]
}
