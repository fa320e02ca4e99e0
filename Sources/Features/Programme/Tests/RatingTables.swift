import Core

@testable import Programme

/// Small lists for tests of ratings, so that a change of the shipped ones changes no test.
enum RatingTables {
  static func row(_ columns: String, _ values: String) -> [String: String] {
    let values = values.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let names = columns.split(separator: ",").map(String.init)
    return Dictionary(uniqueKeysWithValues: zip(names, values))
  }

  static let scaleColumns = "scale,key,label,meaning,order,colour,use,valid_from,valid_to"
  static let thresholdColumns = "scale,respect,rating,measure,at_least,valid_from,valid_to"
  static let limitColumns = "key,days,valid_from,valid_to"
  static let bandColumns = "key,label,at_least,colour,escalate,valid_from,valid_to"

  static let scales = [
    "status,green,Green,Well,1,green,status,,", "status,amber,Amber,Not well,2,amber,status,,",
    "status,red,Red,Badly,3,red,status,,",
    "dc5,green,Green,Likely,1,green,delivery_confidence,,2021-12-31",
    "dc5,amber-red,Amber/Red,In doubt,2,amber-red,delivery_confidence,,2021-12-31",
    "dc3,green,Green,Likely,1,green,delivery_confidence,2022-01-01,",
    "dc3,red,Red,Not likely,2,red,delivery_confidence,2022-01-01,",
  ]
  static let thresholds = [
    "status,schedule,amber,days_late,14,,", "status,schedule,red,days_late,59,,",
    "status,schedule,red,percent_late,50,,", "status,schedule,amber,days_overdue,1,,",
    "status,cost_and_benefits,amber,percent_over,5,,2026-12-31",
    "status,cost_and_benefits,amber,percent_over,8,2027-01-01,",
    "status,cost_and_benefits,red,percent_over,10,,",
    "status,cost_and_benefits,amber,percent_under,15,,",
    "status,risk_and_issues,amber,highest_score,10,,",
    "status,risk_and_issues,red,highest_score,16,,",
    "status,risk_and_issues,red,risks_come_true,1,,",
    "status,comms_and_engagement,amber,days_silent,61,,",
    "status,comms_and_engagement,red,days_silent,122,,",
    "status,overall,amber,respects,1,,", "status,overall,red,respects,1,,",
  ]
  static let limits = ["override,92,,", "hindsight,183,,"]

  static func make(
    scales: [String] = scales, thresholds: [String] = thresholds, limits: [String] = limits
  ) throws -> RatingRules {
    try RatingRules(
      scales: scales.map { row(scaleColumns, $0) },
      thresholds: thresholds.map { row(thresholdColumns, $0) },
      limits: limits.map { row(limitColumns, $0) })
  }

  static func label(_ respect: String) -> String {
    respect.replacing("_", with: " ")
  }
}

extension Day {
  /// A day that a test knows to be one.
  static func of(_ text: String) -> Day { Day(iso: text)! }
}
