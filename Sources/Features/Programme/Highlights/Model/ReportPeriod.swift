import Core
import Database

/// The calendar month that a highlight report is for, by its key `2021-01`.
package struct ReportPeriod: RawRepresentable, Hashable, Comparable, Sendable, Storable,
  CustomStringConvertible
{
  package let first: Day

  package init(of day: Day) { first = day.adding(days: 1 - day.parts.2) }

  /// Reads the key and nothing else; nil for what is no month of the years 1900 to 2200.
  package init?(rawValue: String) {
    guard let date = PlannedDate(canonical: rawValue), date.precision == .month else { return nil }
    first = date.first
  }

  package var rawValue: String { String(first.description.prefix(7)) }
  package var description: String { rawValue }

  /// `January 2021`
  package var spoken: String { String(first.spoken.drop { $0 != " " }.dropFirst()) }

  package var next: ReportPeriod { ReportPeriod(of: first.adding(days: 31)) }
  package var previous: ReportPeriod { ReportPeriod(of: first.adding(days: -1)) }
  package var last: Day { next.first.adding(days: -1) }

  package static func < (one: ReportPeriod, other: ReportPeriod) -> Bool {
    one.first < other.first
  }
}
