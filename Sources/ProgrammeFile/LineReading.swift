import CSVFile
import Core

/// One pass over the values of a line, gathering problems as it goes.
struct LineReading {
  let line: Int
  var problems: [LineProblem] = []
  private let lists: ProgrammeFileLists
  private var values: [ProgrammeColumn: String] = [:]
  private var tooLong: Set<ProgrammeColumn> = []
  /// Whether the line could be told apart into its values.
  private let isWhole: Bool

  /// A line with more or fewer values than columns is looked at no further.
  init(_ record: CSVRecord, under header: ProgrammeHeader, _ lists: ProgrammeFileLists) {
    line = record.line
    self.lists = lists
    for column in header.kind.columns {
      if let place = header.place(of: column) { values[column] = record.trimmed(place) }
    }
    isWhole = record.count == header.count && record.overlong == nil
    if record.count != header.count {
      problems.append(.wrongColumnCount(record.count, not: header.count))
    } else if let overlong = record.overlong {
      problems.append(.tooLong(header.column(at: overlong)))
    } else {
      for column in header.kind.columns {
        let count = sent(column).unicodeScalars.count
        guard count > column.limit else { continue }
        tooLong.insert(column)
        problems.append(.tooLong(column, count))
      }
    }
  }

  /// As sent, but for white space around; empty where there is none.
  func sent(_ column: ProgrammeColumn) -> String { values[column] ?? "" }

  mutating func contradicts(_ column: ProgrammeColumn, _ earlier: Int) {
    problems.append(.contradicts(column, line: earlier))
  }

  /// Nil where something of it can't be read.
  mutating func project() -> ProjectLine? {
    guard isWhole else { return nil }
    let (project, workstream) = (required(.project), required(.workstream))
    let key = workstream.flatMap { choice(.workstream, $0, of: lists.workstreams) }
    var ratings: [String: String] = [:]
    for column in ProgrammeColumn.respects {
      guard let written = text(column) else { continue }
      ratings[column.name] = choice(column, written, of: lists.ratings)
    }
    let (milestone, source) = (milestone(), source())
    let (risk, position) = (text(.risk), text(.position))
    guard problems.isEmpty, let project, let key else { return nil }
    var line = ProjectLine(project: project, workstream: key)
    line.ratings = ratings
    line.milestone = milestone
    line.source = source
    line.risk = risk
    line.position = position
    return line
  }

  mutating func frameKind() -> FrameLine.Kind? {
    guard isWhole, let written = required(.kind) else { return nil }
    let kind = FrameLine.Kind(rawValue: written.lowercased())
    if kind == nil {
      problems.append(.badChoice(.kind, FrameLine.Kind.allCases.map(\.rawValue)))
    }
    return kind
  }

  /// Nil where something of it can't be read.
  mutating func frame(_ kind: FrameLine.Kind, place: Int) -> FrameLine? {
    let words = required(.text)
    var workstream: String?
    if kind.isOfWorkstream {
      workstream = required(.workstream).flatMap {
        choice(.workstream, $0, of: lists.workstreams)
      }
    } else if !sent(.workstream).isEmpty {
      problems.append(.noWorkstream(kind))
    }
    let (when, note) = (date(.when), text(.note))
    guard problems.isEmpty, let words else { return nil }
    return FrameLine(
      kind: kind, workstream: workstream, words: words, when: when, note: note, place: place,
      occurrence: 1)
  }

  private mutating func milestone() -> ProjectLine.Milestone? {
    let (name, due, body) = (text(.milestone), date(.due), text(.body))
    needs(.milestone, [.due, .body])
    return name.map { ProjectLine.Milestone(name: $0, due: due, body: body) }
  }

  private mutating func source() -> ProjectLine.Source? {
    let (name, written) = (text(.source), text(.state))
    needs(.source, [.amount, .state])
    let amount = amount()
    let state = written.flatMap { ProjectLine.State(rawValue: $0.lowercased()) }
    return name.map {
      ProjectLine.Source(
        name: $0, amount: amount, state: state, stateNote: state == nil ? written : nil)
    }
  }

  /// A value without what it is said of would be lost.
  private mutating func needs(_ column: ProgrammeColumn, _ others: [ProgrammeColumn]) {
    guard sent(column).isEmpty, let other = others.first(where: { !sent($0).isEmpty }) else {
      return
    }
    problems.append(.missing(column, of: other))
  }

  /// Nil where it is empty, or too long, which is a problem already.
  private func text(_ column: ProgrammeColumn) -> String? {
    sent(column).isEmpty || tooLong.contains(column) ? nil : sent(column)
  }

  private mutating func required(_ column: ProgrammeColumn) -> String? {
    if sent(column).isEmpty { problems.append(.missing(column)) }
    return text(column)
  }

  private mutating func choice(
    _ column: ProgrammeColumn, _ written: String, of entries: [DatedList.Entry]
  ) -> String? {
    let key = ProgrammeFileLists.key(written, in: entries)
    if key == nil { problems.append(.badChoice(column, entries.map(\.label))) }
    return key
  }

  private mutating func date(_ column: ProgrammeColumn) -> PlannedDate? {
    guard let written = text(column) else { return nil }
    let date = PlannedDate(written: written)
    if date == nil { problems.append(.badDate(column)) }
    return date
  }

  private mutating func amount() -> Int? {
    guard let written = text(.amount) else { return nil }
    let pence = Self.pence(written)
    if pence == nil { problems.append(.badAmount) }
    return pence
  }

  /// Whole pounds as a spreadsheet writes them, in pence: `20000000`, `20,000,000`, `£20,000,000.00`.
  static func pence(_ written: String) -> Int? {
    var rest = written[...]
    if rest.hasPrefix("£") { rest = rest.dropFirst() }
    if rest.hasSuffix(".00") { rest = rest.dropLast(3) }
    let groups = rest.split(separator: ",", omittingEmptySubsequences: false)
    let areThousands =
      (1...3).contains(groups[0].utf8.count) && groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
    let digits = groups.joined()
    guard groups.count == 1 || areThousands, (1...15).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let pounds = Int(digits),
      pounds <= most / 100
    else { return nil }
    return pounds * 100
  }

  /// In pence, as the database's column holds it.
  private static let most = 100_000_000_000_000
}
