import Core
import Programme
import ReferralFile
import Schema

extension ReferenceData {
  /// The scales, thresholds and limits by which ratings are proposed.
  static func ratingRules() throws -> RatingRules {
    try RatingRules(
      scales: rows("rating-scales.csv"), thresholds: rows("rating-thresholds.csv"),
      limits: rows("rating-limits.csv"))
  }

  /// The bands of the matrix of risks.
  static func riskBands() throws -> RiskBands { try RiskBands(rows("risk-bands.csv")) }

  private static func rows(_ name: String) throws -> [[String: String]] {
    guard let text = ReferenceTexts.files[name] else {
      throw Fault("the list \(name) is not shipped")
    }
    return try ListFiles.rows(text)
  }
}
