import Core
import HTML
import Web

/// The form that says where the minutes of a decision are.
extension GatePages {
  var minutesRoutes: [Route] {
    [
      .get("/programme/gates/:id/minutes", .may(.keepProgramme)) { visit in
        .page(try await minutesPage(visit, nil))
      },
      .post("/programme/gates/:id/minutes", .may(.keepProgramme), linkMinutes),
    ]
  }

  /// Of the decision that is asked for, or else of the one that counts.
  private func minutesPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let view = try await gates.gate(visit.id("Gate"), for: visit.user)
    guard view.mayChange else { throw Rejection.forbidden }
    let asked = sent?.text("decision") ?? visit.query("of") ?? ""
    let decision = view.line.decisions.first { $0.id.text == asked } ?? view.line.decision
    let standing = decision.flatMap { view.line.minutes[$0.id] }
    let state =
      sent
      ?? FormState(
        values: ["minutes_link": decision.flatMap { view.line.minutesLink(of: $0) } ?? ""])
    return Page(
      "Where are the minutes?", caption: "\(view.line.name), \(view.project.project.value.name)",
      back: Link(view.line.name, to: "/programme/gates/\(view.line.id)"), section: Self.section,
      problems: state.problems
    ) {
      if let decision {
        paragraph(
          text:
            "Of the decision “\(decision.value.outcome.words)” by \(decision.value.body), \(decision.value.decidedOn.spoken)."
        )
        form(to: "/programme/gates/\(view.line.id)/minutes", token: visit.formToken) {
          hiddenInput("decision", decision.id.text)
          hiddenInput(
            "version",
            state.text("version").isEmpty ? String(standing?.number ?? 0) : state.text("version"))
          textInput(
            Field(
              "minutes_link", "Their address on the web", hint: "Like https://example.org/minutes.",
              in: state), width: .full)
          button("Save")
        }
      } else {
        emptyState("Nothing was decided yet", "Minutes are linked to a decision.")
      }
    }
  }

  private func linkMinutes(_ visit: Visit) async throws -> Answer {
    let gate: ProgrammeItemID = try visit.id("Gate")
    return try await answer(visit, to: "/programme/gates/\(gate)", done: "programme-saved") {
      guard let decision = ProgrammeItemID(checking: visit.form.text("decision")) else {
        throw Rejection.invalid("minutes_link", Reason("gate.no-decision"))
      }
      try await gates.link(
        minutesOf: decision, at: gate, from: Int(visit.form.text("version")) ?? 0,
        visit.form.single, by: visit.user)
    } again: {
      try await minutesPage(visit, $0)
    }
  }
}
