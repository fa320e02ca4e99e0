import Core
import HTML

/// Makes the papers of what stood on their day and on the day since which changes are told.
struct PackMaking {
  let lists: ProgrammeLists
  let stands: Day
  let since: Day
  let exemptions: PackExemptions
  let audience: PackPaper.Audience
  /// What highlight reports ask the board to decide, by project.
  var wanted: [ProgrammeItemID: WantedDecision] = [:]

  /// Risks that stand on the first page.
  private static let highest = 10

  func paper(_ title: String, now all: Portfolio, before allBefore: Portfolio) -> PackPaper {
    let isPublic = audience == .public
    let now = isPublic ? exemptions.open(all) : all
    let before = isPublic ? exemptions.open(allBefore) : allBefore
    let lines = now.lines.sorted {
      ($0.project.value.name.lowercased(), $0.id.text)
        < ($1.project.value.name.lowercased(), $1.id.text)
    }
    let then = Dictionary(before.lines.map { ($0.id, $0) }) { one, _ in one }
    let changes = PackChanges(lists, stands: stands)
    let told = lines.map { changes.words(from: then[$0.id], to: $0) }
    var paper = PackPaper(title: title, stands: stands, since: since, audience: audience)
    paper.vision = now.vision
    paper.summary = now.frame(.summary).last?.value.words
    if isPublic { paper.leftOut = exemptions.leftOut(of: all) }
    let ended = before.lines.filter { line in !now.lines.contains { $0.id == line.id } }
    paper.tables = [
      ratings(lines), changed(zip(lines, told).map { ($0, $1) }, ended: ended), decisions(lines),
      late(lines), risks(lines), money(lines),
    ]
    paper.projects = zip(lines, told).map(page)
    return paper
  }

  private typealias Cell = PackPaper.Cell
  private typealias Table = PackPaper.Table

  /// The ground on which the public does not see a part, in the public's pack.
  private func hidden(_ part: PackPart, _ line: PortfolioLine) -> Cell? {
    guard audience == .public else { return nil }
    return exemptions.ground(part, of: line.id).map { .exempt($0) }
  }

  private func name(_ line: PortfolioLine) -> Cell { .text(line.project.value.name) }

  // MARK: - The portfolio on one page

  private func ratings(_ lines: [PortfolioLine]) -> PackPaper.Table {
    let respects = lists.respects.entries(on: stands)
    return Table(
      title: "Ratings",
      columns: [Column("Project")] + respects.map { Column($0.label) } + [
        "Next milestone", .number("Late"), .number("Open risks"),
      ],
      rows: lines.map { line in
        let next = line.next.map { one -> Cell in
          .text([one.value.name, one.value.due?.spoken].compactMap(\.self).joined(separator: ", "))
        }
        return [name(line)]
          + respects.map { hidden(.ratings, line) ?? rating(line.ratings[$0.key]) } + [
            hidden(.milestones, line) ?? next ?? .none("None"),
            hidden(.milestones, line) ?? .whole(line.late(on: stands)),
            hidden(.risks, line) ?? .whole(line.openRisks.count),
          ]
      }, empty: "No project stands here.")
  }

  private func rating(_ line: RatingLine?) -> PackPaper.Cell {
    guard let line, let rating = line.rating else { return .none("Not rated") }
    let scale = line.standing.value.scale
    let words = lists.label(rating, of: scale, on: stands)
    let before = line.before.flatMap { before in
      before == rating ? nil : ", was \(lists.label(before, of: scale, on: stands))"
    }
    return .toned(words + (before ?? ""), lists.tone(rating, scale, on: stands))
  }

  private func changed(
    _ told: [(PortfolioLine, [String])], ended: [PortfolioLine]
  ) -> PackPaper.Table {
    Table(
      title: "What has changed since \(since.spoken)", columns: ["Project", "Change"],
      rows: told.flatMap { line, words in words.map { [name(line), .text($0)] } }
        + ended.map { [name($0), .text("Archived")] }, empty: "Nothing has changed.")
  }

  private func decisions(_ lines: [PortfolioLine]) -> PackPaper.Table {
    Table(
      title: "Decisions wanted", columns: ["Project", "Decision", "Owner", "Asked in"],
      rows: lines.flatMap { line in
        let listed = line.openRisks.filter { $0.value.sort == .decision }.map { one in
          [name(line), .text(one.value.words), owner(one.value.owner), .text("The project's list")]
        }
        return asked(line) + listed
      }, empty: "No decision is wanted.")
  }

  /// What its report asks, which is exempt where its risks and decisions are.
  private func asked(_ line: PortfolioLine) -> [[PackPaper.Cell]] {
    guard let wanted = wanted[line.id] else { return [] }
    return [
      [
        name(line), hidden(.risks, line) ?? .text(wanted.words), owner(line.ownerName),
        .text("Report for \(wanted.period.spoken)"),
      ]
    ]
  }

  private func owner(_ name: String?) -> PackPaper.Cell {
    name.map { .text($0) } ?? .none("Nobody")
  }

  private func late(_ lines: [PortfolioLine]) -> PackPaper.Table {
    Table(
      title: "Late milestones", columns: ["Project", "Milestone", "When", "Agreed", "How late"],
      rows: lines.flatMap { line in
        line.milestones.filter { $0.value.isLate(on: stands) }.map { one in
          [
            name(line), .text(one.value.name), date(one.value.due), date(one.value.baseline),
            .toned(how(late: one.value), .warning),
          ]
        }
      }, empty: "No milestone is late.")
  }

  private func date(_ date: PlannedDate?) -> PackPaper.Cell {
    date.map { .text($0.spoken) } ?? .none("No date")
  }

  private func how(late milestone: Milestone) -> String {
    var words: [String] = []
    if let slip = milestone.slip, slip.isLate { words.append(slip.description) }
    if milestone.due?.isOver(on: stands) ?? false { words.append("its time is over") }
    return words.joined(separator: ", ")
  }

  private func risks(_ lines: [PortfolioLine]) -> PackPaper.Table {
    let open = lines.flatMap { line in line.openRisks.map { (line, $0) } }
      .filter { $0.1.value.score != nil }
      .sorted { ($1.1.value.score ?? 0, $0.1.id.text) < ($0.1.value.score ?? 0, $1.1.id.text) }
    return Table(
      title: "Highest risks",
      columns: ["Project", "Risk", .number("Score"), .number("With the response"), "Owner"],
      rows: open.prefix(Self.highest).map { line, one in
        [
          name(line), .text(one.value.words), score(one.value.score), score(one.value.scoreAfter),
          owner(one.value.owner),
        ]
      }, empty: "No open risk was judged.")
  }

  private func score(_ score: Int?) -> PackPaper.Cell {
    score.map { .whole($0) } ?? .none("Not judged")
  }

  /// Totals are of what is shown: what is exempt is not in them, so that nobody can work it out.
  private func money(_ lines: [PortfolioLine]) -> PackPaper.Table {
    var table = Table(
      title: "Money",
      columns: ["Project", .number("May still come"), .number("Secured"), .number("Not secured")],
      empty: "No source of money is named.")
    var shown: [FundingSource] = []
    for line in lines {
      if let hidden = hidden(.money, line) {
        table.rows.append([name(line), hidden, hidden, hidden])
      } else if !line.sources.isEmpty {
        table.rows.append(money(name(line), line.totals))
        shown += line.funding
      }
    }
    if !table.rows.isEmpty {
      table.rows.append(money(.text("Together"), FundingTotals(shown)))
    }
    return table
  }

  private func money(_ name: PackPaper.Cell, _ totals: FundingTotals) -> [PackPaper.Cell] {
    func cell(_ pence: Int?) -> PackPaper.Cell {
      pence.map { .pence($0) } ?? .text(Money.spoken(sum: nil))
    }
    let open = totals.possible.flatMap { possible in totals.secured.map { possible - $0 } }
    return [name, cell(totals.possible), cell(totals.secured), cell(open)]
  }

  // MARK: - A project

  private func page(_ line: PortfolioLine, _ changes: [String]) -> PackPaper.ProjectPage {
    let project = line.project.value
    var page = PackPaper.ProjectPage(
      name: project.name, workstream: lists.workstreams.label(project.workstream))
    page.facts = [
      (
        "Where it is",
        hidden(.position, line) ?? project.position.map { .text($0) } ?? .none("Nothing is said")
      ),
      ("Owner", owner(line.ownerName)), ("Sponsor", owner(project.sponsor)),
      ("Board", project.board.map { .text($0) } ?? .none("None")),
    ]
    page.doubts = line.doubts
    if audience == .full {
      page.exempt = PackPart.allCases.compactMap { part in
        exemptions.ground(part, of: line.id).map { (part.words, $0) }
      }
    }
    page.tables = [
      Table(
        title: "What has changed", columns: ["Change"], rows: changes.map { [.text($0)] },
        empty: "Nothing has changed since \(since.spoken)."),
      part(.ratings, line, whys(line)), part(.milestones, line, milestones(line)),
      part(.money, line, sources(line)), part(.risks, line, allRisks(line)),
    ]
    return page
  }

  /// A part's table, or the ground on which it is left out.
  private func part(
    _ part: PackPart, _ line: PortfolioLine, _ table: PackPaper.Table
  ) -> PackPaper.Table {
    guard let hidden = hidden(part, line) else { return table }
    return Table(title: table.title, columns: ["Not for the public"], rows: [[hidden]], empty: "")
  }

  private func whys(_ line: PortfolioLine) -> PackPaper.Table {
    Table(
      title: "Ratings", columns: ["Respect", "Rating", "Why"],
      rows: lists.respects.entries(on: stands).map { respect in
        let said = line.ratings[respect.key]
        return [
          .text(respect.label), rating(said),
          said?.standing.reason.map { .text($0) } ?? .none("Nothing is said"),
        ]
      }, empty: "It was not rated yet.")
  }

  private func milestones(_ line: PortfolioLine) -> PackPaper.Table {
    Table(
      title: "Milestones", columns: ["Milestone", "When", "Agreed", "Who decides", "State"],
      rows: line.milestones.map { one in
        let late = how(late: one.value)
        let state: Cell =
          switch one.value.state {
          case .planned: late.isEmpty ? .text("Planned") : .toned(late, .warning)
          case .done: .text("Done" + (one.value.doneOn.map { " on \($0.spoken)" } ?? ""))
          case .dropped: .text("Dropped")
          }
        return [
          .text(one.value.name), date(one.value.due), date(one.value.baseline),
          owner(one.value.body), state,
        ]
      }, empty: "No milestone is set.")
  }

  private func sources(_ line: PortfolioLine) -> PackPaper.Table {
    Table(
      title: "Money", columns: ["Source", .number("Amount"), "State", "When they decide"],
      rows: line.sources.map { one in
        [
          .text(one.value.name), one.value.amount.map { .pence($0) } ?? .none("Not known"),
          one.value.state.map { .toned($0.words, $0.tone) } ?? .none("Not said"),
          date(one.value.decided),
        ]
      }, empty: "No source of money is named.")
  }

  private func allRisks(_ line: PortfolioLine) -> PackPaper.Table {
    Table(
      title: "Risks, issues and the like",
      columns: ["What", "Kind", .number("Score"), .number("With the response"), "Owner"],
      rows: line.openRisks.sorted {
        ($1.value.score ?? 0, $0.id.text) < ($0.value.score ?? 0, $1.id.text)
      }.map { one in
        [
          .text(one.value.words), .text(one.value.sort.words), score(one.value.score),
          score(one.value.scoreAfter), owner(one.value.owner),
        ]
      }, empty: "None is open.")
  }
}

extension Milestone {
  /// Planned, and later than agreed or its time over.
  func isLate(on day: Day) -> Bool {
    state == .planned && (slip?.isLate ?? false || due?.isOver(on: day) ?? false)
  }
}
