import Core
import HTML
import Web

/// The forms of a gate: a product, equality, something found, a decision.
extension GatePages {
  private func back(_ view: GateView) -> Link {
    Link(view.line.name, to: "/programme/gates/\(view.line.id)")
  }

  private func mayChange(_ view: GateView) throws {
    guard view.mayChange else { throw Rejection.forbidden }
  }

  // MARK: - A product

  /// `sent` is the form as it came, with what is wrong with it.
  func productPage(_ visit: Visit, _ key: String, _ sent: FormState?) async throws -> Page {
    let view = try await gates.gate(visit.id("Gate"), for: visit.user)
    try mayChange(view)
    let found = view.line.products.first { $0.key == key || key.isEmpty }
    guard let product = found else { throw Rejection.notFound("Product") }
    let standing = product.standing?.value
    let state =
      sent ?? FormState(values: standing?.fields() ?? ["state": product.state.rawValue])
    return Page(
      product.label, caption: "\(product.businessCase.words) case, \(view.line.name)",
      back: back(view), section: Self.section, problems: state.problems
    ) {
      form(to: "/programme/gates/\(view.line.id)/product", token: visit.formToken) {
        hiddenInput("of", product.key)
        hiddenInput("version", String(product.standing?.number ?? 0))
        radios(
          Field("state", "How far is it?", in: state),
          GateProduct.State.allCases.map { Choice($0.rawValue, $0.words) })
        textInput(
          Field("reference", "Where is it?", hint: "In words.", in: state, isOptional: true),
          width: .full)
        address("link", state)
        textArea(
          Field("no_need", "If it is not needed: why?", in: state, isOptional: true), rows: 3,
          limit: 1000)
        button("Save")
      }
      if sent != nil, let standing {
        heading("What stands now")
        summaryList([
          SummaryRow("State", Markup(standing.state.words)),
          SummaryRow("Where it is", reference(standing.reference, standing.link)),
          SummaryRow("Why it is not needed", standing.noNeed.map { Markup($0) }),
        ])
      }
    }
  }

  func prepare(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    let key = visit.form.text("of")
    return try await answer(
      visit, to: "/programme/gates/\(id)", done: "programme-saved"
    ) {
      try await gates.prepare(
        key, of: id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
    } again: {
      try await productPage(visit, key, $0)
    }
  }

  private func address(_ name: String, _ state: FormState) -> Markup {
    textInput(
      Field(
        name, "Its address on the web", hint: "Like https://example.org/paper.", in: state,
        isOptional: true), width: .full)
  }

  // MARK: - Equality

  func equalityPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let view = try await gates.gate(visit.id("Gate"), for: visit.user)
    try mayChange(view)
    let own = view.line.equality
    let before = own == nil ? view.project.before(view.line.id) : nil
    let state = sent ?? FormState(values: (own ?? before)?.value.fields() ?? [:])
    return Page(
      "What is known about equality",
      caption: "\(view.line.name), \(view.project.project.value.name)",
      back: back(view), section: Self.section, problems: state.problems
    ) {
      if before != nil, sent == nil {
        insetText {
          paragraph("This stood at the gate before. Look at each part again before you save it.")
        }
      }
      for gap in view.line.check.gaps
      where gap.part == .funding || gap.reason.key == "gate.reopened" {
        insetText { paragraph(text: gap.words) }
      }
      form(to: "/programme/gates/\(view.line.id)/equality", token: visit.formToken) {
        hiddenInput("version", String(own?.number ?? 0))
        equalityFields(state)
        button("Save")
      }
      if sent != nil, let own {
        heading("What stands now")
        evidence(view.line.check, own.value)
      }
    }
  }

  @MarkupBuilder private func equalityFields(_ state: FormState) -> Markup {
    fieldset(EqualityPart.assessment.words) {
      textInput(
        Field(
          "assessment", "Which version?", hint: "Like Version 2, March 2027.", in: state,
          isOptional: true), width: .medium)
      textArea(
        Field(
          "assessment_reference", "What does it say, in short?", hint: "No names of residents.",
          in: state, isOptional: true), rows: 3, limit: 2000)
      address("assessment_link", state)
    }
    fieldset(EqualityPart.advice.words) {
      textArea(
        Field(
          "advice", "Which panel, when, and what did it advise?", in: state, isOptional: true),
        rows: 3, limit: 2000)
      address("advice_link", state)
      textArea(
        Field("no_advice", "If no panel was asked: why?", in: state, isOptional: true), rows: 3,
        limit: 2000)
    }
    fieldset(EqualityPart.engagement.words) {
      textArea(
        Field(
          "engagement", "Who was asked, when, and what did they say?",
          hint: "Groups, not names of residents.", in: state, isOptional: true), rows: 3,
        limit: 2000)
      address("engagement_link", state)
    }
    fieldset(EqualityPart.baseline.words) {
      textArea(
        Field(
          "baseline", "Who takes up what there is today, by group?",
          hint: "Figures with their source and date.", in: state, isOptional: true), rows: 3,
        limit: 2000)
      address("baseline_link", state)
    }
  }

  func recordEquality(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    return try await answer(
      visit, to: "/programme/gates/\(id)", done: "programme-saved"
    ) {
      try await gates.recordEquality(
        of: id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
    } again: {
      try await equalityPage(visit, $0)
    }
  }

  // MARK: - Something found

  func findingPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let view = try await gates.gate(visit.id("Gate"), for: visit.user)
    try mayChange(view)
    return Page(
      "Something speaks against what we took for granted", caption: view.project.project.value.name,
      back: back(view), section: Self.section, problems: state.problems
    ) {
      paragraph(
        "The impact assessment of the project is open again until somebody records a new version of it."
      )
      form(to: "/programme/gates/\(view.line.id)/finding", token: visit.formToken) {
        hiddenInput("item", newID(state).text)
        textArea(
          Field("words", "What was found?", hint: "No names of residents.", in: state), rows: 4,
          limit: 2000)
        dateInput(Field("found_on", "On which day?", in: state))
        select(
          Field("assumption", "Which assumption does it prove wrong?", in: state, isOptional: true),
          view.project.assumptions.map { Choice($0.id.text, $0.value.words) },
          prompt: "None that is in our list")
        address("link", state)
        button("Save, and open the assessment again")
      }
    }
  }

  func find(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Gate")
    return try await answer(
      visit, to: "/programme/gates/\(id)", done: "gate-found"
    ) {
      try await gates.find(visit.form.single, as: newID(visit.form), at: id, by: visit.user)
    } again: {
      try await findingPage(visit, $0)
    }
  }
}
