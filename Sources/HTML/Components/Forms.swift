import Core

/// A form that changes something: posted, with the token that proves it came from our page.
/// The server checks what is sent and answers in words, so the browser's own checks are off.
package func form(
  to action: String, token: String, sendsFiles: Bool = false,
  @MarkupBuilder content: () -> Markup
) -> Markup {
  element(
    .form, .class("form"), .method("post"), .action(action),
    .enctype(sendsFiles ? "multipart/form-data" : nil), .novalidate(true),
    .data("once", "")
  ) {
    hiddenInput("form_token", token)
    content()
  }
}

/// A form that only asks: narrows a list down by what stands in its address.
package func filterForm(
  to action: String, label: String = "Filter", apply: String = "Show", clear: String? = nil,
  @MarkupBuilder content: () -> Markup
) -> Markup {
  element(
    .form, .class("filter"), .method("get"), .action(action), .role("search"),
    .aria("label", label)
  ) {
    div("filter-fields", content: content)
    buttonRow {
      button(apply, .secondary)
      if let clear { link("Clear", to: clear, about: "the filter") }
    }
  }
}

/// One box and a button.
package func searchForm(
  to action: String, label: String, name: String = "q", value: String = "", hint: String? = nil
) -> Markup {
  element(
    .form, .class("search"), .method("get"), .action(action), .role("search"),
    .aria("label", label)
  ) {
    textInput(
      Field(name, label, hint: hint, values: [value]), .search, width: .full)
    button("Search", .secondary)
  }
}

/// One box and a button for words that must not stand in an address: posted, with the form token.
package func searchForm(to action: String, token: String, _ field: Field) -> Markup {
  element(
    .form, .class("search"), .method("post"), .action(action), .role("search"), .novalidate(true),
    .aria("label", field.label), .autocomplete("off")
  ) {
    hiddenInput("form_token", token)
    textInput(field, .search, width: .full, autocomplete: "off")
    button("Search", .secondary)
  }
}

/// A value that travels with the form unseen.
package func hiddenInput(_ name: String, _ value: String) -> Markup {
  input(.type("hidden"), .name(name), .value(value))
}

/// Fields that belong together, under a legend. With an id, the hint is said with the legend.
package func fieldset(
  _ legend: String, hint: String? = nil, id: String? = nil, @MarkupBuilder content: () -> Markup
) -> Markup {
  let hintID = hint == nil ? nil : id.map { "\($0)-hint" }
  return element(.fieldset, .class("fieldset"), .id(id), .aria("describedby", hintID)) {
    element(.legend, .class("legend"), text: legend)
    if let hint { element(.p, .class("hint"), .id(hintID), text: hint) }
    content()
  }
}

// MARK: - Buttons

/// How much a button asks for attention.
package enum ButtonKind: Sendable {
  case primary, secondary
  /// For what can't be undone.
  case warning
  /// Looks like a link, sends like a button.
  case plain

  fileprivate var classes: String {
    switch self {
    case .primary: "button"
    case .secondary: "button button-secondary"
    case .warning: "button button-warning"
    case .plain: "button-plain"
    }
  }
}

/// Sends the form. With a name, the form says which button it was.
package func button(
  _ text: String, _ kind: ButtonKind = .primary, name: String? = nil, value: String? = nil,
  about: String? = nil, isDisabled: Bool = false
) -> Markup {
  element(
    .button, .class(kind.classes), .type("submit"), .name(name), .value(value),
    .disabled(isDisabled)
  ) {
    text
    if let about { heardOnly(" \(about)") }
  }
}

/// A link that looks like a button, for the next step of a journey.
package func linkButton(_ link: Link, _ kind: ButtonKind = .primary) -> Markup {
  element(.a, .class(kind.classes), .href(link.path)) {
    link.text
    if let about = link.about { heardOnly(" \(about)") }
  }
}

/// A form of one button, for a single act: "Sign out", "Withdraw".
package func buttonForm(
  _ text: String, to action: String, token: String, _ kind: ButtonKind = .secondary,
  about: String? = nil
) -> Markup {
  element(
    .form, .class("button-form"), .method("post"), .action(action), .data("once", "")
  ) {
    hiddenInput("form_token", token)
    button(text, kind, about: about)
  }
}

/// Buttons and links side by side.
package func buttonRow(@MarkupBuilder content: () -> Markup) -> Markup {
  div("button-row", content: content)
}

/// Prints the page. Scripts show it; without them the browser's own menu prints.
package func printButton(_ text: String = "Print this page") -> Markup {
  element(
    .button, .class("button button-secondary screen-only"), .type("button"), .data("print", ""),
    .hidden(), text: text)
}

// MARK: - What every field has

/// Label or legend apart: the error's frame, the hint, the error, then the control.
func fieldGroup(
  _ field: Field, label: Markup, @MarkupBuilder control: () -> Markup
) -> Markup {
  element(.div, .class(field.problem == nil ? "field" : "field field-wrong")) {
    label
    hintAndProblem(of: field)
    control()
  }
}

func fieldLabel(_ field: Field) -> Markup {
  element(.label, .class("label"), .for(field.id)) { labelWords(field) }
}

@MarkupBuilder func labelWords(_ field: Field) -> Markup {
  field.label
  if field.isOptional { element(.span, .class("optional"), text: " (optional)") }
}

@MarkupBuilder func hintAndProblem(of field: Field) -> Markup {
  if let hint = field.hint { element(.p, .class("hint"), .id(field.hintID), text: hint) }
  if let problem = field.problem {
    element(.p, .class("field-error"), .id(field.problemID)) {
      heardOnly("Error: ")
      problem.words
    }
  }
}
