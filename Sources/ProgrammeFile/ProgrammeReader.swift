import CSVFile
import Core

/// Reads either programme file as it comes, line by line: which file it is, what each line says, and what is wrong
/// with it. A line that can't be used stops no other.
///
///     reader.append(chunk)
///     while let line = try reader.next() { … }        // nil: give it another chunk
///     reader.finish()                                 // no more chunks: ask `next` until nil once more
package struct ProgrammeReader: Sendable {
  private var csv = CSVReader()
  private var header: ProgrammeHeader?
  private var check: LineCheck
  private var isFinished = false

  package init(_ lists: ProgrammeFileLists) { check = LineCheck(lists) }

  /// Nil until the first line has been read.
  package var kind: ProgrammeFileKind? { header?.kind }

  /// Takes the next bytes of the file. Ask `next` until it answers nil before giving more.
  package mutating func append(_ chunk: some Sequence<UInt8>) { csv.append(chunk) }

  /// The file ends here.
  package mutating func finish() {
    isFinished = true
    csv.finish()
  }

  /// The next line behind the first, or nil when more bytes are needed or the file is at its end.
  package mutating func next() throws(UnusableFile) -> CheckedLine? {
    if header == nil {
      guard let first = try csv.next() else {
        if isFinished {
          throw UnusableFile("The file is empty. Its first line must name the columns.")
        }
        return nil
      }
      header = try ProgrammeHeader(first)
    }
    guard let header, let record = try csv.next() else { return nil }
    return check.take(record, under: header)
  }

  /// What the person should know of the file as a whole, a sentence each.
  package var remarks: [String] {
    var remarks: [String] = []
    if let ignored = header?.ignored, !ignored.isEmpty {
      remarks.append(
        "Columns that were not read: \(ignored.map { Shown.text($0) }.joined(separator: ", ")).")
    }
    let count = csv.windows1252Records
    if count > 0 {
      remarks.append(
        "\(count) \(count == 1 ? "line is" : "lines are") not in UTF-8 and \(count == 1 ? "was" : "were") read as "
          + "Windows-1252. Check names with accents.")
    }
    return remarks
  }
}

/// The lists that the values of a file are checked against, as they stand on the day from which the file counts.
package struct ProgrammeFileLists: Sendable {
  let workstreams: [DatedList.Entry]
  let ratings: [DatedList.Entry]

  /// `ratings` are those of the scale in force.
  package init(workstreams: DatedList, ratings: DatedList, on day: Day) {
    self.workstreams = workstreams.entries(on: day)
    self.ratings = ratings.entries(on: day)
  }

  /// The key of what was written: a key or its label, in any case.
  static func key(_ written: String, in entries: [DatedList.Entry]) -> String? {
    let words = FileKey.folded(written)
    return entries.first { $0.key.lowercased() == words || FileKey.folded($0.label) == words }?.key
  }
}

/// A line with what is wrong with it, and what of it stands.
package struct CheckedLine: Sendable {
  package enum Content: Hashable, Sendable {
    case project(ProjectLine)
    case frame(FrameLine)
  }

  /// The line on which it starts; the first line of the file is 1.
  package let line: Int
  package let kind: ProgrammeFileKind
  /// The project or the kind as sent; empty where there was none.
  package let subject: String
  /// Nil where the line is rejected.
  package let content: Content?
  /// In the order of the columns.
  package let problems: [LineProblem]

  package var isRejected: Bool { content == nil }

  /// `isUnchanged`: all that it says stands already.
  package func result(isUnchanged: Bool) -> LineResult {
    let result: LineResult.Result =
      if isRejected {
        .rejected
      } else if isUnchanged {
        .unchanged
      } else {
        problems.isEmpty ? .accepted : .warned
      }
    return LineResult(
      line: line, subject: subject, result: result,
      problems: result == .unchanged ? [] : problems)
  }
}
