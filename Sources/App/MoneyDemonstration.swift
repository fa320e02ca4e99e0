import Core
import Database
import Programme

extension Demonstration {
  /// A budget with spend, a claim that is near its deadline, days that are missing, and a commission whose contract is late.
  static func addMoney(_ pierhead: Pierhead) async throws {
    let programme = pierhead.programme
    let today = pierhead.database.wall.today
    let now = FinancialQuarter(of: today)
    let before = FinancialQuarter(of: now.first.adding(days: -1))
    func new() -> ProgrammeItemID { ProgrammeItemID(at: pierhead.database.wall.now()) }
    let lines = try await programme.portfolio(for: .system).lines
    guard let hub = lines.first(where: { $0.project.value.name == "Business hub pilot" }),
      let source = hub.sources.first
    else { throw Fault("the demonstration has no hub with a source") }
    func add(_ kind: ItemKind, _ fields: [String: String]) async throws -> ProgrammeItemID {
      let id = new()
      try await programme.addMoney(kind, fields, as: id, to: hub.id, by: .system)
      return id
    }
    _ = try await add(
      .budget,
      [
        "quarter": before.description, "budget": "60000", "actual": "64500",
        "actual_source": "Ledger after the quarter’s end",
      ])
    _ = try await add(
      .budget, ["quarter": now.description, "budget": "80000", "forecast": "95000"])
    _ = try await add(.budget, ["quarter": now.next.description, "budget": "80000"])
    _ = try await add(
      .claim,
      [
        "source": source.id.text, "quarter": before.description, "amount": "64500",
        "deadline": today.adding(days: 14).written, "evidence": "Invoices of the advisers",
      ])
    _ = try await add(
      .effort, ["role": "Business adviser", "quarter": now.description, "days": "90"])
    try await programme.addCapacity(
      ["role": "Business adviser", "quarter": now.description, "days": "60"], as: new(), by: .system
    )
    let commission = try await add(
      .commission,
      [
        "name": "Advice for new businesses", "state": "evaluation", "value": "150000",
        "contract": String(today.adding(days: 100).description.prefix(7)),
        "deadline": today.adding(days: 40).written, "clauses": "not yet",
      ])
    _ = try await add(
      .monitoring,
      [
        "commission": commission.text, "words": "Who was advised, by group and district",
        "due_on": now.next.last.written,
      ])
  }
}
