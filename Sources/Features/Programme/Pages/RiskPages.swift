import Core
import HTML
import Web

/// Risks, issues and the like: of all projects with the matrix, and of one.
extension ProgrammePages {
  private static let risksOnPage = 50
  /// Those to look at that stand above the matrix; the others are a link away.
  private static let looksOnPage = 5

  private typealias OpenRisk = (line: PortfolioLine, risk: Standing<Risk>)

  /// Which of them are asked for.
  private enum Which: String {
    case programme, look
  }

  func risks(_ visit: Visit) async throws -> Answer {
    let portfolio = try await programme.shown(for: visit.user).portfolio
    let sort = visit.query("sort").flatMap { Risk.Sort(rawValue: $0) }
    let which = visit.query("with").flatMap { Which(rawValue: $0) }
    let all: [OpenRisk] = portfolio.lines.flatMap { line in
      line.openRisks.map { (line: line, risk: $0) }
    }
    .sorted { Self.comesBefore($0.risk, $1.risk) }
    let asking = all.filter { asks($0.risk.value) }
    let shown = (which == .look ? asking : all)
      .filter { sort == nil || $0.risk.value.sort == sort }
      .filter { which != .programme || $0.risk.value.isEscalated }
    return .page(
      Page("Risks, issues and the like", width: .wide, back: Self.home, section: Self.section) {
        riskFilter(sort, which)
        if which == nil { toLookAt(asking) }
        if shown.isEmpty {
          emptyState("None is open", "Risks are added on the page of a project.")
        } else {
          matrices(shown.map(\.risk.value))
          listed(shown, visit, "sort=\(sort?.rawValue ?? "")&with=\(which?.rawValue ?? "")", which)
        }
        printButton()
      })
  }

  private static func comesBefore(_ one: Standing<Risk>, _ other: Standing<Risk>) -> Bool {
    let (first, second) = (one.value.judgement, other.value.judgement)
    if RiskJudgement.comesBefore(first, second) { return true }
    return !RiskJudgement.comesBefore(second, first) && one.id.text < other.id.text
  }

  private func asks(_ risk: Risk) -> Bool { lists.risks.asksForProgramme(risk, on: today) != nil }

  private func riskFilter(_ sort: Risk.Sort?, _ which: Which?) -> Markup {
    filterForm(to: "/programme/risks", clear: "/programme/risks") {
      select(
        Field("sort", "Kind", values: [sort?.rawValue ?? ""]),
        Risk.Sort.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "All kinds")
      select(
        Field("with", "Who looks after them", values: [which?.rawValue ?? ""]),
        [
          Choice(Which.programme.rawValue, "Only those with the programme"),
          Choice(Which.look.rawValue, "Only those that the programme should look at"),
        ], prompt: "Everybody")
    }
  }

  /// What scores as high as what the programme takes, and is with the project alone.
  private func toLookAt(_ asking: [OpenRisk]) -> Markup {
    guard !asking.isEmpty else { return Markup() }
    return Markup {
      heading("Look at these: should the programme take them?")
      bullets(
        asking.prefix(Self.looksOnPage).map { one in
          Markup {
            link(one.risk.value.words, to: "/programme/items/\(one.risk.id)")
            ", "
            one.line.project.value.name
            ". "
            lists.risks.asksForProgramme(one.risk.value, on: today) ?? ""
          }
        })
      if asking.count > Self.looksOnPage {
        paragraph(link("Show all \(asking.count)", to: "/programme/risks?with=look"))
      }
    }
  }

  private func listed(
    _ all: [OpenRisk], _ visit: Visit, _ query: String, _ which: Which?
  ) -> Markup {
    let pages = max(1, (all.count + Self.risksOnPage - 1) / Self.risksOnPage)
    let page = min(pages, max(1, Int(visit.query("page") ?? "") ?? 1))
    let shown = all.dropFirst((page - 1) * Self.risksOnPage).prefix(Self.risksOnPage)
    let title =
      switch which {
      case .programme: "With the programme"
      case .look: "To look at"
      case nil: "All that are open"
      }
    return Markup {
      heading("\(title): \(all.count)")
      table(
        "Open risks and issues", isCaptionHidden: true,
        columns: Self.riskColumns + ["Project"],
        rows: shown.map { line, one in
          riskCells(one) + [
            link(line.project.value.name, to: "/programme/projects/\(line.id)")
          ]
        })
      pagination(
        page: page, of: pages,
        previous: page > 1 ? "/programme/risks?\(query)&page=\(page - 1)" : nil,
        next: page < pages ? "/programme/risks?\(query)&page=\(page + 1)" : nil)
    }
  }

  // MARK: - The matrix

  /// As they stand before anything is done, and with the responses in place.
  private func matrices(_ risks: [Risk]) -> Markup {
    let judged = risks.map(\.judgement).filter { $0.before != nil }
    guard !judged.isEmpty else {
      return insetText {
        paragraph(text: "None of them was judged by how likely and how bad it is.")
      }
    }
    return Markup {
      heading("By how likely and how bad")
      heading("Before anything is done", level: 3)
      matrix("Before anything is done", judged.map { RiskJudgement(before: $0.before, after: nil) })
      heading("With the responses in place", level: 3)
      matrix("With the responses in place", judged)
      paragraph(
        text:
          "Each square says how many there are, and what their score is called: how likely times how bad. A risk whose response was not judged stands in both at the same place."
      )
      bands()
      if judged.count < risks.count {
        paragraph(text: "Not judged: \(risks.count - judged.count).")
      }
    }
  }

  /// The words say what the colour says.
  private func matrix(_ caption: String, _ judged: [RiskJudgement]) -> Markup {
    let rows = lists.risks.matrix(judged, on: today) { $0 }.rows
    return table(
      caption, isCaptionHidden: true,
      columns: ["How likely"] + Self.scoreWords.map { Column("How bad: \($0)") },
      rows: rows.map { cells in
        [Markup(Self.scoreWords[(cells.first?.likelihood ?? 1) - 1])]
          + cells.map { cell in
            let words = cell.band?.label.lowercased() ?? "score \(cell.score)"
            return tag("\(cell.risks.count) \(words)", cell.band?.colour.tone ?? .neutral)
          }
      })
  }

  /// What the bands mean.
  private func bands() -> Markup {
    let bands = lists.risks.bands(on: today)
    let ends = bands.dropFirst().map { $0.least - 1 } + [25]
    return bullets(
      zip(bands, ends).map { band, end in
        Markup {
          tag(band.label, band.colour.tone)
          " score \(band.least) to \(end)"
          if band.isEscalated { ": for the programme to look at" }
        }
      })
  }

  // MARK: - Of a project

  func riskList(_ view: ProjectView) -> Markup {
    Markup {
      heading("Risks, issues and the like")
      if view.line.risks.isEmpty {
        paragraph(text: "None is entered.")
      } else {
        table(
          "Risks, issues and the like", isCaptionHidden: true, columns: Self.riskColumns,
          rows: view.line.risks.map { riskCells($0) })
      }
      add(view, .risk, "Add a risk or an issue")
    }
  }

  private static let riskColumns: [Column] = [
    "What", "Kind", "Score", "With the response", "Owner", "State",
  ]

  private func riskCells(_ one: Standing<Risk>) -> [Markup] {
    [
      Markup {
        link(one.value.words, to: "/programme/items/\(one.id)")
        if one.value.isEscalated {
          " "
          tag("With the programme", .info)
        } else if asks(one.value) {
          " "
          tag("Look at this: should the programme take it?", .warning)
        }
      }, Markup(one.value.sort.words), score(one.value.judgement.before),
      score(one.value.judgement.after), Markup(one.value.owner ?? ""),
      Markup(one.value.state == .open ? "Open" : "Closed"),
    ]
  }

  /// `16, very high`
  private func score(_ side: RiskJudgement.Side?) -> Markup {
    guard let side else { return quiet("Not judged") }
    let band = lists.risks.band(of: side.score, on: today)
    return band.map { tag("\(side.score), \($0.label.lowercased())", $0.colour.tone) }
      ?? "\(side.score)"
  }
}

extension RatingScale.Colour {
  var tone: Tone {
    switch self {
    case .green: .good
    case .amber, .amberGreen, .amberRed: .warning
    case .red: .danger
    }
  }
}
