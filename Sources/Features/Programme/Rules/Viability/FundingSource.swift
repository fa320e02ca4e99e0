/// A source of money, as the rule for viability looks at it.
package struct FundingSource: Hashable, Sendable {
  /// How it stands with it.
  package enum Certainty: Hashable, Sendable {
    case secured, lost
    /// Unconfirmed, only explored, or nothing was said.
    case notKnown
  }

  /// By what rules name it; capitals make no difference.
  package let name: String
  package let certainty: Certainty
  /// Whole pence; nil where it is not known. Less than nothing counts as nothing.
  package let pence: Int?
  /// How likely it is to come, in percent; nil where nobody said. What is secured comes and what is lost does not, whatever
  /// stands here.
  package let percent: Int?
  /// Whether people outside have been told to expect it.
  package let isExpectedInPublic: Bool

  package init(
    _ name: String, _ certainty: Certainty, pence: Int? = nil, percent: Int? = nil,
    isExpectedInPublic: Bool = false
  ) {
    (self.name, self.certainty) = (name, certainty)
    self.isExpectedInPublic = isExpectedInPublic
    self.pence = pence.map { max(0, $0) }
    self.percent = percent.map { min(max(0, $0), 100) }
  }

  /// In percent, with what its state says.
  var chance: Int? {
    switch certainty {
    case .secured: 100
    case .lost: 0
    case .notKnown: percent
    }
  }
}

/// What the sources of a project come to together, in whole pence.
package struct FundingTotals: Hashable, Sendable {
  /// Of those that are secured. Nil where the sum is more than a number can hold, here and below.
  package let secured: Int?
  /// Of those that are not lost.
  package let possible: Int?
  /// Of those that are lost.
  package let lost: Int?
  /// Each amount times its chance, rounded to a whole penny for each source, so that the total is the sum of its lines. Only
  /// of those whose amount and chance are known.
  package let expected: Int?
  /// Those that are not lost and whose amount is not known: they stand in no total.
  package let withoutAmount: [String]
  /// Those whose amount is known and whose chance is not: they stand in no expected total.
  package let withoutChance: [String]

  package init(_ sources: [FundingSource]) {
    secured = Self.sum(sources.filter { $0.certainty == .secured }.compactMap(\.pence))
    possible = Self.sum(sources.filter { $0.certainty != .lost }.compactMap(\.pence))
    lost = Self.sum(sources.filter { $0.certainty == .lost }.compactMap(\.pence))
    expected = Self.sum(sources.compactMap(\.expected))
    withoutAmount = sources.filter { $0.certainty != .lost && $0.pence == nil }.map(\.name)
    withoutChance = sources.filter { $0.pence != nil && $0.chance == nil }.map(\.name)
  }

  private static func sum(_ amounts: [Int]) -> Int? {
    var total = 0
    for amount in amounts {
      let (sum, isTooMuch) = total.addingReportingOverflow(amount)
      if isTooMuch { return nil }
      total = sum
    }
    return total
  }
}

extension FundingSource {
  /// What must be watched because people outside expect it, in a sentence. Nil where nobody was told, or it is secured.
  package var raisedExpectation: String? {
    guard isExpectedInPublic else { return nil }
    return switch certainty {
    case .secured: nil
    case .lost: "People outside were told to expect money from \(name), and it is lost."
    case .notKnown: "People outside were told to expect money from \(name), and it is not secured."
    }
  }

  /// Its amount times its chance in whole pence, a half upwards. Nil where either is not known.
  package var expected: Int? {
    guard let pence, let chance else { return nil }
    let (hundreds, rest) = pence.quotientAndRemainder(dividingBy: 100)
    return hundreds * chance + (rest * chance + 50) / 100
  }
}
