import Core
import HTML
import Web

/// Where a project's money comes from, and whether it can go ahead with it.
extension ProgrammePages {
  func money(_ view: ProjectView) -> Markup {
    Markup {
      heading("Money")
      if view.line.sources.isEmpty {
        paragraph(text: "No source of money is named.")
      } else {
        table(
          "Money", isCaptionHidden: true,
          columns: ["Source", .number("Amount"), "State", "Decided", "Note"],
          rows: view.line.sources.map { one in
            [
              Markup {
                link(one.value.name, to: "/programme/items/\(one.id)")
                expectation(one.value)
              },
              one.value.amount.map { Markup(Money.spoken($0)) } ?? quiet("Not known"),
              one.value.state.map { tag($0.words, $0.tone) } ?? quiet("Not said"),
              Markup(one.value.decided?.spoken ?? ""), Markup(one.value.stateNote ?? ""),
            ]
          })
        paragraph(
          text:
            "Secured: \(Money.spoken(sum: view.line.totals.secured)) of \(Money.spoken(sum: view.line.totals.possible)) that may still come."
        )
      }
      viability(view.line)
      add(view, .source, "Add a source of money")
      moneyWays(view.line)
    }
  }

  /// Whether what it needs is there, what is still missing, and which source it can't do without.
  private func viability(_ line: PortfolioLine) -> Markup {
    guard let text = line.project.value.viability else { return Markup() }
    // What is kept was read when it was written.
    guard let rule = try? ViabilityRule.read(kept: text) else {  // tidy: shown as it stands below
      return paragraph(text: text)
    }
    let sources = line.funding.filter { source in
      rule.names.contains { $0.lowercased() == source.name.lowercased() }
    }
    let answer = rule.answer(sources)
    return Markup {
      heading("Can it go ahead?", level: 3)
      paragraph(
        Markup {
          tag(answer.verdict.words, answer.verdict.tone)
          " It \(rule.description). \(answer.why)"
          if let chance = answer.spokenChance {
            " By the chances of its sources, each taken by itself: \(chance)."
          }
        })
      if !answer.missing.isEmpty {
        paragraph(
          text: "No source here is called so: \(answer.missing.joined(separator: ", ")).")
      }
      let falls = sources.filter { $0.certainty != .lost }.map {
        ($0.name, rule.fall(without: $0.name, sources))
      }.filter { $0.1 != .stands }
      bullets(falls.map { Markup("Without \($0.0) it \($0.1.words).") })
    }
  }
}

extension Source.State {
  var words: String {
    switch self {
    case .secured: "Secured"
    case .unconfirmed: "Not confirmed"
    case .exploring: "Being looked into"
    case .lost: "Lost"
    }
  }

  var tone: Tone {
    switch self {
    case .secured: .good
    case .unconfirmed, .exploring: .warning
    case .lost: .danger
    }
  }
}

extension ViabilityAnswer.Verdict {
  var words: String {
    switch self {
    case .viable: "It can go ahead"
    case .notViable: "It can’t go ahead"
    case .open: "Not certain yet"
    }
  }

  var tone: Tone {
    switch self {
    case .viable: .good
    case .notViable: .danger
    case .open: .warning
    }
  }
}
