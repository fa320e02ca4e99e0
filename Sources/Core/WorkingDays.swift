/// Which days count when something is promised within so many working days: Monday to Friday, without bank holidays.
/// Days are calendar days in London, so a change of the clocks moves nothing.
package struct WorkingDays: Sendable {
  package let holidays: Set<Day>

  package init(holidays: Set<Day>) { self.holidays = holidays }

  package func counts(_ day: Day) -> Bool {
    (1...5).contains(day.weekday) && !holidays.contains(day)
  }

  /// The `number`-th working day after a day, which itself never counts. 0 is the day itself.
  package func adding(_ number: Int, to day: Day) -> Day {
    var (left, day) = (number, day)
    while left > 0 {
      day = day.adding(days: 1)
      if counts(day) { left -= 1 }
    }
    return day
  }

  /// The `number`-th working day before a day, which itself never counts. 0 is the day itself.
  package func before(_ day: Day, _ number: Int) -> Day {
    var (left, day) = (number, day)
    while left > 0 {
      day = day.adding(days: -1)
      if counts(day) { left -= 1 }
    }
    return day
  }

  /// Working days after the first day up to the second, which counts if it is one. 0 where it is not later.
  package func count(after first: Day, through last: Day) -> Int {
    guard first < last else { return 0 }
    return (first.number + 1...last.number).count { counts(Day(number: $0)) }
  }
}

extension Day {
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// `Thursday 26 November`, for days that are near.
  package var spokenNear: String { "\(Self.weekdays[weekday]) \(spokenWithoutYear)" }
}
