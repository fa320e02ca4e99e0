import Core
import HTML

func packFields(_ state: FormState) -> Markup {
  Markup {
    textInput(Field("body", "Who meets", hint: "Like: Programme board.", in: state), width: .full)
    dateInput(Field("meets_on", "Day of the meeting", in: state))
    dateInput(
      Field(
        "papers_on", "Day on which the papers go out",
        hint: "The pack shows the programme as it stands at the end of this day.", in: state))
    dateInput(
      Field(
        "since_on", "Tell what has changed since",
        hint: "Leave it empty for the last papers of the same meeting.", in: state,
        isOptional: true))
    textArea(Field("note", "Note", in: state, isOptional: true), rows: 3, limit: 2000)
  }
}

func clearanceFields(_ state: FormState) -> Markup {
  Markup {
    textInput(Field("asked_of", "Who was asked", in: state, isOptional: true))
    dateInput(Field("asked_on", "When", in: state, isOptional: true))
    textInput(Field("given_by", "Who has cleared it", in: state, isOptional: true))
    dateInput(Field("given_on", "When it was cleared", in: state, isOptional: true))
    textArea(
      Field("words", "What was said", in: state, isOptional: true), rows: 4, limit: 2000)
  }
}

extension ProgrammePages {
  /// A clearance is called by whom it comes from.
  func title(_ view: ItemView) -> String {
    view.kind == .clearance
      ? lists.packs.clearances.label(view.fields["subject"] ?? "") : view.title
  }
}
