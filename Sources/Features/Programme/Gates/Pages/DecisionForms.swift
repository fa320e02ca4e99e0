import Core
import HTML
import Web

/// The forms of decisions and of their conditions.
extension GatePages {
  func decisionPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let view = try await gates.gate(visit.id("Gate"), for: visit.user)
    guard view.mayChange else { throw Rejection.forbidden }
    let gate = view.line
    let state = sent ?? FormState()
    return Page(
      "Record a decision", caption: "\(gate.name), \(view.project.project.value.name)",
      back: Link(gate.name, to: "/programme/gates/\(gate.id)"), section: Self.section,
      problems: state.problems
    ) {
      missing(gate)
      form(to: "/programme/gates/\(gate.id)/decision", token: visit.formToken) {
        hiddenInput("item", newID(state).text)
        radios(
          Field("outcome", "What was decided?", in: state),
          GateDecision.Outcome.allCases.map {
            Choice(
              $0.rawValue, $0.choice,
              hint: $0 == .pass && !gate.check.isComplete
                ? "Not possible while the equality gate is not complete." : nil)
          })
        textInput(Field("body", "Which body decided?", in: state), width: .full)
        dateInput(Field("decided_on", "On which day?", in: state))
        textArea(Field("why", "Why?", in: state), rows: 4, limit: 2000)
        textInput(
          Field(
            "minutes_link", "Where are the minutes?", hint: "Like https://example.org/minutes.",
            in: state, isOptional: true), width: .full)
        heading("Conditions")
        paragraph("Only for a pass with conditions. Each needs a day and a name.")
        for gap in gate.check.gaps {
          condition(
            gap.part.rawValue, "For what is missing: \(gap.part.words)", hint: gap.words,
            isOptional: false, state)
        }
        for number in 1...DecisionDraft.free {
          let name = "other\(number)"
          details(
            gate.check.isComplete ? "Condition \(number)" : "Another condition, \(number)",
            isOpen: ["words", "due", "owner"].contains {
              !state.text("\(name)_\($0)").isEmpty || state.problem("\(name)_\($0)") != nil
            } || (gate.check.isComplete && number == 1)
          ) {
            condition(name, "Condition \(number)", hint: nil, isOptional: true, state)
          }
        }
        paragraph("A decision is never changed. If it was wrong, record another beside it.")
        button("Record the decision")
      }
    }
  }

  private func missing(_ gate: GateLine) -> Markup {
    Markup {
      if !gate.unsettled.isEmpty {
        insetText {
          paragraph("Not ready yet:")
          bullets(gate.unsettled.map { Markup($0.label) })
        }
      }
      if !gate.check.isComplete {
        warningText("The equality gate is not complete:")
        bullets(gate.check.gaps.map { Markup($0.words) })
      }
    }
  }

  private func condition(
    _ name: String, _ legend: String, hint: String?, isOptional: Bool, _ state: FormState
  ) -> Markup {
    fieldset(legend, hint: hint, id: "\(name)-condition") {
      textArea(
        Field("\(name)_words", "What must be done?", in: state, isOptional: isOptional), rows: 2,
        limit: 1000)
      dateInput(Field("\(name)_due", "By which day?", in: state, isOptional: isOptional))
      textInput(Field("\(name)_owner", "Who does it?", in: state, isOptional: isOptional))
    }
  }

  func decide(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    return try await answer(
      visit, to: "/programme/gates/\(id)", done: "gate-decided"
    ) {
      try await gates.decide(visit.form.single, as: newID(visit.form), at: id, by: visit.user)
    } again: {
      try await decisionPage(visit, $0)
    }
  }

  // MARK: - A condition

  func conditionPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let (condition, view) = try await gates.condition(visit.id("Condition"), for: visit.user)
    let value = condition.value
    return Page(
      "Condition", caption: "\(view.line.name), \(view.project.project.value.name)",
      back: Link(view.line.name, to: "/programme/gates/\(view.line.id)"), section: Self.section,
      problems: state.problems
    ) {
      written(value.words)
      summaryList([
        SummaryRow("State", Markup(value.state.words)), SummaryRow("Due", due(value)),
        SummaryRow("Owner", Markup(value.owner)),
        SummaryRow(
          "Stands for",
          value.part.map { Markup($0.words) } ?? Markup("Nothing of the equality gate")
        ),
      ])
      if let day = value.settledOn {
        summaryList([
          SummaryRow("Settled on", date(day)),
          SummaryRow("By", value.settledBy.map { Markup($0) }),
          SummaryRow("What shows it", reference(value.evidence, value.evidenceLink)),
          SummaryRow("Why it is not needed", value.waivedBecause.map { Markup($0) }),
        ])
      }
      if value.state == .open, view.mayChange {
        meetForm(condition, visit, state)
        if visit.user.may(.keepProgramme), value.part == nil { waiveForm(condition, visit, state) }
      }
      printButton()
    }
  }

  private func meetForm(
    _ condition: Standing<GateCondition>, _ visit: Visit, _ state: FormState
  ) -> Markup {
    Markup {
      heading("It is met")
      form(to: "/programme/conditions/\(condition.id)", token: visit.formToken) {
        hiddenInput("version", String(condition.number))
        textArea(Field("evidence", "What shows it?", in: state), rows: 3, limit: 2000)
        textInput(
          Field(
            "evidence_link", "Its address on the web", hint: "Like https://example.org/paper.",
            in: state, isOptional: true), width: .full)
        textInput(Field("settled_by", "Who met it?", in: state))
        dateInput(Field("settled_on", "On which day?", in: state))
        button("Save as met")
      }
    }
  }

  private func waiveForm(
    _ condition: Standing<GateCondition>, _ visit: Visit, _ state: FormState
  ) -> Markup {
    details(
      "It is not needed any more", isOpen: state.problem("waived_because") != nil
    ) {
      form(to: "/programme/conditions/\(condition.id)/waive", token: visit.formToken) {
        hiddenInput("version", String(condition.number))
        textArea(Field("waived_because", "Why?", in: state), rows: 3, limit: 1000)
        button("Save as not needed", .secondary)
      }
    }
  }

  func meet(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Condition")
    return try await answer(
      visit, to: "/programme/conditions/\(id)", done: "programme-saved"
    ) {
      try await gates.meet(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
    } again: {
      try await conditionPage(visit, $0)
    }
  }

  func waive(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Condition")
    return try await answer(
      visit, to: "/programme/conditions/\(id)", done: "programme-saved"
    ) {
      try await gates.waive(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
    } again: {
      try await conditionPage(visit, $0)
    }
  }
}
