import Core
import HTML
import Web

/// The pages of packs: the list, one with its clearances and exempt parts, and its papers in every format.
package struct PackPages: Sendable {
  let packs: Packs

  package init(_ packs: Packs) { self.packs = packs }

  package var routes: [Route] {
    let id = "/programme/packs/:id"
    return [
      .get("/programme/pack", .may(.readProgramme), paperOfNoMeeting),
      .download("/programme/pack.xlsx", .may(.readProgramme)) { visit in
        try PackFile.spreadsheet(try await asked(visit), named: "programme")
      },
      .download("/programme/pack.doc", .may(.readProgramme)) { visit in
        PackFile.document(try await asked(visit), named: "programme")
      },
      .get("/programme/packs", .may(.readProgramme), list),
      .get("/programme/packs/new", .may(.keepProgramme)) { visit in
        .page(newPage(visit, FormState()))
      },
      .post("/programme/packs", .may(.keepProgramme), add),
      .get(id, .may(.readProgramme)) { visit in .page(try await page(visit, FormState())) },
      .post("\(id)/exempt", .may(.keepProgramme), exempt),
      .post("\(id)/lift", .may(.keepProgramme), lift),
    ] + PackPaper.Audience.allCases.flatMap(papers)
  }

  private func papers(_ audience: PackPaper.Audience) -> [Route] {
    let path = "/programme/packs/:id/\(audience.rawValue)"
    return [
      .get(path, .may(.readProgramme)) { visit in
        let id: ProgrammeItemID = try visit.id("Pack")
        let paper = try await packs.paper(id, audience, for: visit.user)
        return .page(
          paper.page(back: Link("The pack", to: "/programme/packs/\(id)")) {
            files("/programme/packs/\(id)/\(audience.rawValue)", "")
          })
      },
      .download("\(path).xlsx", .may(.readProgramme)) { visit in
        try PackFile.spreadsheet(try await paper(visit, audience), named: audience.rawValue)
      },
      .download("\(path).doc", .may(.readProgramme)) { visit in
        PackFile.document(try await paper(visit, audience), named: audience.rawValue)
      },
    ]
  }

  private func paper(
    _ visit: Visit, _ audience: PackPaper.Audience
  ) async throws -> PackPaper {
    try await packs.paper(try visit.id("Pack"), audience, for: visit.user)
  }

  private func files(_ path: String, _ query: String) -> Markup {
    bullets([
      link("Download as a spreadsheet", to: "\(path).xlsx\(query)"),
      link("Download as a document for a word processor", to: "\(path).doc\(query)"),
    ])
  }

  static let home = Link("Board packs", to: "/programme/packs")

  private var today: Day { packs.programme.wall.today }

  // MARK: - Papers of no meeting

  /// The days of the address; a problem where one is none.
  private func days(_ visit: Visit) throws(Rejection) -> (on: Day?, since: Day?) {
    func day(_ name: String) throws(Rejection) -> Day? {
      guard let text = visit.query(name)?.trimmed, !text.isEmpty else { return nil }
      guard let day = Day(written: text), (1900...2200).contains(day.year) else {
        throw .invalid(name, Reason("programme.on"))
      }
      return day
    }
    return (try day("on"), try day("since"))
  }

  private func asked(_ visit: Visit) async throws -> PackPaper {
    let (on, since) = try days(visit)
    return try await packs.paper(on: on, since: since, for: visit.user)
  }

  private func paperOfNoMeeting(_ visit: Visit) async throws -> Answer {
    var state = FormState(
      values: ["on": visit.query("on") ?? "", "since": visit.query("since") ?? ""])
    do {
      let (on, since) = try days(visit)
      let paper = try await packs.paper(on: on, since: since, for: visit.user)
      let query = "?on=\(paper.stands)&since=\(paper.since)"
      return .page(
        paper.page(back: Self.home) {
          days(state)
          files("/programme/pack", query)
        })
    } catch Rejection.invalid(let problems) {
      state = state.with(problems)
      return .again(
        Page(
          "Papers of a day", back: Self.home, section: ProgrammePages.section, problems: problems
        ) { days(state) })
    }
  }

  private func days(_ state: FormState) -> Markup {
    filterForm(to: "/programme/pack", label: "Choose the days", clear: "/programme/pack") {
      dateInput(
        Field("on", "As it stood on", hint: "A day up to today, like 20/11/2026", in: state))
      dateInput(
        Field(
          "since", "What has changed since", hint: "Left empty: since the last papers.", in: state))
    }
  }

  // MARK: - The list

  private func list(_ visit: Visit) async throws -> Answer {
    let page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let (lines, hasMore) = try await packs.list(page: page, for: visit.user)
    return .page(
      Page(
        "Board packs", width: .wide, back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        if visit.user.may(.keepProgramme) {
          linkButton(Link("Make a pack", to: "/programme/packs/new"))
        }
        if lines.isEmpty {
          emptyState(
            "There is no pack yet",
            "A pack is for one meeting: it shows the programme as it stands on the day of the papers."
          )
        } else {
          table(
            "Board packs", isCaptionHidden: true,
            columns: ["Meeting", "Day", "Papers go out", "Clearances"],
            rows: lines.map { line in
              [
                link(line.pack.value.body, to: "/programme/packs/\(line.pack.id)"),
                date(line.pack.value.meetsOn), date(line.pack.value.papersOn), missing(line),
              ]
            })
        }
        pagination(
          page: page, of: hasMore ? page + 1 : page,
          previous: page > 1 ? "/programme/packs?page=\(page - 1)" : nil,
          next: hasMore ? "/programme/packs?page=\(page + 1)" : nil)
        paragraph(link("Papers of any day, for no meeting", to: "/programme/pack"))
      })
  }

  private func missing(_ line: Packs.Line) -> Markup {
    line.missing == 0
      ? tag("All given", .good)
      : tag(
        line.missing == 1 ? "1 missing" : "\(line.missing) missing",
        line.pack.value.tone(on: today))
  }

  // MARK: - A new one

  private func newPage(_ visit: Visit, _ state: FormState) -> Page {
    let id =
      ProgrammeItemID(checking: state.text("item"))
      ?? ProgrammeItemID(at: packs.programme.wall.now())
    return Page(
      "Make a pack", back: Self.home, section: ProgrammePages.section, problems: state.problems
    ) {
      form(to: "/programme/packs", token: visit.formToken) {
        hiddenInput("item", id.text)
        packFields(state)
        button("Make the pack")
      }
    }
  }

  private func add(_ visit: Visit) async throws -> Answer {
    let id =
      ProgrammeItemID(checking: visit.form.text("item"))
      ?? ProgrammeItemID(at: packs.programme.wall.now())
    return try await visit.answer {
      try await packs.add(visit.form.single, as: id, by: visit.user)
      return .see("/programme/packs/\(id)", done: "programme-added")
    } again: {
      newPage(visit, $0)
    }
  }

  // MARK: - One

  private func page(_ visit: Visit, _ state: FormState) async throws -> Page {
    let id: ProgrammeItemID = try visit.id("Pack")
    let view = try await packs.view(id, for: visit.user)
    let pack = view.line.pack.value
    return Page(
      pack.body, caption: "Board pack", width: .wide, back: Self.home,
      section: ProgrammePages.section, problems: state.problems
    ) {
      if view.line.pack.isArchived {
        insetText { paragraph(text: "This pack is archived. It stands in no list.") }
      }
      summaryList([
        SummaryRow("Meeting", date(pack.meetsOn)),
        SummaryRow("Papers go out", "\(date(pack.papersOn)), \(pack.deadline(on: today))"),
        SummaryRow("Tells what changed since", date(pack.sinceOn)),
        SummaryRow("Note", pack.note.map { written($0) }),
      ])
      paragraph(
        link("Change, and see what it was before", to: "/programme/items/\(id)", about: pack.body))
      heading("Clearances")
      clearances(view)
      heading("Papers")
      paragraph(
        text: pack.papersOn < today
          ? "They show the programme as it stood at the end of \(pack.papersOn.spoken)."
          : "Until the end of \(pack.papersOn.spoken) they show the programme as it stands.")
      bullets([
        link("For the public, without what is exempt", to: "/programme/packs/\(id)/public"),
        link("In full, with what is exempt", to: "/programme/packs/\(id)/full"),
      ])
      heading("Not for the public")
      exempt(view, visit, state)
    }
  }

  private func clearances(_ view: Packs.View) -> Markup {
    let pack = view.line.pack.value
    return table(
      "Clearances", isCaptionHidden: true, columns: ["From", "State", "Asked", "What was said"],
      rows: view.line.clearances.map { one in
        [
          link(
            packs.programme.lists.packs.clearances.label(one.value.subject),
            to: "/programme/items/\(one.id)"),
          one.value.isGiven ? tag("Given", .good) : tag("Missing", pack.tone(on: today)),
          Markup(one.value.asked), Markup(one.value.given),
        ]
      })
  }

  private func exempt(_ view: Packs.View, _ visit: Visit, _ state: FormState) -> Markup {
    let id = view.line.pack.id
    let lists = packs.programme.lists.packs
    return Markup {
      if view.exemptions.isEmpty { paragraph(text: "All of this pack is for the public.") }
      for (exemption, project) in view.exemptions {
        paragraph(
          text:
            "\(project): \(exemption.value.part.words). \(lists.grounds.label(exemption.value.ground))."
        )
        if view.mayChange {
          form(to: "/programme/packs/\(id)/lift", token: visit.formToken) {
            hiddenInput("exemption", exemption.id.text)
            button(
              "Put back for the public", .secondary,
              about: "\(project), \(exemption.value.part.words)")
          }
        }
      }
      if view.mayChange, !view.projects.isEmpty {
        details("Keep a part from the public", isOpen: !state.problems.isEmpty) {
          form(to: "/programme/packs/\(id)/exempt", token: visit.formToken) {
            select(
              Field("project", "Project", in: state),
              view.projects.map { Choice($0.id.text, $0.name) })
            radios(
              Field("part", "What of it?", in: state),
              PackPart.allCases.map { Choice($0.rawValue, $0.words) })
            select(
              Field(
                "ground", "On which ground?",
                hint: "Schedule 12A of the Local Government Act 1972.",
                in: state),
              lists.grounds.entries(on: today).map { Choice($0.key, $0.label) })
            button("Keep it from the public")
          }
        }
      }
    }
  }

  private func exempt(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Pack")
    return try await visit.answer {
      try await packs.exempt(visit.form.single, in: id, by: visit.user)
      return .see("/programme/packs/\(id)", done: "programme-saved")
    } again: {
      try await page(visit, $0)
    }
  }

  private func lift(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Pack")
    // What names nothing lifts nothing.
    let exemption =
      ProgrammeItemID(checking: visit.form.text("exemption")) ?? id
    try await packs.lift(exemption, in: id, by: visit.user)
    return .see("/programme/packs/\(id)", done: "programme-saved")
  }
}

extension Pack {
  func deadline(on today: Day) -> String {
    let days = today.days(until: papersOn)
    return switch days {
    case 0: "today"
    case 1: "tomorrow"
    case -1: "yesterday"
    case 2...: "in \(days) days"
    default: "\(-days) days ago"
    }
  }

  /// How a missing clearance looks: red in the last three days before the papers, and after them.
  func tone(on today: Day) -> Tone { today.days(until: papersOn) <= 3 ? .danger : .warning }
}

extension Clearance {
  fileprivate var asked: String {
    let words = [askedOf.map { "of \($0)" }, askedOn.map { "on \($0.spoken)" }].compactMap(\.self)
    return words.isEmpty ? "Not asked yet" : words.joined(separator: " ")
  }

  fileprivate var given: String {
    guard let givenOn, let givenBy, let words else { return "" }
    return "\(words) (\(givenBy), \(givenOn.spoken))"
  }
}
