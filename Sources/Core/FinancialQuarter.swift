/// A quarter of the financial year of UK public bodies: the first runs from April to June, the fourth from January to
/// March. Q4 2020/21 is January to March 2021.
package struct FinancialQuarter: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The calendar year in which the financial year begins: 2020 for 2020/21.
  package let year: Int
  /// 1 to 4.
  package let number: Int

  /// Nil where the number is not 1 to 4, or the year not 1 to 9998.
  package init?(year: Int, number: Int) {
    guard (1...9998).contains(year), (1...4).contains(number) else { return nil }
    (self.year, self.number) = (year, number)
  }

  package init(of day: Day) {
    let (calendarYear, month, _) = day.parts
    self.init(count: calendarYear * 4 + (month - 1) / 3 - 1)
  }

  /// Reads what people write, in any case: `Q4 2020/21`, `Q4 20/21`, `Q4 2020-21`, `Q4 2020/2021`. Years of two digits
  /// are of this century. The second year must be the one after the first.
  package init?(written text: some StringProtocol) {
    guard let words = WrittenDate(text)?.words, words.count == 2, words[0].utf8.count == 2,
      words[0].first == "q", let number = Int(words[0].dropFirst())
    else { return nil }
    let years = words[1].split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" }
    guard years.count == 2, [2, 4].contains(years[0].utf8.count),
      [2, 4].contains(years[1].utf8.count), years[0].utf8.count >= years[1].utf8.count,
      let first = WrittenDate.number(years[0]), let second = WrittenDate.number(years[1])
    else { return nil }
    let year = years[0].utf8.count == 2 ? 2000 + first : first
    guard second == (years[1].utf8.count == 2 ? (year + 1) % 100 : year + 1) else { return nil }
    self.init(year: year, number: number)
  }

  /// `Q4 2020/21`
  package var description: String { "Q\(number) \(year)/\(Self.twoDigits(year + 1))" }

  /// `Q4 20/21`, where there is little room.
  package var short: String {
    "Q\(number) \(Self.twoDigits(year))/\(Self.twoDigits(year + 1))"
  }

  /// `January to March 2021`
  package var spoken: String {
    let (calendarYear, month, _) = first.parts
    return "\(Day.months[month - 1]) to \(Day.months[month + 1]) \(calendarYear)"
  }

  package var first: Day {
    number == 4
      ? Day(number: Day.count(year + 1, 1, 1)) : Day(number: Day.count(year, number * 3 + 1, 1))
  }

  package var last: Day { next.first.adding(days: -1) }

  package var next: FinancialQuarter { FinancialQuarter(count: count + 1) }

  package static func < (one: FinancialQuarter, other: FinancialQuarter) -> Bool {
    one.count < other.count
  }

  /// Quarters counted on from one fixed quarter.
  var count: Int { year * 4 + number - 1 }

  private init(count: Int) {
    year = count >= 0 ? count / 4 : (count - 3) / 4
    number = count - year * 4 + 1
  }

  private static func twoDigits(_ year: Int) -> String {
    let rest = (year % 100 + 100) % 100
    return rest < 10 ? "0\(rest)" : "\(rest)"
  }
}
