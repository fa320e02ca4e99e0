import Programme
import Web

/// The shapes of meetings, of what waits, of the radar and of packs.
enum TimeSchemas {
  static let all: [JSON.Pair] = sent + answered + packs

  private static let text: JSON = ["type": "string"]
  private static let filled: JSON = ["type": "string", "minLength": 1]
  private static let day: JSON = ["type": "string", "format": "date"]

  private static let sent: [JSON.Pair] = [
    .init(
      "NewWait",
      Schemas.object(["needed": Schemas.id, "weeks": text, "note": text], required: ["needed"])),
    .init(
      "Dismiss",
      Schemas.object(
        ["pair": filled, "said": filled, "reason": filled], required: ["pair", "said", "reason"])),
    .init(
      "Exempt",
      Schemas.object(
        [
          "project": Schemas.id, "part": Schemas.one(of: PackPart.allCases.map(\.rawValue)),
          "ground": filled,
        ], required: ["project", "part", "ground"])),
    .init(
      "LinkMinutes",
      Schemas.object(
        [
          "decision": Schemas.id,
          "version": ["type": "string", "pattern": "^(0|[1-9][0-9]{0,8})$"],
          "minutes_link": filled,
        ], required: ["decision", "version", "minutes_link"])),
    .init("Lift", Schemas.object(["exemption": Schemas.id], required: ["exemption"])),
  ]

  private static let answered: [JSON.Pair] = [
    .init(
      "MeetingDays",
      Schemas.part(
        of: Schemas.all([
          "id": Schemas.id, "version": Schemas.version, "body": Schemas.id, "body_name": text,
          "meets_on": day, "papers_due": day, "note": Schemas.maybe,
        ]))),
    .init(
      "Waits",
      Schemas.part(
        of: Schemas.all([
          "id": Schemas.id, "version": Schemas.version, "milestone": named, "needed": named,
          "weeks": Schemas.number, "note": Schemas.maybe,
          "effect": Schemas.one(of: WaitingLine.effects), "slip": Schemas.maybe,
          "earliest": Schemas.maybe,
        ]))),
    .init(
      "Radar",
      Schemas.part(
        of: Schemas.all([
          "pair": text, "score": Schemas.number, "reasons": Schemas.list(text), "suggestion": text,
          "first": activity, "second": activity, "said": text, "dismissed": Schemas.flag,
          "dismissal": [
            "anyOf": [
              ["type": "null"],
              Schemas.all([
                "id": Schemas.id, "version": Schemas.version, "by": text, "since": text,
                "reason": text,
              ]),
            ]
          ],
        ]))),
    .init("Dismissed", Schemas.all(["pair": text])),
  ]

  private static let named = Schemas.all([
    "id": Schemas.id, "name": text, "project": Schemas.maybeID,
  ])

  private static let activity = Schemas.all([
    "touch": Schemas.id, "owner": text, "name": text, "community": text, "question": text,
    "from": day, "until": day,
  ])

  // MARK: - Packs

  private static let packs: [JSON.Pair] = [
    .init(
      "Pack",
      Schemas.all([
        "id": Schemas.id, "version": Schemas.version, "archived": Schemas.flag,
        "fields": ["type": "object", "additionalProperties": text],
        "clearances": Schemas.list(
          Schemas.all([
            "id": Schemas.id, "version": Schemas.version, "subject": text, "given": Schemas.flag,
            "fields": ["type": "object", "additionalProperties": text],
          ])),
        "exempt": Schemas.list(
          Schemas.all([
            "id": Schemas.id, "project": Schemas.id, "project_name": text,
            "part": Schemas.one(of: PackPart.allCases.map(\.rawValue)), "ground": text,
          ])),
      ])),
    .init(
      "Papers",
      Schemas.all([
        "title": text, "stands": day, "since": day,
        "audience": Schemas.one(of: ["full", "public"]), "over": Schemas.flag,
        "vision": Schemas.maybe, "summary": Schemas.maybe,
        "left_out": Schemas.list(Schemas.all(["ground": text, "projects": Schemas.number])),
        "tables": Schemas.list(Schemas.named("Table")),
        "projects": Schemas.list(
          Schemas.all([
            "name": text, "workstream": text,
            "facts": Schemas.list(Schemas.all(["name": text, "value": Schemas.named("Cell")])),
            "doubts": Schemas.list(text),
            "exempt": Schemas.list(Schemas.all(["part": text, "ground": text])),
            "tables": Schemas.list(Schemas.named("Table")),
          ])),
      ])),
    .init(
      "Table",
      Schemas.all([
        "title": text, "columns": Schemas.list(text),
        "rows": Schemas.list(Schemas.list(Schemas.named("Cell"))), "empty": text,
      ])),
    .init(
      "Cell",
      [
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "description":
          "Words, a whole number, whole pence, or the ground on which it is left out.",
        "properties": [
          "words": text, "number": Schemas.number, "pence": Schemas.number, "exempt": text,
        ],
      ]),
  ]
}
