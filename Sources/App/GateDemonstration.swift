import Core
import Database
import Programme

extension Demonstration {
  /// Gates of one project: one passed, one passed with conditions, and what is known about equality open again at it.
  static func addGates(to project: ProgrammeItemID, _ pierhead: Pierhead) async throws {
    let (gates, today) = (pierhead.gates, pierhead.database.wall.today)
    try await gates.choose(["set": "full", "tranches": "2"], for: project, by: .system)
    let all = try await gates.gates(of: project, for: .system).gates.gates
    let (first, second) = (all[0].id, all[1].id)
    let known = [
      "assessment": "Version 1",
      "assessment_reference": "Who would come to the centre and who might not.",
      "advice": "The panel asked for evening hours and a crèche.",
      "engagement": "Sixty people at three evenings in the autumn.",
      "baseline": "9 percent of learners today are Black, survey of last year.",
    ]
    for gate in [first, second] {
      try await gates.recordEquality(of: gate, from: 0, known, by: .system)
      try await gates.prepare(
        gate == first ? "need" : "case-for-change", of: gate, from: 0,
        ["state": "ready", "reference": "Paper to the board"], by: .system)
    }
    func decide(_ gate: ProgrammeItemID, _ fields: [String: String]) async throws {
      let typed = [
        "outcome": "pass", "body": "Programme board", "decided_on": today.description,
        "why": "The case is made.", "minutes_link": "https://example.org/minutes",
      ]
      try await gates.decide(
        typed.merging(fields) { _, new in new },
        as: ProgrammeItemID(at: pierhead.database.wall.now()), at: gate, by: .system)
    }
    try await decide(first, [:])
    try await decide(
      second,
      [
        "outcome": "conditions", "why": "The short list is good; the costs are not sure yet.",
        "other1_words": "Show the costs of evening hours",
        "other1_due": today.adding(days: 40).description, "other1_owner": "Pearl Example",
      ])
    try await gates.find(
      ["words": "Half of those asked can’t come in the day.", "found_on": today.description],
      as: ProgrammeItemID(at: pierhead.database.wall.now()), at: second, by: .system)
  }
}
