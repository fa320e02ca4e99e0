import Core

/// A rating that was said for a period and that what is known now speaks against: green outside, red inside.
package struct Watermelon: Hashable, Sendable {
  package let declared: DeclaredRating
  /// What the facts known now say of that period: the worst rating of the scale.
  package let truth: ProposedRating
  /// What proved true, in sentences without their stops.
  package var facts: [String] { truth.reasons.map(\.words) }
}

/// What was said of a project for a period.
package struct DeclaredRating: Hashable, Sendable {
  /// How people call the period: "January 2021".
  package let name: String
  /// Its last day, on which the rating was true if it ever was.
  package let end: Day
  package let respect: String
  package let rating: String

  package init(_ name: String, end: Day, respect: String, rating: String) {
    (self.name, self.end, self.respect, self.rating) = (name, end, respect, rating)
  }
}

/// What became of a project, as it is known now.
package struct ProjectHistory: Sendable {
  package struct Milestone: Sendable {
    package let name: String
    /// What was expected from a day on, the earliest first; nil where no date was said.
    package let promises: [(from: Day, due: ClosedRange<Day>?)]
    package let doneOn: Day?
    /// Dropped ones count no more from then on.
    package let droppedOn: Day?

    package init(
      _ name: String, promises: [(from: Day, due: ClosedRange<Day>?)], doneOn: Day? = nil,
      droppedOn: Day? = nil
    ) {
      (self.name, self.promises, self.doneOn, self.droppedOn) = (name, promises, doneOn, droppedOn)
    }
  }

  package struct Risk: Sendable {
    package let words: String
    package let openedOn: Day
    package let closedOn: Day?
    /// When it happened; nil where it has not.
    package let becameIssueOn: Day?

    package init(_ words: String, openedOn: Day, closedOn: Day? = nil, becameIssueOn: Day? = nil) {
      self.words = words
      self.openedOn = openedOn
      self.closedOn = closedOn
      self.becameIssueOn = becameIssueOn
    }
  }

  package var milestones: [Milestone]
  package var risks: [Risk]
  /// Up to the end of a day, as it turned out.
  package var spend: [(on: Day, spend: ProjectFacts.Spend)]

  package init(
    milestones: [Milestone] = [], risks: [Risk] = [],
    spend: [(on: Day, spend: ProjectFacts.Spend)] = []
  ) {
    (self.milestones, self.risks, self.spend) = (milestones, risks, spend)
  }
}

extension RatingRules {
  /// The periods for which a better rating than the worst was said although what proved true within the time of hindsight says
  /// the worst, in the order of `declared`.
  package func watermelons(
    _ declared: [DeclaredRating], _ history: ProjectHistory, labels: (String) -> String,
    today: Day
  ) -> [Watermelon] {
    declared.compactMap { one in
      guard one.end < today, let scale = scale(on: one.end),
        let place = scale.place(one.rating), place < scale.steps.count - 1,
        let truth = truth(of: one.respect, on: one.end, history, scale, labels, today),
        truth.rating == scale.worst.key
      else { return nil }
      return Watermelon(declared: one, truth: truth)
    }
  }

  /// What the facts known today say of a respect on a day in the past.
  private func truth(
    of respect: String, on day: Day, _ history: ProjectHistory, _ scale: RatingScale,
    _ labels: (String) -> String, _ today: Day
  ) -> ProposedRating? {
    if respect == Respect.overall {
      let others = Respect.single.compactMap { single in
        truth(of: single, on: day, history, scale, labels, today).flatMap { truth in
          truth.rating.map { (single, truth, $0) }
        }
      }
      let ratings = Dictionary(uniqueKeysWithValues: others.map { ($0.0, $0.2) })
      guard let overall = overall(ratings, labels: labels, on: day) else { return nil }
      // Why is what is behind the respects that are as bad.
      let facts = others.filter { $0.2 == overall.rating }.flatMap { $0.1.reasons }
      return ProposedRating(
        respect: respect, scale: scale.key, rating: overall.rating, facts: facts)
    }
    let last = min(today, day.adding(days: daysOfHindsight(on: day)))
    let measured = history.measured(respect, after: day, until: last)
    let asked = thresholds(of: respect, scale, on: day)
    return proposal(
      respect, measured.filter { one in asked.contains { $0.measure == one.measure } }, asked, scale
    )
  }
}

extension ProjectHistory {
  /// What showed after a day and no later than another.
  func measured(_ respect: String, after day: Day, until last: Day) -> [Measured] {
    switch respect {
    case Respect.schedule: foundLate(after: day, until: last)
    case Respect.riskAndIssues: cameTrue(after: day, until: last)
    case Respect.costAndBenefits: spent(after: day, until: last)
    default: []
    }
  }

  /// Milestones that were to be done in that time by what was said on the day, and were not.
  private func foundLate(after day: Day, until last: Day) -> [Measured] {
    milestones.compactMap { milestone in
      guard let promised = milestone.promises.last(where: { $0.from <= day })?.due?.upperBound,
        milestone.droppedOn.map({ $0 > last }) ?? true, promised < last
      else { return nil }
      // What was done by then was no promise any more.
      if let done = milestone.doneOn, done <= day { return nil }
      let done = milestone.doneOn.flatMap { $0 <= last ? $0 : nil }
      let days = promised.days(until: done ?? last)
      guard days > 0 else { return nil }
      let ending = done.map { "was done on \($0.spoken)" } ?? "was not done on \(last.spoken)"
      return Measured(
        measure: .daysLate, value: days,
        words:
          "“\(milestone.name)” was said to be done by \(promised.spoken) and \(ending), \(Counted.of(days, "day")) late"
      )
    }
  }

  private func cameTrue(after day: Day, until last: Day) -> [Measured] {
    let happened = risks.filter { risk in
      guard risk.openedOn <= day, risk.closedOn.map({ $0 > day }) ?? true,
        let issue = risk.becameIssueOn
      else { return false }
      return issue > day && issue <= last
    }
    return happened.map { risk in
      Measured(
        measure: .risksComeTrue, value: happened.count,
        words:
          "The risk “\(risk.words)” was open and happened on \(risk.becameIssueOn?.spoken ?? "")")
    }
  }

  private func spent(after day: Day, until last: Day) -> [Measured] {
    guard let found = spend.filter({ $0.on > day && $0.on <= last }).max(by: { $0.on < $1.on })
    else { return [] }
    return ProjectFacts(spend: found.spend).measured(Respect.costAndBenefits, on: last)
      .filter { $0.measure == .percentOver && $0.value != nil }
      .map {
        Measured(measure: $0.measure, value: $0.value, words: "By \(found.on.spoken): \($0.words)")
      }
  }
}
