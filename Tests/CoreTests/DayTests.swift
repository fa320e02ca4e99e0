import Foundation
import Testing

@testable import Core

struct DayTests {
  @Test func `every day from 1900 to 2100 is the one that Foundation counts`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    let first = try #require(Day(1900, 1, 1)).number
    let last = try #require(Day(2100, 12, 31)).number
    #expect(last - first == 73_413)
    let wrong = (first...last).filter { number in
      let date = Date(timeIntervalSince1970: Double(number) * 86400)
      let found = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let day = Day(number: number)
      let (year, month, dayOfMonth) = day.parts
      return (year, month, dayOfMonth) != (found.year, found.month, found.day)
        || day.weekday + 1 != found.weekday
        || Day(year, month, dayOfMonth) != day
        || Day(iso: day.description) != day
    }
    #expect(wrong.isEmpty, "first wrong: \(Day(number: wrong.first ?? 0))")
  }

  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (20777, "2026-11-20"), (-719_162, "0001-01-01"),
    (2_932_896, "9999-12-31"), (11016, "2000-02-29"),
  ])
  func `a day is counted from the first of 1970`(number: Int, text: String) {
    #expect(Day(number: number).description == text)
    #expect(Day(iso: text)?.number == number)
  }

  @Test(arguments: [
    ("2026-11-20", "2026-11-20"), ("20/11/2026", "2026-11-20"), ("01/02/2026", "2026-02-01"),
    ("29/02/2024", "2024-02-29"), ("31/12/9999", "9999-12-31"), ("0001-01-01", "0001-01-01"),
    ("01/02/0085", "0085-02-01"),
  ])
  func `people write a day in two ways, day first where there are slashes`(
    written: String, text: String
  ) {
    let day = Day(written: written)
    #expect(day?.description == text)
    #expect(day.flatMap { Day(written: $0.written) } == day)
  }

  @Test(arguments: [
    "", "2026-11-2", "2026-11-020", "20261120", "2026/11/20", "20-11-2026", "2026-13-01",
    "2026-00-10", "2026-01-00", "2026-01-32", "2026-02-29", "1900-02-29", "2100-02-29",
    "2026-04-31",
    "0000-01-01", "31/11/2026", "11/20/2026", "00/01/2026", "1/2/2026", "20/11/26", "20/11-2026",
    "20 11 2026", " 20/11/2026", "20/11/2026 ", "2026-11-20T", "-026-11-20", "+026-11-20",
    "2026-1１-2", "٢٠٢٦-١١-٢٠", "2026-11-2\0", "🏳️‍🌈",
  ])
  func `this is no day`(written: String) {
    #expect(Day(written: written) == nil)
    #expect(Day(iso: written) == nil)
  }

  @Test(arguments: ["20/11/2026", "01/02/2026"])
  func `the database writes a day in one way only`(written: String) {
    #expect(Day(iso: written) == nil)
  }

  @Test(arguments: [
    (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 2, 29), (1900, 2, 29),
    (0, 1, 1), (10000, 1, 1), (2026, 6, 31), (2026, -1, -1), (Int.max, 1, 1), (2026, 1, Int.max),
  ])
  func `the calendar has no such day`(year: Int, month: Int, day: Int) {
    #expect(Day(year, month, day) == nil)
  }

  @Test(arguments: [
    ("1980-01-01", "2026-11-20", 46), ("1980-11-20", "2026-11-20", 46),
    ("1980-11-21", "2026-11-20", 45), ("2010-11-20", "2026-11-20", 16),
    ("2010-11-21", "2026-11-20", 15), ("2026-11-20", "2026-11-20", 0),
    ("1999-12-31", "2000-01-01", 0), ("1926-11-20", "2026-11-20", 100),
    // Born on 29 February: a year older on 1 March, and on the 29th where there is one.
    ("2000-02-29", "2001-02-28", 0), ("2000-02-29", "2001-03-01", 1),
    ("2000-02-29", "2004-02-28", 3), ("2000-02-29", "2004-02-29", 4),
    ("2000-02-29", "2100-02-28", 99), ("2000-02-29", "2100-03-01", 100),
  ])
  func `somebody is as old as their last birthday says`(born: String, on: String, age: Int) throws {
    let (born, on) = (try #require(Day(iso: born)), try #require(Day(iso: on)))
    #expect(born.age(on: on) == age)
  }

  @Test func `days are added and counted across months and years`() throws {
    let day = try #require(Day(2024, 2, 28))
    #expect(day.adding(days: 1).description == "2024-02-29")
    #expect(day.adding(days: 366).description == "2025-02-28")
    #expect(day.adding(days: -59).description == "2023-12-31")
    #expect(day.days(until: day.adding(days: 30)) == 30)
    #expect(day.days(until: day.adding(days: -1)) == -1)
    #expect(day < day.adding(days: 1))
  }

  @Test(arguments: [
    ("2026-11-20", "20 November 2026"), ("2026-01-01", "1 January 2026"),
    ("2024-02-29", "29 February 2024"), ("2026-12-31", "31 December 2026"),
  ])
  func `a day is spoken with the name of its month`(text: String, spoken: String) {
    #expect(Day(iso: text)?.spoken == spoken)
  }
}
