import Core
import HTML
import Web

/// Pages over all projects: what the programme wants, and the timeline by quarter.
extension ProgrammePages {
  // MARK: - The frame

  func frame(_ visit: Visit) async throws -> Answer {
    let portfolio = try await programme.shown(for: visit.user).portfolio
    let mayKeep = visit.user.may(.keepProgramme)
    return .page(
      Page("What the programme wants", width: .wide, back: Self.home, section: Self.section) {
        if portfolio.frame.isEmpty {
          emptyState(
            "Nothing is set down yet",
            "The programme office adds the vision and the objectives, or reads them from a file.")
        }
        for sort in Frame.Sort.allCases {
          let all = portfolio.frame(sort)
          if !all.isEmpty {
            heading(sort.many)
            if sort.isOfWorkstream {
              for (key, some) in grouped(all) {
                heading(lists.workstreams.label(key), level: 3)
                bullets(some.map { frameLine($0) })
              }
            } else {
              numberedOrPlain(sort, all.map { frameLine($0) })
            }
          }
        }
        if mayKeep { linkButton(Link("Add to this page", to: "/programme/frame/new"), .secondary) }
        printButton()
      })
  }

  private func numberedOrPlain(_ sort: Frame.Sort, _ lines: [Markup]) -> Markup {
    sort == .gate ? numbered(lines) : Markup { for line in lines { paragraph(line) } }
  }

  private func grouped(_ all: [Standing<Frame>]) -> [(String, [Standing<Frame>])] {
    let groups = Dictionary(grouping: all) { $0.value.workstream ?? "" }
    let known = lists.workstreams.entries.map(\.key)
    let keys =
      known.filter { groups[$0] != nil } + groups.keys.filter { !known.contains($0) }.sorted()
    return keys.map { ($0, groups[$0] ?? []) }
  }

  private func frameLine(_ one: Standing<Frame>) -> Markup {
    Markup {
      if let at = one.value.at { "\(at.spoken.capitalizedFirst): " }
      link(one.value.words, to: "/programme/items/\(one.id)")
      if let note = one.value.note {
        " "
        quiet("(\(note))")
      }
      if let doubt = one.value.doubt {
        " "
        tag("Not certain", .warning)
        " \(doubt)"
      }
    }
  }

  func newFramePage(_ visit: Visit, _ state: FormState) -> Page {
    let id =
      ProgrammeItemID(checking: state.text("item")) ?? ProgrammeItemID(at: programme.wall.now())
    return Page(
      "Add to what the programme wants",
      back: Link("What the programme wants", to: "/programme/frame"), section: Self.section,
      problems: state.problems
    ) {
      form(to: "/programme/frame", token: visit.formToken) {
        hiddenInput("item", id.text)
        frameFields(state, isNew: true, hasWorkstream: true)
        button("Add")
      }
    }
  }

  func addFrame(_ visit: Visit) async throws -> Answer {
    let id =
      ProgrammeItemID(checking: visit.form.text("item"))
      ?? ProgrammeItemID(at: programme.wall.now())
    return try await visit.answer {
      try await programme.addFrame(visit.form.single, as: id, by: visit.user)
      return .see("/programme/frame", done: "programme-added")
    } again: {
      newFramePage(visit, $0)
    }
  }

  // MARK: - The timeline

  /// Quarters that stand side by side.
  private static let quarters = 6

  func timeline(_ visit: Visit) async throws -> Answer {
    let portfolio = try await programme.shown(for: visit.user).portfolio
    let pushed = try await programme.waiting(for: visit.user).troubled
    let first =
      visit.query("from").flatMap { PlannedDate(written: $0) }?.quarter
      ?? earliest(portfolio) ?? FinancialQuarter(of: today)
    var quarters = [first]
    while quarters.count < Self.quarters { quarters.append(quarters[quarters.count - 1].next) }
    let shown = portfolio.lines.filter { line in
      line.milestones.contains { $0.value.due.map { quarters.contains($0.quarter) } ?? false }
    }
    return .page(
      Page("Timeline by quarter", width: .wide, back: Self.home, section: Self.section) {
        paragraph(
          text:
            "Quarters of the financial year, which begins in April: \(quarters[0].spoken) to \(quarters[quarters.count - 1].spoken)."
        )
        if shown.isEmpty {
          emptyState("No milestone is due in these quarters", "Look at others below.")
        }
        for (key, lines) in byWorkstream(shown) {
          heading(lists.workstreams.label(key))
          table(
            lists.workstreams.label(key), isCaptionHidden: true,
            columns: ["Project"] + quarters.map { Column($0.short) },
            rows: lines.map { line in
              [link(line.project.value.name, to: "/programme/projects/\(line.id)")]
                + quarters.map { quarter in cell(line, quarter, pushed) }
            })
        }
        undated(portfolio)
        screenOnly {
          bullets([
            link("Earlier quarters", to: "/programme/timeline?from=\(back(first).link)"),
            link(
              "Later quarters",
              to: "/programme/timeline?from=\(quarters[quarters.count - 1].next.link)"),
          ])
        }
        printButton()
      })
  }

  private func back(_ quarter: FinancialQuarter) -> FinancialQuarter {
    FinancialQuarter(of: quarter.first.adding(days: -(Self.quarters - 1) * 91 - 10))
  }

  /// The quarter of the first milestone that still waits.
  private func earliest(_ portfolio: Portfolio) -> FinancialQuarter? {
    portfolio.lines.flatMap(\.milestones).filter { $0.value.state == .planned }
      .compactMap(\.value.due).min()?.quarter
  }

  private func cell(
    _ line: PortfolioLine, _ quarter: FinancialQuarter, _ pushed: Set<ProgrammeItemID>
  ) -> Markup {
    let here = line.milestones.filter { $0.value.due?.quarter == quarter }
    guard !here.isEmpty else { return quiet("–") }
    return bullets(
      here.map { one in
        Markup {
          link(one.value.name, to: "/programme/items/\(one.id)")
          ", "
          one.value.state == .planned ? when(one.value, on: today) : milestoneState(one.value)
          if pushed.contains(one.id) {
            " "
            link("Waits for something too late", to: Self.waits(one.id), about: one.value.name)
          }
        }
      })
  }

  private func undated(_ portfolio: Portfolio) -> Markup {
    let without = portfolio.lines.flatMap { line in
      line.milestones.filter { $0.value.due == nil && $0.value.state == .planned }
        .map { (line, $0) }
    }
    guard !without.isEmpty else { return Markup() }
    return Markup {
      heading("Without a date")
      bullets(
        without.map { line, one in
          Markup {
            line.project.value.name
            ": "
            link(one.value.name, to: "/programme/items/\(one.id)")
          }
        })
    }
  }
}

extension Frame.Sort {
  var many: String {
    switch self {
    case .vision: "Vision"
    case .objective: "Objectives"
    case .summary: "How the programme stands"
    case .gate: "Gates, in their order"
    case .question: "Standing questions"
    }
  }
}

extension FinancialQuarter {
  /// For an address.
  var link: String { "Q\(number)+\(year)-\(String(year + 1).suffix(2))" }
}
