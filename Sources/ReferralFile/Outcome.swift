import CSVFile
import Core

/// What becomes of a row, with all that a driver needs to record it.
package struct Outcome: Sendable {
  /// What the row is to what was imported before.
  package enum Kind: Sendable {
    case rejected
    case unchanged
    /// Not seen before: to be recorded.
    case new
    /// Seen before with other content: to be kept as a proposed amendment.
    case differs
  }

  package let kind: Kind
  package let line: Int
  package let checked: Checked
  package let nameKey: NameKey?
  package let duplicate: Duplicate?

  init(_ candidate: Candidate, _ kind: Kind, _ duplicate: Duplicate?) {
    self.kind = kind
    self.duplicate = duplicate
    (line, checked, nameKey) = (candidate.line, candidate.checked, candidate.nameKey)
  }

  package var row: ReferralRow? { checked.row }
  package var sent: SentValues { checked.sent }

  /// The result as someone may see it.
  package func result(for viewer: Viewer = .staff) -> RowResult {
    var problems = kind == .unchanged ? [] : checked.problems
    if let duplicate, duplicate.isSeen(by: viewer) {
      problems.append(.possibleDuplicate(line: duplicate.line))
    }
    if kind == .differs { problems.append(.differs) }
    let result: RowResult.Result =
      switch kind {
      case .rejected: .rejected
      case .unchanged: .unchanged
      case .new, .differs: problems.isEmpty ? .accepted : .warned
      }
    return RowResult(
      line: line, referralID: sent[.referralID], result: result, problems: problems)
  }
}

/// Who looks at results. A partner must not learn from them who is a client of another organisation.
package enum Viewer: Hashable, Sendable {
  case staff
  /// Someone of the organisation of this name.
  case partner(String)
}

extension Duplicate {
  /// A partner sees duplicates within the file and among its organisation's own earlier referrals.
  package func isSeen(by viewer: Viewer) -> Bool {
    guard case .partner(let organisation) = viewer else { return true }
    let own = OrganisationName.key(organisation)
    return line != nil || organisations.contains { OrganisationName.key($0) == own }
  }
}

/// What became of one row, as it is told.
package struct RowResult: Hashable, Sendable {
  package enum Result: String, Sendable { case accepted, warned, rejected, unchanged }

  /// The line on which the row starts.
  package let line: Int
  /// As sent; empty where there was none.
  package let referralID: String
  package let result: Result
  package let problems: [RowProblem]

  package init(line: Int, referralID: String, result: Result, problems: [RowProblem]) {
    (self.line, self.referralID, self.result, self.problems) = (line, referralID, result, problems)
  }

  /// The row's object, keys in the order of the file's description.
  package func write(to json: inout JSONText) {
    json.open("{")
    json.key("line")
    json.number(line)
    json.key("referral_id")
    json.string(referralID)
    json.key("result")
    json.string(result.rawValue)
    json.key("problems")
    json.open("[")
    for problem in problems { problem.write(to: &json) }
    json.close("]")
    json.close("}")
  }

  /// A line for a person, and one for each problem; harmless on a terminal.
  package var words: String {
    let id = referralID.isEmpty ? "" : " (\(Shown.line(referralID)))"
    return problems.reduce("Line \(line)\(id): \(result.rawValue)\n") { $0 + "  \($1.message)\n" }
  }
}

extension RowProblem {
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
