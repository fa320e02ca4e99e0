import Programme
import Web

/// The shapes of highlight reports. What is sent are the fields of the form.
enum ReportSchemas {
  static let all: [JSON.Pair] = sent + answered

  /// The fields of the form, beside the month.
  static let fields =
    Respect.all.flatMap {
      [HighlightReport.ratingField($0), HighlightReport.reasonField($0)]
    } + ["done", "next", "decisions"]

  private static let text = Schemas.text
  private static let month: JSON = ["type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"]

  private static let sent: [JSON.Pair] = [
    .init(
      "NewReport",
      [
        "type": "object", "additionalProperties": false, "required": ["period"],
        "properties": .object([.init("period", month)] + fields.map { .init($0, text) }),
      ]),
    .init(
      "ReportChange",
      [
        "type": "object", "additionalProperties": false,
        "properties": .object(fields.map { .init($0, text) }),
      ]),
    .init(
      "ReturnReport",
      Schemas.object(["words": ["type": "string", "minLength": 1]], required: ["words"])),
  ]

  private static let state = Schemas.one(of: HighlightReport.State.allCases.map(\.rawValue))

  private static let answered: [JSON.Pair] = [
    .init(
      "MonthReports",
      Schemas.all([
        "month": month, "due_on": text, "items": Schemas.list(row), "next": Schemas.maybe,
      ])), .init("ProjectReports", Schemas.part(of: line)), .init("HighlightReport", report),
    .init("ReportContent", content),
  ]

  private static let row = Schemas.all([
    "project": Schemas.id, "project_name": text, "owner_name": Schemas.maybe,
    "state": ["anyOf": [["type": "null"], state]], "since": Schemas.maybe, "late": Schemas.flag,
    "report": Schemas.maybeID,
  ])

  private static let line = Schemas.all([
    "id": Schemas.id, "version": Schemas.version, "month": month, "state": state,
    "archived": Schemas.flag, "since": text,
  ])

  private static let report = Schemas.all([
    "id": Schemas.id, "version": Schemas.version, "project": Schemas.id, "month": month,
    "state": state, "archived": Schemas.flag, "since": text, "returned_because": Schemas.maybe,
    "intact": Schemas.flag, "fields": ["type": "object", "additionalProperties": text],
    "content": Schemas.named("ReportContent"),
    "steps": Schemas.list(
      Schemas.all(["step": text, "at": text, "by": text, "reason": Schemas.maybe])),
  ])

  /// As `ReportContent` keeps it.
  private static let content = Schemas.all([
    "form": Schemas.number, "project": text, "workstream": text, "owner": Schemas.maybe,
    "sponsor": Schemas.maybe, "board": Schemas.maybe, "period": month, "written_by": text,
    "sent_by": Schemas.maybe, "approved_by": Schemas.maybe, "approved_at": Schemas.maybe,
    "ratings": Schemas.list(rating), "done": Schemas.maybe, "next": Schemas.maybe,
    "decisions": Schemas.maybe,
    "lists": Schemas.list(
      Schemas.all([
        "title": text, "columns": Schemas.list(text), "rows": Schemas.list(Schemas.list(text)),
        "empty": text, "note": Schemas.maybe,
      ])),
  ])

  private static let rating = Schemas.all([
    "respect": text, "rating": Schemas.maybe, "colour": Schemas.maybe, "before": Schemas.maybe,
    "proposed": Schemas.maybe, "proposed_colour": Schemas.maybe, "facts": Schemas.list(text),
    "reason": Schemas.maybe, "until": Schemas.maybe,
  ])
}
