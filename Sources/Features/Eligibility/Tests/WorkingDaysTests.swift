import Core
import Support
import Testing

@testable import Eligibility

struct WorkingDaysTests {
  private let days = Shipped.eligibility.workingDays
  private let holidays = Shipped.eligibility.workingDays.holidays

  /// Easter Sunday by the anonymous Gregorian computus (Nature, 20 April 1876).
  private static func easter(_ year: Int) -> Day {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return Day(year, sum / 31, sum % 31 + 1)!
  }

  /// The bank holidays of England by rule (Banking and Financial Dealings Act 1971), with those that a proclamation
  /// moved or added.
  private static func byRule(_ year: Int) -> Set<Day> {
    func monday(_ month: Int, last: Bool) -> Day {
      var day = Day(year, month, last ? 31 : 1)!
      while day.weekday != 1 { day = day.adding(days: last ? -1 : 1) }
      return day
    }
    var found: Set = [easter(year).adding(days: -2), easter(year).adding(days: 1)]
    found.insert(year == 2020 ? Day(2020, 5, 8)! : monday(5, last: false))
    found.formUnion(
      year == 2022 ? [Day(2022, 6, 2)!, Day(2022, 6, 3)!] : [monday(5, last: true)])
    found.insert(monday(8, last: true))
    if year == 2022 { found.insert(Day(2022, 9, 19)!) }
    if year == 2023 { found.insert(Day(2023, 5, 8)!) }
    for fixed in [Day(year, 1, 1)!, Day(year, 12, 25)!, Day(year, 12, 26)!] {
      var day = fixed
      while day.weekday == 0 || day.weekday == 6 || found.contains(day) {
        day = day.adding(days: 1)
      }
      found.insert(day)
    }
    return found
  }

  @Test(arguments: 2018...2028)
  func `the shipped bank holidays are those of the rule`(year: Int) {
    #expect(Set(holidays.filter { $0.year == year }) == Self.byRule(year))
  }

  @Test(arguments: [
    (2018, 4, 1), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28),
  ])
  func `Easter is where the calendars have it`(year: Int, month: Int, day: Int) {
    #expect(Self.easter(year) == Day(year, month, day))
  }

  @Test(arguments: [
    // Friday and 1 day: Monday.
    ("2026-11-20", 1, "2026-11-23"), ("2026-11-20", 5, "2026-11-27"),
    // A Sunday does not count, whatever came in on it.
    ("2026-11-22", 3, "2026-11-25"),
    // Christmas 2026: Friday 25th, and Monday 28th in the place of Saturday.
    ("2026-12-24", 1, "2026-12-29"), ("2026-12-23", 3, "2026-12-30"),
    // Good Friday to Easter Monday.
    ("2026-04-02", 1, "2026-04-07"), ("2026-11-20", 0, "2026-11-20"),
    // 2020: the early May holiday was the 8th, and the 4th was worked.
    ("2020-05-01", 1, "2020-05-04"), ("2020-05-07", 1, "2020-05-11"),
    // Clocks go back in the night to 25 October 2026: days are days.
    ("2026-10-23", 2, "2026-10-27"),
  ])
  func `working days are added`(from: String, number: Int, expected: String) {
    #expect(days.adding(number, to: Day(iso: from)!) == Day(iso: expected))
  }

  @Test func `adding and counting agree, and no promise ends on a day off`() {
    var random = Seeded()
    for _ in 0..<500 {
      let day = Day(number: .random(in: 17_532...21_000, using: &random))
      let number = Int.random(in: 1...40, using: &random)
      let end = days.adding(number, to: day)
      #expect(days.counts(end), "seed \(random.seed): \(day) and \(number)")
      #expect(
        days.count(after: day, through: end) == number, "seed \(random.seed): \(day) and \(number)")
      #expect(days.count(after: end, through: day) == 0)
      let more = Int.random(in: 0...10, using: &random)
      #expect(
        days.adding(more, to: end) == days.adding(number + more, to: day), "seed \(random.seed)")
    }
  }
}
