import Core
import HTML
import Web

/// Who decides together. The programme office keeps them.
extension ProgrammePages {
  var bodyRoutes: [Route] {
    [
      .get("/programme/bodies", .may(.readProgramme), bodies),
      .get("/programme/bodies/new", .may(.keepProgramme)) { visit in
        .page(newBodyPage(visit, FormState()))
      },
      .post("/programme/bodies", .may(.keepProgramme), addBody),
      .get("/programme/bodies/:id", .may(.readProgramme)) { visit in
        .page(try await bodyPage(visit, nil))
      },
      .post("/programme/bodies/:id", .may(.keepProgramme), changeBody),
      .post("/programme/bodies/:id/archive", .may(.keepProgramme)) { visit in
        try await archiveBody(visit, true)
      },
      .post("/programme/bodies/:id/bring-back", .may(.keepProgramme)) { visit in
        try await archiveBody(visit, false)
      },
    ]
  }

  private static let bodiesHome = Link("Bodies that decide", to: "/programme/bodies")

  private func bodies(_ visit: Visit) async throws -> Answer {
    let all = try await programme.bodies(for: visit.user)
    let page = asked(page: visit)
    let mayKeep = visit.user.may(.keepProgramme)
    return .page(
      Page("Bodies that decide", back: Self.meetingsHome, section: Self.section) {
        if all.isEmpty {
          emptyState("No body is entered", "The programme office enters boards and committees.")
        } else {
          table(
            "Bodies that decide", isCaptionHidden: true,
            columns: ["Body", "Kind", .number("Working days for papers")],
            rows: all.dropFirst((page - 1) * Self.rowsOnPage).prefix(Self.rowsOnPage).map { one in
              [
                link(one.value.name, to: "/programme/bodies/\(one.id)"),
                Markup(one.value.sort.words), "\(one.value.papersDays)",
              ]
            })
          pages(page, hasMore: all.count > page * Self.rowsOnPage, "/programme/bodies?")
        }
        if mayKeep { linkButton(Link("Add a body", to: "/programme/bodies/new"), .secondary) }
      })
  }

  private func bodyFields(_ state: FormState) -> Markup {
    Markup {
      textInput(
        Field(
          "name", "Name", hint: "As it stands at milestones under “Who decides”.", in: state),
        width: .full)
      radios(
        Field("sort", "What is it?", in: state),
        Body.Sort.allCases.map { Choice($0.rawValue, $0.words) })
      textInput(
        Field(
          "papers_days", "Working days before a meeting by which papers are due",
          hint: "Weekends and bank holidays don't count. A meeting may have its own.", in: state),
        width: .short)
    }
  }

  private func newBodyPage(_ visit: Visit, _ state: FormState) -> Page {
    Page("Add a body", back: Self.bodiesHome, section: Self.section, problems: state.problems) {
      form(to: "/programme/bodies", token: visit.formToken) {
        hiddenInput("item", itemID(state).text)
        bodyFields(state)
        button("Add the body")
      }
    }
  }

  private func addBody(_ visit: Visit) async throws -> Answer {
    return try await visit.answer {
      try await programme.addBody(visit.form.single, as: itemID(visit.form), by: visit.user)
      return .see("/programme/bodies", done: "programme-added")
    } again: {
      newBodyPage(visit, $0)
    }
  }

  private func bodyPage(_ visit: Visit, _ sent: FormState?) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Item")
    let page = asked(page: visit)
    let item = try await programme.body(id, page: page, for: visit.user)
    let body = item.standing.value
    return Page(
      body.name, caption: body.sort.words, back: Self.bodiesHome, section: Self.section,
      problems: sent?.problems ?? []
    ) {
      paragraph(text: "Papers are due \(body.papersWords) a meeting.")
      own(item.history, "/programme/bodies/\(id)", page, visit) {
        bodyFields(sent ?? FormState(values: item.history.fields))
      }
    }
  }

  private func changeBody(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    return try await visit.answer {
      try await programme.changeBody(
        id, from: Int(visit.form.text("version")) ?? 0, visit.form.single, by: visit.user)
      return .see("/programme/bodies/\(id)", done: "programme-saved")
    } again: {
      try await bodyPage(visit, $0)
    }
  }

  private func archiveBody(_ visit: Visit, _ isArchived: Bool) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Item")
    try await programme.archiveBody(
      id, from: Int(visit.query("version") ?? "") ?? 0, isArchived, by: visit.user)
    return .see(
      "/programme/bodies/\(id)", done: isArchived ? "programme-archived" : "programme-back")
  }
}

extension Body {
  fileprivate var papersWords: String {
    switch papersDays {
    case 0: "on the day of"
    case 1: "1 working day before"
    default: "\(papersDays) working days before"
    }
  }
}

extension Body.Sort {
  var words: String {
    switch self {
    case .executive: "Executive"
    case .cabinet: "Cabinet"
    case .board: "Board"
    case .steering: "Steering group"
    case .committee: "Committee"
    case .other: "Another body"
    }
  }
}
