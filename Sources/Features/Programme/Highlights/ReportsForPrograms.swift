import Core
import Database

/// Where the list of a project's reports goes on: after the report for this month.
package struct ReportPlace: Sendable {
  let period: ReportPeriod
  let id: ProgrammeItemID

  package init(period: ReportPeriod, id: ProgrammeItemID) {
    (self.period, self.id) = (period, id)
  }
}

/// What programs read of highlight reports, in parts that go on where the last one ended.
extension HighlightReports {
  /// The month that a program asks for, up to this one. Nil for the one whose reports are written now.
  package func period(_ text: String?) throws(Rejection) -> ReportPeriod {
    guard let text else { return suggested() }
    guard let period = ReportPeriod(rawValue: text), period <= ReportPeriod(of: today) else {
      throw .invalid("month", Reason("report.period"))
    }
    return period
  }

  /// A row for each project of a month, by the ids of the projects: at most `limit` of those after `after`.
  package func rows(
    for period: ReportPeriod, after: ProgrammeItemID?, limit: Int, for user: User
  ) async throws -> (rows: [ReportRow], hasMore: Bool) {
    let rows = try await rows(for: period, user)
      .filter { row in after.map { row.project.text > $0.text } ?? true }
      .sorted { $0.project.text < $1.project.text }
    return (Array(rows.prefix(limit)), rows.count > limit)
  }

  /// The reports of a project, the newest month first, withdrawn ones with the others: those that are approved, and the
  /// rest for who may change the project.
  package func reports(
    of project: ProgrammeItemID, after: ReportPlace?, limit: Int, for user: User
  ) async throws -> (reports: [Standing<HighlightReport>], hasMore: Bool) {
    let view = try await programme.project(project, for: user)
    let reports = try await programme.database.read { reader in
      try reader.reports(
        of: project, after: after, limit: limit, approvedAlone: !view.mayChange)
    }
    return (Array(reports.prefix(limit)), reports.count > limit)
  }
}
