import Core

/// How many rows a file had and what became of them.
package struct ImportSummary: Hashable, Sendable {
  package private(set) var read = 0
  package private(set) var accepted = 0
  package private(set) var warned = 0
  package private(set) var rejected = 0
  package private(set) var unchanged = 0

  package init() {}

  package mutating func add(_ result: RowResult.Result) {
    read += 1
    switch result {
    case .accepted: accepted += 1
    case .warned: warned += 1
    case .rejected: rejected += 1
    case .unchanged: unchanged += 1
    }
  }

  /// A sentence for a person.
  package var words: String {
    "\(read) \(read == 1 ? "row" : "rows") read: \(accepted) accepted, \(warned) to look at, \(rejected) rejected, "
      + "\(unchanged) unchanged."
  }
}

/// The answer to an import, gathered row by row and written once the numbers are known. A file that turns out to be
/// unusable half-way leaves nothing on standard output. About 80 bytes a row in JSON; as words, nothing for a row
/// that needs nobody.
package struct ImportReport: Sendable {
  package enum Format: Sendable { case json, words }

  package private(set) var summary = ImportSummary()
  private let format: Format
  private var rows = JSONText()
  private var words = ""

  package init(_ format: Format) {
    self.format = format
    rows.open("[")
  }

  package mutating func add(_ result: RowResult) {
    summary.add(result.result)
    switch format {
    case .json: result.write(to: &rows)
    case .words: if !result.problems.isEmpty { words += result.words }
    }
  }

  /// What goes to standard output or to the API's client.
  package var bytes: [UInt8] {
    switch format {
    case .json: json
    case .words: Array("\(summary.words)\n\(words)".utf8)
    }
  }

  private var json: [UInt8] {
    var start = JSONText()
    start.open("{")
    for (key, value) in [
      ("read", summary.read), ("accepted", summary.accepted), ("warned", summary.warned),
      ("rejected", summary.rejected), ("unchanged", summary.unchanged),
    ] {
      start.key(key)
      start.number(value)
    }
    start.key("rows")
    return start.bytes + rows.bytes + Array("]}\n".utf8)
  }
}
