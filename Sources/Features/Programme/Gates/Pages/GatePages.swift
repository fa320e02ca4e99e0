import Core
import HTML
import HTTPTypes
import Web

/// The pages of the gates: where every project stands, the gates of one, and one gate with what is brought to it, what is
/// known about equality, what was decided and on which conditions.
package struct GatePages: Sendable {
  let gates: Gates

  package init(_ gates: Gates) { self.gates = gates }

  package var routes: [Route] {
    [
      .get("/programme/gates", .may(.readProgramme), overview),
      .get("/programme/conditions", .may(.readProgramme), conditions),
      .get("/programme/projects/:id/gates", .may(.readProgramme)) { visit in
        .page(try await projectPage(visit, FormState()))
      },
      .post("/programme/projects/:id/gates", .may(.keepProgramme), choose),
      .get("/programme/gates/:id", .may(.readProgramme)) { visit in
        .page(try await gatePage(visit, FormState()))
      },
      .post("/programme/gates/:id/tranche", .may(.keepProgramme), addTranche),
      .post("/programme/gates/:id/due", .may(.updateProjects), plan),
      .get("/programme/gates/:id/product", .may(.updateProjects)) { visit in
        .page(try await productPage(visit, visit.query("of") ?? "", nil))
      },
      .post("/programme/gates/:id/product", .may(.updateProjects), prepare),
      .get("/programme/gates/:id/equality", .may(.updateProjects)) { visit in
        .page(try await equalityPage(visit, nil))
      },
      .post("/programme/gates/:id/equality", .may(.updateProjects), recordEquality),
      .get("/programme/gates/:id/finding", .may(.updateProjects)) { visit in
        .page(try await findingPage(visit, FormState()))
      },
      .post("/programme/gates/:id/finding", .may(.updateProjects), find),
      .get("/programme/gates/:id/decision", .may(.keepProgramme)) { visit in
        .page(try await decisionPage(visit, nil))
      },
      .post("/programme/gates/:id/decision", .may(.keepProgramme), decide),
      .get("/programme/conditions/:id", .may(.readProgramme)) { visit in
        .page(try await conditionPage(visit, FormState()))
      },
      .post("/programme/conditions/:id", .may(.updateProjects), meet),
      .post("/programme/conditions/:id/waive", .may(.keepProgramme), waive),
    ] + minutesRoutes
  }

  static let section = ProgrammePages.section
  static let home = Link("Gates", to: "/programme/gates")

  var today: Day { gates.today }

  func number(_ visit: Visit) -> Int { min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1)) }

  /// After a change to its page; else the form again with what was typed and what is wrong.
  func answer(
    _ visit: Visit, to path: String, done: String, _ work: () async throws -> Void,
    again page: (FormState) async throws -> Page
  ) async throws -> Answer {
    try await visit.answer {
      try await work()
      return .see(path, done: done)
    } again: {
      try await page($0)
    }
  }

  /// Made with the form, so that a form that is sent twice is one thing.
  func newID(_ state: FormState) -> ProgrammeItemID {
    ProgrammeItemID(checking: state.text("item"))
      ?? ProgrammeItemID(at: gates.programme.wall.now())
  }

  // MARK: - All projects

  private func overview(_ visit: Visit) async throws -> Answer {
    let written = visit.query("on")?.trimmed ?? ""
    let day = written.isEmpty ? today : Day(written: written)
    guard let day, day <= today else {
      let state = FormState(
        values: ["on": written], problems: [Problem("on", Reason("programme.on"))])
      return .again(overviewPage(visit, today, [], state))
    }
    let all = try await gates.all(AsOf(day, today: today), for: visit.user)
    let state = day < today ? FormState(values: ["on": day.written]) : FormState()
    return .page(overviewPage(visit, day, all, state))
  }

  private func overviewPage(
    _ visit: Visit, _ day: Day, _ all: [ProjectGates], _ state: FormState
  ) -> Page {
    let page = number(visit)
    let pages = max(1, (all.count + Gates.pageSize - 1) / Gates.pageSize)
    let shown = all.dropFirst((page - 1) * Gates.pageSize).prefix(Gates.pageSize)
    func path(_ page: Int) -> String {
      "/programme/gates?page=\(page)" + (day < today ? "&on=\(day)" : "")
    }
    return Page(
      "Gates",
      caption: day < today ? "As it stood at the end of \(day.spoken)" : "As it stands today",
      width: .wide, back: ProgrammePages.home, section: Self.section, problems: state.problems
    ) {
      screenOnly { paragraph(link("Conditions that are open", to: "/programme/conditions")) }
      if shown.isEmpty {
        emptyState("No project stands here", "The programme office adds projects.")
      } else {
        table(
          "Where each project stands", isCaptionHidden: true,
          columns: [
            "Project", "Stands at", "Planned", "What is missing", "Last decision",
            .number("Open conditions"),
          ], rows: shown.map { line($0, on: day) })
      }
      pagination(
        page: page, of: pages, previous: page > 1 ? path(page - 1) : nil,
        next: page < pages ? path(page + 1) : nil)
      filterForm(to: "/programme/gates", label: "As it stood on a day", clear: "/programme/gates") {
        dateInput(
          Field(
            "on", "See it as it stood on", hint: "A day up to today, like 20/11/2026", in: state))
      }
      printButton()
    }
  }

  private func line(_ project: ProjectGates, on day: Day) -> [Markup] {
    let decided = project.gates.last { $0.decision != nil }
    return [
      link(
        project.project.value.name, to: "/programme/projects/\(project.project.id)/gates"),
      standsAt(project), project.next.map { planned($0, on: day) } ?? Markup(),
      project.next.map { missing($0) } ?? Markup(),
      decided.map { gate in
        Markup {
          outcome(gate)
          quiet(" \(gate.name)")
        }
      } ?? Markup(), "\(project.gates.reduce(0) { $0 + $1.openConditions.count })",
    ]
  }

  private func standsAt(_ project: ProjectGates) -> Markup {
    if project.gates.isEmpty { return quiet("No gates chosen") }
    if project.isStopped { return tag("Stopped", .danger) }
    guard let next = project.next else { return tag("All gates passed", .good) }
    return link(next.name, to: "/programme/gates/\(next.id)")
  }

  func planned(_ gate: GateLine, on day: Day) -> Markup {
    guard let due = gate.standing.value.due else { return quiet("No date") }
    return Markup {
      due.spoken
      if !gate.isPassed, due.isOver(on: day) {
        " "
        tag("Overdue", .danger)
      }
    }
  }

  private func missing(_ gate: GateLine) -> Markup {
    let count = gate.unsettled.count
    return Markup {
      count == 0
        ? "All products are ready." : "\(count) of \(gate.products.count) products not ready."
      " "
      equality(gate)
      for gap in gate.check.gaps { quiet(" \(gap.words)") }
    }
  }

  func equality(_ gate: GateLine) -> Markup {
    tag("Equality: \(gate.check.words.lowercased())", gate.check.tone)
  }

  func outcome(_ gate: GateLine) -> Markup {
    guard let decision = gate.decision?.value else { return quiet("Not decided") }
    return Markup {
      tag(decision.outcome.words, decision.outcome.tone)
      " "
      date(decision.decidedOn)
    }
  }

  // MARK: - Open conditions

  private func conditions(_ visit: Visit) async throws -> Answer {
    let page = number(visit)
    let all = try await gates.openConditions(page: page, for: visit.user)
    let shown = all.prefix(Gates.pageSize)
    let hasMore = all.count > Gates.pageSize
    return .page(
      Page(
        "Conditions that are open", caption: "Those overdue come first", width: .wide,
        back: Self.home, section: Self.section
      ) {
        if shown.isEmpty {
          emptyState(
            "No condition is open", "Conditions come with decisions at gates.")
        } else {
          table(
            "Conditions that are open", isCaptionHidden: true,
            columns: ["Condition", "Due", "Owner", "Gate", "Project"],
            rows: shown.map { one in
              [
                link(one.condition.value.words, to: "/programme/conditions/\(one.condition.id)"),
                due(one.condition.value), Markup(one.condition.value.owner),
                link(
                  name(of: one.gate), to: "/programme/gates/\(one.condition.value.gate)"),
                link(one.projectName, to: "/programme/projects/\(one.project)/gates"),
              ]
            })
        }
        pagination(
          page: page, of: hasMore ? page + 1 : page,
          previous: page > 1 ? "/programme/conditions?page=\(page - 1)" : nil,
          next: hasMore ? "/programme/conditions?page=\(page + 1)" : nil)
        printButton()
      })
  }

  private func name(of gate: Gate) -> String {
    let label = gates.sets.gate(gate.gate, in: gate.set, on: today).label
    return gate.tranche == 0 ? label : "\(label), tranche \(gate.tranche)"
  }

  func due(_ condition: GateCondition) -> Markup {
    Markup {
      date(condition.dueOn)
      if condition.isOverdue(on: today) {
        " "
        tag("Overdue", .danger)
      }
    }
  }
}
