import Core
import HTML
import Web

extension ProgrammePages {
  func benefitFields(_ state: FormState) -> Markup {
    let groups = state.texts("groups").flatMap { $0.split(separator: ",").map(String.init) }
    return Markup {
      textInput(
        Field(
          "name", "What is measured", hint: "Like: Disabled people who work for us.", in: state),
        width: .full)
      radios(
        Field(
          "sort", "Is it wanted?",
          values: [state.text("sort").isEmpty ? "benefit" : state.text("sort")],
          problem: state.problem("sort")),
        [
          Choice("benefit", "A benefit", hint: "Somebody gains by it."),
          Choice("disbenefit", "A dis-benefit", hint: "It becomes worse for somebody."),
        ])
      textInput(
        Field("borne_by", "Who bears it", hint: "Of a dis-benefit.", in: state, isOptional: true))
      textInput(Field("unit", "Unit", hint: "Like people, %, £ or points.", in: state))
      radios(
        Field(
          "direction", "Which way is better?",
          values: [state.text("direction").isEmpty ? "more" : state.text("direction")],
          problem: state.problem("direction")),
        [Choice("more", "More is better"), Choice("less", "Less is better")], isInline: true)
      fieldset("Where it stood at the start", hint: "All three, or none.", id: "start") {
        figure("baseline_value", "Figure", state)
        dateInput(Field("baseline_on", "Measured on", in: state, isOptional: true))
        textInput(
          Field("baseline_source", "Where the figure is from", in: state, isOptional: true),
          width: .full)
      }
      fieldset(
        "Where it should come", hint: "Of a dis-benefit: the worst that is accepted.", id: "aim"
      ) {
        figure("target_value", "Figure", state)
        dateInput(Field("target_on", "By when", in: state, isOptional: true))
      }
      textInput(
        Field(
          "owner", "Who answers for it", hint: "A person or a team.", in: state, isOptional: true))
      checkboxes(
        Field(
          "groups", "For which groups?", hint: "Who gains by it, or bears it.", values: groups,
          problem: state.problem("groups")),
        lists.beneficiaries.entries.filter { $0.holds(on: today) || groups.contains($0.key) }
          .map { Choice($0.key, $0.label) })
    }
  }

  private func figure(_ name: String, _ label: String, _ state: FormState) -> Markup {
    textInput(
      Field(
        name, label, hint: "Up to three places, like 1,250 or 62.5.", in: state, isOptional: true),
      width: .medium)
  }

  /// A correction says why.
  func readingFields(_ state: FormState, isCorrection: Bool = false) -> Markup {
    Markup {
      textInput(
        Field("value", "The figure", hint: "Up to three places, like 1,250 or 62.5.", in: state),
        width: .medium)
      dateInput(Field("on", "The day it was measured", in: state))
      textInput(
        Field("source", "Where it is from", hint: "Like: staff survey 2026.", in: state),
        width: .full)
      if isCorrection {
        textArea(
          Field(
            "reason", "Why is it put right?", hint: "What it was before stays below.", in: state),
          rows: 3, limit: 1000)
      }
    }
  }
}

extension ItemView {
  /// From a benefit or a reading back to the page of the benefit.
  var benefitLink: Link? {
    if let reading { return Link("All readings", to: "/programme/benefits/\(reading.benefit)") }
    return kind == .benefit ? Link(title, to: "/programme/benefits/\(id)") : nil
  }
}
