import Core
import HTML
import Web

/// The fields of each kind's form, at most eight for what a project's owner keeps up to date.
extension ProgrammePages {
  func ownerChoices(_ visit: Visit) async throws -> [Choice] {
    try await programme.owners(for: visit.user).map { Choice($0.id.text, $0.name) }
  }

  func projectFields(_ state: FormState, _ owners: [Choice]) -> Markup {
    Markup {
      textInput(Field("name", "Name", in: state), width: .full)
      select(
        Field("workstream", "Workstream", in: state),
        lists.workstreams.entries(on: today).map { Choice($0.key, $0.label) })
      select(
        Field("owner", "Owner", hint: "Who keeps it up to date.", in: state, isOptional: true),
        owners, prompt: "Nobody yet")
      textInput(Field("sponsor", "Sponsor", in: state, isOptional: true))
      textInput(Field("board", "Board", hint: "To whom it reports.", in: state, isOptional: true))
      textArea(
        Field(
          "position", "Where it is", hint: "What has happened, and what comes next.", in: state,
          isOptional: true), limit: 4000)
      textInput(
        Field(
          "viability", "Which money it needs",
          hint: "By the short names of its sources, like: needs A and (B or C), or 2 of (A, B, C).",
          in: state, isOptional: true), width: .full)
      doubt(state)
    }
  }

  private func doubt(_ state: FormState) -> Markup {
    textInput(
      Field(
        "doubt", "What is not certain", hint: "Leave it empty once it is settled.", in: state,
        isOptional: true), width: .full)
  }

  func milestoneFields(_ state: FormState) -> Markup {
    Markup {
      textInput(Field("name", "What will be done", in: state), width: .full)
      planned("due", "When", state)
      textInput(
        Field(
          "body", "Who decides", hint: "A board or a body, if there is one.", in: state,
          isOptional: true))
      radios(
        Field(
          "state", "Is it done?",
          values: [state.text("state").isEmpty ? "planned" : state.text("state")],
          problem: state.problem("state")),
        [
          Choice("planned", "Not yet"), Choice("done", "Done"),
          Choice("dropped", "It will not be done"),
        ])
      dateInput(Field("done_on", "The day it was done", in: state, isOptional: true))
      doubt(state)
    }
  }

  /// A date as precise as it is known.
  func planned(_ name: String, _ label: String, _ state: FormState) -> Markup {
    textInput(
      Field(
        name, label,
        hint: "As exact as you know it: 31/03/2027, March 2027, late March 2027 or Q4 26/27.",
        in: state, isOptional: true), width: .medium)
  }

  func riskFields(_ state: FormState) -> Markup {
    let scores = (1...5).map { Choice(String($0), Self.scoreWords[$0 - 1]) }
    return Markup {
      radios(
        Field(
          "sort", "What is it?", values: [state.text("sort").isEmpty ? "risk" : state.text("sort")],
          problem: state.problem("sort")),
        Risk.Sort.allCases.map { Choice($0.rawValue, $0.words, hint: $0.meaning) })
      textArea(Field("words", "What is it about?", in: state), rows: 3, limit: 1000)
      select(
        Field("likelihood", "How likely is it?", in: state, isOptional: true), scores,
        prompt: "Not judged")
      select(
        Field("impact", "How bad would it be?", in: state, isOptional: true), scores,
        prompt: "Not judged")
      details(
        "What is done about it, and who does it",
        isOpen: [
          "response", "response_words", "owner", "action_owner", "likelihood_after", "impact_after",
          "proximity",
        ]
        .contains { !state.text($0).isEmpty || state.problem($0) != nil }
      ) {
        select(
          Field("proximity", "When could it happen?", in: state, isOptional: true),
          Risk.Proximity.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "Not known")
        select(
          Field("response", "What do we do about it?", in: state, isOptional: true),
          Risk.Response.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "Not decided")
        textArea(Field("response_words", "How?", in: state, isOptional: true), rows: 3, limit: 2000)
        select(
          Field("likelihood_after", "How likely is it then?", in: state, isOptional: true), scores,
          prompt: "Not judged")
        select(
          Field("impact_after", "How bad would it be then?", in: state, isOptional: true), scores,
          prompt: "Not judged")
        textInput(Field("owner", "Owner", in: state, isOptional: true))
        textInput(Field("action_owner", "Who acts", in: state, isOptional: true))
      }
      radios(
        Field(
          "state", "Is it open?",
          values: [state.text("state").isEmpty ? "open" : state.text("state")],
          problem: state.problem("state")),
        [Choice("open", "Open"), Choice("closed", "Closed")], isInline: true)
      checkbox(
        Field(
          "is_escalated", "The programme looks after it, not the project alone",
          values: state.texts("is_escalated")))
    }
  }

  static let scoreWords = ["1, very low", "2, low", "3, middling", "4, high", "5, very high"]

  func sourceFields(_ state: FormState) -> Markup {
    Markup {
      textInput(Field("name", "Who pays", in: state), width: .full)
      textInput(
        Field(
          "amount", "Amount in pounds", hint: "Like 250,000. Leave it empty if it is not known.",
          in: state, isOptional: true),
        width: .medium)
      select(
        Field("state", "How certain is it?", in: state, isOptional: true),
        Source.State.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "Not said")
      textInput(Field("state_note", "In words", in: state, isOptional: true), width: .full)
      planned("decided", "When they decide", state)
      checkbox(
        Field(
          "is_expected_in_public", "People outside have been told to expect it",
          values: state.texts("is_expected_in_public")))
      details(
        "More about this money",
        isOpen: ["short_name", "match", "restrictions", "probability"].contains {
          !state.text($0).isEmpty || state.problem($0) != nil
        }
      ) {
        textInput(
          Field(
            "short_name", "Short name",
            hint: "Letters, digits and hyphens. The rule for what the project needs calls it so.",
            in: state, isOptional: true), width: .medium)
        textInput(
          Field("match", "Money that must stand beside it, in pounds", in: state, isOptional: true),
          width: .medium)
        textArea(
          Field("restrictions", "What it may be used for", in: state, isOptional: true), rows: 3,
          limit: 1000)
        textInput(
          Field("probability", "How likely it is, in percent", in: state, isOptional: true),
          width: .short)
      }
      doubt(state)
    }
  }

  func frameFields(_ state: FormState, isNew: Bool, hasWorkstream: Bool) -> Markup {
    Markup {
      if isNew {
        radios(
          Field("sort", "What is it?", in: state),
          Frame.Sort.allCases.map { Choice($0.rawValue, $0.words) })
      }
      textArea(Field("words", "The words", in: state), rows: 4, limit: 2000)
      if isNew || hasWorkstream {
        select(
          Field(
            "workstream", "Workstream", hint: isNew ? "For objectives and questions." : nil,
            in: state, isOptional: isNew),
          lists.workstreams.entries(on: today).map { Choice($0.key, $0.label) })
      }
      textInput(
        Field("place", "Place in the list", hint: "1 comes first.", in: state, isOptional: true),
        width: .short)
      planned("at", "When", state)
      textArea(Field("note", "Note", in: state, isOptional: true), rows: 3, limit: 2000)
      doubt(state)
    }
  }
}

extension Frame.Sort {
  var words: String {
    switch self {
    case .vision: "Vision"
    case .objective: "Objective"
    case .summary: "Summary of the programme"
    case .gate: "Gate"
    case .question: "Standing question"
    }
  }
}

extension Risk.Sort {
  var meaning: String {
    switch self {
    case .risk: "It may happen."
    case .assumption: "We take it for granted."
    case .issue: "It has happened."
    case .dependency: "We wait for it."
    case .decision: "It was decided."
    case .change: "It was changed."
    }
  }
}

extension Risk.Proximity {
  var words: String {
    switch self {
    case .present: "Now"
    case .quarter: "Within three months"
    case .year: "Within a year"
    case .later: "Later"
    }
  }
}

extension Risk.Response {
  var words: String {
    switch self {
    case .avoid: "Avoid it"
    case .reduce: "Make it smaller"
    case .transfer: "Hand it to somebody else"
    case .accept: "Live with it"
    case .share: "Share it"
    }
  }
}
