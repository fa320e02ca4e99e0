import Core

/// The steps by which something is rated, as they hold on a day.
package struct RatingScale: Hashable, Sendable {
  package enum Use: String, Sendable, CaseIterable {
    /// How a project stands.
    case status
    /// How likely it is to deliver: another question, with scales of its own.
    case deliveryConfidence = "delivery_confidence"
  }

  /// What colour a step has, beside its words.
  package enum Colour: String, Sendable, CaseIterable {
    case green, amber, red
    case amberGreen = "amber-green"
    case amberRed = "amber-red"
  }

  package struct Step: Hashable, Sendable {
    package let key: String
    package let label: String
    package let meaning: String
    package let colour: Colour
  }

  package let key: String
  package let use: Use
  /// The best first.
  package let steps: [Step]

  package var best: Step { steps[0] }
  package var worst: Step { steps[steps.count - 1] }

  package func label(_ rating: String) -> String {
    steps.first { $0.key == rating }?.label ?? rating
  }

  /// 0 is the best; nil for what is no rating of this scale.
  package func place(_ rating: String) -> Int? { steps.firstIndex { $0.key == rating } }

  /// The worst of some ratings; those of other scales do not count.
  package func worst(of ratings: [String]) -> String? {
    ratings.compactMap { place($0) }.max().map { steps[$0].key }
  }

  /// What somebody wrote: a key or a label in any spelling of capitals.
  package func rating(written text: String) -> String? {
    let text = text.lowercased()
    return steps.first { $0.key == text || $0.label.lowercased() == text }?.key
  }
}

/// What is counted to propose a rating.
package enum RatingMeasure: String, Sendable, CaseIterable {
  /// By how many days the latest milestone is later than its baseline.
  case daysLate = "days_late"
  /// How many of a hundred milestones with both dates are later than their baseline.
  case percentLate = "percent_late"
  /// Since how many days the longest overdue milestone should have been done.
  case daysOverdue = "days_overdue"
  /// How much more was spent than planned up to now, in percent of the plan.
  case percentOver = "percent_over"
  /// How much less.
  case percentUnder = "percent_under"
  /// Likelihood times impact of the worst open risk or issue.
  case highestScore = "highest_score"
  case openIssues = "open_issues"
  /// Risks that became issues soon after a rating was said. Only known later.
  case risksComeTrue = "risks_come_true"
  /// Days since somebody was last engaged with.
  case daysSilent = "days_silent"
  /// How many other respects have this rating or a worse one.
  case respects

  /// The key of the respect that it belongs to.
  package var respect: String {
    switch self {
    case .daysLate, .percentLate, .daysOverdue: Respect.schedule
    case .percentOver, .percentUnder: Respect.costAndBenefits
    case .highestScore, .openIssues, .risksComeTrue: Respect.riskAndIssues
    case .daysSilent: Respect.commsAndEngagement
    case .respects: Respect.overall
    }
  }

  /// Whether it can be known at the time.
  var isOfNow: Bool { self != .risksComeTrue }
}

/// The keys of respects that facts are known about; their words are a list.
package enum Respect {
  package static let overall = "overall"
  package static let schedule = "schedule"
  package static let costAndBenefits = "cost_and_benefits"
  package static let riskAndIssues = "risk_and_issues"
  package static let commsAndEngagement = "comms_and_engagement"

  /// Those that are rated by themselves.
  package static let single = [schedule, costAndBenefits, riskAndIssues, commsAndEngagement]
  package static let all = [overall] + single
}
