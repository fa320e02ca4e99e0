import Core
import Database

/// Somebody who decides together: a board, a committee, a cabinet.
package struct Body: Kept {
  package enum Sort: String, Storable, CaseIterable {
    case executive, cabinet, board, steering, committee, other
  }

  package var name: String
  package var sort = Sort.board
  /// How many working days before a meeting its papers are due.
  package var papersDays: Int

  package static let kind = ItemKind.body
  package static let columns = ["name", "sort", "papers_days"]

  package var values: [Value] { [name.stored, sort.stored, papersDays.stored] }
}

extension Body {
  package init(_ row: Row) throws {
    try self.init(name: row["name"], sort: row["sort"], papersDays: row["papers_days"])
  }

  /// By what a milestone's words for who decides are compared with it.
  var key: String { Self.key(name) }

  static func key(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// A day on which a body meets.
package struct Meeting: Kept {
  package var body: ProgrammeItemID
  package var day: Day
  /// How many working days before it its papers are due.
  package var papersDays: Int
  package var note: String?

  package static let kind = ItemKind.meeting
  package static let columns = ["body_id", "meets_on", "papers_days", "note"]

  package var values: [Value] { [body.stored, day.stored, papersDays.stored, note.stored] }
}

extension Meeting {
  package init(_ row: Row) throws {
    try self.init(
      body: row["body_id"], day: row["meets_on"], papersDays: row["papers_days"], note: row["note"])
  }

  /// The day by whose end papers must be in.
  func papersDue(_ workingDays: WorkingDays) -> Day { workingDays.before(day, papersDays) }
}

extension Body: Readable {
  static let mostPapersDays = 60

  init(_ typed: inout Typed, _ old: Body?, _ lists: ProgrammeLists, today: Day) {
    name = (typed.required("name", "The name", limit: 200, missing: "body.name"))
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    sort = typed.choice("sort", Sort.self, "body.sort") ?? old?.sort ?? .board
    papersDays = typed.whole("papers_days", in: 0...Self.mostPapersDays) ?? old?.papersDays ?? 0
    if typed.plain("papers_days") == nil { typed.add("papers_days", Reason("body.papers-days")) }
  }

  func fields() -> [String: String] {
    ["name": name, "sort": sort.rawValue, "papers_days": String(papersDays)]
  }
}

extension Meeting: Readable {
  init(_ typed: inout Typed, _ old: Meeting?, _ lists: ProgrammeLists, today: Day) {
    // Whether it stands is looked up where the form is kept.
    body = typed.plain("body").flatMap { ProgrammeItemID(checking: $0) } ?? old?.body ?? Self.nobody
    if body == Self.nobody { typed.add("body", Reason("meeting.body")) }
    let day = typed.day("meets_on", "The day")
    if day == nil, typed.plain("meets_on") == nil { typed.add("meets_on", Reason("meeting.day")) }
    self.day = day ?? today
    papersDays = typed.whole("papers_days", in: 0...Body.mostPapersDays) ?? Self.asTheBody
    note = typed.text("note", "The note", limit: 500)
  }

  /// Where the form leaves it empty, the body's own number is taken.
  static let asTheBody = -1
  private static let nobody = ProgrammeItemID("00000000-0000-7000-8000-000000000000")

  func fields() -> [String: String] {
    [
      "body": body.text, "meets_on": day.written, "papers_days": String(papersDays),
      "note": note ?? "",
    ]
  }
}

/// A meeting with the body that meets.
struct MeetingLine: Sendable {
  let meeting: Standing<Meeting>
  let bodyName: String
}

/// A body or a meeting with its history.
struct TimeItem<Value: Kept>: Sendable {
  let standing: Standing<Value>
  let history: ItemView
}
