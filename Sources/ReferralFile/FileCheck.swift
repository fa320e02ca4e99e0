import CSVFile
import Core

/// Decides row by row what becomes of a file: the rules, then what needs the rows before it and what was imported
/// earlier. A driver that loads in batches calls `prepare` for a batch, looks up what is known of it, and then `settle`
/// for each, both in the order of the file.
package struct FileCheck: Sendable {
  private let rules: RowRules
  private let variants: NameVariants
  private var organisations: [String: Int] = [:]
  private var lines: [String: Int32] = [:]
  private var people = DuplicateIndex()

  package init(rules: RowRules, variants: NameVariants) {
    (self.rules, self.variants) = (rules, variants)
  }

  /// Checks a row by itself and against the ids of the rows before it.
  package mutating func prepare(_ record: CSVRecord, under header: ReferralHeader) -> Candidate {
    let checked = rules.check(record, under: header)
    let isWhole = record.count == header.count
    let earlier = isWhole ? registered(checked.sent, line: record.line) : nil
    guard let earlier else { return Candidate(line: record.line, checked: checked) }
    let problem = RowProblem.duplicateInFile(line: earlier)
    let rejecting = checked.isRejected ? checked.problems : []
    return Candidate(
      line: record.line,
      checked: Checked(sent: checked.sent, row: nil, problems: rejecting + [problem]))
  }

  /// Checks a referral that comes alone, as an API call or a paper form brings it.
  package mutating func prepare(_ sent: SentValues) -> Candidate {
    Candidate(line: 1, checked: rules.check(sent))
  }

  /// Says what becomes of the row, given what was there before this file. Only people of rows that are not rejected are
  /// known to the rows that follow.
  package mutating func settle(_ candidate: Candidate, _ earlier: Earlier = .nothing) -> Outcome {
    guard let row = candidate.checked.row, let key = candidate.nameKey else {
      return Outcome(candidate, .rejected, nil)
    }
    let isUnchanged = earlier.content == .same
    let line = isUnchanged ? nil : people.find(row.bornOn, key, variants: variants)
    people.add(row.bornOn, key, token: candidate.line)
    guard !isUnchanged else { return Outcome(candidate, .unchanged, nil) }
    let duplicate =
      line == nil && earlier.people.isEmpty
      ? nil : Duplicate(line: line, organisations: earlier.people)
    return Outcome(candidate, earlier.content == .other ? .differs : .new, duplicate)
  }

  /// Both steps for a driver that looks up row by row.
  package mutating func take(
    _ record: CSVRecord, under header: ReferralHeader,
    earlier: (Candidate) throws -> Earlier = { _ in .nothing }
  ) rethrows -> Outcome {
    let candidate = prepare(record, under: header)
    return settle(candidate, candidate.checked.isRejected ? .nothing : try earlier(candidate))
  }

  /// The line of an earlier row of the same organisation with the same id, rejected or not; notes this one if none.
  private mutating func registered(_ sent: SentValues, line: Int) -> Int? {
    // Ids too long to be recorded are rejected for that, and are not worth the memory.
    let most = 4 * Column.organisation.limit
    guard (1...most).contains(sent[.referralID].utf8.count),
      (1...most).contains(sent[.organisation].utf8.count)
    else { return nil }
    let id = "\(number(of: sent[.organisation])):\(sent[.referralID])"
    if let earlier = lines[id] { return Int(earlier) }
    lines[id] = Int32(clamping: line)
    return nil
  }

  private mutating func number(of organisation: String) -> Int {
    if let known = organisations[organisation] { return known }
    let key = OrganisationName.key(organisation)
    let number = organisations[key] ?? organisations.count
    organisations[key] = number
    organisations[organisation] = number
    return number
  }
}

/// One organisation is one, whatever the case and spacing of its name.
package enum OrganisationName {
  package static func key(_ name: String) -> String {
    if let plain = plainKey(name) { return plain }
    return name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension OrganisationName {
  /// The same for a name in ASCII with single spaces between its words: nearly all of them.
  private static func plainKey(_ name: String) -> String? {
    var bytes = Array(name.utf8)
    var wasSpace = true
    for index in bytes.indices {
      switch bytes[index] {
      case 32 where !wasSpace: wasSpace = true
      case 33...126:
        wasSpace = false
        if (65...90).contains(bytes[index]) { bytes[index] += 32 }
      default: return nil
      }
    }
    return wasSpace ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

/// A row that has been checked by itself; what was known before is still to be asked.
package struct Candidate: Sendable {
  package let line: Int
  package let checked: Checked
  /// Nil where the row is rejected.
  package let nameKey: NameKey?

  init(line: Int, checked: Checked) {
    (self.line, self.checked) = (line, checked)
    nameKey = checked.row.map { NameKey($0.fullName) }
  }
}

/// What was there before this file that concerns one row.
package struct Earlier: Sendable {
  /// How the content compares with that of the same organisation's referral of the same id.
  package enum Content: Sendable {
    /// There is no such referral.
    case none
    case same
    case other
  }

  package let content: Content
  /// Names of the organisations that referred people who may be this one, this row's own earlier referral aside.
  package let people: [String]

  package init(content: Content = .none, people: [String] = []) {
    (self.content, self.people) = (content, people)
  }

  package static let nothing = Earlier()
}

/// Whom a row's person may be the same as.
package struct Duplicate: Hashable, Sendable {
  /// The line of an earlier row of this file.
  package let line: Int?
  /// Organisations that referred such a person before this file.
  package let organisations: [String]
}
