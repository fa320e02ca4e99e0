import Core
import Database

extension Reader {
  /// What hangs on projects of money, time and what is bought: of one or of all, archived things left out.
  func money(
    of project: ProgrammeItemID?, _ asOf: AsOf
  ) throws -> [ProgrammeItemID: ProjectMoney] {
    var money: [ProgrammeItemID: ProjectMoney] = [:]
    for (project, all) in try byProject(Budget.self, project, asOf) {
      guard let project else { continue }
      money[project, default: ProjectMoney()].budgets = all.sorted {
        $0.value.quarter < $1.value.quarter
      }
    }
    for (project, all) in try byProject(Claim.self, project, asOf) {
      guard let project else { continue }
      money[project, default: ProjectMoney()].claims = all
    }
    for (project, all) in try byProject(Effort.self, project, asOf) {
      guard let project else { continue }
      money[project, default: ProjectMoney()].efforts = all
    }
    for (project, all) in try byProject(Commission.self, project, asOf) {
      guard let project else { continue }
      money[project, default: ProjectMoney()].commissions = all
    }
    for (project, all) in try byProject(Monitoring.self, project, asOf) {
      guard let project else { continue }
      money[project, default: ProjectMoney()].monitoring = all.sorted {
        ($0.value.dueOn, $0.id.text) < ($1.value.dueOn, $1.id.text)
      }
    }
    return money
  }

  /// The value with what only the rest of the portfolio can tell. Throws where that stands against it.
  func held<Value: Readable>(
    _ value: Value, _ id: ProgrammeItemID, in project: ProgrammeItemID?
  ) throws -> Value {
    if let claim = value as? Claim {
      return try held(claim, id, in: project) as? Value ?? value
    }
    if let source = value as? Source { try check(source, id, in: project) }
    if let budget = value as? Budget { try check(budget, id, in: project) }
    if let capacity = value as? Capacity {
      try checkOnce(
        standing(Capacity.self).contains {
          $0.id != id && !$0.isArchived && $0.value.time.isSame(as: capacity.time)
        })
    }
    if let effort = value as? Effort {
      try checkOnce(
        standing(Effort.self, of: project).contains {
          $0.id != id && !$0.isArchived && $0.value.time.isSame(as: effort.time)
        })
    }
    if let monitoring = value as? Monitoring {
      guard let commission = try found(Commission.self, monitoring.commission),
        commission.project == project, !commission.isArchived
      else { throw Rejection.invalid("commission", Reason("monitoring.commission")) }
    }
    return value
  }

  private func checkOnce(_ isTaken: Bool) throws {
    if isTaken { throw Rejection.invalid("role", Reason("time.taken")) }
  }

  private func check(_ budget: Budget, _ id: ProgrammeItemID, in project: ProgrammeItemID?) throws {
    let isTaken = try standing(Budget.self, of: project).contains {
      $0.id != id && !$0.isArchived && $0.value.quarter == budget.quarter
    }
    if isTaken {
      throw Rejection.invalid(
        "quarter", Reason("money.quarter-taken", ["quarter": budget.quarter.description]))
    }
  }

  /// A source can't give less than was claimed from it.
  private func check(_ source: Source, _ id: ProgrammeItemID, in project: ProgrammeItemID?) throws {
    let claims = try claims(from: id, in: project)
    let claimed = claims.reduce(0) { $0 + $1.value.counts }
    guard !claims.isEmpty, source.amount ?? 0 < claimed else { return }
    throw Rejection.invalid(
      "amount", Reason("claim.below-claims", ["claimed": Money.spoken(claimed)]))
  }

  private func held(
    _ claim: Claim, _ id: ProgrammeItemID, in project: ProgrammeItemID?
  ) throws -> Claim {
    guard let source = try found(Source.self, claim.source), source.project == project,
      !source.isArchived
    else { throw Rejection.invalid("source", Reason("claim.source")) }
    guard let gives = source.value.amount else {
      throw Rejection.invalid("source", Reason("claim.no-amount", ["source": source.value.name]))
    }
    let others = try claims(from: claim.source, in: project).filter { $0.id != id }
    if claim.state != .refused,
      others.contains(where: {
        $0.value.quarter == claim.quarter && $0.value.state != .refused
      })
    {
      throw Rejection.invalid(
        "quarter",
        Reason(
          "claim.once", ["quarter": claim.quarter.description, "source": source.value.name]))
    }
    let claimed = others.reduce(0) { $0 + $1.value.counts }
    guard claim.counts == 0 || claimed + claim.counts <= gives else {
      throw Rejection.invalid(
        "amount",
        Reason(
          "claim.too-much",
          [
            "source": source.value.name, "gives": Money.spoken(gives),
            "left": Money.spoken(max(0, gives - claimed)),
          ]))
    }
    var held = claim
    (held.sourceAmount, held.others) = (gives, claimed)
    return held
  }

  private func claims(
    from source: ProgrammeItemID, in project: ProgrammeItemID?
  ) throws -> [Standing<Claim>] {
    try standing(Claim.self, of: project).filter {
      $0.value.source == source && !$0.isArchived
    }
  }
}

extension PeopleDays {
  fileprivate func isSame(as other: PeopleDays) -> Bool {
    roleKey == other.roleKey && quarter == other.quarter
  }
}
