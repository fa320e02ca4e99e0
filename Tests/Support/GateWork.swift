import App
import Core
import Database
import Programme

extension Pierhead {
  /// The gate of a project by its key in `gates.csv`. Chooses the gates of the longer set where none are chosen yet.
  package func gate(
    _ key: String = "declaration", tranche: Int = 0, in project: ProgrammeItemID,
    tranches: Int = 1
  ) async throws -> ProgrammeItemID {
    if try await gates.gates(of: project, for: .system).gates.gates.isEmpty {
      try await gates.choose(
        ["set": "full", "tranches": String(tranches)], for: project, by: .system)
    }
    let all = try await gates.gates(of: project, for: .system).gates.gates
    guard
      let line = all.first(where: {
        $0.standing.value.gate == key && $0.standing.value.tranche == tranche
      })
    else { throw Fault("the project has no gate \(key)") }
    return line.id
  }

  /// Records a decision at a gate on today's date.
  @discardableResult
  package func decide(
    _ outcome: String, _ fields: [String: String] = [:], at gate: ProgrammeItemID
  ) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    let typed = [
      "outcome": outcome, "body": "Example board", "decided_on": database.wall.today.description,
      "why": "It was talked about.",
    ]
    try await gates.decide(
      typed.merging(fields) { _, new in new }, as: id, at: gate, by: .system)
    return id
  }

  /// The fields of a condition for each part that is missing at a gate, due on one day.
  package func conditions(
    for gate: ProgrammeItemID, due: String = "31/03/2027"
  ) async throws -> [String: String] {
    let gaps = try await gates.gate(gate, for: .system).line.check.gaps
    return Dictionary(
      uniqueKeysWithValues: gaps.map(\.part.rawValue).flatMap { part in
        [
          ("\(part)_words", "Bring the \(part)"), ("\(part)_due", due),
          ("\(part)_owner", "Pearl Example"),
        ]
      })
  }

  /// A condition that stands for nothing of the equality gate.
  package func gateCondition(
    _ words: String = "Show the plan", due: String = "31/03/2027", at gate: ProgrammeItemID
  ) async throws -> ProgrammeItemID {
    let own = [
      "other1_words": words, "other1_due": due, "other1_owner": "Pearl Example",
    ]
    let decision = try await decide(
      "conditions", conditions(for: gate).merging(own) { _, new in new }, at: gate)
    let line = try await gates.gate(gate, for: .system).line
    guard let made = line.conditions(of: decision).first(where: { $0.value.part == nil }) else {
      throw Fault("the decision has no condition")
    }
    return made.id
  }

  /// Everything that the equality gate asks of people, with one version of the assessment.
  package func recordEquality(
    _ fields: [String: String] = [:], at gate: ProgrammeItemID
  ) async throws {
    let number = try await gates.gate(gate, for: .system).line.equality?.number ?? 0
    let whole = [
      "assessment": "Version 1", "advice": "The panel advised in March.",
      "engagement": "Forty people came to two evenings.",
      "baseline": "12 percent of those who use it, survey of 2026.",
    ]
    try await gates.recordEquality(
      of: gate, from: number, whole.merging(fields) { _, new in new }, by: .system)
  }
}
