import Core
import Database

/// A project of the one who looks, with its report that is due.
package struct OwnProject: Sendable {
  package let line: PortfolioLine
  package let report: Standing<HighlightReport>?
}

package struct OwnProjects: Sendable {
  package let period: ReportPeriod
  package let dueOn: Day
  package let projects: [OwnProject]
}

extension HighlightReports {
  /// The projects whose owner somebody is, by name.
  package func own(for user: User) async throws -> OwnProjects {
    try user.must(.updateProjects)
    let lines = try await programme.shown(for: user).portfolio.lines
      .filter { $0.project.value.owner == user.id }
      .sorted {
        ($0.project.value.name.lowercased(), $0.id.text)
          < ($1.project.value.name.lowercased(), $1.id.text)
      }
    let period = suggested()
    let reports = try await programme.database.read { try $0.reports(for: period) }
    return OwnProjects(
      period: period, dueOn: dates.due(period),
      projects: lines.map { OwnProject(line: $0, report: reports[$0.id]) })
  }

  /// One project for the short form of its owner.
  func updating(_ project: ProgrammeItemID, for user: User) async throws -> ProjectView {
    try user.must(.updateProjects)
    let view = try await programme.project(project, for: user)
    guard view.mayChange else { throw Rejection.forbidden }
    if view.line.project.isArchived { throw Rejection.conflict(Reason("programme.archived")) }
    return view
  }

  /// Brings a project up to date by the short form: all of it, or nothing. `versions` are those that the form was made from.
  package func bringUpToDate(
    _ project: ProgrammeItemID, from versions: String, _ fields: [String: String], by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = programme.lists
    try await programme.database.write(as: user) { transaction in
      try transaction.mayChange(project)
      guard let line = try transaction.read.portfolio(.current, only: project).lines.first else {
        throw Rejection.notFound("Project")
      }
      guard ProjectUpdate.versions(of: line) == versions else {
        throw Rejection.conflict(Reason("programme.changed"))
      }
      let update = try ProjectUpdate(fields, line, lists, today: transaction.today)
      try transaction.apply(update, to: project)
    }
  }
}

extension Transaction {
  fileprivate func apply(_ update: ProjectUpdate, to project: ProgrammeItemID) throws {
    let line = update.line
    var changed: [String] = []
    if update.project != line.project.value {
      try change(line.project, to: update.project)
      changed.append("position")
    }
    if let next = line.next, let milestone = update.milestone, milestone != next.value {
      try change(next, to: milestone)
      record("milestone changed", next.id, ["version": String(next.number + 1)])
      changed.append("milestone")
    }
    if let worst = ProjectUpdate.worst(of: line) {
      if let risk = update.risk, risk != worst.value {
        try change(worst, to: risk)
        record("risk changed", worst.id, ["version": String(worst.number + 1)])
        changed.append("risk")
      }
    } else if let risk = update.risk {
      let id = try begin(risk, in: project)
      record("risk added", id, ["project": project.text])
      changed.append("risk")
    }
    if let rating = update.rating {
      try rate(rating.value, of: project, Cause(because: rating.reason))
      changed.append("rating")
    }
    record("project brought up to date", project, ["changed": changed.joined(separator: " ")])
  }
}
