import Core
import HTML
import Web

/// The gates of one project in their order, and one gate.
extension GatePages {
  func projectPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Project")
    let (project, mayChange) = try await gates.gates(of: id, for: visit.user)
    let name = project.project.value.name
    let mayKeep = mayChange && visit.user.may(.keepProgramme)
    return Page(
      "Gates of \(name)", caption: project.set.map { gates.sets.label(of: $0) }, width: .wide,
      back: Link(name, to: "/programme/projects/\(id)"), section: Self.section,
      problems: state.problems
    ) {
      if project.gates.isEmpty {
        emptyState(
          "No gates are chosen yet", "The programme office chooses which gates the project has.")
      } else {
        if project.isStopped { warningText("The project was stopped at a gate.") }
        table(
          "Gates of \(name)", isCaptionHidden: true,
          columns: [
            "Gate", "Planned", .number("Products ready"), "Equality", "Decision",
            .number("Open conditions"),
          ], rows: project.gates.map { row($0) })
        if mayKeep { addTranche(project, visit) }
      }
      if mayKeep, project.gates.allSatisfy({ $0.decisions.isEmpty }) {
        chooser(project, visit, state)
      }
      printButton()
    }
  }

  private func row(_ gate: GateLine) -> [Markup] {
    [
      link(gate.name, to: "/programme/gates/\(gate.id)"), planned(gate, on: today),
      "\(gate.products.count - gate.unsettled.count) of \(gate.products.count)",
      tag(gate.check.words, gate.check.tone), outcome(gate), "\(gate.openConditions.count)",
    ]
  }

  private func addTranche(_ project: ProjectGates, _ visit: Visit) -> Markup {
    var seen: Set<String> = []
    let kinds = project.gates.filter { $0.kind.isByTranche && seen.insert($0.kind.key).inserted }
    return Markup {
      for gate in kinds {
        buttonForm(
          "Add a tranche", to: "/programme/gates/\(gate.id)/tranche", token: visit.formToken,
          about: gate.kind.label)
      }
    }
  }

  private func chooser(_ project: ProjectGates, _ visit: Visit, _ state: FormState) -> Markup {
    let fields = form(
      to: "/programme/projects/\(project.project.id)/gates", token: visit.formToken
    ) {
      radios(
        Field("set", "Which gates does it have?", in: state),
        gates.sets.sets(on: today).map { Choice($0.key, $0.label, hint: $0.meaning) })
      textInput(
        Field(
          "tranches", "In how many tranches does the full business case come?",
          hint: "1 if it comes once. You can add more later.", in: state, isOptional: true),
        .whole, width: .short)
      button("Choose these gates")
    }
    guard !project.gates.isEmpty else { return fields }
    return details("Choose other gates", isOpen: !state.problems.isEmpty) {
      paragraph("What was prepared for these gates leaves all lists. It stays in the record.")
      fields
    }
  }

  func choose(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    return try await answer(
      visit, to: "/programme/projects/\(id)/gates", done: "gate-chosen"
    ) {
      try await gates.choose(visit.form.single, for: id, by: visit.user)
    } again: {
      try await projectPage(visit, $0)
    }
  }

  func addTranche(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    try await gates.addTranche(of: id, by: visit.user)
    let view = try await gates.gate(id, for: visit.user)
    return .see("/programme/projects/\(view.project.project.id)/gates", done: "programme-added")
  }

  // MARK: - One gate

  func gatePage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Gate")
    let view = try await gates.gate(id, for: visit.user)
    let gate = view.line
    let project = view.project.project
    return Page(
      gate.name, caption: project.value.name, width: .wide,
      back: Link("Gates of \(project.value.name)", to: "/programme/projects/\(project.id)/gates"),
      section: Self.section, problems: state.problems
    ) {
      lead(Markup(gate.kind.meaning))
      summaryList([
        SummaryRow("Decision", outcome(gate)), SummaryRow("Planned", planned(gate, on: today)),
        SummaryRow(
          "Products ready",
          "\(gate.products.count - gate.unsettled.count) of \(gate.products.count)"),
        SummaryRow("Equality", tag(gate.check.words, gate.check.tone)),
        SummaryRow("Open conditions", "\(gate.openConditions.count)"),
      ])
      earlier(view)
      if view.mayChange { planForm(view, visit, state) }
      products(view)
      equalityPart(view)
      decisions(view, visit)
      printButton()
    }
  }

  /// Says which gates before this one were not passed. That hinders nobody.
  private func earlier(_ view: GateView) -> Markup {
    let open = view.project.gates.prefix { $0.id != view.line.id }.filter { !$0.isPassed }
    guard !open.isEmpty, !view.line.isPassed else { return Markup() }
    return insetText {
      paragraph(text: "Not passed before this one: \(open.map(\.name).joined(separator: "; ")).")
    }
  }

  private func planForm(_ view: GateView, _ visit: Visit, _ state: FormState) -> Markup {
    let due = view.line.standing.value.due?.description ?? ""
    return details("Say when it is planned", isOpen: !state.problems.isEmpty) {
      form(to: "/programme/gates/\(view.line.id)/due", token: visit.formToken) {
        hiddenInput("version", String(view.line.standing.number))
        textInput(
          Field(
            "due", "When does it come before the body?",
            hint: "As exact as you know it: 31/03/2027, March 2027, late March 2027 or Q4 26/27.",
            values: [state.values.isEmpty ? due : state.text("due")],
            problem: state.problem("due"), isOptional: true), width: .medium)
        button("Save the date", .secondary)
      }
    }
  }

  func plan(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    return try await answer(
      visit, to: "/programme/gates/\(id)", done: "programme-saved"
    ) {
      try await gates.plan(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
    } again: {
      try await gatePage(visit, $0)
    }
  }

  private func products(_ view: GateView) -> Markup {
    Markup {
      heading("What is due, by the five cases")
      for businessCase in GateSets.BusinessCase.allCases {
        let all = view.line.products.filter { $0.businessCase == businessCase }
        heading(
          "\(businessCase.words) case", level: 3, caption: businessCase.question)
        if all.isEmpty {
          paragraph("Nothing is due in this case.")
        } else {
          table(
            "\(businessCase.words) case", isCaptionHidden: true,
            columns: ["What", "State", "Where it is"]
              + (view.mayChange ? ["What to do"] : []),
            rows: all.map { product($0, view) })
        }
      }
    }
  }

  private func product(_ product: GateLine.Product, _ view: GateView) -> [Markup] {
    let value = product.standing?.value
    return [
      Markup(product.label), tag(product.state.words, product.state.tone),
      Markup {
        value?.noNeed ?? ""
        reference(value?.reference, value?.link)
      },
    ]
      + (view.mayChange
        ? [
          link(
            "Change", to: "/programme/gates/\(view.line.id)/product?of=\(product.key)",
            about: product.label)
        ] : [])
  }

  /// Words with an address behind them.
  func reference(_ words: String?, _ address: String?) -> Markup {
    Markup {
      words ?? ""
      if let address {
        words == nil ? "" : " "
        link("Open it", to: address, about: words)
      }
    }
  }
}
