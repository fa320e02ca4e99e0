import Programme
import Web

/// The shapes of the programme. What is sent comes from `ItemForm`, so a new kind is described as soon as it has one.
enum ProgrammeSchemas {
  static let all: [JSON.Pair] = sent + answered + report

  private static let text: JSON = ["type": "string"]

  private static func field(_ name: String) -> JSON {
    ["type": "string", "description": .string(ItemForm.words(name))]
  }

  private static let sent: [JSON.Pair] =
    ItemForm.all.filter { $0.kind != .clearance }.map { form in
      .init(
        "New\(form.schema)",
        [
          "type": "object", "additionalProperties": false,
          "description": "The fields of its form, each a text as one would type it there.",
          "required": .array(form.required.map { .string($0) }),
          "properties": .object(
            (form.fields + form.onlyNew).map { name in
              .init(
                name,
                form.required.contains(name)
                  ? [
                    "type": "string", "minLength": 1, "description": .string(ItemForm.words(name)),
                  ] : field(name))
            }),
        ])
    } + [
      .init(
        "ItemChange",
        [
          "type": "object", "additionalProperties": false,
          "description": "Fields of its own form, those that change.",
          "properties": .object(
            Set(ItemForm.all.flatMap { $0.fields + $0.onlyChanged }).sorted()
              .map { .init($0, field($0)) }),
        ]),
      .init(
        "Rate",
        Schemas.object(
          ["respect": filled, "rating": text, "reason": filled, "expires_on": text],
          required: ["respect", "reason"])),
      .init(
        "Baseline",
        Schemas.object(["baseline": filled, "reason": filled], required: ["baseline", "reason"])),
      .init(
        "Objectives",
        Schemas.object(["objectives": ["type": "array", "items": Schemas.id]])),
    ]

  private static let filled: JSON = ["type": "string", "minLength": 1]
  private static let maybeNumber: JSON = ["type": ["integer", "null"]]

  /// A map of names that the programme's own lists hold.
  private static func map(_ value: JSON) -> JSON {
    ["type": "object", "additionalProperties": value]
  }

  private static let answered: [JSON.Pair] = [
    .init("Versioned", Schemas.all(["id": Schemas.id, "version": Schemas.version])),
    .init("Rated", Schemas.all(["id": Schemas.id, "respect": text])),
    .init("Project", project), .init("Projects", Schemas.part(of: Schemas.named("Project"))),
    .init("Item", item), .init("Items", Schemas.part(of: Schemas.named("Item"))),
    .init("ItemVersion", version),
    .init("History", Schemas.part(of: Schemas.named("ItemVersion"))),
    .init("Respect", respect),
    .init("Ratings", Schemas.all(["items": Schemas.list(Schemas.named("Respect"))])),
    .init("Said", said),
    .init("RatingHistory", Schemas.all(["items": Schemas.list(Schemas.named("Said"))])),
  ]

  private static let project = Schemas.all([
    "id": Schemas.id, "version": Schemas.version, "archived": Schemas.flag, "since": text,
    "changed_at": text, "name": text, "workstream": text, "owner": Schemas.maybeID,
    "owner_name": Schemas.maybe, "sponsor": Schemas.maybe, "board": Schemas.maybe,
    "position": Schemas.maybe, "viability": Schemas.maybe, "doubts": Schemas.list(text),
    "objectives": Schemas.list(Schemas.id), "ratings": map(Schemas.maybe),
    "milestones": Schemas.number, "late": Schemas.number,
    "next": [
      "anyOf": [
        ["type": "null"],
        Schemas.all(["id": Schemas.id, "name": text, "due": Schemas.maybe]),
      ]
    ], "open_risks": Schemas.number, "highest_score": maybeNumber,
    "possible_pence": maybeNumber, "secured_pence": maybeNumber,
  ])

  private static let item = Schemas.all([
    "id": Schemas.id, "kind": Schemas.one(of: ItemForm.all.map(\.kind.rawValue)),
    "project": Schemas.maybeID, "version": Schemas.version, "archived": Schemas.flag,
    "since": Schemas.maybe, "fields": map(text),
  ])

  private static let version = Schemas.all([
    "version": Schemas.version, "since": text, "by": text,
    "origin": Schemas.one(of: ["person", "file", "report"]), "reason": Schemas.maybe,
    "archived": Schemas.flag,
    "changes": Schemas.list(Schemas.all(["field": text, "before": text, "after": text])),
  ])

  private static let respect = Schemas.all([
    "respect": text, "rating": Schemas.maybe, "scale": Schemas.maybe, "before": Schemas.maybe,
    "reason": Schemas.maybe, "since": Schemas.maybe, "expires_on": Schemas.maybe,
    "over": Schemas.flag, "by_the_facts": Schemas.maybe, "facts": Schemas.list(text),
  ])

  private static let said = Schemas.all([
    "version": Schemas.version, "since": text, "rating": Schemas.maybe, "scale": text,
    "reason": Schemas.maybe, "expires_on": Schemas.maybe,
  ])

  /// What `pierhead report programme` prints. Later versions may say more.
  private static let report: [JSON.Pair] = [
    .init(
      "Portfolio",
      [
        "type": "object", "required": ["on", "vision", "projects"],
        "properties": [
          "on": ["type": "string", "format": "date"], "vision": Schemas.maybe,
          "objectives": sentences, "summaries": sentences, "gates": sentences,
          "questions": sentences,
          "projects": Schemas.list([
            "type": "object", "required": ["id", "name", "workstream", "ratings"],
            "properties": [
              "id": Schemas.id, "name": text, "workstream": text, "owner": Schemas.maybe,
              "ratings": map(Schemas.maybe),
            ],
          ]),
        ],
      ])
  ]

  private static let sentences = Schemas.list([
    "type": "object", "required": ["text"], "properties": ["text": text],
  ])
}
