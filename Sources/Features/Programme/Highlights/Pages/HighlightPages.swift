import Core
import HTML
import Web

/// The pages of highlight reports.
package struct HighlightPages: Sendable {
  let reports: HighlightReports

  package init(_ reports: HighlightReports) { self.reports = reports }

  var programme: Programme { reports.programme }
  var lists: ProgrammeLists { programme.lists }
  var today: Day { reports.today }
  /// What these pages say of projects in the same words as the others.
  var shared: ProgrammePages { ProgrammePages(programme) }

  static let path = "/programme/reports"
  static let home = Link("Reports", to: path)

  package var routes: [Route] {
    [
      .get(Self.path, .may(.readProgramme), listPage),
      .get("/programme/projects/:id/reports", .may(.readProgramme), projectPage),
      .get("/programme/projects/:id/reports/new", .may(.updateProjects)) { visit in
        .page(try await newPage(visit, nil))
      },
      .post("/programme/projects/:id/reports", .may(.updateProjects), begin),
      .get("\(Self.path)/:id", .may(.readProgramme)) { visit in
        .page(try await reportPage(visit, FormState()))
      },
      .get("\(Self.path)/:id/change", .may(.updateProjects)) { visit in
        .page(try await changePage(visit, nil))
      },
      .post("\(Self.path)/:id", .may(.updateProjects), change),
      .post("\(Self.path)/:id/send", .may(.updateProjects), sendReport),
      .post("\(Self.path)/:id/take-back", .may(.updateProjects)) { visit in
        try await act(visit, done: "report-back") { id, number in
          try await reports.takeBack(id, from: number, by: visit.user)
        }
      },
      .post("\(Self.path)/:id/withdraw", .may(.updateProjects)) { visit in
        try await act(visit, done: "report-withdrawn") { id, number in
          try await reports.withdraw(id, from: number, by: visit.user)
        }
      },
      .post("\(Self.path)/:id/approve", .may(.keepProgramme), approve),
      .post("\(Self.path)/:id/return", .may(.keepProgramme), giveBack),
    ] + ownRoutes
  }

  // MARK: - The list for a month

  private func asked(_ visit: Visit) -> ReportPeriod? {
    visit.query("period").flatMap { ReportPeriod(rawValue: $0) }
  }

  func page(_ visit: Visit) -> Int { min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1)) }

  private func listPage(_ visit: Visit) async throws -> Answer {
    let newest = ReportPeriod(of: today)
    let period = min(asked(visit) ?? reports.suggested(), newest)
    let view = try await reports.reports(for: period, page: page(visit), for: visit.user)
    func to(_ period: ReportPeriod, page: Int = 1) -> String {
      Self.path + "?period=\(period)" + (page > 1 ? "&page=\(page)" : "")
    }
    return .page(
      Page(
        "Reports for \(period.spoken)", width: .wide, back: ProgrammePages.home,
        section: ProgrammePages.section
      ) {
        paragraph(
          text:
            "Projects: \(view.all). Approved: \(view.approved). Waiting for approval: \(view.waiting). Late: \(view.late). Reports for this month are due by \(view.dueOn.spoken)."
        )
        screenOnly {
          bullets(
            [link("Reports for \(period.previous.spoken)", to: to(period.previous))]
              + (period < newest
                ? [link("Reports for \(period.next.spoken)", to: to(period.next))] : []))
        }
        if view.rows.isEmpty {
          emptyState(
            "No project stood in this month", "Reports are due of each project that stands here.")
        } else {
          table(
            "Reports for \(period.spoken)", isCaptionHidden: true,
            columns: ["Project", "Owner", "Report", "Since", "What to do"],
            rows: view.rows.map { row($0, period) })
        }
        pagination(
          page: view.page, of: view.pages,
          previous: view.page > 1 ? to(period, page: view.page - 1) : nil,
          next: view.page < view.pages ? to(period, page: view.page + 1) : nil)
        printButton()
      })
  }

  private func row(_ row: ReportRow, _ period: ReportPeriod) -> [Markup] {
    [
      link(row.name, to: "/programme/projects/\(row.project)/reports"),
      row.owner.map { Markup($0) } ?? quiet("Nobody"),
      Markup {
        state(row.report?.value.state)
        if row.isLate {
          " "
          tag("Late", .danger)
        }
      }, row.report.map { date($0.since.day) } ?? Markup(), action(row, period),
    ]
  }

  private func action(_ row: ReportRow, _ period: ReportPeriod) -> Markup {
    guard row.mayOpen else { return Markup() }
    guard let report = row.report else {
      return link(
        "Write", to: "/programme/projects/\(row.project)/reports/new?period=\(period)",
        about: "the report of \(row.name)")
    }
    return link("Open", to: "\(Self.path)/\(report.id)", about: "the report of \(row.name)")
  }

  /// Nil: nobody has begun.
  func state(_ state: HighlightReport.State?) -> Markup {
    switch state {
    case nil: quiet("Not begun")
    case .draft: tag("Being written")
    case .sent: tag("Waits for approval", .info)
    case .returned: tag("Returned", .warning)
    case .approved: tag("Approved", .good)
    }
  }

  // MARK: - The reports of a project

  private func projectPage(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let view = try await reports.reports(of: id, page: page(visit), for: visit.user)
    let name = view.project.line.project.value.name
    let path = "/programme/projects/\(id)/reports"
    return .page(
      Page(
        "Reports: \(name)", width: .wide, back: Link(name, to: "/programme/projects/\(id)"),
        section: ProgrammePages.section
      ) {
        heading("Ratings by month")
        history(view.history)
        heading("Reports")
        if view.reports.isEmpty {
          emptyState("No report stands here", "What is being written is seen by its owner alone.")
        } else {
          table(
            "Reports", isCaptionHidden: true, columns: ["Month", "State", "Since"],
            rows: view.reports.map { one in
              [
                link(one.value.period.spoken, to: "\(Self.path)/\(one.id)"),
                one.isArchived ? quiet("Withdrawn") : state(one.value.state), date(one.since.day),
              ]
            })
        }
        pagination(
          page: view.page, of: view.hasMore ? view.page + 1 : view.page,
          previous: view.page > 1 ? "\(path)?page=\(view.page - 1)" : nil,
          next: view.hasMore ? "\(path)?page=\(view.page + 1)" : nil)
        if shared.may(view.project), !view.missing.isEmpty {
          heading("Write a report")
          bullets(
            view.missing.map { month in
              link("Write the report for \(month.spoken)", to: "\(path)/new?period=\(month)")
            })
        }
        printButton()
      })
  }

  /// A line for each respect, a column for each month; the words say it, and colour with them.
  private func history(_ history: RatingHistory) -> Markup {
    let periods = history.periods()
    guard !periods.isEmpty else { return paragraph(text: "Nothing was rated yet.") }
    return Markup {
      table(
        "Ratings by month, the newest last", isCaptionHidden: true,
        columns: ["Respect"] + periods.map { Column($0.spoken) },
        rows: lists.respects.entries(on: today).map { respect in
          [Markup(respect.label)]
            + periods.map { period in
              guard let said = history.rating(respect.key, in: period) else {
                return quiet("Nothing said")
              }
              guard let rating = said.rating else { return quiet("Not rated") }
              return Markup {
                tag(shared.words(rating, said.scale), shared.tone(rating, said.scale))
                if !said.isOfReport {
                  " "
                  quiet("no report")
                }
              }
            }
        })
    }
  }
}
