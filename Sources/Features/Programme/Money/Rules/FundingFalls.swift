import Core

/// What becomes of the projects if money does not come.
struct FundingFall: Sendable {
  let line: PortfolioLine
  /// Its sources that fail.
  let failing: [Standing<Source>]
  /// Nil where no rule says what the project needs, or none of its rule's sources fails.
  let fall: ViabilityRule.Fall?
  let hasRule: Bool

  /// In whole pence, of the failing sources that were not lost already.
  var pence: Int? { FundingTotals(failing.map(\.value.funding)).possible }

  /// What becomes of it, as the end of a sentence that begins with its name.
  var words: String {
    guard hasRule else { return "has no rule for what it needs, so nobody can say" }
    return (fall ?? .stands).words
  }
}

extension FundingStack {
  /// One funder with all its sources.
  struct Funder: Sendable {
    let lines: [StackLine]

    var name: String { lines.first?.source.value.name ?? "" }
    var key: String { lines.first?.source.value.funderKey ?? "" }
  }

  /// By name; a funder of several projects is one.
  var funders: [Funder] {
    Dictionary(grouping: lines, by: \.source.value.funderKey).sorted { $0.key < $1.key }
      .map { Funder(lines: $0.value) }
  }

  /// All sources of the funder of one source.
  func funder(of source: ProgrammeItemID) -> Funder? {
    guard let one = lines.first(where: { $0.source.id == source }) else { return nil }
    let key = one.source.value.funderKey
    return Funder(lines: lines.filter { $0.source.value.funderKey == key })
  }

  /// What becomes of each project if these sources are lost together: those that fall first, then those that must find
  /// something in its place, then the others, each by name.
  static func falls(without failing: [StackLine]) -> [FundingFall] {
    let falls = Dictionary(grouping: failing, by: \.line.id).values.compactMap { lines in
      lines.first.map { fall($0.line, without: lines.map(\.source)) }
    }
    return falls.sorted { one, other in
      let (a, b) = (place(one), place(other))
      if a != b { return a < b }
      let (left, right) = (one.line.project.value.name, other.line.project.value.name)
      return (left.lowercased(), one.line.id.text) < (right.lowercased(), other.line.id.text)
    }
  }

  private static func fall(_ line: PortfolioLine, without failing: [Standing<Source>])
    -> FundingFall
  {
    // tidy: what is kept was read when it was written; what can't be read says nothing.
    let rule = line.project.value.viability.flatMap { try? ViabilityRule.read(kept: $0) }
    return FundingFall(
      line: line, failing: failing,
      fall: rule.map { $0.fall(without: failing.map(\.value.funding.name), line.funding) },
      hasRule: rule != nil)
  }

  private static func place(_ fall: FundingFall) -> Int {
    switch fall.fall {
    case .falls: 0
    case .opensAgain: 1
    case nil: 2
    case .hasFallen: 3
    case .stands: 4
    }
  }

  /// Funders without whom at least one project can't go ahead any more, with those projects; the one that fells most first.
  var pillars: [(funder: Funder, falls: [FundingFall])] {
    funders.compactMap { funder in
      let falls = Self.falls(without: funder.lines).filter { $0.fall == .falls }
      return falls.isEmpty ? nil : (funder, falls)
    }
    .sorted { one, other in
      one.falls.count != other.falls.count
        ? one.falls.count > other.falls.count
        : one.funder.key < other.funder.key
    }
  }
}
