import Core
import HTML
import Households
import Web

/// The pages of teams: Monday, the team, a colleague, time away, posts and hand-over.
package struct TeamPages: Sendable {
  let teams: Teams
  let vocabulary: Vocabulary

  package init(_ teams: Teams, vocabulary: Vocabulary) {
    self.teams = teams
    self.vocabulary = vocabulary
  }

  package var routes: [Route] {
    [
      .get("/monday", .may(.readMonday), monday),
      .get("/team", .may(.keepTeam), team),
      .get("/team/:id", .may(.keepTeam)) { visit in
        .page(try await colleaguePage(visit, try visit.id("Colleague"), FormState()))
      },
      .post("/team/:id/absences", .may(.keepTeam), addAbsenceOfColleague),
      .post("/team/:id/posts", .may(.keepTeam), addPost),
      .get("/absences", .may(.planAbsences)) { visit in
        .page(try await absencesPage(visit, FormState()))
      },
      .post("/absences", .may(.planAbsences), addOwnAbsence),
      .post("/absences/:id/end", .may(.planAbsences), endAbsence),
      .post("/absences/:id/cover", .may(.planAbsences), changeCover),
      .get("/posts/:id", .may(.keepTeam)) { visit in
        .page(try await postPage(visit, FormState()))
      },
      .post("/posts/:id", .may(.keepTeam), changePost),
      .get("/posts/:id/hand-over", .may(.keepTeam)) { visit in
        .page(try await handOverPage(visit, FormState()))
      },
      .post("/posts/:id/hand-over", .may(.keepTeam), handOver),
    ]
  }

  package static let mondayNav = [NavEntry("Monday", to: "/monday", for: .readMonday)]
  package static let nav = [NavEntry("Team", to: "/team", for: .keepTeam)]

  var today: Day { teams.wall.today }

  // MARK: - Monday

  private func monday(_ visit: Visit) async throws -> Answer {
    let sections = try await teams.monday(for: visit.user)
    return .page(
      Page("Monday", caption: today.spokenWithWeekday, width: .wide, section: "/monday") {
        paragraph(text: "What waits in your team. It is the same page on every day of the week.")
        for section in sections {
          heading("\(section.title): \(number(of: section))", id: section.key)
          if section.lines.isEmpty { paragraph(text: section.nothing) }
          if !section.lines.isEmpty { lines(of: section, visit.formToken) }
          if let all = section.all, section.count > 0 {
            screenOnly { paragraph(link(all.words, to: all.path)) }
          }
        }
        printButton()
      })
  }

  private func number(of section: MondaySection) -> String {
    section.hasMore ? "more than \(section.count)" : String(section.count)
  }

  private func lines(of section: MondaySection, _ token: String) -> Markup {
    table(
      section.title, isCaptionHidden: true, columns: ["Who", "What"],
      rows: section.lines.map { line in
        [
          link(line.title, to: line.path),
          Markup {
            line.detail
            if let warning = line.warning { " \(tag(warning, .warning))" }
            if let action = line.action {
              " "
              buttonForm(action.words, to: action.path, token: token, about: "for \(line.title)")
            }
          },
        ]
      })
  }

  // MARK: - The team

  private func team(_ visit: Visit) async throws -> Answer {
    let order = TeamOrder(rawValue: visit.query("order") ?? "") ?? .name
    let page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let (colleagues, hasMore) = try await teams.team(order, page: page, for: visit.user)
    return .page(
      Page("Team", width: .wide, section: "/team") {
        filterForm(to: "/team", label: "Order") {
          select(
            Field("order", "Order", values: [order.rawValue]),
            [
              Choice("name", "By name"), Choice("load", "Highest load first"),
              Choice("quiet", "Most households without contact first"),
              Choice("away", "Who is away first"), Choice("post", "Posts that end soonest first"),
            ], prompt: nil)
        }
        if colleagues.isEmpty {
          emptyState(
            page > 1 ? "There are no more colleagues" : "No advocate works in your districts",
            "An administrator adds advocates and their districts under Accounts.",
            action: page > 1 ? Link("Back to the first page", to: "/team") : nil)
        } else {
          paragraph(text: "Load: \(loadWords) It helps to compare; you decide.")
          teamTable(colleagues)
          details("How each load is made up") {
            bullets(colleagues.map { Markup("\($0.name): \(loadSum($0.load))") })
          }
        }
        pagination(
          page: page, of: hasMore ? page + 1 : page,
          previous: page > 1 ? "/team?order=\(order.rawValue)&page=\(page - 1)" : nil,
          next: hasMore ? "/team?order=\(order.rawValue)&page=\(page + 1)" : nil)
      })
  }

  private func teamTable(_ colleagues: [Colleague]) -> Markup {
    table(
      "Team", isCaptionHidden: true,
      columns: [
        "Advocate", "District", .number("Households"), .number("People"), .number("Load"),
        .number("No contact for \(Load.quietAfter) days"), "Away", "Post ends",
      ],
      rows: colleagues.map { one in
        [
          Markup {
            link(one.name, to: "/team/\(one.id)")
            if one.isTrainee { quiet(" trainee") }
          },
          Markup(one.districts.map(vocabulary.district).joined(separator: ", ")),
          "\(one.load.households)", "\(one.load.people)", "\(one.load.weighted)",
          "\(one.load.quiet)", away(one), one.postEndsOn.map { ends($0) } ?? quiet("No end"),
        ]
      })
  }

  func away(_ one: Colleague) -> Markup {
    guard let until = one.awayUntil else { return Markup("At\u{A0}work") }
    return Markup {
      "until \(date(until))"
      if let cover = one.coveredBy { ", \(cover) covers" }
      if one.coveredBy == nil { " \(tag("Nobody covers", .warning))" }
    }
  }

  func ends(_ day: Day) -> Markup {
    Markup {
      date(day)
      if let alert = teams.lists.postAlerts.postAlert(endsOn: day, today: today) {
        " \(tag(alert, .warning))"
      }
    }
  }

  // MARK: - One colleague

  func colleaguePage(_ visit: Visit, _ id: AccountID, _ state: FormState) async throws -> Page {
    let view = try await teams.colleague(id, for: visit.user)
    let one = view.colleague
    let districts = one.districts.filter {
      visit.user.grants[.keepTeam] == .all || visit.user.districts.contains($0)
    }
    return Page(
      one.name, caption: one.isTrainee ? "Trainee advocate" : "Advocate", width: .wide,
      back: Link("Team", to: "/team"), section: "/team", problems: state.problems
    ) {
      summaryList([
        SummaryRow(
          "Districts", Markup(one.districts.map(vocabulary.district).joined(separator: ", "))),
        SummaryRow(
          "Now",
          Markup(
            "\(count(one.load.households, "household", "households")), \(count(one.load.people, "person", "people"))"
          )),
        SummaryRow(
          "Load",
          Markup {
            paragraph(text: loadSum(one.load))
            quiet("How it is counted: \(loadWords)")
          }),
        SummaryRow(
          "Without contact for \(Load.quietAfter) days",
          Markup(count(one.load.quiet, "household", "households"))),
        SummaryRow("Away", away(one)),
      ])
      heading("Posts", id: "posts")
      posts(view.posts)
      details(
        "Add a post", isOpen: state.problems.contains { $0.field?.hasPrefix("post_") == true }
      ) {
        form(to: "/team/\(id)/posts", token: visit.formToken) {
          postFields(state, districts, standing: nil)
          button("Add the post", .secondary)
        }
      }
      heading("Time away", id: "absences")
      absences(view.absences, state, to: "/team/\(id)/absences", visit.formToken)
    }
  }

  /// How loads are counted today.
  var loadWords: String { teams.households.lists.loadWeights.words(on: today) }

  /// "18, which is 3 households × 3, 1 household (High) × 9".
  func loadSum(_ load: Load) -> String {
    load.sum.isEmpty ? "\(load.weighted)" : "\(load.weighted), which is \(load.sum)"
  }

  func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}
