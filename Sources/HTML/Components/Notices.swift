import Core

/// How a tag or notice feels. The words always say it too; colour is never alone.
package enum Tone: String, CaseIterable, Sendable {
  case neutral, info, good, warning, danger
}

/// A short state, such as "Waiting".
package func tag(_ text: String, _ tone: Tone = .neutral) -> Markup {
  element(.strong, .class("tag tag-\(tone.rawValue)"), text: text)
}

/// Tells what just happened or what one must know now. Good news and dangers are announced at once.
package func notificationBanner(
  _ title: String, _ tone: Tone = .info, @MarkupBuilder content: () -> Markup = { Markup() }
) -> Markup {
  let isAnnounced = tone == .good || tone == .danger
  return element(
    .section, .class("banner banner-\(tone.rawValue)"), .role(isAnnounced ? "alert" : nil),
    .aria("label", isAnnounced ? nil : title)
  ) {
    element(.p, .class("banner-title"), text: title)
    content()
  }
}

/// Words set apart from the text around them.
package func insetText(@MarkupBuilder content: () -> Markup) -> Markup {
  div("inset", content: content)
}

/// Words with a mark, for what has consequences.
package func warningText(_ content: Markup) -> Markup {
  div("warning") {
    element(.span, .class("warning-mark"), .aria("hidden", "true"), text: "!")
    element(.p) {
      heardOnly("Warning: ")
      content
    }
  }
}

/// Words that open when asked for. Works without scripts.
package func details(
  _ summary: String, isOpen: Bool = false, @MarkupBuilder content: () -> Markup
) -> Markup {
  element(.details, .class("details"), .open(isOpen)) {
    element(.summary, text: summary)
    div("details-content", content: content)
  }
}

/// Shown where a list has nothing: what is missing, and what one can do about it.
package func emptyState(
  _ title: String, _ advice: String? = nil, action: Link? = nil
) -> Markup {
  div("empty") {
    element(.p, .class("empty-title"), text: title)
    if let advice { paragraph(text: advice) }
    if let action { linkButton(action, .secondary) }
  }
}

/// What is wrong with a form, with links to the fields. Scripts move the focus here; without them it is
/// announced as an alert. Empty without problems.
package func errorSummary(_ problems: [Problem], title: String = "There is a problem") -> Markup {
  guard !problems.isEmpty else { return Markup() }
  return element(
    .div, .class("error-summary"), .role("alert"), .tabindex(-1), .data("error-summary", "")
  ) {
    heading(title, id: "error-summary-title")
    element(.ul) {
      for problem in problems {
        element(.li) {
          if let field = problem.field {
            element(.a, .href("#\(field)"), text: problem.reason.words)
          } else {
            problem.reason.words
          }
        }
      }
    }
  }
}

/// One reason of a proposal or an answer.
package struct Why: Sendable {
  /// Whether the reason speaks for it, against it, or is not known yet.
  package enum Sign: String, Sendable { case yes, no, unknown }
  package let sign: Sign
  package let text: String

  package init(_ sign: Sign, _ text: String) {
    self.sign = sign
    self.text = text
  }
}

/// Why the system says what it says, in words, beside what it says.
package func whyList(_ title: String = "Why", _ reasons: [Why]) -> Markup {
  div("why") {
    element(.p, .class("why-title"), text: title)
    element(.ul) {
      for reason in reasons {
        element(.li, .class("why-\(reason.sign.rawValue)")) {
          heardOnly(reason.sign.spoken)
          reason.text
        }
      }
    }
  }
}

extension Why.Sign {
  fileprivate var spoken: String {
    switch self {
    case .yes: "Yes: "
    case .no: "No: "
    case .unknown: "Not known: "
    }
  }
}
