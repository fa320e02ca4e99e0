import Core

/// What is done with money, time and what is bought; changing and archiving is done as with every thing of the portfolio.
extension Programme {
  /// Adds a quarter's budget, a claim, days that are needed, a commission or data that is due.
  package func addMoney(
    _ kind: ItemKind, _ fields: [String: String], as id: ProgrammeItemID,
    to project: ProgrammeItemID, by user: User
  ) async throws {
    switch kind {
    case .budget: try await add(Budget.self, fields, as: id, to: project, by: user)
    case .claim: try await add(Claim.self, fields, as: id, to: project, by: user)
    case .effort: try await add(Effort.self, fields, as: id, to: project, by: user)
    case .commission: try await add(Commission.self, fields, as: id, to: project, by: user)
    case .monitoring: try await add(Monitoring.self, fields, as: id, to: project, by: user)
    default: throw Fault("\(kind.rawValue) is not added here")
    }
  }

  /// Says how many days of a role the team has in a quarter.
  package func addCapacity(
    _ fields: [String: String], as id: ProgrammeItemID, by user: User
  ) async throws {
    try await add(Capacity.self, fields, as: id, by: user)
  }
}
