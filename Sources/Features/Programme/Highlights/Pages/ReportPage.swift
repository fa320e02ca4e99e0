import Core
import HTML
import Web

/// A report as it is read and printed, with what may be done with it.
extension HighlightPages {
  func reportPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Report")
    let view = try await reports.report(id, for: visit.user)
    let content = view.content
    return Page(
      "Highlight report: \(content.project)", caption: content.period.spoken, width: .wide,
      back: Link(
        "Reports: \(content.project)", to: "/programme/projects/\(view.project)/reports"),
      section: ProgrammePages.section, problems: state.problems
    ) {
      standing(view)
      body(content)
      acts(view, visit, state)
      heading("What happened with it")
      HTML.timeline(
        view.steps.map { step in
          TimelineEntry(step.words, when: moment(step.at), by: step.by) {
            if let reason = step.reason { written(reason) }
          }
        })
      printButton()
    }
  }

  private func standing(_ view: ReportView) -> Markup {
    let report = view.report.value
    return Markup {
      if !view.isIntact {
        notificationBanner("This is not what was approved", .danger) {
          paragraph(
            text:
              "What is kept of this report was changed outside Pierhead. Tell whoever looks after the machine: a backup has it as it was."
          )
        }
      }
      if view.report.isArchived {
        insetText { paragraph(text: "This report is withdrawn. It stands in no list.") }
      } else {
        paragraph(
          Markup {
            state(report.state)
            if report.state == .approved {
              " It stands here exactly as it was approved, whatever was changed since."
            }
          })
      }
      if report.isOpen, let answer = report.answer {
        insetText {
          paragraph(text: "It was returned:")
          written(answer)
        }
      }
    }
  }

  /// The report itself, from what is kept or from what stands.
  private func body(_ content: ReportContent) -> Markup {
    Markup {
      summaryList([
        SummaryRow("Workstream", Markup(content.workstream)),
        SummaryRow("Owner", content.owner.map { Markup($0) }),
        SummaryRow("Sponsor", content.sponsor.map { Markup($0) }),
        SummaryRow("Board", content.board.map { Markup($0) }),
        SummaryRow("Written by", Markup(content.writer)),
        SummaryRow("Sent by", content.sender.map { Markup($0) }),
        SummaryRow("Approved by", content.approver.map { Markup($0) }),
        SummaryRow("Approved on", content.approvedAt.map { moment($0) }),
      ])
      heading("Ratings")
      table(
        "Ratings", isCaptionHidden: true,
        columns: ["Respect", "This month", "Last time", "By the facts", "Why"],
        rows: content.ratings.map { line in
          [
            Markup(line.respect), rating(line.rating, line.colour),
            line.before.map { Markup($0) } ?? quiet("Not rated before"), facts(line), why(line),
          ]
        })
      words("What was done", content.done)
      words("What comes next", content.next)
      words("Decisions wanted", content.decisions, empty: "None.")
      for list in content.lists {
        heading(list.title)
        if list.rows.isEmpty {
          paragraph(text: list.empty)
        } else {
          table(
            list.title, isCaptionHidden: true, columns: list.columns.map { Column($0) },
            rows: list.rows.map { $0.map { Markup($0) } })
        }
        if let note = list.note { paragraph(text: note) }
      }
    }
  }

  private func words(_ title: String, _ text: String?, empty: String = "Not written yet.") -> Markup
  {
    Markup {
      heading(title)
      text.map { written($0) } ?? paragraph(text: empty)
    }
  }

  private func rating(_ rating: String?, _ colour: String?) -> Markup {
    rating.map { tag($0, RatingScale.Colour(rawValue: colour ?? "")?.tone ?? .neutral) }
      ?? quiet("Not rated")
  }

  private func facts(_ line: ReportContent.RatingLine) -> Markup {
    Markup {
      line.proposed.map { rating($0, line.proposedColour) } ?? quiet("Not enough is known")
      for fact in line.facts {
        " "
        quiet("\(fact).")
      }
    }
  }

  private func why(_ line: ReportContent.RatingLine) -> Markup {
    Markup {
      line.reason ?? ""
      if let until = line.until {
        " "
        quiet("Against the facts, until \(until)")
      }
    }
  }

  // MARK: - What may be done

  private func acts(_ view: ReportView, _ visit: Visit, _ state: FormState) -> Markup {
    let (id, report) = (view.report.id, view.report.value)
    func act(_ words: String, _ name: String, _ kind: ButtonKind = .secondary) -> Markup {
      buttonForm(
        words, to: "\(Self.path)/\(id)/\(name)?version=\(view.report.number)",
        token: visit.formToken, kind)
    }
    guard view.mayWrite, report.state != .approved else { return Markup() }
    return screenOnly {
      heading("What to do")
      if report.isOpen {
        paragraph(link("Change the report", to: "\(Self.path)/\(id)/change"))
        act("Send for approval", "send", .primary)
      } else {
        if view.mayDecide { decide(view, visit, state) }
        act("Take back, to change it", "take-back")
      }
      act("Withdraw this report", "withdraw")
    }
  }

  private func decide(_ view: ReportView, _ visit: Visit, _ state: FormState) -> Markup {
    let id = view.report.id
    return Markup {
      if view.hasWritten {
        paragraph(
          text:
            "You wrote in this report or sent it. Somebody else of the programme office must approve it."
        )
      } else {
        HTML.form(to: "\(Self.path)/\(id)/approve", token: visit.formToken) {
          hiddenInput("version", String(view.report.number))
          checkbox(
            Field(
              "read", "I have read this report. Once approved, it can’t be changed any more",
              in: state))
          button("Approve")
        }
      }
      details("Return it, to be changed", isOpen: state.problem("words") != nil) {
        HTML.form(to: "\(Self.path)/\(id)/return", token: visit.formToken) {
          hiddenInput("version", String(view.report.number))
          textArea(Field("words", "What must be changed?", in: state), rows: 3, limit: 1000)
          button("Return the report", .secondary)
        }
      }
    }
  }

  func act(
    _ visit: Visit, done: String, _ call: (ProgrammeItemID, Int) async throws -> Void
  ) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Report")
    try await call(id, number(visit))
    return .see("\(Self.path)/\(id)", done: done)
  }

  /// What is missing is said beside its field.
  func sendReport(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Report")
    do {
      try await reports.send(id, from: number(visit), by: visit.user)
      return .see("\(Self.path)/\(id)", done: "report-sent")
    } catch Rejection.invalid(let problems) {
      let form = try await reports.form(id, by: visit.user)
      let kept = form.report.map { FormState(values: $0.value.fields(form.said)) } ?? FormState()
      return .again(try await changePage(visit, kept.with(problems)))
    }
  }

  func approve(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Report")
    guard visit.form.text("read") == "yes" else {
      return .again(
        try await reportPage(visit, visit.form.with([Problem("read", Reason("report.read"))])))
    }
    try await reports.approve(id, from: number(visit), by: visit.user)
    return .see("\(Self.path)/\(id)", done: "report-approved")
  }

  func giveBack(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Report")
    return try await visit.answer {
      try await reports.giveBack(id, from: number(visit), visit.form.single, by: visit.user)
      return .see("\(Self.path)/\(id)", done: "report-returned")
    } again: {
      try await reportPage(visit, $0)
    }
  }
}
