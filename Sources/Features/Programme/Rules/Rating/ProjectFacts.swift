import Core

/// What is known of a project, from which ratings are proposed.
package struct ProjectFacts: Sendable {
  package struct Milestone: Hashable, Sendable {
    package let name: String
    /// The days that the agreed date may mean.
    package let baseline: ClosedRange<Day>?
    /// The days that the date on which it is expected may mean.
    package let due: ClosedRange<Day>?
    package let isDone: Bool
    /// How late it is at the precision of its dates: "2 months late". Counted in days where nil.
    package let slip: String?

    package init(
      _ name: String, baseline: ClosedRange<Day>?, due: ClosedRange<Day>?, isDone: Bool = false,
      slip: String? = nil
    ) {
      self.name = name
      self.baseline = baseline
      self.due = due
      self.isDone = isDone
      self.slip = slip
    }

    /// Days by which it is later than was agreed, as far as that is certain; 0 where it may be on time.
    var daysLate: Int? {
      guard let baseline, let due else { return nil }
      guard due.lowerBound > baseline.upperBound else { return 0 }
      return min(
        baseline.lowerBound.days(until: due.lowerBound),
        baseline.upperBound.days(until: due.upperBound))
    }

    /// Days since the last day that its date may mean.
    func daysOverdue(on today: Day) -> Int? {
      due.map { isDone ? 0 : max(0, $0.upperBound.days(until: today)) }
    }
  }

  /// Whole pence up to now.
  package struct Spend: Hashable, Sendable {
    package let planned: Int
    package let spent: Int
    /// Until when both are counted, behind "was spent".
    package let until: String

    package init(planned: Int, spent: Int, until: String = "up to now") {
      (self.planned, self.spent, self.until) = (planned, spent, until)
    }
  }

  package struct Risk: Hashable, Sendable {
    package let words: String
    /// Likelihood times impact; nil where it was not judged.
    package let score: Int?
    package let isIssue: Bool
    package let isOpen: Bool

    package init(_ words: String, score: Int?, isIssue: Bool = false, isOpen: Bool = true) {
      self.words = words
      self.score = score
      self.isIssue = isIssue
      self.isOpen = isOpen
    }
  }

  package enum Engagement: Hashable, Sendable {
    case last(Day)
    /// None is written down since a day: that on which the project began.
    case never(since: Day)
  }

  /// Those that were not dropped.
  package var milestones: [Milestone]
  /// Nil where no plan or no spend is written down.
  package var spend: Spend?
  /// Risks and issues.
  package var risks: [Risk]
  /// Nil where engagement is not written down at all.
  package var engagement: Engagement?

  package init(
    milestones: [Milestone] = [], spend: Spend? = nil, risks: [Risk] = [],
    engagement: Engagement? = nil
  ) {
    self.milestones = milestones
    self.spend = spend
    self.risks = risks
    self.engagement = engagement
  }
}

/// What was counted, with the words for it.
struct Measured {
  let measure: RatingMeasure
  /// Nil where too little is known to count it.
  let value: Int?
  let words: String
}

extension ProjectFacts {
  /// All that can be counted today of one respect.
  func measured(_ respect: String, on today: Day) -> [Measured] {
    switch respect {
    case Respect.schedule: [late, percentLate, overdue(on: today)]
    case Respect.costAndBenefits: spending
    case Respect.riskAndIssues: [highestScore, openIssues]
    case Respect.commsAndEngagement: [silence(on: today)]
    default: []
    }
  }

  // MARK: Schedule

  /// Those whose date can be held against a baseline, or that are done.
  private var comparable: [Milestone] { milestones.filter { $0.isDone || $0.daysLate != nil } }

  private var lateOnes: [(milestone: Milestone, days: Int)] {
    milestones.filter { !$0.isDone }.compactMap { milestone in
      milestone.daysLate.flatMap { $0 > 0 ? (milestone, $0) : nil }
    }
  }

  private var late: Measured {
    let (late, all) = (lateOnes, comparable.count)
    guard all > 0 else {
      let words =
        milestones.isEmpty
        ? "No milestone is written down" : "No milestone has both a baseline and a date"
      return Measured(measure: .daysLate, value: nil, words: words)
    }
    let rest = milestones.count - all
    let unknown =
      rest == 0
      ? ""
      : ". Of \(rest) more it can't be said: \(rest == 1 ? "it has" : "they have") no baseline or no date"
    guard let worst = late.max(by: { $0.days < $1.days }) else {
      return Measured(
        measure: .daysLate, value: 0,
        words: "None of \(Counted.of(all, "milestone")) is later than its baseline\(unknown)")
    }
    let slip = worst.milestone.slip ?? "\(Counted.of(worst.days, "day")) late"
    let verb = late.count == 1 ? "is later than its baseline" : "are later than their baseline"
    return Measured(
      measure: .daysLate, value: worst.days,
      words:
        "\(late.count) of \(Counted.of(all, "milestone")) \(verb), the latest “\(worst.milestone.name)”: \(slip)\(unknown)"
    )
  }

  private var percentLate: Measured {
    guard !comparable.isEmpty else {
      return Measured(
        measure: .percentLate, value: nil, words: "How many are late can't be counted")
    }
    let percent = lateOnes.count * 100 / comparable.count
    return Measured(
      measure: .percentLate, value: percent, words: "\(percent) % of the milestones are late")
  }

  private func overdue(on today: Day) -> Measured {
    let dated = milestones.compactMap { milestone in
      milestone.isDone ? (milestone, 0) : milestone.daysOverdue(on: today).map { (milestone, $0) }
    }
    guard !dated.isEmpty else {
      return Measured(measure: .daysOverdue, value: nil, words: "No milestone has a date")
    }
    let overdue = dated.filter { $0.1 > 0 }
    guard let worst = overdue.max(by: { $0.1 < $1.1 }), let due = worst.0.due else {
      return Measured(measure: .daysOverdue, value: 0, words: "No milestone is overdue")
    }
    let more = overdue.count - 1
    let others = more == 0 ? "" : ". \(more) more \(more == 1 ? "is" : "are") overdue"
    return Measured(
      measure: .daysOverdue, value: worst.1,
      words:
        "“\(worst.0.name)” should have been done by \(due.upperBound.spoken), \(Counted.of(worst.1, "day")) ago\(others)"
    )
  }

  // MARK: Money

  private var spending: [Measured] {
    guard let spend, spend.planned > 0 || spend.spent > 0 else {
      let words = "What was planned and what was spent is not written down"
      return [
        Measured(measure: .percentOver, value: nil, words: words),
        Measured(measure: .percentUnder, value: nil, words: words),
      ]
    }
    let (planned, spent) = (max(0, spend.planned), max(0, spend.spent))
    let money = "\(Money.spoken(spent)) was spent \(spend.until)"
    guard planned > 0 else {
      return [
        Measured(measure: .percentOver, value: .max, words: "\(money), and nothing was planned"),
        Measured(measure: .percentUnder, value: 0, words: "No less was spent than planned"),
      ]
    }
    let percent = Self.percent(abs(spent - planned), of: planned)
    let (isOver, isUnder) = (spent > planned, spent < planned)
    let compared =
      spent == planned
      ? "as planned"
      : "\(percent) % \(isOver ? "more" : "less") than the \(Money.spoken(planned)) planned"
    return [
      Measured(
        measure: .percentOver, value: isOver ? percent : 0,
        words: isUnder ? "No more was spent than planned" : "\(money), \(compared)"),
      Measured(
        measure: .percentUnder, value: isUnder ? percent : 0,
        words: isUnder ? "\(money), \(compared)" : "No less was spent than planned"),
    ]
  }

  /// Whole percent, downwards; never too large for a number. Neither is below zero.
  static func percent(_ part: Int, of whole: Int) -> Int {
    let (times, rest) = part.quotientAndRemainder(dividingBy: whole)
    let (hundreds, isTooMuch) = times.multipliedReportingOverflow(by: 100)
    if isTooMuch { return .max }
    return hundreds.addingOrMost(rest < .max / 100 ? rest * 100 / whole : rest / (whole / 100))
  }

  // MARK: Risks

  private var highestScore: Measured {
    guard !risks.isEmpty else {
      return Measured(measure: .highestScore, value: nil, words: "No risk is written down")
    }
    let open = risks.filter(\.isOpen)
    let scored = open.filter { $0.score != nil }
    guard !open.isEmpty else {
      return Measured(measure: .highestScore, value: 0, words: "No risk and no issue is open")
    }
    guard let worst = scored.max(by: { ($0.score ?? 0) < ($1.score ?? 0) }) else {
      return Measured(
        measure: .highestScore, value: nil,
        words: "None of \(Counted.of(open.count, "open risk")) was judged by likelihood and impact")
    }
    let rest = open.count - scored.count
    let unknown = rest == 0 ? "" : ". \(rest) more \(rest == 1 ? "was" : "were") not judged"
    return Measured(
      measure: .highestScore, value: worst.score,
      words:
        "The highest of \(Counted.of(scored.count, "open risk")) scores \(worst.score ?? 0): “\(worst.words)”\(unknown)"
    )
  }

  private var openIssues: Measured {
    guard !risks.isEmpty else {
      return Measured(measure: .openIssues, value: nil, words: "No issue is written down")
    }
    let count = risks.filter { $0.isOpen && $0.isIssue }.count
    return Measured(
      measure: .openIssues, value: count,
      words: count == 0
        ? "No issue is open" : "\(Counted.of(count, "issue")) \(count == 1 ? "is" : "are") open")
  }

  // MARK: Engagement

  private func silence(on today: Day) -> Measured {
    let (day, words): (Day, String)
    switch engagement {
    case .last(let last): (day, words) = (last, "The last engagement was on \(last.spoken)")
    case .never(let since):
      (day, words) = (since, "No engagement is written down since it began on \(since.spoken)")
    case nil:
      return Measured(
        measure: .daysSilent, value: nil,
        words: "Whether anybody was engaged with is not written down")
    }
    let days = max(0, day.days(until: today))
    return Measured(
      measure: .daysSilent, value: days, words: "\(words), \(Counted.of(days, "day")) ago")
  }
}

/// Numbers with their noun.
enum Counted {
  /// `1 milestone`, `2 milestones`
  static func of(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
