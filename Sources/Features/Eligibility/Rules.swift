import Core

/// One dated rule of a programme: what is asked, and the words for each answer. A class, because a list asks each rule
/// about a hundred people, and its words are not copied along.
final class Rule: Sendable {
  /// All that a rule can ask. The data chooses among these; another kind is a change of the program.
  enum Kind: Sendable, Equatable {
    /// Years of age on the day of the referral.
    case minimumAge(Int)
    /// One of these districts by GSS code; any district of the place where none is named.
    case livesInRegion(Set<String>)
    case outOfWork
    /// At least one of these benefits, by key.
    case onBenefit(of: Set<String>)
    /// So many others who meet all other rules.
    case otherJoins(least: Int, atSameAddress: Bool)
  }

  let programme: String
  let key: String
  let kind: Kind
  let from: Day
  /// The last day on which it holds.
  let until: Day?
  let met: String
  let notMet: String
  let notKnown: String
  let change: String

  init(_ row: ListRow) throws {
    let kind = try Kind(row)
    programme = try row.required("programme")
    key = try row.required("key")
    from = try row.day("valid_from")
    until = try row.dayOrNone("valid_to")
    met = try row.required("met")
    notMet = try row.required("not_met")
    change = try row.required("would_change")
    // Everybody has a day of birth, so an age is always known.
    if case .minimumAge = kind {
      notKnown = try row.text("not_known")
    } else {
      notKnown = try row.required("not_known")
    }
    self.kind = kind
  }

  func holds(on day: Day) -> Bool { from <= day && until.map { day <= $0 } ?? true }

  var isAboutOthers: Bool {
    if case .otherJoins = kind { true } else { false }
  }
}

extension Rule {
  /// What the rule says of one person by themselves.
  func sign(for person: Facts, on day: Day, districts: Set<String>) -> EligibilityAnswer.Line.Sign {
    switch kind {
    case .minimumAge(let least):
      return person.bornOn.age(on: day) >= least ? .met : .notMet
    case .livesInRegion(let chosen):
      // A place outside was named, and the postcode is one of the region: somebody must ask.
      if person.isOutside { return person.district == nil ? .notMet : .notKnown }
      guard let district = person.district else { return .notKnown }
      return (chosen.isEmpty ? districts : chosen).contains(district) ? .met : .notMet
    case .outOfWork:
      if let inWork = person.inWork { return inWork ? .notMet : .met }
      return person.outOfWorkSince == nil ? .notKnown : .met
    case .onBenefit(let wanted):
      if !wanted.isDisjoint(with: person.benefits) { return .met }
      return person.benefits.isEmpty || person.benefits.contains("unknown") ? .notKnown : .notMet
    case .otherJoins:
      return .notKnown
    }
  }

  /// What the rule says of those who would join. `meets` tells of each whether they meet the other rules.
  func sign(
    for person: Facts, with companions: Companions, meets: (Facts) -> EligibilityAnswer.Verdict
  ) -> (EligibilityAnswer.Line.Sign, count: Int) {
    guard case .otherJoins(let least, let atSameAddress) = kind else { return (.notKnown, 0) }
    var (sure, possible) = (0, companions.hidden)
    for other in companions.known {
      let fits =
        atSameAddress ? other.home.flatMap { home in person.home.map { $0 == home } } : true
      switch (meets(other), fits) {
      case (.notEligible, _), (_, false?): continue
      case (.eligible, true?): sure += 1
      default: possible += 1
      }
    }
    if sure >= least { return (.met, sure) }
    // Nobody has been named yet: another may still come.
    let isNobodyNamed = companions.known.isEmpty && companions.hidden == 0
    return (isNobodyNamed || sure + possible >= least ? .notKnown : .notMet, sure)
  }

  /// The words for an answer, with what was looked at filled in.
  func line(
    _ sign: EligibilityAnswer.Line.Sign, for person: Facts, on day: Day, count: Int,
    words: RuleWords
  ) -> EligibilityAnswer.Line {
    let text =
      switch sign {
      case .met: met
      case .notMet: notMet
      case .notKnown: notKnown
      }
    func value(_ name: Substring) -> String? {
      switch (name, kind) {
      case ("age", _): String(person.bornOn.age(on: day))
      case ("least", .minimumAge(let age)): String(age)
      case ("least", .otherJoins(let number, _)): String(number)
      case ("least", _): ""
      case ("day", _): day.spoken
      case ("district", _): person.district.map(words.district) ?? "the region"
      case ("benefits", .onBenefit(let wanted)):
        person.benefits.filter(wanted.contains).map(words.benefit).joined(separator: ", ")
      case ("benefits", _): person.benefits.map(words.benefit).joined(separator: ", ")
      case ("count", _): String(count)
      case ("name", _): person.name
      default: nil
      }
    }
    return EligibilityAnswer.Line(
      rule: key, sign: sign, words: Gaps.fill(text, value),
      change: sign == .met ? nil : Gaps.fill(change, value))
  }
}

/// The words for the keys that rules look at.
package struct RuleWords: Sendable {
  let district: @Sendable (String) -> String
  let benefit: @Sendable (String) -> String

  package init(
    district: @escaping @Sendable (String) -> String,
    benefit: @escaping @Sendable (String) -> String
  ) {
    self.district = district
    self.benefit = benefit
  }
}
