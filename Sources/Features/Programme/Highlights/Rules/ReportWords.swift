import Core

extension ReportContent {
  /// What a report says, with the lists of its project as they stand.
  init(
    _ report: HighlightReport, _ said: [SaidRating], _ line: PortfolioLine, _ check: ReportCheck,
    names: [AccountID: String]
  ) {
    func name(_ account: AccountID) -> String { names[account] ?? User.system.name }
    let (project, lists) = (line.project.value, check.lists)
    self.init(
      project: project.name, workstream: lists.workstreams.label(project.workstream),
      owner: line.ownerName, sponsor: project.sponsor, board: project.board, period: report.period,
      writer: name(report.writer), sender: report.sender.map(name),
      approver: report.state == .approved ? report.decider.map(name) : nil, approvedAt: nil,
      ratings: said.map { RatingLine($0, in: report.period, check) }, done: report.done,
      next: report.next, decisions: report.decisions,
      lists: [
        .milestones(line, on: check.today), .risks(line), .money(line),
      ])
  }
}

extension ReportContent.RatingLine {
  init(_ one: SaidRating, in period: ReportPeriod, _ check: ReportCheck) {
    func label(_ rating: String?, _ scale: String) -> String? {
      rating.map { check.lists.label($0, of: scale, on: check.today) }
    }
    func colour(_ rating: String?, _ scale: String) -> String? {
      guard let rating, let steps = check.lists.ratings.scale(scale, on: check.today),
        let place = steps.place(rating)
      else { return nil }
      return steps.steps[place].colour.rawValue
    }
    let proposed = check.proposals[one.respect]
    self.init(
      respect: check.lists.respects.label(one.respect), rating: label(one.rating, one.scale),
      colour: colour(one.rating, one.scale),
      before: check.history.before(period, one.respect).map {
        "\(label($0.rating, $0.scale) ?? "Not rated") in \($0.period.spoken)"
      },
      proposed: label(proposed?.rating, proposed?.scale ?? ""),
      proposedColour: colour(proposed?.rating, proposed?.scale ?? ""),
      facts: proposed?.facts.map(\.words) ?? [], reason: one.reason,
      until: check.until(one)?.spoken)
  }
}

extension ReportContent.List {
  fileprivate static func milestones(_ line: PortfolioLine, on day: Day) -> Self {
    Self(
      title: "Milestones", columns: ["Milestone", "Due", "Agreed", "Who decides", "State"],
      rows: line.milestones.map { one in
        let milestone = one.value
        return [
          milestone.name, milestone.words(on: day), milestone.baseline?.spoken ?? "Nothing yet",
          milestone.body ?? "", milestone.stateWords,
        ]
      }, empty: "No milestone is set.", note: nil)
  }

  /// Those that are closed are no news.
  fileprivate static func risks(_ line: PortfolioLine) -> Self {
    func score(_ score: Int?) -> String { score.map { String($0) } ?? "Not judged" }
    return Self(
      title: "Open risks, issues and the like",
      columns: ["What", "Kind", "Score", "With the response", "Owner"],
      rows: line.openRisks.sorted {
        ($0.value.score ?? 0, $1.id.text) > ($1.value.score ?? 0, $0.id.text)
      }
      .map { one in
        [
          one.value.words, one.value.sort.words, score(one.value.score),
          score(one.value.scoreAfter), one.value.owner ?? "",
        ]
      }, empty: "None is open.", note: nil)
  }

  fileprivate static func money(_ line: PortfolioLine) -> Self {
    Self(
      title: "Money", columns: ["Source", "Amount", "State", "Decided", "Note"],
      rows: line.sources.map { one in
        [
          one.value.name, one.value.amount.map { Money.spoken($0) } ?? "Not known",
          one.value.state?.words ?? "Not said", one.value.decided?.spoken ?? "",
          one.value.stateNote ?? "",
        ]
      }, empty: "No source of money is named.",
      note: line.sources.isEmpty
        ? nil
        : "Secured: \(Money.spoken(sum: line.totals.secured)) of \(Money.spoken(sum: line.totals.possible)) that may still come."
    )
  }
}

extension Milestone {
  /// When it is due, and how far that is from what was agreed.
  fileprivate func words(on day: Day) -> String {
    guard let due else { return "No date" }
    var words = due.spoken
    if let slip, slip.isLate { words += ", \(slip.description)" }
    if state == .planned, due.isOver(on: day) { words += ", overdue" }
    return words
  }

  fileprivate var stateWords: String {
    switch state {
    case .planned: "Planned"
    case .done: "Done on \(doneOn?.spoken ?? "")"
    case .dropped: "Dropped"
    }
  }
}
