import Core

/// When reports are due, and from when people are told of dates that come close, in working days; a dated list.
package struct ReportDates: Sendable {
  private struct Limit: Sendable {
    let key: String
    let days: Int
    let valid: Validity
  }

  private let limits: [Limit]
  private let counts: @Sendable (Day) -> Bool

  /// From the rows of `report-dates.csv`. `counts` says which days are working days. Throws a fault that names what is wrong.
  package init(_ rows: [[String: String]], counts: @escaping @Sendable (Day) -> Bool) throws {
    limits = try rows.map { values in
      let row = ListRow("report-dates.csv", values)
      return Limit(
        key: try row.required("key"), days: try row.number("working_days"),
        valid: Validity(from: try row.dayOrNone("valid_from"), to: try row.dayOrNone("valid_to")))
    }
    self.counts = counts
    for key in ["due", "remind", "clearances", "conditions"]
    where !limits.contains(where: { $0.key == key }) {
      throw Fault("report-dates.csv has no row for \(key).")
    }
  }

  /// The last day on which a report for a month is in time: so many working days after the month.
  package func due(_ period: ReportPeriod) -> Day {
    moved(from: period.last, by: days("due", on: period.last), 1)
  }

  /// From when owners are reminded of it: so many working days before the month's last day.
  package func reminder(_ period: ReportPeriod) -> Day {
    moved(from: period.last, by: days("remind", on: period.last), -1)
  }

  /// The last day on which papers go out of which missing clearances are chased today.
  func papersChased(on today: Day) -> Day {
    moved(from: today, by: days("clearances", on: today), 1)
  }

  /// The last day on which conditions are due that are chased today.
  func conditionsChased(on today: Day) -> Day {
    moved(from: today, by: days("conditions", on: today), 1)
  }

  private func days(_ key: String, on day: Day) -> Int {
    limits.last { $0.key == key && $0.valid.holds(on: day) }?.days ?? 0
  }

  private func moved(from day: Day, by number: Int, _ step: Int) -> Day {
    var (day, left) = (day, number)
    while left > 0 {
      day = day.adding(days: step)
      if counts(day) { left -= 1 }
    }
    return day
  }
}
