/// By how much one planned date is later than another, in units of a precision.
package struct Slip: Hashable, Sendable, CustomStringConvertible {
  /// Units later; below zero: earlier.
  package let count: Int
  /// What is counted: days, weeks, thirds of a month, months or quarters.
  package let unit: PlannedDate.Precision

  package var isLate: Bool { count > 0 }
  package var isEarly: Bool { count < 0 }

  /// `2 months late`, `1 week early`, `on time`
  package var description: String {
    count == 0 ? "on time" : "\(amount) \(isLate ? "late" : "early")"
  }

  /// `2 months`, late or early.
  package var amount: String {
    let amount = count.magnitude
    let many = amount == 1 ? "" : "s"
    let units =
      switch unit {
      case .day: "day\(many)"
      case .week: "week\(many)"
      case .partOfMonth: "third\(many) of a month"
      case .month: "month\(many)"
      case .quarter: "quarter\(many)"
      }
    return "\(amount) \(units)"
  }
}

extension PlannedDate {
  /// Counted at the coarser precision of the two, because nothing finer is known: late March is on time where March was
  /// agreed. A week that lies in two months counts as either, so what is counted is the least that is certain.
  /// `moved` counts it as so many days later than it says.
  package func slip(from baseline: PlannedDate, moved days: Int = 0) -> Slip {
    let unit = max(precision, baseline.precision)
    let (ours, agreed) = (units(unit, moved: days), baseline.units(unit))
    if ours.lowerBound > agreed.upperBound {
      return Slip(count: ours.lowerBound - agreed.upperBound, unit: unit)
    }
    return Slip(count: min(0, ours.upperBound - agreed.lowerBound), unit: unit)
  }

  /// The units of a precision in which its days lie, counted on from a fixed one.
  private func units(_ unit: Precision, moved days: Int = 0) -> ClosedRange<Int> {
    Self.count(unit, first.adding(days: days))...Self.count(unit, last.adding(days: days))
  }

  private static func count(_ unit: Precision, _ day: Day) -> Int {
    let (year, month, dayOfMonth) = day.parts
    let months = year * 12 + month - 1
    return switch unit {
    case .day: day.number
    // 5 January 1970 was a Monday.
    case .week: (monday(of: day).number - 4) / 7
    case .partOfMonth: months * 3 + min((dayOfMonth - 1) / 10, 2)
    case .month: months
    case .quarter: FinancialQuarter(of: day).count
    }
  }
}
