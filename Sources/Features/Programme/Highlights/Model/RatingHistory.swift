import Core

/// What was said of a project for each month, in each respect. What an approved report says goes before what was said at
/// another time of the same month; of those, the last counts.
package struct RatingHistory: Sendable {
  private var said: [String: [ReportPeriod: PeriodRating]] = [:]

  /// `found` with the newest of each respect first.
  init(_ found: [(respect: String, rating: PeriodRating)]) {
    for (respect, rating) in found {
      if let other = said[respect]?[rating.period], other.isOfReport || !rating.isOfReport {
        continue
      }
      said[respect, default: [:]][rating.period] = rating
    }
  }

  /// The newest months of which anything is known, in their order.
  package func periods(most: Int = 12) -> [ReportPeriod] {
    Array(Set(said.values.flatMap(\.keys)).sorted().suffix(most))
  }

  package func rating(_ respect: String, in period: ReportPeriod) -> PeriodRating? {
    said[respect]?[period]
  }

  /// What was said last before a month.
  package func before(_ period: ReportPeriod, _ respect: String) -> PeriodRating? {
    said[respect]?.values.filter { $0.period < period }.max { $0.period < $1.period }
  }
}
