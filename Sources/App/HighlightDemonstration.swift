import Access
import Core
import Database
import Programme

extension Demonstration {
  /// Reports of the owner's project: one approved, and one that waits for approval.
  static func addReports(_ pierhead: Pierhead) async throws {
    let (programme, reports) = (pierhead.programme, pierhead.highlights)
    let owners = try await programme.owners(for: .system)
    guard let osman = owners.first(where: { $0.name == "Osman Example" }),
      let priya = owners.first(where: { $0.name == "Priya Example" }),
      let line = try await programme.portfolio(for: .system).lines
        .first(where: { $0.project.value.owner == osman.id })
    else { throw Fault("the demonstration has no project with an owner") }
    let owner = try await pierhead.access.user(osman.id)
    let office = try await pierhead.access.user(priya.id)
    let due = reports.suggested()
    for period in [due.previous, due] {
      let id = ProgrammeItemID(at: pierhead.database.wall.now())
      var fields = [
        "period": period.rawValue, "done": "The place is booked. Twelve colleagues have signed up.",
        "next": "The first meeting, and a short report of it.",
        "decisions": period == due ? "May colleagues come in working time?" : "",
      ]
      for respect in Respect.all {
        fields["rating-\(respect)"] = respect == Respect.riskAndIssues ? "amber" : "green"
        fields["reason-\(respect)"] = "Too few may come, and that is all that worries us."
      }
      try await reports.begin(fields, as: id, for: line.id, by: owner)
      try await reports.send(id, from: 1, by: owner)
      if period < due { try await reports.approve(id, from: 2, by: office) }
    }
  }
}
