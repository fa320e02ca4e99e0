/// When something is planned, no more exactly than it was said: a day, a week, a third of a month, a month or a
/// financial quarter. All its days lie in the years 1900 to 2200.
package struct PlannedDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// How exactly it was said, the finest first.
  package enum Precision: Int, CaseIterable, Comparable, Sendable {
    case day
    /// Monday to Sunday (ISO 8601).
    case week
    /// Early: the 1st to the 10th; mid: the 11th to the 20th; late: the 21st to the month's end.
    case partOfMonth
    case month
    /// Of the financial year, see `FinancialQuarter`.
    case quarter

    package static func < (one: Precision, other: Precision) -> Bool {
      one.rawValue < other.rawValue
    }
  }

  package let precision: Precision
  /// The first day that it may mean.
  package let first: Day
  /// The last day that it may mean.
  package let last: Day

  /// The date of that precision that holds the day. Nil where it would leave the years 1900 to 2200.
  package init?(_ precision: Precision, holding day: Day) {
    guard Self.days.contains(day) else { return nil }
    let (year, month, dayOfMonth) = day.parts
    let ofMonth = day.adding(days: 1 - dayOfMonth)
    let length = Day.length(of: month, in: year)
    switch precision {
    case .day: (first, last) = (day, day)
    case .week:
      first = Self.monday(of: day)
      last = first.adding(days: 6)
    case .partOfMonth:
      let part = min((dayOfMonth - 1) / 10, 2)
      first = ofMonth.adding(days: part * 10)
      last = ofMonth.adding(days: part == 2 ? length - 1 : part * 10 + 9)
    case .month: (first, last) = (ofMonth, ofMonth.adding(days: length - 1))
    case .quarter:
      let quarter = FinancialQuarter(of: day)
      (first, last) = (quarter.first, quarter.last)
    }
    self.precision = precision
    guard Self.days.contains(first), Self.days.contains(last) else { return nil }
  }

  /// Reads `description` and nothing else, as columns hold it.
  package init?(canonical text: String) {
    guard let date = PlannedDate(written: text), date.description == text else { return nil }
    self = date
  }

  /// `2021-03-31`, `2021-W05`, `early 2021-03`, `2021-03`, `Q4 2020/21`
  package var description: String {
    let text = first.description
    switch precision {
    case .day: return text
    case .week:
      let (year, week) = Self.week(from: first)
      return "\(year)-W\(week < 10 ? "0" : "")\(week)"
    case .partOfMonth: return "\(part) \(text.prefix(7))"
    case .month: return String(text.prefix(7))
    case .quarter: return quarter.description
    }
  }

  /// For people: `31 March 2021`, `the week of 1 February 2021`, `late March 2021`, `March 2021`,
  /// `January to March 2021 (Q4 20/21)`.
  package var spoken: String {
    let (year, month, _) = first.parts
    let ofYear = "\(Day.months[month - 1]) \(year)"
    return switch precision {
    case .day: first.spoken
    case .week: "the week of \(first.spoken)"
    case .partOfMonth: part == .mid ? "mid-\(ofYear)" : "\(part) \(ofYear)"
    case .month: ofYear
    case .quarter: "\(quarter.spoken) (\(quarter.short))"
    }
  }

  /// The financial quarter by whose end it is over.
  package var quarter: FinancialQuarter { FinancialQuarter(of: last) }

  /// Whether all of it is past: something planned for March is not late on 31 March.
  package func isOver(on day: Day) -> Bool { last < day }

  package static func < (one: PlannedDate, other: PlannedDate) -> Bool {
    (one.first, one.last) < (other.first, other.last)
  }

  /// A third of a month.
  enum Part: String, CaseIterable { case early, mid, late }

  private var part: Part { Part.allCases[min((first.parts.2 - 1) / 10, 2)] }

  private static let days =
    Day(number: Day.count(1900, 1, 1))...Day(number: Day.count(2200, 12, 31))
}

// MARK: - Weeks by ISO 8601: week 1 is the one with 4 January.

extension PlannedDate {
  /// Nil where the year has no such week.
  init?(week: Int, of year: Int) {
    guard (1...53).contains(week), let inFirst = Day(year, 1, 4) else { return nil }
    let monday = Self.monday(of: inFirst).adding(days: 7 * (week - 1))
    guard Self.week(from: monday) == (year, week) else { return nil }
    self.init(.week, holding: monday)
  }

  static func monday(of day: Day) -> Day { day.adding(days: -((day.weekday + 6) % 7)) }

  /// Year and number of the week that begins on this Monday: a week is of the year in which its Thursday lies.
  private static func week(from monday: Day) -> (year: Int, week: Int) {
    let thursday = monday.adding(days: 3)
    let year = thursday.year
    return (year, (thursday.number - Day.count(year, 1, 1)) / 7 + 1)
  }
}
