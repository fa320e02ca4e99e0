import Core

/// What is looked at about one person. Nothing else may decide: no equality answer and no need, restricted or not,
/// has a place here.
package struct Facts: Sendable {
  /// What the person is called in the answer.
  package var name: String
  package var bornOn: Day
  /// The GSS code of the district, where somebody said it or the postcode tells it.
  package var district: String?
  /// Whether the referral names a place outside the region.
  package var isOutside: Bool
  package var inWork: Bool?
  package var outOfWorkSince: Day?
  /// Keys of the list of benefits.
  package var benefits: [String]
  package var address: String?
  package var postcode: String?

  package init(
    name: String, bornOn: Day, district: String? = nil, isOutside: Bool = false,
    inWork: Bool? = nil, outOfWorkSince: Day? = nil, benefits: [String] = [],
    address: String? = nil, postcode: String? = nil
  ) {
    (self.name, self.bornOn, self.district) = (name, bornOn, district)
    (self.isOutside, self.inWork) = (isOutside, inWork)
    (self.outOfWorkSince, self.benefits) = (outOfWorkSince, benefits)
    (self.address, self.postcode) = (address, postcode)
  }

  /// Address and postcode without case, spaces and points. Nil where either is missing.
  var home: String? {
    address.flatMap { address in postcode.map { Self.plain(address + $0) } }
  }

  /// The letters and digits of a text in small letters.
  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// Those who want to join together with a person.
package struct Companions: Sendable {
  /// As far as the viewer may know them.
  package var known: [Facts]
  /// How many more there are, whom the viewer may not see.
  package var hidden: Int

  package init(known: [Facts] = [], hidden: Int = 0) {
    (self.known, self.hidden) = (known, hidden)
  }
}

/// Whether a programme is for a person, as its rules of one day say. It decides nothing: a person does.
package struct EligibilityAnswer: Sendable, Equatable {
  package enum Verdict: String, Sendable { case eligible, notEligible, notKnown }

  /// What one rule says.
  package struct Line: Sendable, Equatable {
    package enum Sign: String, Sendable { case met, notMet, notKnown }
    package let rule: String
    package let sign: Sign
    /// What was looked at, in words.
    package let words: String
    /// What would change it. Nil where the rule is met.
    package let change: String?
  }

  package let verdict: Verdict
  package let lines: [Line]
  /// The day whose rules were asked: that of the referral.
  package let day: Day

  init(_ lines: [Line], on day: Day) {
    self.lines = lines
    self.day = day
    verdict = Verdict(lines.map(\.sign))
  }
}

extension EligibilityAnswer.Verdict {
  /// One rule that is not met is enough for no, and one that is not known, or no rule at all, for not yet.
  init(_ signs: [EligibilityAnswer.Line.Sign]) {
    self =
      if signs.contains(.notMet) {
        .notEligible
      } else if signs.isEmpty || signs.contains(.notKnown) {
        .notKnown
      } else {
        .eligible
      }
  }

  package var words: String {
    switch self {
    case .eligible: "Eligible"
    case .notEligible: "Not eligible"
    case .notKnown: "Not known yet"
    }
  }
}
