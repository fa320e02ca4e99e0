import Core

extension Source {
  /// As the rules for totals and for viability look at it, by the name in rules.
  var funding: FundingSource { funding(called: shortName ?? name) }

  private func funding(called name: String) -> FundingSource {
    FundingSource(
      name, state == .secured ? .secured : state == .lost ? .lost : .notKnown, pence: amount,
      percent: probability, isExpectedInPublic: isExpectedInPublic)
  }

  /// What must be watched because people outside expect this money, in a sentence; nil where nothing must.
  var raisedExpectation: String? { funding(called: name).raisedExpectation }

  /// By what a funder is known again in other projects, however it is written.
  var funderKey: String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension PortfolioLine {
  /// The one rule by which money is added up (`docs/rules/money.md`).
  package var totals: FundingTotals { FundingTotals(funding) }
}

/// One source of the portfolio with its project.
struct StackLine: Sendable {
  let line: PortfolioLine
  let source: Standing<Source>

  var project: String { line.project.value.name }
}

/// Every source of money of the portfolio.
struct FundingStack: Sendable {
  /// A state as it is added up; nil where nothing was said of it.
  struct Part: Sendable {
    let state: Source.State?
    let count: Int
    let totals: FundingTotals

    /// In whole pence: what is lost, or what may still come.
    var amount: Int? { state == .lost ? totals.lost : totals.possible }
  }

  let lines: [StackLine]

  init(_ portfolio: Portfolio) {
    lines = portfolio.lines.flatMap { line in
      line.sources.map { StackLine(line: line, source: $0) }
    }
  }

  private init(_ lines: [StackLine]) { self.lines = lines }

  var totals: FundingTotals { FundingTotals(lines.map(\.source.value.funding)) }

  /// In the order from certain to lost; states without a source are left out.
  var parts: [Part] {
    let groups = Dictionary(grouping: lines, by: \.source.value.state)
    let states: [Source.State?] = [.secured, .unconfirmed, .exploring, nil, .lost]
    return states.compactMap { state in
      groups[state].map { lines in
        Part(
          state: state, count: lines.count,
          totals: FundingTotals(lines.map(\.source.value.funding)))
      }
    }
  }

  func only(_ isIn: (StackLine) -> Bool) -> FundingStack { FundingStack(lines.filter(isIn)) }

  /// Sources that people outside were told to expect and that are not secured.
  var raised: [StackLine] { lines.filter { $0.source.value.raisedExpectation != nil } }

  // MARK: - In an order

  enum Order: String, CaseIterable {
    case project, funder, state, amount, decided, chance
  }

  func sorted(by order: Order) -> [StackLine] {
    lines.sorted { one, other in
      let (a, b) = (one.source.value, other.source.value)
      switch order {
      case .project: break
      case .funder where a.funderKey != b.funderKey: return a.funderKey < b.funderKey
      case .state where a.state != b.state: return Self.place(a.state) < Self.place(b.state)
      // The largest first, and what is not known last.
      case .amount where a.amount != b.amount: return (a.amount ?? -1) > (b.amount ?? -1)
      case .decided where a.decided != b.decided:
        return PortfolioLine.places(a.decided, before: b.decided)
      case .chance where a.funding.chance != b.funding.chance:
        return (a.funding.chance ?? -1) > (b.funding.chance ?? -1)
      default: break
      }
      let (left, right) = (one.project.lowercased(), other.project.lowercased())
      if left != right { return left < right }
      return (a.funderKey, one.source.id.text) < (b.funderKey, other.source.id.text)
    }
  }

  private static func place(_ state: Source.State?) -> Int {
    switch state {
    case .secured: 0
    case .unconfirmed: 1
    case .exploring: 2
    case nil: 3
    case .lost: 4
    }
  }
}
