import CSVFile

/// The words of every problem: plain English that names the field and says what to do. What was sent is quoted only
/// where it helps to find it, and never at length.
extension RowProblem {
  static func wrongColumnCount(_ count: Int, not expected: Int) -> RowProblem {
    RowProblem(
      nil, .wrongColumnCount,
      "This row has \(count) values and the first line names \(expected) columns. Put values that hold the separator "
        + "in quotation marks, and send the row again.")
  }

  static func missing(_ column: Column) -> RowProblem {
    RowProblem(column, .missingValue, "Enter \(column.words).")
  }

  static func tooLong(_ column: Column?, _ count: Int) -> RowProblem {
    guard let column else {
      return RowProblem(
        nil, .tooLong,
        "This row is too long to read. Look for a missing quotation mark or separator.")
    }
    let has = count == Int.max ? "far more" : "\(count)"
    return RowProblem(
      column, .tooLong,
      "Shorten \(column.words) to \(column.limit) characters or fewer: it has \(has). If it holds other rows, a "
        + "quotation mark is missing.")
  }

  static func badDate(_ column: Column) -> RowProblem {
    RowProblem(
      column, .badDate,
      "Enter \(column.words) as a real date, like 20/11/2026 or 2026-11-20.")
  }

  static func futureDate(_ column: Column) -> RowProblem {
    RowProblem(column, .futureDate, "Check \(column.words): it must be today or earlier.")
  }

  static func badRoute(_ keys: [String]) -> RowProblem {
    RowProblem(
      .route, .badValue, "Enter \(Column.route.words) as one of: \(keys.joined(separator: ", ")).")
  }

  static func badYesNo(_ column: Column) -> RowProblem {
    RowProblem(column, .badValue, "Enter \(column.words) as yes or no.")
  }

  static func badLanguage(_ column: Column) -> RowProblem {
    RowProblem(
      column, .badValue,
      "Enter \(column.words) by its English name or its code, like Portuguese or pt.")
  }

  static let noAgreement = RowProblem(
    .agreedToShare, .noAgreement,
    "The person has not agreed to share (agreed_to_share is no). Ask them first; send the referral once they agree."
  )

  static let under16 = RowProblem(
    .bornOn, .under16,
    "The person was under 16 on the date of the referral. Check the date of birth (date_of_birth).")

  static let over100 = RowProblem(
    .bornOn, .over100,
    "The person was over 100 on the date of the referral. Check the date of birth (date_of_birth).")

  static func badPostcode(_ column: Column) -> RowProblem {
    RowProblem(
      column, .badPostcode, "Enter \(column.words) in full, like L8 1SF, or leave it empty.")
  }

  static func badPhone(_ column: Column) -> RowProblem {
    RowProblem(
      column, .badPhone,
      "Enter one telephone number (phone), like 07700 900123 or +44 7700 900123, or leave it empty."
    )
  }

  static func badEmail(_ column: Column) -> RowProblem {
    RowProblem(
      column, .badEmail,
      "Enter \(column.words) as an email address, like name@example.org, or leave it empty.")
  }

  static let outsideRegion = RowProblem(
    .district, .outsideRegion,
    "The district (district) is a local authority outside the region. Check where the person lives."
  )

  static let unknownDistrict = RowProblem(
    .district, .unknownDistrict,
    "The district (district) is not one of the region’s. Enter its name or its GSS code.")

  static func unknownCode(_ column: Column, _ codes: [String]) -> RowProblem {
    let shown = codes.prefix(5).map(Shown.text).joined(separator: ", ")
    return RowProblem(
      column, .unknownCode,
      "Check \(column.words): \(shown)\(codes.count > 5 ? " and others are" : codes.count > 1 ? " are" : " is") not on "
        + "the list. Use the keys of the list, with semicolons between them.")
  }

  static func duplicateInFile(line: Int) -> RowProblem {
    RowProblem(
      .referralID, .duplicateInFile,
      "Line \(line) has the same reference (referral_id) from the same organisation. Give each referral its own, or "
        + "take one row away.")
  }

  static let differs = RowProblem(
    .referralID, .differs,
    "This referral was sent before with other content. Nothing was overwritten: the new content waits as a proposed "
      + "change.")

  static func possibleDuplicate(line: Int?) -> RowProblem {
    let of = line.map { "the person on line \($0)" } ?? "someone already known"
    return RowProblem(
      .fullName, .possibleDuplicate,
      "This may be \(of): same date of birth and the same or nearly the same name (full_name). Check whether they are "
        + "one person.")
  }
}
