import CSVFile
import Core

/// What became of one line, as it is told.
package struct LineResult: Hashable, Sendable {
  package enum Result: String, Sendable { case accepted, warned, rejected, unchanged }

  /// The line on which it starts.
  package let line: Int
  /// The project, or the kind in a file of the frame, as sent.
  package let subject: String
  package let result: Result
  package let problems: [LineProblem]
}

/// The answer to a reading of a programme file: what became of each line, and of how many.
package struct ProgrammeSummary: Sendable {
  package let kind: ProgrammeFileKind
  package private(set) var lines: [LineResult] = []

  package init(_ kind: ProgrammeFileKind) { self.kind = kind }

  package mutating func add(_ result: LineResult) { lines.append(result) }

  package var read: Int { lines.count }
  package var accepted: Int { count(.accepted) }
  package var warned: Int { count(.warned) }
  package var rejected: Int { count(.rejected) }
  package var unchanged: Int { count(.unchanged) }

  /// One object, as a program reads it; keys in the order of the file's description.
  package var json: [UInt8] {
    var json = JSONText()
    json.open("{")
    for (key, value) in [
      ("read", read), ("accepted", accepted), ("warned", warned), ("rejected", rejected),
      ("unchanged", unchanged),
    ] {
      json.key(key)
      json.number(value)
    }
    json.key("lines")
    json.open("[")
    for line in lines { write(line, to: &json) }
    json.close("]")
    json.close("}")
    return json.bytes + [10]
  }

  /// A sentence for a person, and the lines that need one; harmless on a terminal.
  package var words: String {
    var words =
      "\(read) \(read == 1 ? "line" : "lines") read: \(accepted) accepted, \(warned) to look at, \(rejected) rejected, "
      + "\(unchanged) unchanged.\n"
    for line in lines where !line.problems.isEmpty {
      let subject = line.subject.isEmpty ? "" : " (\(Shown.line(line.subject)))"
      words += "Line \(line.line)\(subject): \(line.result.rawValue)\n"
      for problem in line.problems { words += "  \(problem.message)\n" }
    }
    return words
  }

  private func count(_ result: LineResult.Result) -> Int {
    lines.count { $0.result == result }
  }

  private func write(_ line: LineResult, to json: inout JSONText) {
    json.open("{")
    json.key("line")
    json.number(line.line)
    json.key(kind == .projects ? "project" : "kind")
    json.string(line.subject)
    json.key("result")
    json.string(line.result.rawValue)
    json.key("problems")
    json.open("[")
    for problem in line.problems { problem.write(to: &json) }
    json.close("]")
    json.close("}")
  }
}
