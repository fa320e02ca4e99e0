import Core
import HTML
import Web

/// What was said of projects, held against what showed soon after. It names no people: it is there to see earlier the next time.
package struct HindsightPages: Sendable {
  let programme: Programme

  package init(_ programme: Programme) { self.programme = programme }

  package var routes: [Route] {
    [.get("/programme/hindsight", .may(.readProgramme), hindsight)]
  }

  private var lists: ProgrammeLists { programme.lists }
  private var today: Day { programme.wall.today }

  private func hindsight(_ visit: Visit) async throws -> Answer {
    let page = min(10_000, max(1, Int(visit.query("page") ?? "") ?? 1))
    let list = try await programme.hindsight(page: page, for: visit.user)
    let path = "/programme/hindsight?page="
    return .page(
      Page(
        "What was said, and what came true", width: .wide, back: ProgrammePages.home,
        section: ProgrammePages.section
      ) {
        paragraph(
          text:
            "Green outside and red inside, like a melon: a rating that was better than the worst, although what showed within \(lists.ratings.daysOfHindsight(on: today)) days says the worst. Looked at are the ratings that stood at the end of each of the last \(PastProject.months) months, milestones that were late, risks that happened, and what was spent by the end of each quarter."
        )
        paragraph(text: "It helps to see earlier the next time. It blames nobody.")
        if list.isCut {
          warningText(
            "More was changed in these projects than can be looked through at once. Something may be missing below."
          )
        }
        if list.lines.isEmpty {
          emptyState("No project stands here", "Ratings are held against what came of them later.")
        } else {
          table(list)
          let found = list.lines.filter { !$0.found.isEmpty }
          if found.isEmpty {
            paragraph(text: "Nothing that was said here proved to be much worse soon after.")
          }
          for line in found { details(line) }
        }
        pagination(
          page: page, of: list.hasMore ? page + 1 : page,
          previous: page > 1 ? "\(path)\(page - 1)" : nil,
          next: list.hasMore ? "\(path)\(page + 1)" : nil)
        printButton()
      })
  }

  private func table(_ list: HindsightList) -> Markup {
    let respects = lists.respects.entries(on: today)
    var columns: [Column] = ["Project"]
    columns += respects.map { Column($0.label) }
    return HTML.table(
      "Months that were said to be better than they proved", columns: columns,
      rows: list.lines.map { line in
        var cells = [name(line)]
        cells += respects.map { months(line, $0.key) }
        return cells
      })
  }

  private func name(_ line: HindsightList.Line) -> Markup {
    Markup {
      link(line.project.value.name, to: "/programme/projects/\(line.project.id)")
      if line.project.isArchived {
        " "
        quiet("archived")
      }
    }
  }

  private func months(_ line: HindsightList.Line, _ respect: String) -> Markup {
    let (rated, worse) = (line.rated[respect] ?? 0, line.months(respect))
    if rated == 0 { return quiet("Not rated") }
    let words = "\(worse) of \(Counted.of(rated, "month"))"
    return worse == 0 ? Markup(words) : tag(words, .warning)
  }

  private func details(_ line: HindsightList.Line) -> Markup {
    Markup {
      heading(line.project.value.name)
      for one in line.found {
        heading("\(lists.respects.label(one.respect)), \(one.period)", level: 3)
        let rating = lists.label(one.rating, of: one.scale, on: today).lowercased()
        paragraph(text: "Said \(rating), \(one.ending).")
        bullets(one.facts.prefix(Self.factsShown).map { Markup("\($0).") })
        if one.facts.count > Self.factsShown {
          paragraph(text: "And \(one.facts.count - Self.factsShown) more.")
        }
      }
    }
  }

  private static let factsShown = 10
}

extension Hindsight {
  /// What came of it, after "Said green,".
  var ending: String {
    switch respect {
    case Respect.schedule: "was late later"
    case Respect.riskAndIssues: "and a risk that was open happened"
    case Respect.costAndBenefits: "and more was spent than planned"
    default: "and proved to be worse"
    }
  }
}
