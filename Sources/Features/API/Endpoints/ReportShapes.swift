import Core
import Programme
import Web

/// Highlight reports as JSON.
extension JSON {
  /// A project in the list for a month. The state is told to all, the report to those who may open it.
  static func reportRow(_ row: ReportRow) -> JSON {
    [
      "project": .string(row.project.text), "project_name": .string(row.name),
      "owner_name": .text(row.owner), "state": .text(row.report?.value.state.rawValue),
      "since": .moment(row.report?.since), "late": .bool(row.isLate),
      "report": .text(row.mayOpen ? row.report?.id.text : nil),
    ]
  }

  /// A report in the list of its project.
  static func report(_ report: Standing<HighlightReport>) -> JSON {
    [
      "id": .string(report.id.text), "version": .whole(report.number),
      "month": .string(report.value.period.rawValue),
      "state": .string(report.value.state.rawValue), "archived": .bool(report.isArchived),
      "since": .moment(report.since),
    ]
  }

  static func report(_ view: ReportView) -> JSON {
    let (report, value) = (view.report, view.report.value)
    let fields = value.fields(view.said).sorted { $0.key < $1.key }
    return [
      "id": .string(report.id.text), "version": .whole(report.number),
      "project": .string(view.project.text), "month": .string(value.period.rawValue),
      "state": .string(value.state.rawValue), "archived": .bool(report.isArchived),
      "since": .moment(report.since), "returned_because": .text(value.answer),
      "intact": .bool(view.isIntact),
      "fields": .object(fields.map { .init($0.key, .string($0.value)) }),
      "content": view.content.object,
      "steps": .array(
        view.steps.map {
          [
            "step": .string($0.words), "at": .moment($0.at), "by": .string($0.by),
            "reason": .text($0.reason),
          ]
        }),
    ]
  }
}
