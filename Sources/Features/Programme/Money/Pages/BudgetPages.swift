import Core
import HTML
import Web

/// Budget, spend and forecast: of a project quarter by quarter, and of all.
extension MoneyPages {
  func budget(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let line = try await programme.project(id, for: visit.user).line
    let profile = BudgetProfile(line.money.budgets, on: today)
    let paged = Paged(profile.lines, visit, size: 24)
    return .page(
      Page(
        "Budget and spend", caption: line.project.value.name, width: .wide,
        back: Link(line.project.value.name, to: "/programme/projects/\(id)"),
        section: ProgrammePages.section
      ) {
        if profile.lines.isEmpty {
          emptyState(
            "No quarter has a budget yet",
            "Add a quarter with its budget. What was spent follows when it is known.")
        } else {
          together(profile.totals)
          paragraph(byFacts(line))
          profileTable(paged.shown)
          paged.links(to: "/programme/projects/\(id)/budget")
        }
        if may(visit, line) {
          linkButton(Link("Add a quarter", to: "/programme/projects/\(id)/new-budget"))
        }
        screenOnly {
          bullets([link("Budget and spend of all projects", to: "/programme/spend")])
        }
        printButton()
      })
  }

  /// What the proposed rating is told of it.
  private func byFacts(_ line: PortfolioLine) -> Markup {
    guard let spend = line.money.budgets.map(\.value).spend(on: today) else {
      return Markup("No quarter is over whose spend is written down, so nothing is compared yet.")
    }
    return Markup(
      "For the proposed rating: \(Money.spoken(spend.spent)) was spent \(spend.until), and \(Money.spoken(spend.planned)) was planned for those quarters."
    )
  }

  private func together(_ totals: BudgetTotals) -> Markup {
    Markup {
      summaryList([
        SummaryRow("Budget", Markup(Money.spoken(totals.budget))),
        SummaryRow("Spent", Markup(Money.spoken(totals.actual))),
        SummaryRow(
          "Expected in the end",
          Markup("\(Money.spoken(totals.expected)), \(Money.spoken(variance: totals.variance))")),
      ])
      if totals.missing > 0 {
        paragraph(
          text:
            "\(Counted.of(totals.missing, "quarter")) \(totals.missing == 1 ? "is" : "are") over, and what was spent is not written down: the forecast or the budget counts."
        )
      }
    }
  }

  private func profileTable(_ lines: ArraySlice<BudgetProfile.Line>) -> Markup {
    table(
      "By quarter", isCaptionHidden: true,
      columns: [
        "Quarter", .number("Budget"), .number("Spent"), "Where that comes from",
        .number("Forecast"), "Against the budget", .number("Budget up to then"),
        .number("Expected up to then"), "Against the budget up to then",
      ],
      rows: lines.map { line in
        let one = line.one.value
        return [
          Markup {
            link(one.quarter.short, to: "/programme/items/\(line.one.id)")
            " "
            quiet(Markup(one.quarter.spoken))
          }, Markup(Money.spoken(one.budget)), spent(one), Markup(one.actualSource ?? ""),
          one.forecast.map { Markup(Money.spoken($0)) } ?? quiet("As the budget"),
          variance(one.expected(on: today) - one.budget),
          Markup(Money.spoken(line.upTo.budget)), Markup(Money.spoken(line.upTo.expected)),
          variance(line.upTo.variance),
        ]
      })
  }

  private func spent(_ one: Budget) -> Markup {
    if let actual = one.actual { return Markup(Money.spoken(actual)) }
    return one.isMissing(on: today) ? tag("Not written down", .warning) : quiet("Not yet")
  }

  private func variance(_ pence: Int) -> Markup { Markup(Money.spoken(variance: pence)) }

  // MARK: - All projects

  func spend(_ visit: Visit) async throws -> Answer {
    let portfolio = try await programme.shown(for: visit.user).portfolio
    let all = portfolio.lines.flatMap { line in line.money.budgets.map { (line, $0.value) } }
    let years = Set(all.map(\.1.quarter.year)).sorted(by: >)
    let asked = visit.query("year") ?? ""
    let year = years.first { String($0) == asked }
    let some = all.filter { year == nil || $0.1.quarter.year == year }.sorted { one, other in
      let (left, right) = (one.0.project.value.name, other.0.project.value.name)
      return (left.lowercased(), one.0.id.text, one.1.quarter.first)
        < (right.lowercased(), other.0.id.text, other.1.quarter.first)
    }
    let paged = Paged(some, visit)
    return .page(
      Page(
        "Budget and spend", width: .wide, back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        if all.isEmpty {
          emptyState(
            "No quarter has a budget yet",
            "Budgets are added on the page of a project, under Money.")
        } else {
          filterForm(to: "/programme/spend", clear: "/programme/spend") {
            select(
              Field("year", "Financial year", values: [year.map { String($0) } ?? ""]),
              years.map { Choice(String($0), "April \($0) to March \($0 + 1)") },
              prompt: "All years")
          }
          together(BudgetTotals(some.map(\.1), on: today))
          byQuarter(some.map(\.1))
          heading("By project and quarter: \(some.count)")
          spendTable(paged.shown)
          paged.links(to: "/programme/spend", year.map { "year=\($0)" } ?? "")
        }
        printButton()
      })
  }

  /// The newest quarters of the choice, and what the others come to, so that the lines add up.
  private func byQuarter(_ all: [Budget]) -> Markup {
    let groups = Dictionary(grouping: all, by: \.quarter)
    let quarters = groups.keys.sorted()
    let shown = quarters.suffix(12)
    let earlier = quarters.dropLast(12).flatMap { groups[$0] ?? [] }
    func cells(_ title: Markup, _ lines: [Budget]) -> [Markup] {
      let totals = BudgetTotals(lines, on: today)
      return [
        title, Markup(Money.spoken(totals.budget)), Markup(Money.spoken(totals.actual)),
        Markup(Money.spoken(totals.expected)), variance(totals.variance),
      ]
    }
    return Markup {
      heading("By quarter")
      table(
        "By quarter", isCaptionHidden: true,
        columns: [
          "Quarter", .number("Budget"), .number("Spent"), .number("Expected"),
          "Against the budget",
        ],
        rows: (earlier.isEmpty ? [] : [cells("Before", earlier)])
          + shown.map { cells(Markup($0.short), groups[$0] ?? []) } + [cells("Together", all)])
    }
  }

  private func spendTable(_ lines: ArraySlice<(PortfolioLine, Budget)>) -> Markup {
    table(
      "By project and quarter", isCaptionHidden: true,
      columns: [
        "Project", "Quarter", .number("Budget"), .number("Spent"), .number("Forecast"),
        "Against the budget",
      ],
      rows: lines.map { line, one in
        [
          link(line.project.value.name, to: "/programme/projects/\(line.id)/budget"),
          Markup(one.quarter.short), Markup(Money.spoken(one.budget)), spent(one),
          one.forecast.map { Markup(Money.spoken($0)) } ?? quiet("As the budget"),
          variance(one.expected(on: today) - one.budget),
        ]
      })
  }
}
