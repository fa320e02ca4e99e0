import App
import Core
import Database
import Programme

extension Pierhead {
  /// A highlight report in which everything is said: for last month and approved, or for this month and as it was begun.
  package func report(
    of project: ProgrammeItemID, isApproved: Bool
  ) async throws -> ProgrammeItemID {
    let month = ReportPeriod(of: database.wall.today)
    let period = isApproved ? month.previous : month
    let found = try await highlights.reports(of: project, for: .system).reports.first {
      $0.value.period == period && !$0.isArchived
    }
    if let found { return found.id }
    let writer = try await user("programme_office")
    let id = ProgrammeItemID(at: database.wall.now())
    try await highlights.begin(
      Self.reportFields(period), as: id, for: project, by: writer)
    if isApproved {
      try await highlights.send(id, from: 1, by: writer)
      try await highlights.approve(id, from: 2, by: user("programme_office"))
    }
    return id
  }

  /// A whole form of a report.
  package static func reportFields(_ period: ReportPeriod) -> [String: String] {
    var fields = ["period": period.rawValue, "done": "We met.", "next": "We meet again."]
    for respect in Respect.all {
      fields["rating-\(respect)"] = "green"
      fields["reason-\(respect)"] = "We say so."
    }
    return fields
  }
}
