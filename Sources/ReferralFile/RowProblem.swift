/// One thing about a row that its sender or our staff must know.
package struct RowProblem: Hashable, Sendable {
  /// Nil where the row as a whole is meant.
  package let field: Column?
  package let code: Code
  /// Plain English for people: names the field and what to do. May change.
  package let message: String

  package init(_ field: Column?, _ code: Code, _ message: String) {
    (self.field, self.code, self.message) = (field, code, message)
  }

  /// What can be wrong, in the order in which a row's problems are listed (but see `order`).
  package enum Code: String, CaseIterable, Sendable {
    case wrongColumnCount = "wrong_column_count"
    case missingValue = "missing_value"
    case badValue = "bad_value"
    case badDate = "bad_date"
    case futureDate = "future_date"
    case noAgreement = "no_agreement"
    case tooLong = "too_long"
    case duplicateInFile = "duplicate_in_file"
    case badPostcode = "bad_postcode"
    case outsideRegion = "outside_region"
    case unknownDistrict = "unknown_district"
    case badPhone = "bad_phone"
    case badEmail = "bad_email"
    case unknownCode = "unknown_code"
    case under16 = "under_16"
    case over100 = "over_100"
    case possibleDuplicate = "possible_duplicate"
    case differs = "differs"
  }

  /// Whether the row can't be recorded because of this. A bad value or date rejects in a required column only.
  package var isRejecting: Bool {
    switch code {
    case .wrongColumnCount, .missingValue, .noAgreement, .futureDate, .tooLong, .duplicateInFile:
      true
    case .badValue, .badDate: field?.isRequired ?? true
    default: false
    }
  }

  /// Codes in their order, then columns in theirs.
  static func standsBefore(_ one: RowProblem, _ other: RowProblem) -> Bool {
    (one.order, one.field?.rawValue ?? -1) < (other.order, other.field?.rawValue ?? -1)
  }

  /// A bad value or date that only warns stands behind the bad email.
  private var order: Double {
    let order = Double(Self.places[code]!)
    guard !isRejecting, code == .badValue || code == .badDate else { return order }
    return Double(Self.places[.badEmail]!) + (code == .badValue ? 0.1 : 0.2)
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: Code.allCases.enumerated().map { ($1, $0) })
}
