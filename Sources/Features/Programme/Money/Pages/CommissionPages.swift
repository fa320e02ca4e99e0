import Core
import HTML
import Web

/// What is bought of others: of all projects, and of one with the data that suppliers owe.
extension MoneyPages {
  func commissions(_ visit: Visit) async throws -> Answer {
    let all = CommissionLine.all(try await programme.shown(for: visit.user).portfolio, on: today)
    let paged = Paged(all, visit)
    return .page(
      Page(
        "Commissions", width: .wide, back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        if all.isEmpty {
          emptyState(
            "Nothing is bought of others", "Commissions are added on the page of a project.")
        } else {
          let without = all.count {
            $0.commission.value.clauses == .notYet && $0.commission.value.state != .stopped
          }
          if without > 0 {
            paragraph(text: "\(Counted.of(without, "commission")) without equality clauses yet.")
          }
          table(
            "Commissions", isCaptionHidden: true,
            columns: [
              "Commission", "Project", "How far", "Contract", "The funder’s deadline",
              "Let before it?", "Equality clauses", "Monitoring data",
            ],
            rows: paged.shown.map { cells($0) })
          paged.links(to: "/programme/commissions")
        }
        printButton()
      })
  }

  private func cells(_ one: CommissionLine) -> [Markup] {
    let commission = one.commission.value
    return [
      link(commission.name, to: "/programme/items/\(one.commission.id)"),
      link(one.line.project.value.name, to: "/programme/projects/\(one.line.id)/commissions"),
      Markup(commission.state.words), Markup(commission.contract?.spoken ?? ""),
      Markup(commission.deadline?.spoken ?? ""), letting(commission), clauses(commission),
      dueData(one),
    ]
  }

  private func letting(_ commission: Commission) -> Markup {
    guard let letting = commission.letting(on: today) else { return Markup() }
    return Markup {
      tag(letting.title, letting.tone)
      " \(letting.words)"
    }
  }

  private func clauses(_ commission: Commission) -> Markup {
    Markup {
      tag(commission.clauses.words, commission.clauses.tone)
      if let note = commission.clausesNote { " \(note)" }
    }
  }

  private func dueData(_ one: CommissionLine) -> Markup {
    guard let next = one.open.first else {
      return one.monitoring.isEmpty ? quiet("None agreed") : Markup("All has come")
    }
    return Markup {
      "\(one.open.count) to come, the first by "
      date(next.value.dueOn)
      if next.value.isOverdue(on: today) {
        " "
        tag("Overdue", .danger)
      }
    }
  }

  // MARK: - Of one project

  func projectCommissions(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let line = try await programme.project(id, for: visit.user).line
    let paged = Paged(
      line.money.commissions.sorted {
        ($0.value.name.lowercased(), $0.id.text) < ($1.value.name.lowercased(), $1.id.text)
      }, visit, size: 10)
    let mayChange = may(visit, line)
    return .page(
      Page(
        "Commissions", caption: line.project.value.name, width: .wide,
        back: Link(line.project.value.name, to: "/programme/projects/\(id)"),
        section: ProgrammePages.section
      ) {
        if paged.shown.isEmpty {
          emptyState("Nothing is bought of others", "A commission goes from tender to contract.")
        }
        for one in paged.shown {
          self.commission(CommissionLine(line: line, commission: one), mayChange)
        }
        paged.links(to: "/programme/projects/\(id)/commissions")
        if mayChange {
          linkButton(Link("Add a commission", to: "/programme/projects/\(id)/new-commission"))
        }
        printButton()
      })
  }

  private func commission(_ one: CommissionLine, _ mayChange: Bool) -> Markup {
    let commission = one.commission.value
    func when(_ name: String, _ date: PlannedDate?) -> SummaryRow {
      SummaryRow(name, date.map { Markup($0.spoken) })
    }
    return Markup {
      heading(commission.name)
      summaryList([
        SummaryRow("How far", Markup(commission.state.words)),
        SummaryRow("Value", commission.value.map { Markup(Money.spoken($0)) }),
        SummaryRow("Supplier", commission.supplier.map { Markup($0) }),
        when("Tender", commission.tender), when("Evaluation", commission.evaluation),
        when("Award", commission.award), when("Contract", commission.contract),
        when("The funder’s deadline", commission.deadline),
        SummaryRow(
          "Let before it?", commission.letting(on: today) == nil ? nil : letting(commission)),
        SummaryRow("Equality clauses", clauses(commission)),
      ])
      paragraph(
        link(
          mayChange ? "Change, and see what it was before" : "See what it was before",
          to: "/programme/items/\(one.commission.id)", about: commission.name))
      monitoring(one, mayChange)
    }
  }

  private func monitoring(_ one: CommissionLine, _ mayChange: Bool) -> Markup {
    Markup {
      heading("Monitoring data", level: 3)
      if one.monitoring.isEmpty {
        paragraph(text: "No data is agreed that the supplier must send.")
      } else {
        table(
          "Monitoring data of \(one.commission.value.name)", isCaptionHidden: true,
          columns: ["What", "By", "Came"],
          rows: one.monitoring.prefix(50).map { data in
            [
              link(data.value.words, to: "/programme/items/\(data.id)"), date(data.value.dueOn),
              data.value.receivedOn.map { date($0) }
                ?? (data.value.isOverdue(on: today) ? tag("Overdue", .danger) : quiet("Not yet")),
            ]
          })
        if one.monitoring.count > 50 {
          paragraph(text: "And \(one.monitoring.count - 50) more, due later.")
        }
      }
      if mayChange {
        paragraph(
          link(
            "Add data that is due",
            to: "/programme/projects/\(one.line.id)/new-monitoring?of=\(one.commission.id)",
            about: one.commission.value.name))
      }
    }
  }
}

extension Commission.State {
  var words: String {
    switch self {
    case .planned: "Planned"
    case .tender: "Out to tender"
    case .evaluation: "Being evaluated"
    case .awarded: "Awarded"
    case .contracted: "Under contract"
    case .stopped: "Stopped"
    }
  }
}

extension Commission.Clauses {
  var words: String {
    switch self {
    case .yes: "Yes"
    case .notYet: "Not yet"
    case .without: "None"
    }
  }

  var tone: Tone {
    switch self {
    case .yes: .good
    case .notYet: .warning
    case .without: .neutral
    }
  }
}

extension Commission.Letting {
  var title: String {
    switch self {
    case .inTime: "Yes"
    case .notCertain: "Not certain"
    case .tooLate: "No"
    }
  }

  var tone: Tone {
    switch self {
    case .inTime: .good
    case .notCertain: .warning
    case .tooLate: .danger
    }
  }
}
