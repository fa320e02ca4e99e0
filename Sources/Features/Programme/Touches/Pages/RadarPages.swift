import Core
import HTML
import Web

/// Two that may ask the same people the same thing in the same month.
extension ProgrammePages {
  var radarRoutes: [Route] {
    [
      .get("/programme/radar", .may(.readProgramme), radar),
      .get("/programme/radar/dismiss", .may(.judgeRadar)) { visit in
        .page(try await dismissPage(visit, visit.query("pair") ?? "", FormState()))
      },
      .post("/programme/radar/dismiss", .may(.judgeRadar), dismiss),
      .post("/programme/radar/again", .may(.judgeRadar), showAgain),
    ]
  }

  static let radarHome = Link("Who asks the same people", to: "/programme/radar")

  private static let findingsOnPage = 20

  private func radar(_ visit: Visit) async throws -> Answer {
    let isDismissed = visit.query("show") == "dismissed"
    let page = asked(page: visit)
    let all = try await programme.findings(for: visit.user)
    let shown = all.filter { $0.isDismissed == isDismissed }
    let dismissed = all.count { $0.isDismissed }
    let size = Self.findingsOnPage
    return .page(
      Page(
        isDismissed ? "Pairs that were dismissed" : "Who asks the same people", width: .wide,
        back: isDismissed ? Self.radarHome : Self.home, section: Self.section
      ) {
        paragraph(
          text:
            "People are tired of being asked the same by many. These are for the same people, with a like question, in the same month, and belong to different projects or partners."
        )
        if shown.isEmpty {
          emptyState(
            isDismissed ? "None is dismissed" : "No two are alike",
            "It compares only what is noted under “Who is asked what”.")
        }
        for finding in shown.dropFirst((page - 1) * size).prefix(size) { part(finding, visit) }
        pages(
          page, hasMore: shown.count > page * size,
          "/programme/radar?\(isDismissed ? "show=dismissed&" : "")")
        screenOnly {
          bullets(
            [
              Self.touchesHome,
              isDismissed
                ? Self.radarHome
                : Link(
                  "Pairs that were dismissed: \(dismissed)", to: "/programme/radar?show=dismissed"),
            ].map { link($0) })
        }
        printButton()
      })
  }

  private func part(_ finding: RadarFinding, _ visit: Visit) -> Markup {
    let pair = finding.pair
    return Markup {
      heading("\(pair.first.name), and \(pair.second.name)")
      paragraph(text: pair.suggestion)
      both(pair)
      bullets(pair.reasons.map { Markup($0 + ".") } + [Markup("Likeness: \(pair.score) of 100.")])
      if let (standing, by) = finding.dismissal {
        insetText {
          paragraph(
            Markup {
              finding.isDismissed ? "Dismissed on " : "It was dismissed on "
              date(standing.since.day)
              " by \(by): \(standing.reason ?? "")"
            })
          if !finding.isDismissed {
            paragraph(text: "One of both has changed since, so it is shown again.")
          }
        }
      }
      if visit.user.may(.judgeRadar) {
        if let standing = finding.dismissal?.standing, finding.isDismissed {
          form(to: "/programme/radar/again", token: visit.formToken) {
            hiddenInput("dismissal", standing.id.text)
            hiddenInput("version", String(standing.number))
            button("Show it again", .secondary, about: pair.first.name)
          }
        } else {
          paragraph(
            link(
              "They are not one",
              to: "/programme/radar/dismiss?pair=\(pair.key.replacing("+", with: "."))",
              about: "\(pair.first.name), and \(pair.second.name)"))
        }
      }
    }
  }

  private func both(_ pair: RadarPair) -> Markup {
    table(
      "Both", isCaptionHidden: true,
      columns: ["What", "Whose", "Whom it is for", "What it asks", "When"],
      rows: [pair.first, pair.second].map { one in
        [
          link(one.name, to: "/programme/touches/\(one.key)"), Markup(one.owner),
          Markup(one.community), Markup(one.purpose),
          Markup("\(one.from.spoken) to \(one.until.spoken)"),
        ]
      })
  }

  private func dismissPage(
    _ visit: Visit, _ pair: String, _ state: FormState
  ) async throws -> Page {
    // A plus in an address would be a space.
    let key = pair.replacing(".", with: "+")
    guard
      let finding = try await programme.findings(for: visit.user)
        .first(where: { $0.pair.key == key && !$0.isDismissed })
    else { throw Rejection.conflict(Reason("radar.changed")) }
    return Page(
      "Say why they are not one", back: Self.radarHome, section: Self.section,
      problems: state.problems
    ) {
      both(finding.pair)
      form(to: "/programme/radar/dismiss", token: visit.formToken) {
        hiddenInput("pair", pair)
        hiddenInput("said", finding.pair.said)
        textArea(
          Field(
            "reason", "Why are they not one?",
            hint: "Others see it. When one of both changes, the two are shown again.", in: state),
          rows: 3, limit: 1000)
        button("Dismiss")
      }
    }
  }

  private func dismiss(_ visit: Visit) async throws -> Answer {
    let pair = visit.form.text("pair")
    // Forms send the ends of lines as two characters.
    let said = visit.form.text("said").replacing("\r\n", with: "\n")
    return try await visit.answer {
      try await programme.dismiss(
        pair.replacing(".", with: "+"), said: said, visit.form.single, by: visit.user)
      return .see("/programme/radar", done: "radar-dismissed")
    } again: {
      try await dismissPage(visit, pair, $0)
    }
  }

  private func showAgain(_ visit: Visit) async throws -> Answer {
    try await programme.showAgain(
      ProgrammeItemID(checking: visit.form.text("dismissal")),
      from: Int(visit.form.text("version")) ?? 0, by: visit.user)
    return .see("/programme/radar?show=dismissed", done: "radar-again")
  }
}
