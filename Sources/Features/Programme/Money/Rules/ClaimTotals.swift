import Core

/// What claims come to together, in whole pence. What is claimed is what was paid and what is open.
struct ClaimTotals: Hashable, Sendable {
  /// What came.
  var paid = 0
  /// Being prepared or sent, and not answered.
  var open = 0
  /// What was asked for and refused.
  var refused = 0

  var claimed: Int { paid + open }

  init(_ claims: some Sequence<Claim>) {
    for claim in claims {
      switch claim.state {
      case .preparing, .sent: open += claim.amount
      case .paid, .partPaid: paid += claim.counts
      case .refused: refused += claim.amount
      }
    }
  }
}

extension Claim {
  /// How urgent it is that something is done.
  enum Urgency: Int, Comparable, Sendable {
    /// The funder's day is over and it was not sent.
    case over
    /// It must be sent within four weeks.
    case near
    /// To be sent later, or whenever.
    case waiting
    /// Sent: the funder's turn.
    case sent
    case settled

    static func < (one: Urgency, other: Urgency) -> Bool { one.rawValue < other.rawValue }
  }

  /// Days before a deadline from which a claim is near it.
  static let near = 28

  func urgency(on today: Day) -> Urgency {
    if state.isSettled { return .settled }
    if state == .sent { return .sent }
    guard let deadline else { return .waiting }
    if deadline < today { return .over }
    return today.days(until: deadline) <= Self.near ? .near : .waiting
  }
}

/// A claim with its project and its source.
struct ClaimLine: Sendable {
  let line: PortfolioLine
  let claim: Standing<Claim>

  /// Nil where the source is archived.
  var source: Standing<Source>? { line.sources.first { $0.id == claim.value.source } }

  /// Near or over its deadline first, then by deadline; what is answered last, the newest answer first.
  static func all(_ portfolio: Portfolio, on today: Day) -> [ClaimLine] {
    portfolio.lines.flatMap { line in line.money.claims.map { ClaimLine(line: line, claim: $0) } }
      .sorted { $0.comes(before: $1, on: today) }
  }

  func comes(before other: ClaimLine, on today: Day) -> Bool {
    let (one, two) = (claim.value, other.claim.value)
    let (mine, theirs) = (one.urgency(on: today), two.urgency(on: today))
    if mine != theirs { return mine < theirs }
    if mine == .settled, one.answeredOn != two.answeredOn {
      // Both have one: the schema sees to it.
      return one.answeredOn.flatMap { day in two.answeredOn.map { day > $0 } } ?? false
    }
    if one.deadline != two.deadline {
      guard let day = one.deadline else { return false }
      return two.deadline.map { day < $0 } ?? true
    }
    return claim.id.text < other.claim.id.text
  }
}

/// How much of a source is claimed.
struct SourceClaims: Sendable {
  let source: Standing<Source>
  let totals: ClaimTotals

  init(_ source: Standing<Source>, _ money: ProjectMoney) {
    self.source = source
    totals = ClaimTotals(money.claims(from: source.id).map(\.value))
  }

  /// In whole pence; less than nothing where a file has lowered what the source gives. Nil where that is not known.
  var left: Int? { source.value.amount.map { $0 - totals.claimed } }
}
