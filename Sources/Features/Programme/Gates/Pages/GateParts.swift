import Core
import HTML
import Web

/// What is known about equality at a gate, and what was decided: the lower half of a gate's page.
extension GatePages {
  func equalityPart(_ view: GateView) -> Markup {
    let (gate, value) = (view.line, view.line.equality?.value)
    return Markup {
      heading("Equality", id: "equality")
      paragraph(tag(gate.check.words, gate.check.tone))
      if !gate.check.gaps.isEmpty {
        paragraph("The gate can't be passed without conditions while this is missing:")
        bullets(gate.check.gaps.map { Markup($0.words) })
      }
      if !gate.reopenedBy.isEmpty {
        warningText("The impact assessment is open again, because of what was found since:")
        findings(gate.reopenedBy, view)
        paragraph("It is settled by a new version of the assessment.")
      }
      evidence(gate.check, value)
      if view.mayChange {
        paragraph(
          link("Record what is known about equality", to: "/programme/gates/\(gate.id)/equality"))
        paragraph(
          link(
            "Something speaks against what we took for granted",
            to: "/programme/gates/\(gate.id)/finding"))
      }
      let settled = view.project.findings.filter { one in
        !gate.reopenedBy.contains { $0.id == one.id }
      }
      if !settled.isEmpty {
        details("What was found before") { findings(settled, view) }
      }
      history(view)
    }
  }

  func evidence(_ check: EqualityCheck, _ value: Equality?) -> Markup {
    summaryList([
      SummaryRow(
        EqualityPart.assessment.words,
        value?.assessment.map { version in
          Markup {
            version
            if let at = value?.assessedAt { ", first recorded \(date(at.day)). " }
            reference(value?.assessmentReference, value?.assessmentLink)
          }
        }),
      SummaryRow(
        EqualityPart.advice.words,
        value?.noAdvice.map { Markup("No panel was asked: \($0)") }
          ?? value?.advice.map { reference($0, value?.adviceLink) }),
      SummaryRow(
        EqualityPart.engagement.words,
        value?.engagement.map { reference($0, value?.engagementLink) }),
      SummaryRow(
        EqualityPart.baseline.words, value?.baseline.map { reference($0, value?.baselineLink) }),
      SummaryRow(
        EqualityPart.funding.words,
        Markup {
          tag(check.funding.words, check.funding.tone)
          if check.need == .secured { quiet(" At this gate it must be secured.") }
        }),
    ])
  }

  private func findings(_ findings: [Standing<Finding>], _ view: GateView) -> Markup {
    bullets(
      findings.map { one in
        Markup {
          date(one.value.foundOn)
          ": "
          reference(one.value.words, one.value.link)
          if let assumption = view.project.assumptions.first(where: {
            $0.id == one.value.assumption
          }) {
            " It proves wrong: “"
            link(assumption.value.words, to: "/programme/items/\(assumption.id)")
            "”."
          }
          quiet(" Entered by \(view.names[one.by] ?? User.system.name).")
        }
      })
  }

  private func history(_ view: GateView) -> Markup {
    guard view.history.count > 1 else { return Markup() }
    return details("What was recorded before") {
      timeline(
        view.history.dropFirst().map { version in
          TimelineEntry(
            version.value.assessment ?? "No impact assessment", when: moment(version.since),
            by: view.names[version.by] ?? User.system.name
          ) {
            bullets(
              EqualityPart.allCases.filter { version.value.has($0) }.map { part in
                Markup("\(part.words): \(words(of: part, version.value))")
              })
          }
        })
    }
  }

  private func words(of part: EqualityPart, _ value: Equality) -> String {
    switch part {
    case .assessment: value.assessmentReference ?? value.assessment ?? ""
    case .advice: value.advice ?? value.noAdvice.map { "No panel was asked: \($0)" } ?? ""
    case .engagement: value.engagement ?? ""
    case .baseline: value.baseline ?? ""
    case .funding: ""
    }
  }

  // MARK: - Decisions

  func decisions(_ view: GateView, _ visit: Visit) -> Markup {
    Markup {
      heading("Decisions", id: "decisions")
      if view.line.decisions.isEmpty {
        paragraph("Nothing was decided yet.")
      } else {
        timeline(view.line.decisions.map { decision($0, view, visit) })
      }
      if view.mayChange, visit.user.may(.keepProgramme) {
        paragraph(
          link("Record a decision", to: "/programme/gates/\(view.line.id)/decision"))
      }
    }
  }

  private func decision(
    _ one: Standing<GateDecision>, _ view: GateView, _ visit: Visit
  ) -> TimelineEntry {
    let (value, isLast) = (one.value, one.id == view.line.decision?.id)
    return TimelineEntry(
      "\(value.outcome.words) by \(value.body)", when: date(value.decidedOn),
      tag: isLast ? nil : tag("A later decision counts", .neutral)
    ) {
      written(value.why)
      let address = view.line.minutesLink(of: one)
      let about = "of \(value.body), \(value.decidedOn.spoken)"
      let minutes = Markup {
        if let address {
          link("Minutes", to: address, about: about)
        } else {
          quiet("No minutes are linked.")
        }
        if view.mayChange, visit.user.may(.keepProgramme) {
          " "
          link(
            address == nil ? "Link the minutes" : "Change the link",
            to: "/programme/gates/\(view.line.id)/minutes?of=\(one.id)", about: about)
        }
        quiet(" Recorded by \(view.names[one.by] ?? User.system.name), \(moment(one.since)).")
      }
      paragraph(minutes)
      let conditions = view.line.conditions(of: one.id)
      if !conditions.isEmpty {
        table(
          "Conditions", columns: ["Condition", "Due", "Owner", "State"],
          rows: conditions.map { condition in
            [
              link(condition.value.words, to: "/programme/conditions/\(condition.id)"),
              isLast ? due(condition.value) : date(condition.value.dueOn),
              Markup(condition.value.owner),
              Markup {
                condition.value.state.words
                if let day = condition.value.settledOn { " \(date(day))" }
              },
            ]
          })
      }
    }
  }
}
