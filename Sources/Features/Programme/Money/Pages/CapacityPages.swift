import Core
import HTML
import Web

/// The team's own time: what projects need against what is there.
extension MoneyPages {
  func capacity(_ visit: Visit) async throws -> Answer {
    let portfolio = try await programme.shown(for: visit.user).portfolio
    let isAll = visit.query("from") == "all"
    let time = TeamTime(portfolio, from: isAll ? nil : FinancialQuarter(of: today))
    let paged = Paged(time.lines, visit)
    return .page(
      Page(
        "The team’s time", width: .wide, back: ProgrammePages.home, section: ProgrammePages.section
      ) {
        paragraph(
          text: isAll
            ? "All quarters."
            : "This quarter, \(FinancialQuarter(of: today).short), and those to come.")
        if time.lines.isEmpty {
          emptyState(
            "No days are written down",
            "Say how many days the team has. What projects need is added on their pages.")
        } else {
          paragraph(
            text: time.short.isEmpty
              ? "There are enough days everywhere."
              : "Need is above what is there \(time.short.count == 1 ? "in one place" : "in \(time.short.count) places")."
          )
          timeTable(paged.shown)
          paged.links(to: "/programme/capacity", isAll ? "from=all" : "")
        }
        screenOnly {
          bullets([
            isAll
              ? link("From this quarter on", to: "/programme/capacity")
              : link("All quarters", to: "/programme/capacity?from=all")
          ])
        }
        if visit.user.may(.keepProgramme) {
          linkButton(Link("Say what the team has", to: "/programme/capacity/new"))
        }
        printButton()
      })
  }

  private func timeTable(_ lines: ArraySlice<TimeLine>) -> Markup {
    table(
      "Days by quarter and role", isCaptionHidden: true,
      columns: [
        "Quarter and role", .number("Days there"), .number("Days needed"), "Enough?", "Needed by",
      ],
      rows: lines.map { one in
        [
          Markup("\(one.quarter.short), \(one.role)"),
          one.capacity.map {
            link(
              "\($0.value.time.days)", to: "/programme/items/\($0.id)",
              about: "days of \(one.role) in \(one.quarter.short)")
          }
            ?? quiet("Nobody has said"),
          "\(one.needed)",
          one.short > 0
            ? tag("\(Counted.of(one.short, "day")) short", .danger) : Markup("Yes"),
          needs(one),
        ]
      })
  }

  private func needs(_ one: TimeLine) -> Markup {
    Markup {
      for (index, need) in one.efforts.prefix(10).enumerated() {
        if index > 0 { ", " }
        link(need.line.project.value.name, to: "/programme/projects/\(need.line.id)/time")
        " (\(need.effort.value.time.days))"
      }
      if one.efforts.count > 10 { " and \(one.efforts.count - 10) more" }
    }
  }

  func newCapacityPage(_ visit: Visit, _ state: FormState) -> Page {
    Page(
      "Say what the team has", back: Link("The team’s time", to: "/programme/capacity"),
      section: ProgrammePages.section, problems: state.problems
    ) {
      form(to: "/programme/capacity", token: visit.formToken) {
        hiddenInput("item", newID(state).text)
        pages.timeFields(state, isNew: true)
        button("Add days")
      }
    }
  }

  func addCapacity(_ visit: Visit) async throws -> Answer {
    return try await visit.answer {
      try await programme.addCapacity(visit.form.single, as: newID(visit.form), by: visit.user)
      return .see("/programme/capacity", done: "programme-added")
    } again: {
      newCapacityPage(visit, $0)
    }
  }

  // MARK: - Of one project

  func projectTime(_ visit: Visit) async throws -> Answer {
    let id: ProgrammeItemID = try visit.id("Project")
    let line = try await programme.project(id, for: visit.user).line
    let paged = Paged(
      line.money.efforts.sorted {
        let (one, other) = ($0.value.time, $1.value.time)
        return one.quarter != other.quarter
          ? one.quarter < other.quarter : one.roleKey < other.roleKey
      }, visit)
    return .page(
      Page(
        "Days of the team", caption: line.project.value.name, width: .wide,
        back: Link(line.project.value.name, to: "/programme/projects/\(id)"),
        section: ProgrammePages.section
      ) {
        if paged.shown.isEmpty {
          emptyState(
            "No days are written down", "Say how many days this project needs, and of whom.")
        } else {
          table(
            "Days that the project needs", isCaptionHidden: true,
            columns: ["Role", "Quarter", .number("Days"), "Note"],
            rows: paged.shown.map { one in
              [
                link(
                  one.value.time.role, to: "/programme/items/\(one.id)",
                  about: one.value.time.quarter.short),
                Markup(one.value.time.quarter.short), "\(one.value.time.days)",
                Markup(one.value.time.note ?? ""),
              ]
            })
          paged.links(to: "/programme/projects/\(id)/time")
        }
        if may(visit, line) {
          linkButton(Link("Add days", to: "/programme/projects/\(id)/new-effort"))
        }
        screenOnly { bullets([link("Whether the team has enough", to: "/programme/capacity")]) }
        printButton()
      })
  }
}
