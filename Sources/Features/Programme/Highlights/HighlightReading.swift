import Core
import Database

extension HighlightReports {
  /// Projects that stand in one page of the list for a month.
  static let pageSize = 50

  /// Whose report is due, written, waiting or approved for a month; projects that stood by its end and are not archived.
  package func reports(
    for period: ReportPeriod, page: Int = 1, for user: User
  ) async throws -> PeriodReports {
    let rows = try await rows(for: period, user).sorted {
      ($0.place, $0.name.lowercased(), $0.project.text)
        < ($1.place, $1.name.lowercased(), $1.project.text)
    }
    let pages = max(1, (rows.count + Self.pageSize - 1) / Self.pageSize)
    let page = min(max(1, page), pages)
    return PeriodReports(
      period: period, dueOn: dates.due(period),
      rows: Array(rows.dropFirst((page - 1) * Self.pageSize).prefix(Self.pageSize)), page: page,
      pages: pages, late: rows.count(where: \.isLate),
      waiting: rows.count { $0.report?.value.state == .sent },
      approved: rows.count { $0.report?.value.state == .approved }, all: rows.count)
  }

  /// A row for each project that stood by the end of a month, or has a report for it; in no order.
  func rows(for period: ReportPeriod, _ user: User) async throws -> [ReportRow] {
    let lines = try await programme.shown(for: user).portfolio.lines
    let (today, due) = (today, dates.due(period))
    let asOf: AsOf = period.last < today ? .end(of: period.last) : .current
    let (stood, reports) = try await programme.database.read { reader in
      (
        try reader.standing(Project.self, asOf).filter { !$0.isArchived }.map(\.id),
        try reader.reports(for: period)
      )
    }
    let known = Set(stood)
    return lines.filter { known.contains($0.id) || reports[$0.id] != nil }.map { line in
      let report = reports[line.id]
      let mayChange = Programme.may(user, change: line.project.value)
      return ReportRow(
        project: line.id, name: line.project.value.name, owner: line.ownerName, report: report,
        isLate: today > due && (report?.value.isOpen ?? true),
        mayOpen: mayChange || report?.value.state == .approved, mayWrite: mayChange)
    }
  }

  /// The reports of one project, and what it was rated month by month.
  package func reports(
    of project: ProgrammeItemID, page: Int = 1, for user: User
  ) async throws -> ProjectReports {
    let view = try await programme.project(project, for: user)
    let newest = ReportPeriod(of: today)
    return try await programme.database.read { reader in
      let reports = try reader.reports(of: project, page: page)
      var months = [newest]
      while months.count < 6 { months.append(months[months.count - 1].previous) }
      let newestReports = page == 1 ? reports : try reader.reports(of: project, page: 1)
      let written = newestReports.filter { !$0.isArchived }
      let approved = written.filter { $0.value.state == .approved }.map(\.value.period).max()
      return ProjectReports(
        project: view, history: try reader.ratingHistory(of: project),
        reports: reports.prefix(25).filter { view.mayChange || $0.value.state == .approved },
        page: page, hasMore: reports.count > 25,
        missing: months.filter { month in
          !written.contains { $0.value.period == month } && approved.map { $0 < month } ?? true
        })
    }
  }

  /// What stands beside the form of a new report. Nil for the month: the last one that has none.
  package func blank(
    _ project: ProgrammeItemID, for period: ReportPeriod?, by user: User
  ) async throws -> ReportForm {
    try user.must(.updateProjects)
    let view = try await programme.project(project, for: user)
    guard view.mayChange else { throw Rejection.forbidden }
    let (lists, today) = (programme.lists, today)
    let period = period ?? suggested()
    guard period <= ReportPeriod(of: today) else { throw Rejection.notFound("Month") }
    return try await programme.database.read { reader in
      let history = try reader.ratingHistory(of: project)
      let check = ReportCheck(view.line, history, [], lists, today: today)
      return ReportForm(
        project: view, period: period, history: history, proposals: check.proposals, report: nil,
        said: [])
    }
  }

  /// The month before until its reports are due, then this one.
  package func suggested() -> ReportPeriod {
    let month = ReportPeriod(of: today)
    return today <= dates.due(month.previous) ? month.previous : month
  }

  /// What stands beside the form of a report that may still be changed.
  package func form(_ id: ProgrammeItemID, by user: User) async throws -> ReportForm {
    try user.must(.updateProjects)
    let (lists, today) = (programme.lists, today)
    let (report, said) = try await programme.database.read { reader in
      guard try reader.kind(of: id) == .report,
        let report = try reader.found(HighlightReport.self, id)
      else { throw Rejection.notFound("Report") }
      return (report, try reader.said(in: report, lists))
    }
    let project = try report.mustHaveProject()
    let view = try await programme.project(project, for: user)
    guard view.mayChange else { throw Rejection.forbidden }
    try report.mustBeOpen()
    return try await programme.database.read { reader in
      let history = try reader.ratingHistory(of: project)
      let check = ReportCheck(view.line, history, said, lists, today: today)
      return ReportForm(
        project: view, period: report.value.period, history: history, proposals: check.proposals,
        report: report, said: said)
    }
  }

  /// A report as people read it. Until it is approved, only for those who may change its project.
  package func report(_ id: ProgrammeItemID, for user: User) async throws -> ReportView {
    try user.must(.readProgramme)
    let (lists, today) = (programme.lists, today)
    return try await programme.database.read { reader in
      guard try reader.kind(of: id) == .report,
        let report = try reader.found(HighlightReport.self, id),
        let line = try reader.portfolio(.current, only: report.mustHaveProject()).lines.first
      else { throw Rejection.notFound("Report") }
      let mayChange = Programme.may(user, change: line.project.value)
      guard mayChange || report.value.state == .approved else { throw Rejection.notFound("Report") }
      let versions = try reader.history(of: id, HighlightReport.self)
      let people =
        versions.map(\.by) + [report.value.writer, report.value.sender].compactMap(\.self)
      let names = try reader.accountNames(Set(people))
      let (content, isIntact) = try reader.content(report, line, lists, names, on: today)
      return ReportView(
        report: report, project: line.id, said: try reader.said(in: report, lists),
        content: content, isIntact: isIntact,
        steps: versions.prefix(50).map { one in
          ReportView.Step(
            words: one.step, at: one.since, by: names[one.by] ?? User.system.name,
            reason: one.value.state == .returned ? one.value.answer : nil)
        }, mayWrite: mayChange && !report.isArchived && !line.project.isArchived,
        mayDecide: user.may(.keepProgramme) && mayChange && !report.isArchived,
        hasWritten: try reader.hasWritten(user.id, in: id))
    }
  }
}

extension Reader {
  /// What is kept of an approved report, and of others what stands; and whether what is kept is what was approved.
  func content(
    _ report: Standing<HighlightReport>, _ line: PortfolioLine, _ lists: ProgrammeLists,
    _ names: [AccountID: String], on today: Day
  ) throws -> (content: ReportContent, isIntact: Bool) {
    if report.value.state == .approved {
      guard let kept = try snapshot(of: report.id) else {
        throw Fault("an approved report has no snapshot")
      }
      return (try ReportContent(json: kept.content), kept.digest == report.value.digest)
    }
    let said = try said(in: report, lists)
    let check = ReportCheck(line, try ratingHistory(of: line.id), said, lists, today: today)
    return (ReportContent(report.value, said, line, check, names: names), true)
  }
}

extension Standing<HighlightReport> {
  /// What this version was made by.
  fileprivate var step: String {
    if isArchived { return "Withdrawn" }
    return switch value.state {
    case .draft: number == 1 ? "Begun" : "Changed"
    case .sent: "Sent for approval"
    case .returned: "Returned"
    case .approved: "Approved"
    }
  }
}
