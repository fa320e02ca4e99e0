import Core
import Database
import Web

/// The snapshot of a report: what people read, as JSON. A text that was written once must be read for ever, so a key is added
/// and never given another meaning.
extension ReportContent {
  package var json: String { object.text }

  package var object: JSON {
    [
      "form": 1, "project": .string(project), "workstream": .string(workstream),
      "owner": .text(owner), "sponsor": .text(sponsor), "board": .text(board),
      "period": .string(period.rawValue), "written_by": .string(writer), "sent_by": .text(sender),
      "approved_by": .text(approver), "approved_at": .text(approvedAt?.description),
      "ratings": .array(ratings.map(\.json)), "done": .text(done), "next": .text(next),
      "decisions": .text(decisions), "lists": .array(lists.map(\.json)),
    ]
  }

  /// Throws a fault where the text is none that we wrote.
  package init(json text: String) throws {
    guard let object = try? JSONReader.read(Array(text.utf8)),  // tidy: told as a fault
      let period = ReportPeriod(rawValue: object.text("period") ?? ""),
      let project = object.text("project")
    else { throw Fault("a snapshot of a report can't be read") }
    self.init(
      project: project, workstream: object.text("workstream") ?? "", owner: object.text("owner"),
      sponsor: object.text("sponsor"), board: object.text("board"), period: period,
      writer: object.text("written_by") ?? "", sender: object.text("sent_by"),
      approver: object.text("approved_by"),
      approvedAt: object.text("approved_at").flatMap { Instant(iso: $0) },
      ratings: object.items("ratings").map { RatingLine($0) }, done: object.text("done"),
      next: object.text("next"), decisions: object.text("decisions"),
      lists: object.items("lists").map { List($0) })
  }
}

extension ReportContent.RatingLine {
  fileprivate var json: JSON {
    [
      "respect": .string(respect), "rating": .text(rating), "colour": .text(colour),
      "before": .text(before), "proposed": .text(proposed),
      "proposed_colour": .text(proposedColour), "facts": .array(facts.map { .string($0) }),
      "reason": .text(reason), "until": .text(until),
    ]
  }

  fileprivate init(_ json: JSON) {
    self.init(
      respect: json.text("respect") ?? "", rating: json.text("rating"),
      colour: json.text("colour"), before: json.text("before"), proposed: json.text("proposed"),
      proposedColour: json.text("proposed_colour"), facts: json.items("facts").map(\.words),
      reason: json.text("reason"), until: json.text("until"))
  }
}

extension ReportContent.List {
  fileprivate var json: JSON {
    [
      "title": .string(title), "columns": .array(columns.map { .string($0) }),
      "rows": .array(rows.map { .array($0.map { .string($0) }) }), "empty": .string(empty),
      "note": .text(note),
    ]
  }

  fileprivate init(_ json: JSON) {
    self.init(
      title: json.text("title") ?? "", columns: json.items("columns").map(\.words),
      rows: json.items("rows").map { $0.items.map(\.words) }, empty: json.text("empty") ?? "",
      note: json.text("note"))
  }
}

extension JSON {
  fileprivate var items: [JSON] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  fileprivate var words: String {
    guard case .string(let words) = self else { return "" }
    return words
  }

  fileprivate func items(_ key: String) -> [JSON] { self[key]?.items ?? [] }

  fileprivate func text(_ key: String) -> String? {
    guard case .string(let text) = self[key] else { return nil }
    return text
  }
}
