import Core
import HTML
import Web

/// The pages of the programme: the portfolio, a project, what the programme wants, and everything with its history.
package struct ProgrammePages: Sendable {
  let programme: Programme

  package init(_ programme: Programme) { self.programme = programme }

  package var routes: [Route] {
    [
      .get("/programme", .may(.readProgramme), portfolio),
      .download("/programme/portfolio.csv", .may(.readProgramme), portfolioCSV),
      .get("/programme/timeline", .may(.readProgramme), timeline),
      .get("/programme/risks", .may(.readProgramme), risks),
      .get("/programme/frame", .may(.readProgramme), frame),
      .get("/programme/frame/new", .may(.keepProgramme)) { visit in
        .page(newFramePage(visit, FormState()))
      },
      .post("/programme/frame", .may(.keepProgramme), addFrame),
      .get("/programme/files", .may(.keepProgramme)) { visit in
        .page(try await filePage(visit, FormState()))
      },
      .post("/programme/files", .may(.keepProgramme), readFile),
      .get("/programme/projects/new", .may(.keepProgramme)) { visit in
        .page(try await newProjectPage(visit, FormState()))
      },
      .post("/programme/projects", .may(.keepProgramme), addProject),
      .get("/programme/projects/:id", .may(.readProgramme)) { visit in
        .page(try await projectPage(visit, FormState()))
      },
      .get("/programme/projects/:id/rating", .may(.updateProjects)) { visit in
        .page(try await ratingPage(visit, visit.query("in") ?? "overall", FormState()))
      },
      .post("/programme/projects/:id/rating", .may(.updateProjects), rate),
      .post("/programme/projects/:id/objectives", .may(.updateProjects), serve),
      .get("/programme/items/:id", .may(.readProgramme)) { visit in
        .page(try await itemPage(visit, nil))
      },
      .post("/programme/items/:id", .may(.updateProjects), changeItem),
      .post("/programme/items/:id/archive", .may(.updateProjects)) { visit in
        try await archive(visit, true)
      },
      .post("/programme/items/:id/bring-back", .may(.updateProjects)) { visit in
        try await archive(visit, false)
      },
      .post("/programme/items/:id/baseline", .may(.updateProjects), rebaseline),
    ] + MoneyPages(self).routes
      + [ItemKind.milestone, .risk, .source, .benefit].flatMap(newItemRoutes)
  }

  private func newItemRoutes(_ kind: ItemKind) -> [Route] {
    let path = "/programme/projects/:id/new-\(kind.rawValue)"
    return [
      .get(path, .may(.updateProjects)) { visit in
        .page(try await newItemPage(visit, kind, FormState()))
      },
      .post(path, .may(.updateProjects)) { visit in try await addItem(visit, kind) },
    ]
  }

  package static let nav = [NavEntry("Programme", to: "/programme", for: .readProgramme)]
  static let section = "/programme"
  static let home = Link("Programme", to: "/programme")

  var today: Day { programme.wall.today }
  var lists: ProgrammeLists { programme.lists }

  // MARK: - The portfolio

  private func portfolio(_ visit: Visit) async throws -> Answer {
    let written = visit.query("on")?.trimmed ?? ""
    guard let day = asked(written) else {
      let state = FormState(
        values: ["on": written], problems: [Problem("on", Reason("programme.on"))])
      return .again(portfolioPage(visit, nil, state) { Markup() })
    }
    guard day < today else {
      let entry = try await programme.shown(for: visit.user)
      let parts = entry.part("portfolio \(today)") { whole(entry.portfolio, today) }
      return .page(
        portfolioPage(visit, nil, FormState()) {
          parts
        })
    }
    let portfolio = try await programme.portfolio(.end(of: day), for: visit.user)
    return .page(
      portfolioPage(visit, day, FormState(values: ["on": day.written])) {
        whole(portfolio, day)
      })
  }

  /// The day that is asked for: today where none is, nil where it is no day up to today.
  private func asked(_ written: String) -> Day? {
    written.isEmpty ? today : Day(written: written).flatMap { $0 <= today ? $0 : nil }
  }

  private func portfolioPage(
    _ visit: Visit, _ day: Day?, _ state: FormState, @MarkupBuilder content: () -> Markup
  ) -> Page {
    Page(
      "Programme",
      caption: day.map { "As it stood at the end of \($0.spoken)" } ?? "As it stands today",
      width: .wide, section: Self.section, problems: state.problems
    ) {
      ways(visit, day)
      content()
      filterForm(to: "/programme", label: "As it stood on a day", clear: "/programme") {
        dateInput(
          Field(
            "on", "See it as it stood on", hint: "A day up to today, like 20/11/2026", in: state))
      }
      printButton()
    }
  }

  /// What is done most, and all other pages by what they are about.
  private func ways(_ visit: Visit, _ day: Day?) -> Markup {
    var links = [
      Link("Download as CSV", to: "/programme/portfolio.csv" + (day.map { "?on=\($0)" } ?? ""))
    ]
    if visit.user.may(.updateProjects) {
      links.insert(Link("Your projects", to: HighlightPages.ownPath), at: 0)
    }
    if visit.user.may(.keepProgramme) {
      links.append(Link("Add a project", to: "/programme/projects/new"))
      links.append(Link("Read a file", to: "/programme/files"))
    }
    return screenOnly {
      bullets(links.map { link($0) })
      details("All pages of the programme") {
        for (title, links) in Self.areas {
          heading(title, level: 3)
          bullets(links.map { link($0) })
        }
      }
    }
  }

  private static let areas: [(title: String, links: [Link])] = [
    (
      "Aims and results",
      [
        Link("What the programme wants", to: "/programme/frame"),
        Link("Benefits", to: "/programme/benefits"),
        Link("What was said, and what came true", to: "/programme/hindsight"),
      ]
    ),
    (
      "Time",
      [
        Link("Timeline by quarter", to: "/programme/timeline"),
        Link("What waits for what", to: "/programme/dependencies"),
        Link("Meetings", to: "/programme/meetings"),
        Link("Calendar", to: "/programme/calendar"),
        Link("Who asks the same people", to: "/programme/radar"),
      ]
    ),
    (
      "Reports and decisions",
      [
        Link("Highlight reports", to: HighlightPages.path),
        Link("Risks", to: "/programme/risks"), Link("Gates", to: "/programme/gates"),
        Link("Conditions that are open", to: "/programme/conditions"),
        Link("Board packs", to: "/programme/packs"),
      ]
    ), ("Money and people", MoneyPages.ways),
  ]

  private func whole(_ portfolio: Portfolio, _ day: Day) -> Markup {
    Markup {
      if let vision = portfolio.vision { lead(Markup(vision)) }
      for summary in portfolio.frame(.summary).reversed().prefix(1) {
        insetText {
          if let at = summary.value.at { paragraph(text: "\(at.spoken.capitalizedFirst):") }
          paragraph(text: summary.value.words)
        }
      }
      if portfolio.lines.isEmpty {
        emptyState(
          "No project stands here",
          "The programme office adds projects, or reads them from a file.")
      }
      for (key, lines) in byWorkstream(portfolio.lines) {
        heading(lists.workstreams.label(key))
        projectTable(lists.workstreams.label(key), lines, day)
      }
    }
  }

  /// In the order of the list of workstreams; what the list does not have comes last.
  func byWorkstream(_ lines: [PortfolioLine]) -> [(String, [PortfolioLine])] {
    let groups = Dictionary(grouping: lines, by: \.project.value.workstream)
    let known = lists.workstreams.entries.map(\.key)
    let keys =
      known.filter { groups[$0] != nil } + groups.keys.filter { !known.contains($0) }.sorted()
    return keys.map { key in
      (
        key,
        groups[key, default: []].sorted {
          ($0.project.value.name.lowercased(), $0.id.text)
            < ($1.project.value.name.lowercased(), $1.id.text)
        }
      )
    }
  }

  private func projectTable(_ title: String, _ lines: [PortfolioLine], _ day: Day) -> Markup {
    let respects = lists.respects.entries(on: day)
    return table(
      title, isCaptionHidden: true,
      columns: [Column("Project")] + respects.map { Column($0.label) } + [
        "Next milestone", .number("Late"), .number("Open risks"), .number("Money secured"),
      ],
      rows: lines.map { line in
        [
          Markup {
            link(line.project.value.name, to: "/programme/projects/\(line.id)")
            if !line.doubts.isEmpty {
              " "
              quiet("\(line.doubts.count) not certain")
            }
          }
        ] + respects.map { rating(line.ratings[$0.key], on: day) } + [
          next(line, on: day), "\(line.late(on: day))", risks(line), money(line),
        ]
      })
  }

  /// One that went against the facts and is over says so.
  func rating(_ line: RatingLine?, on day: Day) -> Markup {
    guard let line, let rating = line.rating else { return quiet("Not rated") }
    let scale = line.standing.value.scale
    return Markup {
      tag(words(rating, scale), tone(rating, scale))
      if let before = line.before, before != rating {
        " "
        quiet("was \(words(before, scale))")
      }
      if line.hasExpired(on: day) {
        " "
        quiet("over, look at the facts")
      }
    }
  }

  func words(_ rating: String, _ scale: String) -> String {
    lists.label(rating, of: scale, on: today)
  }

  /// The words say it too; colour is never alone.
  func tone(_ rating: String, _ scale: String) -> Tone {
    lists.tone(rating, scale, on: today)
  }

  private func next(_ line: PortfolioLine, on day: Day) -> Markup {
    guard let next = line.next else { return quiet("None") }
    return Markup {
      next.value.name
      ", "
      when(next.value, on: day)
    }
  }

  private func risks(_ line: PortfolioLine) -> Markup {
    let score = line.highestScore.map { ", highest \($0)" } ?? ""
    return Markup("\(line.openRisks.count)\(score)")
  }

  private func money(_ line: PortfolioLine) -> Markup {
    line.sources.isEmpty
      ? quiet("None named")
      : Markup(
        "\(Money.spoken(sum: line.totals.secured)) of \(Money.spoken(sum: line.totals.possible))")
  }

  /// When a milestone is due, and how far that is from what was agreed.
  func when(_ milestone: Milestone, on day: Day) -> Markup {
    guard let due = milestone.due else { return tag("No date", .warning) }
    return Markup {
      due.spoken
      if let slip = milestone.slip, slip.isLate {
        " "
        tag(slip.description, .warning)
      }
      if milestone.state == .planned, due.isOver(on: day) {
        " "
        tag("Overdue", .danger)
      }
    }
  }

  private func portfolioCSV(_ visit: Visit) async throws -> Answer {
    guard let day = asked(visit.query("on")?.trimmed ?? "") else {
      throw Rejection.invalid("on", Reason("programme.on"))
    }
    let portfolio = try await programme.portfolio(AsOf(day, today: today), for: visit.user)
    return .file(
      ProgrammeReport(portfolio, on: day, lists).csv, named: "programme-\(day).csv",
      contentType: "text/csv; charset=utf-8")
  }
}
