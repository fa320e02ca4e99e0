import CSVFile
import Core

/// One thing about a line that its sender must know.
package struct LineProblem: Hashable, Sendable {
  /// Nil where the line as a whole is meant.
  package let field: ProgrammeColumn?
  package let code: Code
  /// Plain English for people: names the field and what to do. May change.
  package let message: String

  init(_ field: ProgrammeColumn?, _ code: Code, _ message: String) {
    (self.field, self.code, self.message) = (field, code, message)
  }

  package enum Code: String, CaseIterable, Sendable {
    case wrongColumnCount = "wrong_column_count"
    case missingValue = "missing_value"
    case badValue = "bad_value"
    case badDate = "bad_date"
    case badAmount = "bad_amount"
    case tooLong = "too_long"
    case duplicateInFile = "duplicate_in_file"
    /// An earlier line says it in other words. What came first stands.
    case contradicts
  }

  /// In the order of the columns, what is of the whole line first.
  static func standsBefore(_ one: LineProblem, _ other: LineProblem) -> Bool {
    (place(one), one.code.rawValue) < (place(other), other.code.rawValue)
  }

  private static func place(_ problem: LineProblem) -> Int {
    problem.field.flatMap { ProgrammeColumn.allCases.firstIndex(of: $0) } ?? -1
  }

  package func write(to json: inout JSONText) {
    json.open("{")
    json.key("field")
    if let field { json.string(field.name) } else { json.null() }
    json.key("code")
    json.string(code.rawValue)
    json.key("message")
    json.string(message)
    json.close("}")
  }
}

/// The words of every problem: what to do, and which column.
extension LineProblem {
  static func wrongColumnCount(_ count: Int, not expected: Int) -> LineProblem {
    LineProblem(
      nil, .wrongColumnCount,
      "This line has \(count) values and the first line names \(expected) columns. Put values that hold the separator "
        + "in quotation marks, and send the file again.")
  }

  static func missing(_ column: ProgrammeColumn) -> LineProblem {
    LineProblem(column, .missingValue, "Enter \(column.words).")
  }

  /// A value has nothing to belong to: a date without its milestone.
  static func missing(_ column: ProgrammeColumn, of other: ProgrammeColumn) -> LineProblem {
    LineProblem(
      column, .missingValue, "Enter \(column.words), or take away \(other.words): it needs one.")
  }

  /// Nil for the column: the line passed what can be read at once, in a column that is not ours.
  static func tooLong(_ column: ProgrammeColumn?, _ count: Int? = nil) -> LineProblem {
    guard let column else {
      return LineProblem(
        nil, .tooLong,
        "This line is too long to read. Look for a missing quotation mark or separator.")
    }
    let has = count.map { String($0) } ?? "far more"
    return LineProblem(
      column, .tooLong,
      "Shorten \(column.words) to \(column.limit) characters or fewer: it has \(has). If it holds other lines, a "
        + "quotation mark is missing.")
  }

  static func badDate(_ column: ProgrammeColumn) -> LineProblem {
    LineProblem(
      column, .badDate,
      "Enter \(column.words) as it is known, like 2021-03-31, late 2021-03, 2021-03 or Q4 2020/21, or leave it empty."
    )
  }

  static let badAmount = LineProblem(
    .amount, .badAmount,
    "Enter \(ProgrammeColumn.amount.words) in whole pounds, like 250000, or leave it empty.")

  static func badChoice(_ column: ProgrammeColumn, _ choices: [String]) -> LineProblem {
    LineProblem(
      column, .badValue, "Enter \(column.words) as one of: \(choices.joined(separator: ", ")).")
  }

  static func noWorkstream(_ kind: FrameLine.Kind) -> LineProblem {
    LineProblem(
      .workstream, .badValue,
      "Leave \(ProgrammeColumn.workstream.words) empty: a \(kind.rawValue) is the whole programme’s."
    )
  }

  static let tooMany = LineProblem(
    .kind, .badValue, "A file may have \(FrameLine.most) lines of one kind. Take some away.")

  static func contradicts(_ column: ProgrammeColumn, line: Int) -> LineProblem {
    LineProblem(
      column, .contradicts,
      "Line \(line) says \(column.words) otherwise, and that stands. Say it once, or the same each time."
    )
  }

  static func duplicate(_ kind: FrameLine.Kind, line: Int) -> LineProblem {
    LineProblem(
      .text, .duplicateInFile, "Line \(line) has this \(kind.rawValue) already. Take one away.")
  }
}
