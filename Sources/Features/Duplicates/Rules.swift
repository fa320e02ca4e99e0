import Core
import HTML
import Households
import People

/// What is known of a person that may differ between two records, and which columns hold it.
enum MergeField: String, CaseIterable, Sendable {
  case name
  case knownAs = "known_as"
  case born
  case phone, email
  case safeContact = "safe_contact"
  case language, interpreter, address

  var label: String {
    switch self {
    case .name: "Name"
    case .knownAs: "Known as"
    case .born: "Born"
    case .phone: "Phone"
    case .email: "Email"
    case .safeContact: "Safe contact"
    case .language: "Language"
    case .interpreter: "Interpreter"
    case .address: "Address"
    }
  }

  /// Columns of `people` that go together.
  var columns: [PersonValue] {
    switch self {
    case .name: [.init("full_name"), .init("name_key")]
    case .knownAs: [.init("known_as")]
    case .born: [.init("date_of_birth")]
    case .phone: [.init("phone")]
    case .email: [.init("email")]
    case .safeContact: [.init("safe_contact")]
    case .language: [.init("language")]
    case .interpreter: [.init("interpreter_needed", .flag)]
    case .address: [.init("address"), .init("postcode"), .init("no_fixed_address", .flag)]
    }
  }

  /// As a person reads it; nil where nothing is recorded.
  func shown(_ person: Person, _ vocabulary: Vocabulary) -> String? {
    switch self {
    case .name: return person.fullName
    case .knownAs: return person.knownAs
    case .born: return person.dateOfBirth.spoken
    case .phone: return person.phone
    case .email: return person.email
    case .safeContact: return person.safeContact
    case .language: return person.language.map(vocabulary.language)
    case .interpreter: return person.interpreterNeeded.map { $0 ? "Needed" : "Not needed" }
    case .address:
      if person.hasNoFixedAddress { return "No fixed address" }
      let lines = [person.address, person.postcode].compactMap { $0 }
      return lines.isEmpty ? nil : lines.joined(separator: ", ")
    }
  }
}

/// A column of `people` whose value may be chosen.
struct PersonValue: Sendable, Hashable {
  enum Kind: Sendable { case text, flag, number }
  let column: String
  let kind: Kind

  init(_ column: String, _ kind: Kind = .text) {
    self.column = column
    self.kind = kind
  }

  /// Changed with the others, so that whoever edits the record at the same time is told.
  static let version = PersonValue("version", .number)

  static let all = MergeField.allCases.flatMap(\.columns) + [version]
}

/// A reason that somebody gave, checked.
struct GivenReason: Sendable {
  let text: String

  /// Characters.
  static let limit = 1000

  init(_ written: String, _ problems: inout [Problem]) {
    text = written.allSatisfy(\.isWhitespace) ? "" : written
    if text.isEmpty { problems.append(Problem("reason", Reason("duplicates.reason"))) }
    let count = text.unicodeScalars.count
    if count > Self.limit {
      problems.append(
        Problem(
          "reason",
          Reason("too-long", ["what": "The reason", "limit": "1,000", "count": String(count)])))
    }
  }
}

/// A merge as it will be done: checked, with its types.
struct PlannedMerge: Sendable {
  let kept: Side
  let merged: Side
  /// Fields whose value comes from the record that is put into the other.
  let taken: [MergeField]
  /// Memberships that end today, because a person is in one household at a time.
  let ending: [MemberID]
  let reason: String

  init(_ draft: MergeDraft, _ view: PairView, _ vocabulary: Vocabulary) throws(Rejection) {
    guard draft.seen == view.seen else { throw .conflict(Reason("duplicates.changed")) }
    var problems: [Problem] = []
    let choice = Choose(rawValue: draft.kept)
    if choice == nil { problems.append(Problem("kept", Reason("duplicates.kept"))) }
    var picks: [MergeField: Choose] = [:]
    for field in Self.differing(view, vocabulary) {
      guard let pick = Choose(rawValue: draft.picks[field.rawValue] ?? "") else {
        problems.append(Problem(field.rawValue, Reason("duplicates.pick")))
        continue
      }
      picks[field] = pick
    }
    let household = Choose(rawValue: draft.household)
    if view.isInTwoHouseholds, household == nil {
      problems.append(Problem("household", Reason("duplicates.household")))
    }
    let given = GivenReason(draft.reason, &problems)
    guard let choice, problems.isEmpty else { throw .invalid(problems) }
    (kept, merged) = choice == .first ? (view.first, view.second) : (view.second, view.first)
    taken = picks.filter { $0.value != choice }.map(\.key).sorted { $0.rawValue < $1.rawValue }
    if let one = view.first.open, let two = view.second.open {
      // In one household twice: the membership of the record that is kept goes on.
      let stays = view.isInTwoHouseholds ? household! : choice
      ending = [stays == .first ? two.id : one.id]
    } else {
      ending = []
    }
    reason = given.text
  }

  /// The fields in which two records differ.
  static func differing(_ view: PairView, _ vocabulary: Vocabulary) -> [MergeField] {
    MergeField.allCases.filter {
      $0.shown(view.first.person, vocabulary) != $0.shown(view.second.person, vocabulary)
    }
  }
}
