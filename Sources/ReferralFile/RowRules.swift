import CSVFile
import Core

/// What must hold of one referral, wherever it came from: a file, the API or a paper form. Pure: the day and the lists
/// come in. What needs other rows (duplicates, earlier imports) is `FileCheck`'s.
package struct RowRules: Sendable {
  package let lists: Lists
  package let today: Day

  package init(lists: Lists, today: Day) { (self.lists, self.today) = (lists, today) }

  /// Checks values by column name, as an API call or a paper form brings them.
  package func check(_ values: [String: String]) -> Checked { check(SentValues(values)) }

  /// Checks a row of a file. A row with more or fewer fields than columns is looked at no further.
  package func check(_ record: CSVRecord, under header: ReferralHeader) -> Checked {
    let sent = SentValues(record, under: header)
    guard record.count == header.count else {
      return Checked(
        sent: sent, row: nil, problems: [.wrongColumnCount(record.count, not: header.count)])
    }
    guard let overlong = record.overlong else { return check(sent) }
    let column = Column.all.first { header.place(of: $0) == overlong }
    return Checked(sent: sent, row: nil, problems: [.tooLong(column, Int.max)])
  }

  /// Checks one referral: the row as it can be recorded, or nil and the problems that reject it.
  package func check(_ sent: SentValues) -> Checked {
    var reading = Reading(sent: sent, rules: self)
    let row = reading.row()
    return Checked(sent: sent, row: row, problems: reading.listed)
  }
}

/// A referral with what the rules say of it. A class, because it is handed on often and holds much.
package final class Checked: Sendable {
  package let sent: SentValues
  /// Nil where the referral is rejected.
  package let row: ReferralRow?
  /// Rejecting problems only where it is rejected; else each remark once per field and code.
  package let problems: [RowProblem]

  init(sent: SentValues, row: ReferralRow?, problems: [RowProblem]) {
    (self.sent, self.problems) = (sent, problems)
    self.row = row
  }

  package var isRejected: Bool { row == nil }
}

/// One pass over the values of a referral, gathering problems as it goes.
private struct Reading {
  let sent: SentValues
  let rules: RowRules
  var problems: [RowProblem] = []
  var tooLong: Set<Column> = []

  init(sent: SentValues, rules: RowRules) {
    self.sent = sent
    self.rules = rules
    for column in Column.all {
      // Only long text is worth counting: a character has one byte at least.
      guard sent[column].utf8.count > column.limit else { continue }
      let count = sent[column].unicodeScalars.count
      guard count > column.limit else { continue }
      tooLong.insert(column)
      problems.append(.tooLong(column, count))
    }
  }

  /// Rejecting problems alone where there are any.
  var listed: [RowProblem] {
    guard problems.count > 1 else { return problems }
    let rejecting = problems.filter(\.isRejecting)
    return (rejecting.isEmpty ? problems : rejecting).sorted(by: RowProblem.standsBefore)
  }

  mutating func row() -> ReferralRow? {
    let referralID = required(.referralID)
    let organisation = required(.organisation)
    let fullName = required(.fullName)
    let referredOn = past(.referredOn)
    let bornOn = past(.bornOn)
    let route = route(on: referredOn)
    agreement()
    guard let referralID, let organisation, let fullName, let referredOn, let bornOn, let route,
      !problems.contains(where: \.isRejecting)
    else { return nil }
    var row = ReferralRow(
      referralID: referralID, organisation: organisation, route: route, referredOn: referredOn,
      fullName: fullName, bornOn: bornOn)
    age(bornOn, referredOn)
    contact(&row)
    place(&row)
    work(&row)
    row.householdKey = optional(.householdKey)
    row.relationship = optional(.relationship)
    row.knownAs = optional(.knownAs)
    row.notes = optional(.notes)
    return row
  }

  // MARK: - Required columns

  private mutating func required(_ column: Column) -> String? {
    guard !sent[column].isEmpty else {
      problems.append(.missing(column))
      return nil
    }
    return tooLong.contains(column) ? nil : sent[column]
  }

  private mutating func past(_ column: Column) -> Day? {
    guard let text = required(column) else { return nil }
    guard let day = Day(written: text) else {
      problems.append(.badDate(column))
      return nil
    }
    guard day <= rules.today else {
      problems.append(.futureDate(column))
      return nil
    }
    return day
  }

  private mutating func route(on day: Day?) -> String? {
    guard let text = required(.route) else { return nil }
    guard let route = rules.lists.route(text, on: day) else {
      problems.append(.badRoute(rules.lists.routeKeys))
      return nil
    }
    return route
  }

  private mutating func agreement() {
    guard let text = required(.agreedToShare) else { return }
    switch YesNo.read(text) {
    case true?: break
    case false?: problems.append(.noAgreement)
    case nil: problems.append(.badYesNo(.agreedToShare))
    }
  }

  private mutating func age(_ born: Day, _ referred: Day) {
    let age = born.age(on: referred)
    if age < 16 { problems.append(.under16) }
    if age > 100 { problems.append(.over100) }
  }

  // MARK: - Other columns

  private func optional(_ column: Column) -> String? {
    sent[column].isEmpty ? nil : sent[column]
  }

  /// Reads a field that may be empty; what can't be read is a problem, and nil.
  private mutating func read<Value>(
    _ column: Column, _ read: (String) -> Value?, orSay problem: (Column) -> RowProblem
  ) -> Value? {
    guard let text = optional(column) else { return nil }
    let value = read(text)
    if value == nil { problems.append(problem(column)) }
    return value
  }

  private mutating func contact(_ row: inout ReferralRow) {
    row.referrerName = optional(.referrerName)
    row.referrerEmail = read(.referrerEmail, { EmailAddress($0) }, orSay: RowProblem.badEmail)
    row.phone = read(.phone, { Phone($0) }, orSay: RowProblem.badPhone)
    row.email = read(.email, { EmailAddress($0) }, orSay: RowProblem.badEmail)
    row.safeContact = optional(.safeContact)
    row.language = read(
      .language, rules.lists.languages.tag, orSay: RowProblem.badLanguage)
    row.interpreterNeeded = read(.interpreterNeeded, YesNo.read, orSay: RowProblem.badYesNo)
  }

  private mutating func place(_ row: inout ReferralRow) {
    row.address = optional(.address)
    row.postcode = read(.postcode, { Postcode($0) }, orSay: RowProblem.badPostcode)
    row.noFixedAddress = read(.noFixedAddress, YesNo.read, orSay: RowProblem.badYesNo)
    if let text = optional(.district) {
      row.district = rules.lists.district(text)
      if row.district == nil {
        problems.append(GSS.isDistrict(text) ? .outsideRegion : .unknownDistrict)
      }
    } else {
      row.suggestedDistrict = row.postcode.flatMap(rules.lists.suggestedDistrict)
    }
  }

  private mutating func work(_ row: inout ReferralRow) {
    row.inWork = read(.inWork, YesNo.read, orSay: RowProblem.badYesNo)
    row.outOfWorkSince = read(
      .outOfWorkSince, { Day(written: $0) }, orSay: RowProblem.badDate)
    let (lists, day) = (rules.lists, row.referredOn)
    (row.benefits, row.unknownBenefits) = keys(.benefits) { lists.benefit($0, on: day) }
    (row.needs, row.unknownNeeds) = keys(.needs) { lists.need($0, on: day) }
  }

  /// Keys parted by semicolons: those on the list, each once, and what is not on it, as sent.
  private mutating func keys(
    _ column: Column, _ find: (String) -> String?
  ) -> (known: [String], unknown: [String]) {
    guard let text = optional(column) else { return ([], []) }
    var known: [String] = []
    var unknown: [String] = []
    for part in text.utf8.split(separator: UInt8(ascii: ";")) {
      let written = WhiteSpace.trimmed(String(decoding: part, as: UTF8.self))
      guard !written.isEmpty else { continue }
      if let key = find(written) {
        if !known.contains(key) { known.append(key) }
      } else if !unknown.contains(written) {
        unknown.append(written)
      }
    }
    if !unknown.isEmpty { problems.append(.unknownCode(column, unknown)) }
    return (known, unknown)
  }
}

/// Yes and no as people write them, in any case.
enum YesNo {
  static func read(_ text: String) -> Bool? {
    guard text.utf8.count <= 5 else { return nil }
    return switch text.lowercased() {
    case "yes", "y", "true", "1": true
    case "no", "n", "false", "0": false
    default: nil
    }
  }
}

/// Codes of the Government Statistical Service's register of geography.
enum GSS {
  /// Whether this has the form of a local authority's code: E06 to E09, W06, S12 or N09 and six digits.
  static func isDistrict(_ text: String) -> Bool {
    let code = text.uppercased()
    guard code.utf8.count == 9, code.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }) else {
      return false
    }
    return ["E06", "E07", "E08", "E09", "W06", "S12", "N09"].contains(code.prefix(3))
  }
}
