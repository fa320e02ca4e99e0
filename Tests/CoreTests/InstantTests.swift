import Core
import Foundation
import Support
import Testing

struct InstantTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (-1_000_000, "1969-12-31T23:59:59.000000Z"), (-1_000_001, "1969-12-31T23:59:58.999999Z"),
      (-86_400_000_000, "1969-12-31T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"),
      (1_795_176_000_123_456, "2026-11-20T12:00:00.123456Z"),
      (951_825_599_999_999, "2000-02-29T11:59:59.999999Z"),
      (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ] as [(Int64, String)])
  func `an instant is written in one way, before 1970 too`(microseconds: Int64, text: String) {
    #expect(Instant(microseconds: microseconds).description == text)
    #expect(Instant(iso: text)?.microseconds == microseconds)
  }

  @Test func `what is written is read again, and text sorts as time does`() {
    var dice = Seeded()
    let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
    let instants = (0..<5000).map { _ in
      Instant(
        microseconds: Bool.random(using: &dice)
          ? .random(in: range, using: &dice)
          : .random(in: -3_000_000...3_000_000, using: &dice))
    }
    let wrong = instants.filter { Instant(iso: $0.description) != $0 }
    #expect(wrong.isEmpty, "seed \(dice.seed)")
    #expect(
      instants.sorted().map(\.description) == instants.map(\.description).sorted(),
      "seed \(dice.seed)")
  }

  @Test(arguments: [
    ("2026-11-21 22:33:57+00", "2026-11-21T22:33:57.000000Z"),
    ("2026-11-21 22:33:57.1+00", "2026-11-21T22:33:57.100000Z"),
    ("2026-11-21 22:33:57.12+00", "2026-11-21T22:33:57.120000Z"),
    ("2026-11-21 22:33:57.000001+00", "2026-11-21T22:33:57.000001Z"),
    ("1969-12-31 23:59:59.999999+00", "1969-12-31T23:59:59.999999Z"),
    ("2026-11-21 22:33:57.123456+00:00", "2026-11-21T22:33:57.123456Z"),
    ("2026-11-21T22:33:57Z", "2026-11-21T22:33:57.000000Z"),
  ])
  func `an instant is read as PostgreSQL writes it`(sent: String, text: String) {
    #expect(Instant(iso: sent)?.description == text)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-11-21T22:33:57", "2026-11-21T22:33Z", "2026-11-21T22:33:57+01",
    "2026-11-21T22:33:57-00", "2026-11-21T22:33:57.1234567Z", "2026-02-30T00:00:00Z",
    "2026-11-21T2a:33:57Z", "2026-11-21T22:33:57,5Z", "2026-11-21T22:33:57ZZ",
    "2026-11-21 22:33:57.12", "0044-03-15 12:00:00+00 BC", "infinity", "2026-11-21T24:00:00Z",
    "2026-11-21T22:60:00Z", "2026-11-21T22:33:60Z", "2026-11-21x22:33:57Z", "2026-11-21T22-33-57Z",
    "٢٠٢٦-١١-٢١T22:33:57Z",
  ])
  func `this is no instant`(text: String) { #expect(Instant(iso: text) == nil) }

  /// British Summer Time began at 01:00 UTC on 29 March 2026 and ended at 01:00 UTC on 25 October.
  @Test(arguments: [
    ("2026-03-28T23:59:59Z", "28 March 2026 at 11:59pm"),
    ("2026-03-29T00:00:00Z", "29 March 2026 at 12:00am"),
    ("2026-03-29T00:59:59Z", "29 March 2026 at 12:59am"),
    ("2026-03-29T01:00:00Z", "29 March 2026 at 2:00am"),
    ("2026-03-29T22:59:59Z", "29 March 2026 at 11:59pm"),
    ("2026-03-29T23:00:00Z", "30 March 2026 at 12:00am"),
    ("2026-10-24T22:59:59Z", "24 October 2026 at 11:59pm"),
    ("2026-10-24T23:00:00Z", "25 October 2026 at 12:00am"),
    ("2026-10-25T00:59:59Z", "25 October 2026 at 1:59am"),
    ("2026-10-25T01:00:00Z", "25 October 2026 at 1:00am"),
    ("2026-10-25T23:59:59Z", "25 October 2026 at 11:59pm"),
    ("2026-10-26T00:00:00Z", "26 October 2026 at 12:00am"),
    ("2026-11-20T12:00:00Z", "20 November 2026 at 12:00pm"),
    ("2026-07-01T23:30:00Z", "2 July 2026 at 12:30am"),
    ("2026-12-31T23:59:59Z", "31 December 2026 at 11:59pm"),
  ])
  func `people hear the time of London on the nights when clocks change`(
    text: String, spoken: String
  ) throws {
    #expect(try #require(Instant(iso: text)).spoken == spoken)
  }

  @Test func `the day is London's in every year to 2099, as Foundation's own table has it`() throws
  {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "Europe/London"))
    var dice = Seeded()
    var wrong: [Instant] = []
    for year in 1996...2099 {
      let edges = try [Day(year, 3, 24), Day(year, 10, 24)].map { try #require($0) }
      let hours = edges.flatMap { day in (0..<24 * 9).map { Int64(day.number * 24 + $0) * 3600 } }
      let start = Int64(try #require(Day(year, 1, 1)).number) * 86400
      let others = (0..<20).map { _ in start + .random(in: 0..<365 * 86400, using: &dice) }
      for seconds in hours.flatMap({ [$0 - 1, $0] }) + others {
        let instant = Instant(seconds: seconds)
        let date = Date(timeIntervalSince1970: Double(seconds))
        let found = calendar.dateComponents([.year, .month, .day], from: date)
        let (year, month, day) = instant.day.parts
        if (year, month, day) != (found.year, found.month, found.day) { wrong.append(instant) }
      }
    }
    #expect(wrong.isEmpty, "seed \(dice.seed): \(wrong.prefix(3))")
  }

  @Test func `seconds round towards the past`() {
    #expect(Instant(microseconds: -1).seconds == -1)
    #expect(Instant(microseconds: 1_999_999).seconds == 1)
    #expect(Instant(seconds: -5).adding(seconds: 6) == Instant(seconds: 1))
  }

  @Test func `the wall tells a time after this test was written`() {
    #expect(Wall.real.now() > Instant(iso: "2025-01-01T00:00:00Z")!)
    let stopped = Wall.stopped(at: Instant(seconds: 7))
    #expect(stopped.now() == Instant(seconds: 7) && stopped.today == Day(number: 0))
  }
}
