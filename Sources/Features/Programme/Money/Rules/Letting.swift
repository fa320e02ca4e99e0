import Core

extension Commission {
  /// Whether the contract is let before the funder's deadline.
  enum Letting: Hashable, Sendable {
    case inTime(String)
    case notCertain(String)
    case tooLate(String)

    var words: String {
      switch self {
      case .inTime(let words), .notCertain(let words), .tooLate(let words): words
      }
    }
  }

  /// Nil where there is no deadline, or nothing is bought any more. As exact as both dates are known, so that nothing is called in
  /// time, or too late, that may not be.
  func letting(on today: Day) -> Letting? {
    guard let deadline, state != .stopped else { return nil }
    let isLet = state == .contracted
    if !isLet, deadline.isOver(on: today) {
      return .tooLate("The deadline is over and the contract is not let.")
    }
    guard let contract else {
      return .notCertain("Nobody has said when the contract will be let.")
    }
    if contract.first > deadline.last {
      let slip = contract.slip(from: deadline)
      return .tooLate(
        "\(isLet ? "Let" : "Planned") \(slip.isLate ? slip.description : "after it").")
    }
    if !isLet, contract.isOver(on: today) {
      return .notCertain("It was planned for \(contract.spoken) and is not let.")
    }
    if contract.last <= deadline.first {
      return .inTime(isLet ? "Let in time." : "Planned in time.")
    }
    return .notCertain("The dates are not exact enough to say.")
  }
}

/// A commission with its project, and what must still come of it.
struct CommissionLine: Sendable {
  let line: PortfolioLine
  let commission: Standing<Commission>

  /// What was due and has not come, and what is due next.
  var monitoring: [Standing<Monitoring>] { line.money.monitoring(of: commission.id) }
  var open: [Standing<Monitoring>] { monitoring.filter { $0.value.receivedOn == nil } }

  /// What needs somebody first: too late, not certain, data overdue, then by deadline; what has stopped comes last.
  static func all(_ portfolio: Portfolio, on today: Day) -> [CommissionLine] {
    portfolio.lines.flatMap { line in
      line.money.commissions.map { CommissionLine(line: line, commission: $0) }
    }
    .sorted { one, other in
      let (a, b) = (one.place(on: today), other.place(on: today))
      if a != b { return a < b }
      let (first, second) = (one.commission.value.deadline, other.commission.value.deadline)
      if first != second { return PortfolioLine.places(first, before: second) }
      return (one.commission.value.name.lowercased(), one.commission.id.text)
        < (other.commission.value.name.lowercased(), other.commission.id.text)
    }
  }

  private func place(on today: Day) -> Int {
    if commission.value.state == .stopped { return 5 }
    if commission.value.state != .contracted {
      switch commission.value.letting(on: today) {
      case .tooLate: return 0
      case .notCertain: return 1
      default: break
      }
    }
    if monitoring.contains(where: { $0.value.isOverdue(on: today) }) { return 2 }
    return commission.value.state == .contracted ? 4 : 3
  }
}
