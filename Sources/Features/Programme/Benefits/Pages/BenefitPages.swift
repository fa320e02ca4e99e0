import Core
import HTML
import Web

/// The pages of benefits: of all projects, of one, and one benefit with what was measured of it.
package struct BenefitPages: Sendable {
  let programme: Programme
  private let pages: ProgrammePages

  package init(_ programme: Programme) {
    self.programme = programme
    pages = ProgrammePages(programme)
  }

  package var routes: [Route] {
    [
      .get("/programme/benefits", .may(.readProgramme), all),
      .get("/programme/projects/:id/benefits", .may(.readProgramme), ofProject),
      .get("/programme/benefits/:id", .may(.readProgramme)) { visit in
        .page(try await benefit(visit, FormState()))
      },
      .post("/programme/benefits/:id/readings", .may(.updateProjects), addReading),
      .get("/programme/gap", .may(.readProgramme), gap),
    ]
  }

  private var lists: ProgrammeLists { programme.lists }
  private var today: Day { programme.wall.today }

  private func number(_ visit: Visit) -> Int {
    min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
  }

  // MARK: - Lists

  private func all(_ visit: Visit) async throws -> Answer {
    let order = visit.query("sort").flatMap { BenefitOrder(rawValue: $0) } ?? .project
    let page = number(visit)
    let list = try await programme.benefits(in: order, page: page, for: visit.user)
    return .page(
      Page(
        "Benefits", caption: "What the programme is done for, in figures", width: .wide,
        back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        filterForm(to: "/programme/benefits", label: "Order") {
          select(
            Field("sort", "Order", values: [order.rawValue]),
            [
              Choice("project", "By project"),
              Choice("age", "Without a reading first, then the oldest readings"),
            ], prompt: nil)
        }
        if list.lines.isEmpty {
          emptyState("No benefit is set down", "Benefits are added on the page of a project.")
        } else {
          table(list, hasProject: true)
        }
        paging("/programme/benefits?sort=\(order.rawValue)&", page, list.hasMore)
        paragraph(
          link("What closing the gap in work and pay is worth", to: "/programme/gap"))
        printButton()
      })
  }

  private func ofProject(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let page = number(visit)
    let view = try await programme.project(id, for: visit.user)
    let list = try await programme.benefits(of: id, in: .project, page: page, for: visit.user)
    let name = view.line.project.value.name
    return .page(
      Page(
        "Benefits", caption: name, width: .wide,
        back: Link(name, to: "/programme/projects/\(id)"), section: ProgrammePages.section
      ) {
        if list.lines.isEmpty {
          emptyState(
            "No benefit is set down",
            "Say what it is done for: what is measured, where it stands and where it should come.")
        } else {
          table(list, hasProject: false)
        }
        pages.add(view, .benefit, "Add a benefit")
        paging("/programme/projects/\(id)/benefits?", page, list.hasMore)
        printButton()
      })
  }

  private func table(_ list: BenefitList, hasProject: Bool) -> Markup {
    var columns: [Column] = ["What is measured"]
    if hasProject { columns.append("Project") }
    columns += [
      "From and to", .number("Latest"), "How far", "Age of the reading", "Who answers for it",
    ]
    return HTML.table(
      "Benefits", isCaptionHidden: true, columns: columns,
      rows: list.lines.map { cells($0, hasProject: hasProject) })
  }

  private func cells(_ line: BenefitLine, hasProject: Bool) -> [Markup] {
    let benefit = line.benefit.value
    let reading = line.latest?.value
    var cells = [
      Markup {
        link(benefit.name, to: "/programme/benefits/\(line.benefit.id)")
        if benefit.sort == .disbenefit {
          " "
          tag("Dis-benefit", .info)
        }
      }
    ]
    if hasProject, let project = line.benefit.project {
      cells.append(link(line.projectName, to: "/programme/projects/\(project)/benefits"))
    }
    cells.append(Markup(benefit.aim))
    cells.append(
      reading.map { Markup(Thousandths.spoken($0.value, benefit.unit)) } ?? quiet("None"))
    cells.append(progress(benefit, reading))
    cells.append(
      reading.map { Markup(Counted.of($0.on.days(until: today), "day")) } ?? quiet("None"))
    cells.append(Markup(benefit.owner ?? ""))
    return cells
  }

  private func progress(_ benefit: Benefit, _ reading: Reading?) -> Markup {
    let progress = BenefitProgress(benefit, latest: reading?.value)
    return tag(progress.words, progress.tone)
  }

  /// How many pages there are is not known, only whether there is another.
  private func paging(_ path: String, _ page: Int, _ hasMore: Bool) -> Markup {
    pagination(
      page: page, of: hasMore ? page + 1 : page,
      previous: page > 1 ? "\(path)page=\(page - 1)" : nil,
      next: hasMore ? "\(path)page=\(page + 1)" : nil)
  }

  // MARK: - One benefit

  private func benefit(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Benefit")
    let page = number(visit)
    let view = try await programme.benefit(id, page: page, for: visit.user)
    let (benefit, name) = (view.benefit.value, view.project.value.name)
    return Page(
      benefit.name,
      caption: "\(benefit.sort == .benefit ? "Benefit" : "Dis-benefit") of \(name)",
      width: .wide, back: Link(name, to: "/programme/projects/\(view.project.id)/benefits"),
      section: ProgrammePages.section, problems: state.problems
    ) {
      if view.benefit.isArchived {
        insetText { paragraph(text: "This is archived. It stands in no list.") }
      }
      summary(view)
      paragraph(
        link(
          view.mayChange ? "Change, and see what it was before" : "See what it was before",
          to: "/programme/items/\(id)", about: benefit.name))
      heading("Readings")
      readings(view)
      paging("/programme/benefits/\(id)?", page, view.hasMore)
      if view.mayChange {
        heading("Add a reading")
        form(to: "/programme/benefits/\(id)/readings", token: visit.formToken) {
          hiddenInput("item", newID(state).text)
          pages.readingFields(state)
          button("Add the reading")
        }
      }
      printButton()
    }
  }

  private func summary(_ view: BenefitView) -> Markup {
    let benefit = view.benefit.value
    let groups = benefit.groups.map { Markup(lists.beneficiaries.label($0)) }
    var rows = [
      SummaryRow("How far it is", progress(benefit, view.latest)),
      SummaryRow("From and to", Markup(benefit.aim)),
      SummaryRow("Where the start is from", benefit.baseline.map { Markup($0.source) }),
      SummaryRow("For", bullets(groups)),
    ]
    if let bearer = benefit.borneBy { rows.append(SummaryRow("Who bears it", Markup(bearer))) }
    rows.append(SummaryRow("Who answers for it", benefit.owner.map { Markup($0) }))
    return summaryList(rows)
  }

  private func readings(_ view: BenefitView) -> Markup {
    let unit = view.benefit.value.unit
    guard !view.readings.isEmpty else {
      return emptyState(
        "Nothing was measured yet", "A reading is a figure, its day and its source.")
    }
    let points = view.readings.reversed().map {
      (x: $0.reading.value.on.number, y: $0.reading.value.value)
    }
    return Markup {
      if points.count > 1 {
        lineChart(points, label: "The readings below as a line, the oldest at the left.")
      }
      HTML.table(
        "Readings", isCaptionHidden: true,
        columns: ["Day", .number("Reading"), "Where it is from", "Entered by", "Changes"],
        rows: view.readings.map { line in
          let one = line.reading
          let about = "the reading of \(one.value.on.spoken)"
          return [
            date(one.value.on), Markup(Thousandths.spoken(one.value.value, unit)),
            Markup(one.value.source), Markup(line.by),
            Markup {
              if one.number > 1 {
                tag("Put right", .info)
                " "
              }
              link(
                view.mayChange ? "Put it right" : "See its history",
                to: "/programme/items/\(one.id)", about: about)
            },
          ]
        })
    }
  }

  /// Made with the form, so that a form that is sent twice is one reading.
  private func newID(_ state: FormState) -> ProgrammeItemID {
    ProgrammeItemID(checking: state.text("item")) ?? ProgrammeItemID(at: programme.wall.now())
  }

  private func addReading(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Benefit")
    return try await visit.answer {
      try await programme.addReading(
        visit.form.single, as: newID(visit.form), of: id, by: visit.user)
      return .see("/programme/benefits/\(id)", done: "programme-added")
    } again: {
      try await benefit(visit, $0)
    }
  }
}

extension BenefitProgress {
  /// The words say it too; colour is never alone.
  var tone: Tone {
    switch self {
    case .notMeasured, .notAccepted: .warning
    case .underway(let percent) where percent < 0: .danger
    case .reached, .accepted: .good
    case .noMeasure, .underway: .neutral
    }
  }
}
