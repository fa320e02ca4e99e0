/// The columns of a referral file, in the order of its description.
package enum Column: Int, CaseIterable, Sendable {
  case referralID, organisation, route, referredOn, fullName, bornOn, agreedToShare
  case householdKey, relationship, knownAs, referrerName, referrerEmail, phone, email, safeContact
  case language, interpreterNeeded, address, postcode, noFixedAddress, district
  case inWork, outOfWorkSince, benefits, needs, notes

  /// The name in the file, in the API and in every problem.
  package var name: String { Self.names[rawValue] }

  package init?(name: String) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  package var isRequired: Bool { rawValue <= Column.agreedToShare.rawValue }

  /// The most characters (Unicode code points) that the field may hold; a longer one rejects the row.
  /// `docs/rules/referral-file-limits.md` lists them for people.
  package var limit: Int {
    switch self {
    case .organisation, .fullName, .knownAs, .referrerName: 200
    case .referrerEmail, .email: 320
    case .address: 500
    case .safeContact, .benefits, .needs: 1000
    case .notes: 10_000
    default: 100
    }
  }

  /// What messages call the field: "Enter the person's full name."
  var words: String {
    switch self {
    case .referralID: "your reference for the referral (referral_id)"
    case .organisation: "the name of the referring organisation (referrer_organisation)"
    case .route: "the route (route)"
    case .referredOn: "the date of the referral (referred_on)"
    case .fullName: "the person’s full name (full_name)"
    case .bornOn: "the date of birth (date_of_birth)"
    case .agreedToShare: "whether the person agreed to share (agreed_to_share)"
    case .interpreterNeeded: "whether an interpreter is needed (interpreter_needed)"
    case .noFixedAddress: "whether there is no fixed address (no_fixed_address)"
    case .inWork: "whether the person is in work (in_work)"
    case .outOfWorkSince: "the date out of work since (out_of_work_since)"
    default: "the \(name.replacing("_", with: " ")) (\(name))"
    }
  }

  static let names = [
    "referral_id", "referrer_organisation", "route", "referred_on", "full_name", "date_of_birth",
    "agreed_to_share", "household_key", "relationship", "known_as", "referrer_name",
    "referrer_email", "phone", "email", "safe_contact", "language", "interpreter_needed", "address",
    "postcode", "no_fixed_address", "district", "in_work", "out_of_work_since", "benefits", "needs",
    "notes",
  ]

  /// `allCases`, made once.
  static let all = allCases

  /// By name, as JSON with sorted keys wants them.
  static let sorted = allCases.sorted { $0.name < $1.name }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
