import Core
import HTML
import Web

extension ProgrammePages {
  func projectPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Project")
    let view = try await programme.project(id, for: visit.user)
    let (line, project) = (view.line, view.line.project.value)
    let isArchived = line.project.isArchived
    let waits = try await waitsPart(of: id, visit)
    return Page(
      project.name, caption: lists.workstreams.label(project.workstream), width: .wide,
      back: Self.home, section: Self.section, problems: state.problems
    ) {
      if isArchived {
        insetText { paragraph(text: "This project is archived. It stands in no list.") }
      }
      summaryList([
        SummaryRow("Where it is", project.position.map { Markup($0) }),
        SummaryRow("Owner", line.ownerName.map { Markup($0) }),
        SummaryRow("Sponsor", project.sponsor.map { Markup($0) }),
        SummaryRow("Board", project.board.map { Markup($0) }),
        SummaryRow("Last changed", moment(line.changed)),
      ])
      bullets([
        link(
          view.mayChange ? "Change, and see what it was before" : "See what it was before",
          to: "/programme/items/\(id)", about: project.name),
        link("Gates, decisions and conditions", to: "/programme/projects/\(id)/gates"),
        link(
          "Reports and ratings by month", to: "/programme/projects/\(id)/reports",
          about: project.name),
        link("What it is done for, in figures", to: "/programme/projects/\(id)/benefits"),
      ])
      if !line.doubts.isEmpty {
        heading("What is not certain")
        bullets(line.doubts.map { Markup($0) })
      }
      ratings(view)
      milestones(view)
      waits
      money(view)
      riskList(view)
      objectives(view, visit, state)
      buttonRow {
        if visit.user.may(.keepProgramme) {
          buttonForm(
            isArchived ? "Bring back" : "Archive",
            to:
              "/programme/items/\(id)/\(isArchived ? "bring-back" : "archive")?version=\(line.project.number)",
            token: visit.formToken, .secondary, about: project.name)
        }
        printButton()
      }
    }
  }

  func may(_ view: ProjectView) -> Bool { view.mayChange && !view.line.project.isArchived }

  private func ratings(_ view: ProjectView) -> Markup {
    let respects = lists.respects.entries(on: today)
    let proposals = view.line.proposals(lists, on: today)
    return Markup {
      heading("Ratings")
      table(
        "Ratings", isCaptionHidden: true,
        columns: ["Respect", "Rating", "Why", "Since", "By the facts"]
          + (may(view) ? ["What to do"] : []),
        rows: respects.map { respect in
          let line = view.line.ratings[respect.key]
          return [
            Markup(respect.label), rating(line, on: today), why(line),
            line.map { date($0.standing.since.day) } ?? Markup(), byFacts(proposals[respect.key]),
          ]
            + (may(view)
              ? [
                link(
                  "Rate", to: "/programme/projects/\(view.line.id)/rating?in=\(respect.key)",
                  about: respect.label)
              ] : [])
        })
    }
  }

  private func why(_ line: RatingLine?) -> Markup {
    Markup {
      line?.standing.reason ?? ""
      if let line, let day = line.standing.value.expiresOn {
        " "
        line.hasExpired(on: today)
          ? tag("Against the facts, and over since \(day.spoken)", .warning)
          : quiet("Against the facts, until \(day.spoken)")
      }
    }
  }

  /// What the facts say, with the facts.
  func byFacts(_ proposed: ProposedRating?) -> Markup {
    guard let proposed else { return Markup() }
    return Markup {
      if let rating = proposed.rating {
        tag(words(rating, proposed.scale), tone(rating, proposed.scale))
      } else {
        quiet("Not enough is known.")
      }
      for fact in proposed.facts where proposed.respect != Respect.overall {
        " "
        quiet("\(fact.words).")
      }
    }
  }

  func add(_ view: ProjectView, _ kind: ItemKind, _ words: String) -> Markup {
    may(view)
      ? paragraph(link(words, to: "/programme/projects/\(view.line.id)/new-\(kind.rawValue)"))
      : Markup()
  }

  private func milestones(_ view: ProjectView) -> Markup {
    Markup {
      heading("Milestones")
      if view.line.milestones.isEmpty {
        paragraph(text: "No milestone is set.")
      } else {
        table(
          "Milestones", isCaptionHidden: true,
          columns: ["Milestone", "Due", "Agreed", "Who decides", "State"],
          rows: view.line.milestones.map { one in
            [
              link(one.value.name, to: "/programme/items/\(one.id)"), when(one.value, on: today),
              Markup {
                one.value.baseline?.spoken ?? "Nothing yet"
                if one.value.baselineNumber > 1 {
                  quiet(" changed \(times(one.value.baselineNumber - 1))")
                }
              }, Markup(one.value.body ?? ""), milestoneState(one.value),
            ]
          })
      }
      add(view, .milestone, "Add a milestone")
    }
  }

  private func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }

  func milestoneState(_ milestone: Milestone) -> Markup {
    switch milestone.state {
    case .planned: Markup("Planned")
    case .done: "Done on \(milestone.doneOn.map { date($0) } ?? Markup())"
    case .dropped: Markup("Dropped")
    }
  }

  private func objectives(_ view: ProjectView, _ visit: Visit, _ state: FormState) -> Markup {
    let chosen = view.line.aims.map(\.value.objective)
    return Markup {
      heading("Objectives that it serves")
      let served = view.objectives.filter { chosen.contains($0.id) }
      if served.isEmpty { paragraph(text: "None is chosen.") }
      bullets(served.map { Markup($0.value.words) })
      if may(view), !view.objectives.isEmpty {
        details("Choose objectives", isOpen: state.problem("objective") != nil) {
          form(to: "/programme/projects/\(view.line.id)/objectives", token: visit.formToken) {
            version(of: Programme.written(chosen), state)
            checkboxes(
              Field(
                "objective", "Which objectives does it serve?",
                values: state.values.isEmpty ? chosen.map(\.text) : state.texts("objective"),
                problem: state.problem("objective"), isOptional: true),
              view.objectives.map { objective in
                Choice(
                  objective.id.text, objective.value.words,
                  hint: objective.value.workstream.map { lists.workstreams.label($0) })
              })
            button("Save the objectives")
          }
        }
      }
    }
  }

  func serve(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    return try await visit.answer {
      try await programme.serve(
        visit.form.texts("objective"), insteadOf: visit.form.text("version"), in: id, by: visit.user
      )
      return .see("/programme/projects/\(id)", done: "programme-saved")
    } again: {
      try await projectPage(visit, $0)
    }
  }

  // MARK: - A new project

  func newProjectPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let owners = try await ownerChoices(visit)
    return Page(
      "Add a project", back: Self.home, section: Self.section, problems: state.problems
    ) {
      form(to: "/programme/projects", token: visit.formToken) {
        projectFields(state, owners)
        button("Add the project")
      }
    }
  }

  func addProject(_ visit: Visit) async throws -> Answer {
    try await visit.answer {
      let id = try await programme.addProject(visit.form.single, by: visit.user)
      return .see("/programme/projects/\(id)", done: "programme-added")
    } again: {
      try await newProjectPage(visit, $0)
    }
  }

  // MARK: - A rating

  func ratingPage(_ visit: Visit, _ respect: String, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Project")
    let view = try await programme.project(id, for: visit.user)
    guard lists.respects.has(respect, on: today) else { throw Rejection.notFound("Respect") }
    guard view.mayChange else { throw Rejection.forbidden }
    let history = try await programme.ratings(of: id, in: respect, for: visit.user)
    let steps = lists.ratings.scale(on: today)?.steps ?? []
    let proposed = view.line.proposals(lists, on: today)[respect]
    let name = view.line.project.value.name
    return Page(
      "\(lists.respects.label(respect)): \(name)",
      back: Link(name, to: "/programme/projects/\(id)"), section: Self.section,
      problems: state.problems
    ) {
      heading("What the facts say")
      paragraph(byFacts(proposed))
      if respect == Respect.overall { bullets(proposed?.facts.map { Markup($0.words) } ?? []) }
      form(to: "/programme/projects/\(id)/rating", token: visit.formToken) {
        hiddenInput("respect", respect)
        version(of: view.line.ratings[respect]?.standing.number ?? 0, state)
        radios(
          Field(
            "rating", "How does it stand?",
            values: state.values.isEmpty
              ? [view.line.ratings[respect]?.rating ?? proposed?.rating ?? ""]
              : state.texts("rating"),
            problem: state.problem("rating")),
          steps.map { Choice($0.key, $0.label, hint: $0.meaning) } + [Choice("", "Not rated")])
        textArea(
          Field("reason", "Why?", hint: "What has changed since the last rating.", in: state),
          rows: 4, limit: 1000)
        dateInput(
          Field(
            "expires_on", "Until when, if it goes against the facts",
            hint:
              "Up to \(lists.ratings.lastDayOfOverride(from: today).spoken). After it the facts count again.",
            in: state, isOptional: true))
        button("Save the rating")
      }
      heading("What was said before")
      if history.isEmpty { paragraph(text: "It was not rated yet.") }
      bullets(
        history.map { version in
          Markup {
            date(version.since.day)
            ": "
            version.value.rating.map { words($0, version.value.scale) } ?? "Not rated"
            if let reason = version.reason { ". \(reason)" }
          }
        })
    }
  }

  func rate(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let respect = visit.form.text("respect")
    return try await visit.answer {
      try await programme.rate(
        id, in: respect, from: Int(visit.form.text("version")) ?? 0, visit.form.single,
        by: visit.user)
      return .see("/programme/projects/\(id)", done: "programme-saved")
    } again: {
      try await ratingPage(visit, respect, $0)
    }
  }
}

extension FormState {
  /// One value a field; of ticked boxes all, with commas.
  var single: [String: String] { values.mapValues { $0.joined(separator: ",") } }
}

extension Risk.Sort {
  var words: String {
    switch self {
    case .risk: "Risk"
    case .assumption: "Assumption"
    case .issue: "Issue"
    case .dependency: "Dependency"
    case .decision: "Decision"
    case .change: "Change"
    }
  }
}
