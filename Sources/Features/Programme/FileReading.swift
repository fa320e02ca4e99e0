import CSVFile
import Core
import Database
import ProgrammeFile

/// A file of the programme as somebody sent it.
package struct SentFile: Sendable {
  /// Bytes that a file may have.
  package static let most = 8 * 1024 * 1024

  let name: String
  let bytes: [UInt8]
  /// The day from which it stands; nil for today.
  let from: Day?

  package init(name: String, bytes: [UInt8], from: Day? = nil) {
    self.name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(255)))
    self.bytes = bytes
    self.from = from
  }
}

/// A file that was read, as the list of them says it.
package struct ReadFile: Sendable {
  static let aPage = 20

  package let name: String
  /// The day from which it stands.
  package let from: Day
  package let lines: Int
  package let rejected: Int
  /// How many things were new or different.
  package let changed: Int
  package let at: Instant
  package let by: String
}

/// What became of a file: a result for each line, and what one should know of the whole.
package struct FileReport: Sendable {
  package let summary: ProgrammeSummary
  package let remarks: [String]
}

extension Programme {
  /// The files that were read, the newest first, a page at a time and one more.
  package func files(page: Int = 1, for user: User) async throws -> [ReadFile] {
    try user.must(.keepProgramme)
    return try await database.read { try $0.programmeFiles(page: page) }
  }

  /// Reads either file of the programme, whole or not at all. What stands already is left as it is, and so is what a person
  /// has changed since: the report says so. Throws `UnusableFile` where it can't be read.
  package func read(_ file: SentFile, by user: User) async throws -> FileReport {
    try user.must(.keepProgramme)
    let today = wall.today
    let day = file.from ?? today
    guard day <= today else { throw Rejection.invalid("from", Reason("programme.on")) }
    let scale = lists.ratings.scale(on: day)
    let ratings = DatedList(
      (scale?.steps ?? []).map {
        DatedList.Entry(key: $0.key, label: $0.label, from: nil, until: nil)
      })
    var reader = ProgrammeReader(
      ProgrammeFileLists(workstreams: lists.workstreams, ratings: ratings, on: day))
    reader.append(file.bytes)
    reader.finish()
    var lines: [CheckedLine] = []
    while let line = try reader.next() { lines.append(line) }
    let (sent, remarks) = (lines, reader.remarks)
    // A file with its first line alone has nothing to say of either kind.
    let kind = reader.kind ?? .projects
    return try await database.write(as: user) { transaction in
      var taking = Taking(from: day, scale: scale?.key ?? "")
      if day < transaction.today { try transaction.read.mustPrecedeNothing(day) }
      taking.known = try transaction.read.itemsOfFiles()
      // What somebody added by hand under the same words is the same thing.
      for line in try transaction.read.portfolio(.current).lines { taking.know(line) }
      var summary = ProgrammeSummary(kind)
      for line in sent {
        let before = taking.changes
        switch line.content {
        case .project(let project): try transaction.take(project, &taking)
        case .frame(let frame): try transaction.take(frame, &taking)
        case nil: break
        }
        summary.add(line.result(isUnchanged: taking.changes == before))
      }
      let id: ProgrammeFileID = transaction.newID()
      try transaction.insertFile(
        id, file, from: day, lines: summary.read, rejected: summary.rejected,
        changes: taking.changes)
      transaction.record(
        "programme file read", id,
        [
          "name": file.name, "from": day.description, "lines": String(summary.read),
          "changes": String(taking.changes),
        ])
      return FileReport(summary: summary, remarks: remarks + taking.remarks)
    }
  }
}

/// What is known while a file is taken in.
struct Taking {
  let from: Day
  let scale: String
  var known: [String: ProgrammeItemID] = [:]
  /// How many things are new or different.
  var changes = 0
  var kept: [String] = []

  init(from: Day, scale: String) { (self.from, self.scale) = (from, scale) }

  mutating func know(_ line: PortfolioLine) {
    let name = line.project.value.name
    func know(_ key: String, _ id: ProgrammeItemID) { if known[key] == nil { known[key] = id } }
    know(FileKey.project(name), line.id)
    for one in line.milestones { know(FileKey.milestone(one.value.name, of: name), one.id) }
    for one in line.sources { know(FileKey.source(one.value.name, of: name), one.id) }
    for one in line.risks { know(FileKey.risk(one.value.words, of: name), one.id) }
  }

  func cause(today: Day) -> Cause {
    Cause(.file, from: from < today ? Instant(from, .midnight) : nil)
  }

  /// Named at most so many times: the rest are counted.
  private static let named = 20

  var remarks: [String] {
    guard !kept.isEmpty else { return [] }
    let rest = kept.count - Self.named
    return [
      "Left as somebody changed it here since: "
        + kept.prefix(Self.named).map { "“\($0)”" }.joined(separator: ", ")
        + (rest > 0 ? " and \(rest) more" : "") + "."
    ]
  }
}
