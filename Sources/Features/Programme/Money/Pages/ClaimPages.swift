import Core
import HTML
import Web

/// Claims to funders: of all projects, and of one with what is left of each source.
extension MoneyPages {
  func claims(_ visit: Visit) async throws -> Answer {
    let all = ClaimLine.all(try await programme.shown(for: visit.user).portfolio, on: today)
    let asked = visit.query("state").flatMap { Claim.State(rawValue: $0) }
    let some = all.filter { asked == nil || $0.claim.value.state == asked }
    let paged = Paged(some, visit)
    return .page(
      Page(
        "Claims to funders", width: .wide, back: ProgrammePages.home,
        section: ProgrammePages.section
      ) {
        if all.isEmpty {
          emptyState("No claim is written down", "Claims are added on the page of a project.")
        } else {
          filterForm(to: "/programme/claims", clear: "/programme/claims") {
            select(
              Field("state", "How it stands", values: [asked?.rawValue ?? ""]),
              Claim.State.allCases.map { Choice($0.rawValue, $0.words) }, prompt: "All")
          }
          sums(ClaimTotals(some.map(\.claim.value)))
          claimTable(paged.shown, ofProject: false)
          paged.links(to: "/programme/claims", asked.map { "state=\($0.inAddress)" } ?? "")
        }
        printButton()
      })
  }

  func projectClaims(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let line = try await programme.project(id, for: visit.user).line
    let paged = Paged(
      line.money.claims.map { ClaimLine(line: line, claim: $0) }
        .sorted { $0.comes(before: $1, on: today) }, visit)
    return .page(
      Page(
        "Claims to funders", caption: line.project.value.name, width: .wide,
        back: Link(line.project.value.name, to: "/programme/projects/\(id)"),
        section: ProgrammePages.section
      ) {
        left(line)
        if paged.shown.isEmpty {
          emptyState(
            "No claim is written down", "A claim says what is asked of a funder for a quarter.")
        } else {
          heading("Claims")
          claimTable(paged.shown, ofProject: true)
          paged.links(to: "/programme/projects/\(id)/claims")
        }
        if may(visit, line), !line.sources.isEmpty {
          linkButton(Link("Add a claim", to: "/programme/projects/\(id)/new-claim"))
        }
        printButton()
      })
  }

  private func sums(_ totals: ClaimTotals) -> Markup {
    summaryList([
      SummaryRow("Claimed", Markup(Money.spoken(totals.claimed))),
      SummaryRow("Of it paid", Markup(Money.spoken(totals.paid))),
      SummaryRow("Not answered yet", Markup(Money.spoken(totals.open))),
      SummaryRow("Refused", Markup(Money.spoken(totals.refused))),
    ])
  }

  private func left(_ line: PortfolioLine) -> Markup {
    guard !line.sources.isEmpty else {
      return paragraph(text: "No source of money is named. Add one on the project’s page first.")
    }
    let sources = line.sources.map { SourceClaims($0, line.money) }
    return Markup {
      heading("What is left of each source")
      table(
        "What is left of each source", isCaptionHidden: true,
        columns: [
          "Source", .number("Gives"), .number("Claimed"), .number("Paid"), .number("Left to claim"),
        ],
        rows: sources.map { one in
          [
            link(one.source.value.name, to: "/programme/items/\(one.source.id)"),
            one.source.value.amount.map { Markup(Money.spoken($0)) } ?? quiet("Not known"),
            Markup(Money.spoken(one.totals.claimed)), Markup(Money.spoken(one.totals.paid)),
            leftCell(one.left),
          ]
        })
    }
  }

  private func leftCell(_ left: Int?) -> Markup {
    guard let left else { return quiet("Not known") }
    return left < 0
      ? tag("\(Money.spoken(-left)) more is claimed than it gives", .danger)
      : Markup(Money.spoken(left))
  }

  private func claimTable(_ lines: ArraySlice<ClaimLine>, ofProject: Bool) -> Markup {
    table(
      "Claims", isCaptionHidden: true,
      columns: [Column("Claim")] + (ofProject ? [] : ["Project"]) + [
        "Funder", .number("Amount"), "State", "The funder’s deadline", "Evidence",
      ],
      rows: lines.map { one in
        let claim = one.claim.value
        let source = one.source?.value.name ?? "A source that is archived"
        return [
          link(
            claim.quarter.short, to: "/programme/items/\(one.claim.id)",
            about: "from \(source) for \(one.line.project.value.name)")
        ]
          + (ofProject
            ? []
            : [
              link(one.line.project.value.name, to: "/programme/projects/\(one.line.id)/claims")
            ])
          + [
            Markup(source), Markup(Money.spoken(claim.amount)), state(claim), deadline(claim),
            evidence(claim),
          ]
      })
  }

  private func state(_ claim: Claim) -> Markup {
    Markup {
      tag(claim.state.words, claim.state.tone)
      if claim.state == .partPaid, let paid = claim.paid { ": \(Money.spoken(paid))" }
      if let day = claim.answeredOn ?? claim.sentOn {
        " on "
        date(day)
      }
    }
  }

  private func deadline(_ claim: Claim) -> Markup {
    Markup {
      claim.deadline.map { date($0) } ?? quiet("None")
      switch claim.urgency(on: today) {
      case .over:
        " "
        tag("Over", .danger)
      case .near:
        " "
        tag("Within four weeks", .warning)
      default: Markup()
      }
    }
  }

  private func evidence(_ claim: Claim) -> Markup {
    guard claim.evidence != nil || claim.link != nil else { return quiet("None yet") }
    return Markup([claim.evidence, claim.link].compactMap(\.self).joined(separator: " "))
  }
}

extension Claim.State {
  var words: String {
    switch self {
    case .preparing: "Being prepared"
    case .sent: "Sent"
    case .paid: "Paid"
    case .partPaid: "Paid in part"
    case .refused: "Refused"
    }
  }

  var tone: Tone {
    switch self {
    case .preparing: .neutral
    case .sent: .info
    case .paid: .good
    case .partPaid: .warning
    case .refused: .danger
    }
  }

  var inAddress: String { rawValue.replacing(" ", with: "+") }
}
