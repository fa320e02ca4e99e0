import Core
import HTML
import Web

/// The pages of money, of the team's time and of what is bought, over all projects and of one.
struct MoneyPages: Sendable {
  let pages: ProgrammePages

  init(_ pages: ProgrammePages) { self.pages = pages }

  var programme: Programme { pages.programme }
  var today: Day { pages.today }

  var routes: [Route] {
    [
      .get("/programme/funding", .may(.readProgramme), funding),
      .download("/programme/funding.csv", .may(.readProgramme), fundingCSV),
      .get("/programme/funding/falls", .may(.readProgramme), falls),
      .get("/programme/spend", .may(.readProgramme), spend),
      .get("/programme/projects/:id/budget", .may(.readProgramme), budget),
      .get("/programme/claims", .may(.readProgramme), claims),
      .get("/programme/projects/:id/claims", .may(.readProgramme), projectClaims),
      .get("/programme/capacity", .may(.readProgramme), capacity),
      .get("/programme/capacity/new", .may(.keepProgramme)) { visit in
        .page(newCapacityPage(visit, FormState()))
      },
      .post("/programme/capacity", .may(.keepProgramme), addCapacity),
      .get("/programme/projects/:id/time", .may(.readProgramme), projectTime),
      .get("/programme/commissions", .may(.readProgramme), commissions),
      .get("/programme/projects/:id/commissions", .may(.readProgramme), projectCommissions),
    ] + [ItemKind.budget, .claim, .effort, .commission, .monitoring].flatMap(newRoutes)
  }

  private func newRoutes(_ kind: ItemKind) -> [Route] {
    let path = "/programme/projects/:id/new-\(kind.rawValue)"
    return [
      .get(path, .may(.updateProjects)) { visit in
        // Of which commission, where the link came from one.
        let asked = visit.query("of").map { ["commission": $0] } ?? [:]
        return .page(try await newPage(visit, kind, FormState(values: asked)))
      },
      .post(path, .may(.updateProjects)) { visit in try await add(visit, kind) },
    ]
  }

  /// Where one goes from the portfolio.
  static let ways = [
    Link("Where the money comes from", to: "/programme/funding"),
    Link("Budget and spend", to: "/programme/spend"),
    Link("Claims to funders", to: "/programme/claims"),
    Link("Commissions", to: "/programme/commissions"),
    Link("The team’s time", to: "/programme/capacity"),
  ]

  // MARK: - A new thing of a project

  private func newPage(_ visit: Visit, _ kind: ItemKind, _ state: FormState) async throws -> Page {
    let project: ProgrammeItemID = try visit.id("Project")
    let view = try await programme.project(project, for: visit.user)
    guard view.mayChange else { throw Rejection.forbidden }
    return Page(
      kind.newTitle, caption: view.line.project.value.name,
      back: Link("Back", to: kind.place(in: project)), section: ProgrammePages.section,
      problems: state.problems
    ) {
      form(to: "/programme/projects/\(project)/new-\(kind.rawValue)", token: visit.formToken) {
        hiddenInput("item", newID(state).text)
        pages.moneyFields(kind, state, of: view.line)
        button(kind.newTitle)
      }
    }
  }

  private func add(_ visit: Visit, _ kind: ItemKind) async throws -> Answer {
    let project: ProgrammeItemID = try visit.id("Project")
    let fields = visit.form.single
    let id = newID(visit.form)
    return try await visit.answer {
      try await programme.addMoney(kind, fields, as: id, to: project, by: visit.user)
      return .see(kind.place(in: project), done: "programme-added")
    } again: {
      try await newPage(visit, kind, $0)
    }
  }

  // MARK: - What pages share

  /// Made with the form, so that a form that is sent twice is one thing.
  func newID(_ state: FormState) -> ProgrammeItemID {
    ProgrammeItemID(checking: state.text("item")) ?? ProgrammeItemID(at: programme.wall.now())
  }

  func projectLink(_ line: PortfolioLine) -> Markup {
    link(line.project.value.name, to: "/programme/projects/\(line.id)")
  }

  /// What a reader may do on a project's page: nothing on one that is archived.
  func may(_ visit: Visit, _ line: PortfolioLine) -> Bool {
    Programme.may(visit.user, change: line.project.value) && !line.project.isArchived
  }
}

extension ItemKind {
  /// The page of a project on which things of this kind stand.
  func place(in project: ProgrammeItemID) -> String {
    let area =
      switch self {
      case .budget: "/budget"
      case .claim: "/claims"
      case .effort: "/time"
      case .commission, .monitoring: "/commissions"
      default: ""
      }
    return "/programme/projects/\(project)\(area)"
  }
}

/// One page of a list.
struct Paged<Element> {
  let shown: ArraySlice<Element>
  let page: Int
  let pages: Int

  /// A page that is not there is the last one.
  init(_ all: [Element], _ visit: Visit, size: Int = 50) {
    pages = max(1, (all.count + size - 1) / size)
    page = min(pages, max(1, Int(visit.query("page") ?? "") ?? 1))
    shown = all.dropFirst((page - 1) * size).prefix(size)
  }

  /// `query` is what else stands in the address, like `sort=state`.
  func links(to path: String, _ query: String = "") -> Markup {
    let start = "\(path)?\(query)\(query.isEmpty ? "" : "&")page="
    return pagination(
      page: page, of: pages, previous: page > 1 ? "\(start)\(page - 1)" : nil,
      next: page < pages ? "\(start)\(page + 1)" : nil)
  }
}
