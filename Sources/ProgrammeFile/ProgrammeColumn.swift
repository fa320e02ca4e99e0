/// The columns of both programme files, in the order of their description.
package enum ProgrammeColumn: String, CaseIterable, Sendable {
  case project, workstream
  case overall, schedule
  case costAndBenefits = "cost_and_benefits"
  case riskAndIssues = "risk_and_issues"
  case engagement = "comms_and_engagement"
  case milestone
  case due = "milestone_due"
  case body = "milestone_body"
  case source = "funding_source"
  case amount = "funding_amount_gbp"
  case state = "funding_state"
  case risk, position
  case kind, text, when, note

  /// The name in the file and in every problem.
  package var name: String { rawValue }

  /// What a project is rated in. Their names are the keys of the respects.
  static let respects: [ProgrammeColumn] = [
    .overall, .schedule, .costAndBenefits, .riskAndIssues, .engagement,
  ]

  /// The most characters (Unicode code points) that the column of the database holds.
  var limit: Int {
    switch self {
    case .project, .body, .source: 200
    case .milestone: 300
    case .state: 500
    case .risk: 1000
    case .text, .note: 2000
    case .position: 4000
    default: 100
    }
  }

  /// What messages call it: "Enter the name of the project (project)."
  var words: String {
    let plain =
      switch self {
      case .project: "the name of the project"
      case .workstream: "the workstream"
      case .overall: "the overall rating"
      case .schedule: "the rating of the schedule"
      case .costAndBenefits: "the rating of cost and benefits"
      case .riskAndIssues: "the rating of risk and issues"
      case .engagement: "the rating of communications and engagement"
      case .milestone: "the milestone"
      case .due: "the date of the milestone"
      case .body: "the body that decides"
      case .source: "the source of the money"
      case .amount: "the amount of money"
      case .state: "the state of the money"
      case .risk: "the risk"
      case .position: "the position of the project"
      case .kind: "the kind of line"
      case .text: "the words"
      case .when: "the date"
      case .note: "the note"
      }
    return "\(plain) (\(name))"
  }
}
