import CSVFile
import Core

/// A row that can't be used, and where.
package struct InvitedProblem: Sendable, Equatable {
  /// The first is 1.
  package let line: Int
  /// As the file calls it.
  package let column: String
  package let reason: Reason

  /// For the person: `Line 3, mobile: …`.
  package var words: String { "Line \(line), \(column): \(reason.words)" }
}

/// Reads people for a list from CSV, in chunks of any size. The first line names the columns, in any order; small and
/// capital letters and spaces do not matter. Columns of other names are not read: what we do not need we do not take.
package struct InvitedReader {
  private var reader = CSVReader()
  private let rules: InvitedRules
  private var places: [String: Int]?
  private var names: [String] = []

  package init(_ rules: InvitedRules) { self.rules = rules }

  package mutating func append(_ chunk: some Sequence<UInt8>) { reader.append(chunk) }
  package mutating func finish() { reader.finish() }

  /// What one line of the file holds.
  package enum Line: Sendable {
    case person(NewInvited)
    case wrong([InvitedProblem], fields: [String])
  }

  /// The next row, or nil where more bytes are needed or the file is at its end. Throws where the file names no columns
  /// that we know.
  package mutating func next() throws(UnusableFile) -> Line? {
    if places == nil {
      guard let header = try reader.next() else { return nil }
      places = try placed(header)
    }
    guard let places, let record = try reader.next() else { return nil }
    let fields = (0..<min(record.count, CSVReader.columnLimit)).map { record[$0] }
    guard record.count <= names.count else {
      let problem = InvitedProblem(
        line: record.line, column: names.last ?? "", reason: Reason("invited.too-many-fields"))
      return .wrong([problem], fields: fields)
    }
    do {
      let draft = InvitedDraft { name in places[name].map { record.trimmed($0) } ?? "" }
      return .person(try rules.check(draft))
    } catch Rejection.invalid(let problems) {
      return .wrong(
        problems.map {
          InvitedProblem(line: record.line, column: $0.field ?? "", reason: $0.reason)
        }, fields: fields)
    } catch {
      return nil
    }
  }

  /// The columns, as the file names them.
  package var header: [String] { names }

  private mutating func placed(_ header: CSVRecord) throws(UnusableFile) -> [String: Int] {
    names = (0..<header.count).map { header.trimmed($0) }
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      let key = name.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
      if InvitedDraft.columns.contains(key), places[key] == nil { places[key] = index }
    }
    guard places["full_name"] != nil,
      places["email"] != nil || places["mobile"] != nil || places["address"] != nil
    else {
      throw UnusableFile(
        "The first line must name the columns: full_name, and one or more of email, mobile and address. "
          + "These may follow: date_of_birth, district, safe_contact.")
    }
    return places
  }
}

/// What was pasted, taken apart: who can be put on the list, and the lines that can't be used, as a text of their own.
package struct PastedRows: Sendable {
  package let people: [NewInvited]
  /// The first line and those that can't be used, as CSV; empty where all can.
  package let rest: String
  /// By the lines of `rest`.
  package let problems: [InvitedProblem]

  package init(_ text: String, _ rules: InvitedRules) throws(UnusableFile) {
    let (people, header, wrong, _) = try Self.read(text, rules)
    self.people = people
    guard !wrong.isEmpty else {
      (rest, problems) = ("", [])
      return
    }
    rest = ([header] + wrong).map { $0.map(Self.cell).joined(separator: ",") }
      .joined(separator: "\n")
    problems = try Self.read(rest, rules).problems
  }

  private static func read(
    _ text: String, _ rules: InvitedRules
  ) throws(UnusableFile) -> (
    people: [NewInvited], header: [String], wrong: [[String]], problems: [InvitedProblem]
  ) {
    var reader = InvitedReader(rules)
    reader.append(text.utf8)
    reader.finish()
    var people: [NewInvited] = []
    var wrong: [[String]] = []
    var problems: [InvitedProblem] = []
    while let line = try reader.next() {
      switch line {
      case .person(let person): people.append(person)
      case .wrong(let found, let fields):
        wrong.append(fields)
        problems += found
      }
    }
    return (people, reader.header, wrong, problems)
  }

  private static func cell(_ text: String) -> String {
    text.utf8.contains { ",;\t\"\n\r".utf8.contains($0) } ? CSVText.inQuotes(text) : text
  }
}
