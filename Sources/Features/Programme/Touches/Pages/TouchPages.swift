import Core
import HTML
import Web

/// Who is asked what and when, by projects and partners: what the radar looks at.
extension ProgrammePages {
  var touchRoutes: [Route] {
    [
      .get("/programme/touches", .may(.readProgramme), touches),
      .get("/programme/touches/new", .may(.updateProjects)) { visit in
        .page(try await newTouchPage(visit, FormState()))
      },
      .post("/programme/touches", .may(.updateProjects), addTouch),
      .get("/programme/touches/:id", .may(.readProgramme)) { visit in
        .page(try await touchPage(visit, nil))
      },
      .post("/programme/touches/:id", .may(.updateProjects), changeTouch),
      .post("/programme/touches/:id/archive", .may(.updateProjects)) { visit in
        try await archiveTouch(visit, true)
      },
      .post("/programme/touches/:id/bring-back", .may(.updateProjects)) { visit in
        try await archiveTouch(visit, false)
      },
    ] + radarRoutes
  }

  static let touchesHome = Link("Who is asked what", to: "/programme/touches")

  private func touches(_ visit: Visit) async throws -> Answer {
    let all = try await programme.touches(for: visit.user)
    let page = asked(page: visit)
    return .page(
      Page(
        "Who is asked what", width: .wide, back: Self.radarHome, section: Self.section
      ) {
        paragraph(
          text:
            "Engagement, commissions and milestones of projects and partners: whom they are for, what they ask, and when. The radar compares them."
        )
        if all.isEmpty {
          emptyState(
            "Nothing is noted", "Note what you plan with people, so that nobody asks them twice.")
        } else {
          table(
            "Who is asked what", isCaptionHidden: true,
            columns: ["What", "Whose", "Whom it is for", "What it asks", "When"],
            rows: all.dropFirst((page - 1) * Self.rowsOnPage).prefix(Self.rowsOnPage)
              .map { touchCells($0) })
          pages(page, hasMore: all.count > page * Self.rowsOnPage, "/programme/touches?")
        }
        if visit.user.may(.updateProjects) {
          linkButton(Link("Note something", to: "/programme/touches/new"), .secondary)
        }
        printButton()
      })
  }

  private func touchCells(_ line: TouchLine) -> [Markup] {
    [
      Markup {
        link(line.name, to: "/programme/touches/\(line.touch.id)")
        " "
        quiet(Markup(line.touch.value.sort.words))
        if !line.isOpen {
          " "
          tag("Over", .neutral)
        }
      }, Markup(line.owner), Markup(line.touch.value.community),
      Markup(line.touch.value.question), touchDates(line),
    ]
  }

  func touchDates(_ line: TouchLine) -> Markup {
    guard let begins = line.begins else { return tag("No date", .warning) }
    guard let ends = line.ends else { return Markup(begins.spoken) }
    return "\(begins.spoken) to \(ends.spoken)"
  }

  // MARK: - The form

  private func said(_ state: FormState) -> Markup {
    Markup {
      textInput(
        Field(
          "community", "Whom it is for", hint: "In the words that people use, like: Somali women.",
          in: state), width: .full)
      textInput(
        Field(
          "question", "What it asks or does",
          hint: "Like: what keeps people from apprenticeships.", in: state), width: .full)
    }
  }

  private func touchFields(_ state: FormState, _ projects: [Choice], mayPartner: Bool) -> Markup {
    Markup {
      radios(
        Field("sort", "What is it?", in: state),
        Touch.Sort.allCases.map { Choice($0.rawValue, $0.words, hint: $0.meaning) })
      select(
        Field("project", "Project", in: state, isOptional: mayPartner), projects,
        prompt: mayPartner ? "None of ours" : "Choose one")
      if mayPartner {
        textInput(
          Field(
            "partner", "Or the partner", hint: "Where it is none of our projects.", in: state,
            isOptional: true))
      }
      textInput(Field("name", "What it is called", in: state), width: .full)
      said(state)
      planned("begins", "When it begins", state, isOptional: false)
      planned("ends", "When it ends", state, isOptional: true)
    }
  }

  private func planned(
    _ name: String, _ label: String, _ state: FormState, isOptional: Bool
  ) -> Markup {
    textInput(
      Field(
        name, label, hint: "As exact as you know it: 31/03/2027, March 2027 or Q4 26/27.",
        in: state, isOptional: isOptional), width: .medium)
  }

  private func projectChoices(_ visit: Visit) async throws -> [Choice] {
    let lines = try await programme.shown(for: visit.user).portfolio.lines
    return byWorkstream(
      lines.filter { Programme.may(visit.user, change: $0.project.value) }
    ).flatMap(\.1).map { Choice($0.id.text, $0.project.value.name) }
  }

  private func newTouchPage(_ visit: Visit, _ state: FormState) async throws -> Page {
    let projects = try await projectChoices(visit)
    let asked = ProgrammeItemID(
      checking: state.text("milestone").isEmpty
        ? visit.query("milestone") ?? "" : state.text("milestone"))
    var milestone: NamedMilestone?
    if let asked { milestone = try await programme.milestone(asked, for: visit.user).milestone }
    var shown = state
    if let project = visit.query("project"), state.values.isEmpty {
      shown.values["project"] = [project]
    }
    return Page(
      milestone == nil ? "Note who is asked what" : "Say whom it is for",
      caption: milestone?.words,
      back: milestone.map { Link($0.name, to: "/programme/items/\($0.id)") } ?? Self.touchesHome,
      section: Self.section, problems: state.problems
    ) {
      form(to: "/programme/touches", token: visit.formToken) {
        hiddenInput("item", itemID(state).text)
        if let milestone {
          hiddenInput("milestone", milestone.id.text)
          paragraph(text: "Its name and its date are taken from the milestone, as they stand.")
          said(shown)
        } else {
          touchFields(shown, projects, mayPartner: visit.user.may(.keepProgramme))
        }
        button("Save")
      }
    }
  }

  private func addTouch(_ visit: Visit) async throws -> Answer {
    return try await visit.answer {
      try await programme.addTouch(visit.form.single, as: itemID(visit.form), by: visit.user)
      return .see("/programme/touches", done: "programme-added")
    } again: {
      try await newTouchPage(visit, $0)
    }
  }

  private func touchPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Touch")
    let page = asked(page: visit)
    let (line, item) = try await programme.touch(id, page: page, for: visit.user)
    let touch = line.touch.value
    let projects = item.history.mayChange ? try await projectChoices(visit) : []
    let state = sent ?? FormState(values: item.history.fields)
    return Page(
      line.name, caption: "\(touch.sort.words) of \(line.owner)", back: Self.touchesHome,
      section: Self.section, problems: sent?.problems ?? []
    ) {
      summaryList([
        SummaryRow("Whom it is for", Markup(touch.community)),
        SummaryRow("What it asks", Markup(touch.question)), SummaryRow("When", touchDates(line)),
        SummaryRow(
          "Milestone", touch.milestone.map { link(line.name, to: "/programme/items/\($0)") }),
      ])
      own(item.history, "/programme/touches/\(id)", page, visit) {
        if touch.milestone != nil {
          said(state)
        } else {
          touchFields(state, projects, mayPartner: visit.user.may(.keepProgramme))
        }
      }
    }
  }

  private func changeTouch(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Touch")
    return try await visit.answer {
      try await programme.changeTouch(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
      return .see("/programme/touches/\(id)", done: "programme-saved")
    } again: {
      try await touchPage(visit, $0)
    }
  }

  private func archiveTouch(_ visit: Visit, _ isArchived: Bool) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Touch")
    try await programme.archiveTouch(
      id, from: Int(visit.query("version") ?? "") ?? 0, isArchived, by: visit.user)
    return .see(
      "/programme/touches/\(id)", done: isArchived ? "programme-archived" : "programme-back")
  }
}

extension Touch.Sort {
  var words: String {
    switch self {
    case .engagement: "Engagement"
    case .commission: "Commission"
    case .milestone: "Milestone"
    }
  }

  var meaning: String {
    switch self {
    case .engagement: "People are asked or met."
    case .commission: "Somebody is paid to ask them or to work with them."
    case .milestone: "A date of a plan that they will notice."
    }
  }
}
