import Core

/// What a text field is for, so that phones bring the right keyboard.
package enum InputKind: Sendable {
  case text, email, phone, postcode, whole, money, search
  /// A one-time code.
  case code

  fileprivate var type: String {
    switch self {
    case .email: "email"
    case .phone: "tel"
    case .search: "search"
    default: "text"
    }
  }

  fileprivate var inputMode: String? {
    switch self {
    case .whole, .code: "numeric"
    case .money: "decimal"
    default: nil
    }
  }

  fileprivate var isWords: Bool {
    switch self {
    case .text, .search: true
    default: false
    }
  }
}

/// How long an answer a field expects; it never limits what can be typed.
package enum FieldWidth: String, Sendable {
  case short, medium, long, full
}

/// One line of text.
package func textInput(
  _ field: Field, _ kind: InputKind = .text, width: FieldWidth = .long,
  autocomplete: String? = nil
) -> Markup {
  fieldGroup(field, label: fieldLabel(field)) {
    input(
      .class("input width-\(width.rawValue)"), .id(field.id), .name(field.name),
      .type(kind.type), .inputmode(kind.inputMode), .value(field.value),
      .autocomplete(kind == .code ? "one-time-code" : autocomplete),
      .dir(kind.isWords ? "auto" : nil), .spellcheck(kind.isWords ? nil : "false"),
      .aria("describedby", field.describedBy),
      .aria("invalid", field.problem == nil ? nil : "true"), .disabled(field.isDisabled))
  }
}

/// A password. What was typed is never sent back. Scripts add a button that shows it.
package func passwordInput(_ field: Field, isNew: Bool = false) -> Markup {
  fieldGroup(field, label: fieldLabel(field)) {
    div("password") {
      input(
        .class("input width-long"), .id(field.id), .name(field.name), .type("password"),
        .autocomplete(isNew ? "new-password" : "current-password"),
        .spellcheck("false"), .autocapitalize("none"),
        .aria("describedby", field.describedBy),
        .aria("invalid", field.problem == nil ? nil : "true"), .disabled(field.isDisabled))
      element(
        .button, .class("button button-secondary"), .type("button"), .data("reveal", field.id),
        .aria("label", "Show \(field.label.lowercased())"), .hidden(), text: "Show")
    }
  }
}

/// Tells a password manager whose password a form is about, where the page does not ask for it.
package func hiddenUsername(_ email: String) -> Markup {
  input(
    .name("username"), .type("text"), .value(email), .autocomplete("username"), .hidden(),
    .aria("hidden", "true"), .tabindex(-1))
}

/// Several lines of text. With a limit, a line below says it, and scripts count down.
package func textArea(_ field: Field, rows: Int = 5, limit: Int? = nil) -> Markup {
  let limitID = limit == nil ? nil : "\(field.id)-limit"
  let describedBy = [field.describedBy, limitID].compactMap(\.self).joined(separator: " ")
  return fieldGroup(field, label: fieldLabel(field)) {
    element(
      .textarea, .class("input width-full"), .id(field.id), .name(field.name), .rows(rows),
      .dir("auto"), .data("limit", limit.map { "\($0)" }),
      .aria("describedby", describedBy.isEmpty ? nil : describedBy),
      .aria("invalid", field.problem == nil ? nil : "true"), .disabled(field.isDisabled)
    ) {
      // The parser drops one line break after the tag, so that the text's own first one stays.
      "\n\(field.value)"
    }
    if let limit {
      element(.p, .class("hint count"), .id(limitID), text: "Up to \(limit) characters")
    }
  }
}

/// A day in one box, written 20/11/2026, as people and pasted text have it.
package func dateInput(_ field: Field, autocomplete: String? = nil) -> Markup {
  let hinted = Field(
    field.name, field.label, hint: field.hint ?? "For example, 20/11/2026", values: field.values,
    problem: field.problem, isOptional: field.isOptional, isDisabled: field.isDisabled)
  return textInput(hinted, .whole, width: .medium, autocomplete: autocomplete)
}

/// A file from the person's machine, in a form that `sendsFiles`.
package func fileUpload(_ field: Field, accept: String? = nil) -> Markup {
  fieldGroup(field, label: fieldLabel(field)) {
    input(
      .class("file"), .id(field.id), .name(field.name), .type("file"), .accept(accept),
      .aria("describedby", field.describedBy),
      .aria("invalid", field.problem == nil ? nil : "true"), .disabled(field.isDisabled))
  }
}

// MARK: - Choices

/// One of the answers offered.
package struct Choice: Sendable {
  package let value: String
  package let label: String
  package let hint: String?
  package let isDisabled: Bool

  package init(_ value: String, _ label: String, hint: String? = nil, isDisabled: Bool = false) {
    self.value = value
    self.label = label
    self.hint = hint
    self.isDisabled = isDisabled
  }
}

/// One of many, in a closed box. With `prompt`, nothing is chosen at first.
package func select(_ field: Field, _ choices: [Choice], prompt: String? = "Choose one") -> Markup {
  fieldGroup(field, label: fieldLabel(field)) {
    element(
      .select, .class("input select"), .id(field.id), .name(field.name),
      .aria("describedby", field.describedBy),
      .aria("invalid", field.problem == nil ? nil : "true"), .disabled(field.isDisabled)
    ) {
      if let prompt { element(.option, .value(""), text: prompt) }
      for choice in choices {
        element(
          .option, .value(choice.value), .selected(field.values.contains(choice.value)),
          .disabled(choice.isDisabled), text: choice.label)
      }
    }
  }
}

/// One of a few, all in sight.
package func radios(_ field: Field, _ choices: [Choice], isInline: Bool = false) -> Markup {
  choiceGroup(field, choices, type: "radio", isInline: isInline)
}

/// Any of a few.
package func checkboxes(_ field: Field, _ choices: [Choice]) -> Markup {
  choiceGroup(field, choices, type: "checkbox", isInline: false)
}

/// One box for one statement: "I agree …".
package func checkbox(_ field: Field, value: String = "yes") -> Markup {
  fieldGroup(field, label: Markup()) {
    div("choices") {
      choiceItem(
        field, Choice(value, field.label), type: "checkbox", id: field.id,
        describedBy: field.describedBy)
    }
  }
}

private func choiceGroup(
  _ field: Field, _ choices: [Choice], type: String, isInline: Bool
) -> Markup {
  element(.div, .class(field.problem == nil ? "field" : "field field-wrong")) {
    element(.fieldset, .class("fieldset"), .aria("describedby", field.describedBy)) {
      element(.legend, .class("label")) { labelWords(field) }
      hintAndProblem(of: field)
      div(isInline ? "choices choices-inline" : "choices") {
        for (index, choice) in choices.enumerated() {
          choiceItem(
            field, choice, type: type, id: index == 0 ? field.id : "\(field.id)-\(index + 1)")
        }
      }
    }
  }
}

private func choiceItem(
  _ field: Field, _ choice: Choice, type: String, id: String, describedBy: String? = nil
) -> Markup {
  let hintID = choice.hint == nil ? describedBy : "\(id)-choice-hint"
  return div("choice") {
    input(
      .id(id), .name(field.name), .type(type), .value(choice.value),
      .checked(field.values.contains(choice.value)),
      .disabled(choice.isDisabled || field.isDisabled), .aria("describedby", hintID))
    element(.label, .for(id)) { choice.label }
    if let hint = choice.hint { element(.p, .class("hint"), .id(hintID), text: hint) }
  }
}
