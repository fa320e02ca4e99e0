import Core
import HTML
import Web

/// What milestones wait for: of one, of a project, and of the whole portfolio.
extension ProgrammePages {
  static func waits(_ milestone: ProgrammeItemID) -> String {
    "/programme/items/\(milestone)/dependencies"
  }

  // MARK: - The portfolio

  func dependencies(_ visit: Visit) async throws -> Answer {
    let written = visit.query("on")?.trimmed ?? ""
    let project = visit.query("project").flatMap { ProgrammeItemID(checking: $0) }
    let page = asked(page: visit)
    guard let day = written.isEmpty ? today : Day(written: written), day <= today else {
      let state = FormState(
        values: ["on": written], problems: [Problem("on", Reason("programme.on"))])
      return .again(dependenciesPage(WaitingView(lines: []), today, state, page, ""))
    }
    let view = try await programme.waiting(AsOf(day, today: today), for: visit.user)
    let shown = project.map { WaitingView(lines: view.lines(touching: $0)) } ?? view
    let query =
      (project.map { "project=\($0)&" } ?? "") + (day < today ? "on=\(day)&" : "")
    return .page(
      dependenciesPage(
        shown, day, FormState(values: day < today ? ["on": day.written] : [:]), page, query))
  }

  private func dependenciesPage(
    _ view: WaitingView, _ day: Day, _ state: FormState, _ page: Int, _ query: String
  ) -> Page {
    let shown = view.lines.dropFirst((page - 1) * Self.rowsOnPage).prefix(Self.rowsOnPage)
    return Page(
      "What waits for what",
      caption: day < today ? "As it stood at the end of \(day.spoken)" : "As it stands today",
      width: .wide, back: Self.home, section: Self.section, problems: state.problems
    ) {
      if view.lines.isEmpty {
        emptyState(
          "No milestone waits for another",
          "Open a milestone and say what must be done before it.")
      } else {
        paragraph(text: summary(view))
        waitTable("What waits for what", Array(shown), day)
        pages(
          page, hasMore: view.lines.count > page * Self.rowsOnPage,
          "/programme/dependencies?\(query)")
      }
      filterForm(
        to: "/programme/dependencies", label: "As it stood on a day",
        clear: "/programme/dependencies"
      ) {
        dateInput(
          Field(
            "on", "See it as it stood on", hint: "A day up to today, like 20/11/2026", in: state))
      }
      printButton()
    }
  }

  private func summary(_ view: WaitingView) -> String {
    let trouble = view.troubled.count
    let all = view.lines.count == 1 ? "There is 1." : "There are \(view.lines.count)."
    return switch trouble {
    case 0: "\(all) Each leaves room."
    case 1: "\(all) 1 milestone is pushed, or waits for what will not come."
    default: "\(all) \(trouble) milestones are pushed, or wait for what will not come."
    }
  }

  private func waitTable(_ title: String, _ lines: [WaitLine], _ day: Day) -> Markup {
    table(
      title, isCaptionHidden: true,
      columns: ["Milestone", "When", "It waits for", "When that is", "What comes of it"],
      rows: lines.map { line in
        [
          link(line.waiting.words, to: Self.waits(line.waiting.id)),
          when(line.waiting.standing.value, on: day), neededLink(line),
          line.needed.map { when($0.standing.value, on: day) } ?? Markup(), effect(line),
        ]
      })
  }

  private func neededLink(_ line: WaitLine) -> Markup {
    link(line.neededName, to: Self.waits(line.wait.value.needed))
  }

  /// What comes of it, in words.
  func effect(_ line: WaitLine) -> Markup {
    Markup {
      switch line.effect {
      case .pushes(let slip, let earliest):
        tag("Pushed by \(slip.amount)", .danger)
        " It can't be done before \(earliest.spoken)."
      case .gone:
        tag("Will not come", .danger)
        " What it waits for was dropped or archived."
      case .undated:
        tag("Not known", .warning)
        " One of both has no date."
      case .fits: "There is room."
      case .met: "It is done."
      case .over: quiet("It waits no more.")
      }
      let weeks = line.wait.value.weeks
      if weeks > 0 { quiet(" \(weeks) \(weeks == 1 ? "week" : "weeks") must lie between.") }
    }
  }

  // MARK: - A project

  /// For the project's page: what pushes its milestones, and whom they push.
  func waitsPart(of project: ProgrammeItemID, _ visit: Visit) async throws -> Markup {
    let lines = try await programme.waiting(for: visit.user).lines(touching: project)
    guard !lines.isEmpty else { return Markup() }
    let trouble = lines.filter(\.effect.isTrouble)
    return Markup {
      heading("What waits for what", level: 3)
      if trouble.isEmpty {
        paragraph(text: "Its milestones leave room for what they wait for, and for what waits.")
      }
      bullets(
        trouble.prefix(5).map { line in
          Markup {
            link(line.waiting.words, to: Self.waits(line.waiting.id))
            " waits for \(line.neededName). "
            effect(line)
          }
        })
      paragraph(
        link(
          lines.count == 1 ? "Show it" : "Show all \(lines.count)",
          to: "/programme/dependencies?project=\(project)", about: "that waits or is waited for"))
    }
  }

  // MARK: - A milestone

  /// For the milestone's page: what it waits for and who decides when.
  func timePart(_ id: ProgrammeItemID, _ visit: Visit) async throws -> Markup {
    let view = try await programme.waiting(for: visit.user)
    let (needs, waiting) = (view.lines(of: id), view.lines(waitingFor: id))
    let (milestone, mayChange) = try await programme.milestone(id, for: visit.user)
    let meeting = try await meetingPart(milestone.standing.value, visit)
    return Markup {
      meeting
      bullets(
        (needs.filter(\.effect.isTrouble) + waiting.filter(\.effect.isTrouble)).prefix(5).map {
          waitSentence($0, of: id)
        })
      paragraph(
        link(
          "What it waits for: \(needs.count). What waits for it: \(waiting.count)",
          to: Self.waits(id)))
      if mayChange {
        paragraph(
          link("Say whom it is for", to: "/programme/touches/new?milestone=\(id)"))
      }
    }
  }

  private func waitSentence(_ line: WaitLine, of id: ProgrammeItemID) -> Markup {
    Markup {
      if line.waiting.id == id {
        "Waits for "
        neededLink(line)
      } else {
        link(line.waiting.words, to: Self.waits(line.waiting.id))
        " waits for this"
      }
      ". "
      effect(line)
    }
  }

  func waitsPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Milestone")
    let (milestone, mayChange) = try await programme.milestone(id, for: visit.user)
    let view = try await programme.waiting(for: visit.user)
    let (needs, waiting) = (view.lines(of: id), view.lines(waitingFor: id))
    let page = asked(page: visit)
    let history = try await programme.waitHistory(
      of: id, page: page, size: Self.rowsOnPage, for: visit.user)
    let choices = mayChange ? try await choosing(visit, state, milestone, needs) : Markup()
    return Page(
      "What waits for what", caption: milestone.words, width: .wide,
      back: Link(milestone.name, to: "/programme/items/\(id)"), section: Self.section,
      problems: state.problems
    ) {
      summaryList([
        SummaryRow("When it is due", when(milestone.standing.value, on: today)),
        SummaryRow("State", milestoneState(milestone.standing.value)),
      ])
      heading("What it waits for")
      if needs.isEmpty { paragraph(text: "It waits for nothing.") }
      for line in needs.prefix(Self.rowsOnPage) { need(line, visit, mayChange) }
      heading("What waits for it")
      if waiting.isEmpty { paragraph(text: "Nothing waits for it.") }
      bullets(waiting.prefix(Self.rowsOnPage).map { waitSentence($0, of: id) })
      choices
      if !history.isEmpty { changes(history, page, id) }
      printButton()
    }
  }

  private func need(_ line: WaitLine, _ visit: Visit, _ mayChange: Bool) -> Markup {
    Markup {
      paragraph(
        Markup {
          neededLink(line)
          ", "
          line.needed.map { when($0.standing.value, on: today) } ?? quiet("archived")
          ". "
          effect(line)
          if let note = line.wait.value.note { " \(note)" }
        })
      if mayChange {
        form(to: Self.waits(line.waiting.id) + "/end", token: visit.formToken) {
          hiddenInput("wait", line.wait.id.text)
          hiddenInput("version", String(line.wait.number))
          button("It waits for this no more", .secondary, about: line.neededName)
        }
      }
    }
  }

  /// First the project, then one of its milestones: no list is longer than a project has.
  private func choosing(
    _ visit: Visit, _ state: FormState, _ milestone: NamedMilestone, _ needs: [WaitLine]
  ) async throws -> Markup {
    let lines = try await programme.shown(for: visit.user).portfolio.lines
    let asked = ProgrammeItemID(
      checking: state.text("from").isEmpty
        ? visit.query("project") ?? "" : state.text("from"))
    let chosen = lines.first { $0.id == asked }
    let taken = Set(needs.map(\.wait.value.needed) + [milestone.id])
    let open = chosen?.milestones.filter { !taken.contains($0.id) && $0.value.state == .planned }
    return Markup {
      heading("Say what it waits for")
      filterForm(
        to: Self.waits(milestone.id), label: "Choose a project", apply: "Show its milestones"
      ) {
        select(
          Field("project", "Project", values: [chosen?.id.text ?? ""]),
          byWorkstream(lines).flatMap(\.1).map { Choice($0.id.text, $0.project.value.name) })
      }
      if let chosen, let open {
        if open.isEmpty {
          paragraph(
            text: "\(chosen.project.value.name) has no milestone that is planned and not here yet.")
        } else {
          form(to: Self.waits(milestone.id), token: visit.formToken) {
            hiddenInput("item", itemID(state).text)
            hiddenInput("from", chosen.id.text)
            select(
              Field("needed", "Which milestone must be done first?", in: state),
              open.map { one in
                Choice(
                  one.id.text,
                  one.value.name + (one.value.due.map { ", \($0.spoken)" } ?? ", no date"))
              })
            textInput(
              Field(
                "weeks", "Weeks that must lie between",
                hint: "How long the work takes after it. Leave it empty for none.", in: state,
                isOptional: true), width: .short)
            textInput(
              Field("note", "What exactly is needed", in: state, isOptional: true), width: .full)
            button("Save")
          }
        }
      }
    }
  }

  private func changes(_ history: [WaitChange], _ page: Int, _ id: ProgrammeItemID) -> Markup {
    Markup {
      heading("What it waited for before")
      HTML.timeline(
        history.prefix(Self.rowsOnPage).map { change in
          let version = change.version
          let words =
            version.isArchived
            ? "Waits no more for \(change.needed)" : "Waits for \(change.needed)"
          return TimelineEntry(words, when: moment(version.since), by: change.by) {
            if version.value.weeks > 0 {
              paragraph(text: "Weeks that must lie between: \(version.value.weeks)")
            }
            if let note = version.value.note { paragraph(text: note) }
          }
        })
      pages(page, hasMore: history.count > Self.rowsOnPage, Self.waits(id) + "?")
    }
  }

  func addWait(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Milestone")
    return try await visit.answer {
      try await programme.wait(id, visit.form.single, as: itemID(visit.form), by: visit.user)
      return .see(Self.waits(id), done: "wait-added")
    } again: {
      try await waitsPage(visit, $0)
    }
  }

  func endWait(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Milestone")
    try await programme.endWait(
      ProgrammeItemID(checking: visit.form.text("wait")),
      from: Int(visit.form.text("version")) ?? 0, of: id, by: visit.user)
    return .see(Self.waits(id), done: "wait-ended")
  }
}
