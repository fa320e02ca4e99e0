import Core

/// What hangs on a project of money, of the team's time and of what is bought, archived things left out.
package struct ProjectMoney: Sendable {
  /// In the order of their quarters.
  package var budgets: [Standing<Budget>] = []
  package var claims: [Standing<Claim>] = []
  package var efforts: [Standing<Effort>] = []
  package var commissions: [Standing<Commission>] = []
  /// The one that is due first comes first.
  package var monitoring: [Standing<Monitoring>] = []

  /// When anything of it was last changed.
  var changed: [Instant] {
    budgets.map(\.since) + claims.map(\.since) + efforts.map(\.since) + commissions.map(\.since)
      + monitoring.map(\.since)
  }

  func claims(from source: ProgrammeItemID) -> [Standing<Claim>] {
    claims.filter { $0.value.source == source }
  }

  func monitoring(of commission: ProgrammeItemID) -> [Standing<Monitoring>] {
    monitoring.filter { $0.value.commission == commission }
  }
}
