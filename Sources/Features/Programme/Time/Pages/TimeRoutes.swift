import Core
import HTML
import Web

extension ProgrammePages {
  /// What milestones wait for, when bodies meet, and both as a calendar. `origin` is the beginning of this server's addresses.
  package func timeRoutes(origin: String) -> [Route] {
    [
      .download("/programme/calendar.ics", .may(.readProgramme)) { visit in
        .file(
          try await programme.calendar(origin: origin, for: visit.user),
          named: "programme.ics", contentType: "text/calendar; charset=utf-8")
      },
      .get("/programme/dependencies", .may(.readProgramme), dependencies),
      .get("/programme/items/:id/dependencies", .may(.readProgramme)) { visit in
        .page(try await waitsPage(visit, FormState()))
      },
      .post("/programme/items/:id/dependencies", .may(.updateProjects), addWait),
      .post("/programme/items/:id/dependencies/end", .may(.updateProjects), endWait),
    ] + meetingGapRoutes + meetingRoutes + touchRoutes
  }

  /// Rows of a list on one page.
  static let rowsOnPage = 50

  /// The page of a list that is asked for, from 1.
  func asked(page visit: Visit) -> Int { min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1)) }

  /// Made with a form, so that a form that is sent twice is one thing.
  func itemID(_ state: FormState) -> ProgrammeItemID {
    ProgrammeItemID(checking: state.text("item")) ?? ProgrammeItemID(at: programme.wall.now())
  }

  /// Links to the pages before and after. `path` ends in `?` or `&`.
  func pages(_ page: Int, hasMore: Bool, _ path: String) -> Markup {
    pagination(
      page: page, of: hasMore ? page + 1 : page,
      previous: page > 1 ? "\(path)page=\(page - 1)" : nil,
      next: hasMore ? "\(path)page=\(page + 1)" : nil)
  }
}
