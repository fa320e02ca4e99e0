import Core
import HTML
import Web

/// Every source of money of the portfolio, and what falls without one.
extension MoneyPages {
  private static let most = 20

  func funding(_ visit: Visit) async throws -> Answer {
    let stack = FundingStack(try await programme.shown(for: visit.user).portfolio)
    let order = visit.query("sort").flatMap { FundingStack.Order(rawValue: $0) } ?? .project
    let asked = visit.query("state") ?? ""
    let some =
      asked.isEmpty ? stack : stack.only { ($0.source.value.state?.rawValue ?? "none") == asked }
    let paged = Paged(some.sorted(by: order), visit)
    return .page(
      Page(
        "Where the money comes from", width: .wide, back: ProgrammePages.home,
        section: ProgrammePages.section
      ) {
        if stack.lines.isEmpty {
          emptyState("No source of money is named", "Sources are added on the page of a project.")
        } else {
          totals(stack)
          raised(stack)
          pillars(stack)
          heading("All sources: \(stack.lines.count)")
          filterForm(to: "/programme/funding", clear: "/programme/funding") {
            select(
              Field("sort", "In the order of", values: [order.rawValue]),
              FundingStack.Order.allCases.map { Choice($0.rawValue, $0.words) }, prompt: nil)
            select(
              Field("state", "How certain it is", values: [asked]),
              Source.State.allCases.map { Choice($0.rawValue, $0.words) }
                + [Choice("none", "Not said")], prompt: "All")
          }
          if paged.shown.isEmpty {
            paragraph(text: "No source is like that.")
          } else {
            sources(paged.shown)
          }
          // What is not a state finds nothing, and is not said again.
          paged.links(
            to: "/programme/funding",
            "sort=\(order.rawValue)&state=\(Source.State(rawValue: asked) != nil || asked == "none" ? asked : "")"
          )
          screenOnly {
            bullets([link("Download as CSV", to: "/programme/funding.csv")])
          }
        }
        printButton()
      })
  }

  private func totals(_ stack: FundingStack) -> Markup {
    let totals = stack.totals
    return Markup {
      heading("How much, and how certain")
      table(
        "How much, and how certain", isCaptionHidden: true,
        columns: ["State", .number("Sources"), .number("Amount")],
        rows: stack.parts.map { part in
          [
            part.state.map { tag($0.words, $0.tone) } ?? quiet("Not said"), "\(part.count)",
            Markup(Money.spoken(sum: part.amount)),
          ]
        } + [
          [
            "All that may still come",
            "\(stack.lines.count { $0.source.value.state != .lost })",
            Markup(Money.spoken(sum: totals.possible)),
          ]
        ])
      paragraph(
        text:
          "By the chances that were given, \(Money.spoken(sum: totals.expected)) can be expected."
      )
      if !totals.withoutAmount.isEmpty {
        paragraph(
          text:
            "\(Counted.of(totals.withoutAmount.count, "source")) without an amount: in no total.")
      }
      if !totals.withoutChance.isEmpty {
        paragraph(
          text:
            "\(Counted.of(totals.withoutChance.count, "source")) without a chance: not in what can be expected."
        )
      }
    }
  }

  private func raised(_ stack: FundingStack) -> Markup {
    let raised = stack.raised
    guard !raised.isEmpty else { return Markup() }
    return Markup {
      heading("People outside expect it")
      bullets(
        raised.prefix(Self.most).map { one in
          Markup {
            projectLink(one.line)
            ": \(one.source.value.raisedExpectation ?? "")"
          }
        })
      more(raised.count, "They have the tag in the list below.")
    }
  }

  private func more(_ count: Int, _ words: String) -> Markup {
    count > Self.most ? paragraph(text: "And \(count - Self.most) more. \(words)") : Markup()
  }

  private func pillars(_ stack: FundingStack) -> Markup {
    let pillars = stack.pillars
    return Markup {
      heading("What falls if money does not come")
      if pillars.isEmpty {
        paragraph(text: "No project falls for one funder alone, by the rules that are written.")
      }
      bullets(
        pillars.prefix(Self.most).map { one in
          Markup {
            "Without "
            one.funder.lines.first.map { fallsLink($0, one.funder.name) }
            ": \(FundingPosition.list(one.falls.prefix(5).map(\.line.project.value.name), "and"))"
            if one.falls.count > 5 { " and \(one.falls.count - 5) more" }
            " can’t go ahead any more."
          }
        })
      more(pillars.count, "Choose a funder to see them.")
      screenOnly {
        paragraph(link("Choose any funder or source", to: "/programme/funding/falls"))
      }
    }
  }

  private func fallsLink(_ one: StackLine, _ words: String) -> Markup {
    link(words, to: "/programme/funding/falls?source=\(one.source.id)")
  }

  private func sources(_ lines: ArraySlice<StackLine>) -> Markup {
    table(
      "All sources", isCaptionHidden: true,
      columns: [
        "Source", "Project", "State", .number("Amount"), .number("Beside it"), "May be used for",
        "Decided", .number("Chance"), "If it does not come",
      ],
      rows: lines.map { one in
        let source = one.source.value
        return [
          Markup {
            link(source.name, to: "/programme/items/\(one.source.id)")
            pages.expectation(source)
          }, projectLink(one.line),
          source.state.map { tag($0.words, $0.tone) } ?? quiet("Not said"),
          source.amount.map { Markup(Money.spoken($0)) } ?? quiet("Not known"),
          source.match.map { Markup(Money.spoken($0)) } ?? Markup(),
          Markup(source.restrictions ?? ""), Markup(source.decided?.spoken ?? ""),
          source.funding.chance.map { "\($0) %" } ?? quiet("Not said"),
          link(
            "What falls", to: "/programme/funding/falls?source=\(one.source.id)",
            about: "without \(source.name) for \(one.project)"),
        ]
      })
  }

  func fundingCSV(_ visit: Visit) async throws -> Answer {
    let stack = FundingStack(try await programme.shown(for: visit.user).portfolio)
    let head = [
      "project", "source", "short_name", "state", "state_note", "amount_pence", "match_pence",
      "restrictions", "decided", "chance_percent", "expected_pence", "people_expect_it",
    ]
    let rows = stack.sorted(by: .project).map { one -> [String] in
      let source = one.source.value
      return [
        one.project, source.name, source.shortName ?? "", source.state?.rawValue ?? "",
        source.stateNote ?? "", Money.digits(source.amount), Money.digits(source.match),
        source.restrictions ?? "", source.decided?.description ?? "",
        Money.digits(source.funding.chance), Money.digits(source.funding.expected),
        source.raisedExpectation ?? "",
      ]
    }
    return .file(
      CSVText.file([head] + rows), named: "funding-\(today).csv",
      contentType: "text/csv; charset=utf-8")
  }

  // MARK: - What falls

  func falls(_ visit: Visit) async throws -> Answer {
    let stack = FundingStack(try await programme.shown(for: visit.user).portfolio)
    guard let asked = visit.query("source"), !asked.isEmpty else {
      return .page(funders(visit, stack))
    }
    guard let id = ProgrammeItemID(checking: asked), let funder = stack.funder(of: id),
      let own = funder.lines.first(where: { $0.source.id == id })
    else { throw Rejection.notFound("Source") }
    let all = FundingStack.falls(without: funder.lines)
    let paged = Paged(all, visit)
    return .page(
      Page(
        "Without \(funder.name)", width: .wide,
        back: Link("Where the money comes from", to: "/programme/funding"),
        section: ProgrammePages.section
      ) {
        if funder.lines.count > 1 {
          heading("Only the money for \(own.project)")
          fallTable(FundingStack.falls(without: [own])[...])
          heading("All its money, \(Counted.of(funder.lines.count, "source"))")
        }
        fallTable(paged.shown)
        paged.links(to: "/programme/funding/falls", "source=\(id)")
        printButton()
      })
  }

  private func fallTable(_ falls: ArraySlice<FundingFall>) -> Markup {
    table(
      "What becomes of the projects", isCaptionHidden: true,
      columns: [
        "Project", "What becomes of it", .number("Money that does not come"), "By its rule",
      ],
      rows: falls.map { one in
        [
          projectLink(one.line),
          Markup {
            if one.fall == .falls || one.fall == .opensAgain {
              tag(
                one.fall == .falls ? "Falls" : "Opens again",
                one.fall == .falls ? .danger : .warning)
              " "
            }
            "It \(one.words)."
          },
          one.failing.contains { $0.value.amount != nil }
            ? Markup(Money.spoken(sum: one.pence)) : quiet("Not known"),
          Markup(one.line.project.value.viability ?? ""),
        ]
      })
  }

  private func funders(_ visit: Visit, _ stack: FundingStack) -> Page {
    let paged = Paged(stack.funders, visit)
    return Page(
      "What falls if money does not come", width: .wide,
      back: Link("Where the money comes from", to: "/programme/funding"),
      section: ProgrammePages.section
    ) {
      if stack.lines.isEmpty {
        emptyState("No source of money is named", "Sources are added on the page of a project.")
      } else {
        table(
          "Funders", isCaptionHidden: true,
          columns: ["Funder", "For", .number("May still come"), .number("Projects that fall")],
          rows: paged.shown.map { funder in
            [
              funder.lines.first.map { fallsLink($0, funder.name) } ?? Markup(),
              Markup {
                for (index, one) in funder.lines.prefix(Self.most).enumerated() {
                  if index > 0 { ", " }
                  fallsLink(one, one.project)
                }
                if funder.lines.count > Self.most { " and \(funder.lines.count - Self.most) more" }
              },
              Markup(
                Money.spoken(
                  sum: FundingTotals(funder.lines.map(\.source.value.funding)).possible)),
              "\(FundingStack.falls(without: funder.lines).count { $0.fall == .falls })",
            ]
          })
        paged.links(to: "/programme/funding/falls")
      }
      printButton()
    }
  }
}

extension ProgrammePages {
  /// The one tag for money that people outside expect and that is not secured.
  func expectation(_ source: Source) -> Markup {
    source.raisedExpectation == nil
      ? Markup()
      : Markup {
        " "
        tag("People expect it", .warning)
      }
  }
}

extension FundingStack.Order {
  var words: String {
    switch self {
    case .project: "Project"
    case .funder: "Funder"
    case .state: "How certain it is"
    case .amount: "Amount, the largest first"
    case .decided: "When they decide"
    case .chance: "Chance, the most likely first"
    }
  }
}
