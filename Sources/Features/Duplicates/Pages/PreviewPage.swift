import Core
import HTML
import Households
import People

/// What putting two records together will do, with the choices that are a person's to make.
struct PreviewPage {
  let view: PairView
  let state: FormState
  let token: String
  let vocabulary: Vocabulary

  private var path: String { "/duplicates/\(view.pair.id)" }
  private var sides: [(choice: Choose, side: Side)] {
    [(.first, view.first), (.second, view.second)]
  }

  var page: Page {
    Page(
      "Put two records together", width: .wide, back: Link("Compare again", to: path),
      section: "/duplicates", problems: state.problems
    ) {
      lead("Nothing has changed yet. Check it, then press the button. You can undo it at any time.")
      form(to: "\(path)/merge", token: token) {
        hiddenInput("seen", view.seen)
        radios(
          Field(
            "kept", "Which record do we keep?",
            hint: "Everything of the other one moves to it.", values: chosen("kept", .first),
            problem: state.problem("kept")),
          sides.map { Choice($0.choice.rawValue, words($0.side)) })
        for field in PlannedMerge.differing(view, vocabulary) { pick(field) }
        if view.isInTwoHouseholds { household }
        heading("What moves")
        paragraph(
          text: "This moves from the record that is put into the other. Nothing is thrown away.")
        table(
          "What moves", isCaptionHidden: true, columns: ["What", "First record", "Second record"],
          rows: moving)
        if isInOneHouseholdTwice {
          paragraph(
            text:
              "Both are in the same household. After this they are in it once."
          )
        }
        textArea(
          Field(
            "reason", "How do you know that it is one person?", hint: "For our own staff.",
            in: state),
          rows: 3, limit: GivenReason.limit)
        buttonRow {
          button("Put them together", .warning)
          link("Go back", to: path)
        }
      }
    }
  }

  private func words(_ side: Side) -> String {
    "\(side.person.fullName), born \(side.person.dateOfBirth.spoken)"
  }

  private func chosen(_ name: String, _ usual: Choose) -> [String] {
    state.values[name] ?? (state.isGood ? [usual.rawValue] : [])
  }

  /// A value that only one record has is taken, unless somebody says otherwise.
  private func pick(_ field: MergeField) -> Markup {
    let values = sides.map { ($0.choice, field.shown($0.side.person, vocabulary)) }
    let usual: Choose = values[0].1 == nil ? .second : .first
    return radios(
      Field(
        field.rawValue, "\(field.label): which one is right?",
        values: chosen(field.rawValue, usual),
        problem: state.problem(field.rawValue)),
      values.map { Choice($0.0.rawValue, $0.1 ?? "Not recorded") })
  }

  private var household: Markup {
    radios(
      Field(
        "household", "Both are in a household now. In which one do they stay?",
        hint:
          "They leave the other one today. If nobody else is in it, it stays on the list with its notes.",
        values: state.texts("household"), problem: state.problem("household")),
      sides.compactMap { one in
        one.side.open.map {
          Choice(one.choice.rawValue, "\($0.reference), joined on \($0.joinedOn.spoken)")
        }
      })
  }

  private var isInOneHouseholdTwice: Bool {
    view.first.open != nil && view.first.open?.household == view.second.open?.household
  }

  private var moving: [[Markup]] {
    func row(_ words: String, _ count: (Side) -> Int) -> [Markup] {
      [Markup(words), "\(count(view.first))", "\(count(view.second))"]
    }
    return [
      row("Referrals") { $0.referrals.count }, row("Households") { $0.memberships.count },
      row("Contact notes about them") { $0.notes }, row("Needs") { $0.needs.count },
    ]
  }
}
