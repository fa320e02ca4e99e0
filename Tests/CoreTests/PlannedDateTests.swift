import Support
import Testing

@testable import Core

struct PlannedDateTests {
  struct Form: Sendable {
    let written: String
    let precision: PlannedDate.Precision
    let canonical: String
    let first: String
    let last: String

    init(
      _ written: String, _ precision: PlannedDate.Precision, _ canonical: String, _ first: String,
      _ last: String
    ) {
      (self.written, self.precision, self.canonical) = (written, precision, canonical)
      (self.first, self.last) = (first, last)
    }
  }

  @Test(arguments: [
    Form("2021-03-31", .day, "2021-03-31", "2021-03-31", "2021-03-31"),
    Form(" 31/03/2021 ", .day, "2021-03-31", "2021-03-31", "2021-03-31"),
    Form("31 March 2021", .day, "2021-03-31", "2021-03-31", "2021-03-31"),
    Form("1 feb 2021", .day, "2021-02-01", "2021-02-01", "2021-02-01"),
    Form("29/02/2024", .day, "2024-02-29", "2024-02-29", "2024-02-29"),
    Form("2021-W05", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("2021-w05", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("week of 01/02/2021", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("Week of 7 February 2021", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("the week of 2021-02-03", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("w/c 01/02/2021", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("week commencing 01/02/2021", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    Form("week beginning 01/02/2021", .week, "2021-W05", "2021-02-01", "2021-02-07"),
    // The last week of 2020 is its fifty-third, and ends in 2021.
    Form("week of 01/01/2021", .week, "2020-W53", "2020-12-28", "2021-01-03"),
    Form("2025-W01", .week, "2025-W01", "2024-12-30", "2025-01-05"),
    Form("early 2021-03", .partOfMonth, "early 2021-03", "2021-03-01", "2021-03-10"),
    Form("mid 2021-03", .partOfMonth, "mid 2021-03", "2021-03-11", "2021-03-20"),
    Form("LATE 2021-03", .partOfMonth, "late 2021-03", "2021-03-21", "2021-03-31"),
    Form("late 2021-02", .partOfMonth, "late 2021-02", "2021-02-21", "2021-02-28"),
    Form("late 2024-02", .partOfMonth, "late 2024-02", "2024-02-21", "2024-02-29"),
    Form("late 2100-02", .partOfMonth, "late 2100-02", "2100-02-21", "2100-02-28"),
    Form("Late  March 2021", .partOfMonth, "late 2021-03", "2021-03-21", "2021-03-31"),
    Form("mid-March 2021", .partOfMonth, "mid 2021-03", "2021-03-11", "2021-03-20"),
    Form("mid–March\u{A0}2021", .partOfMonth, "mid 2021-03", "2021-03-11", "2021-03-20"),
    Form("2021-03", .month, "2021-03", "2021-03-01", "2021-03-31"),
    Form("03/2021", .month, "2021-03", "2021-03-01", "2021-03-31"),
    Form("March 2021", .month, "2021-03", "2021-03-01", "2021-03-31"),
    Form("\tsept 2021\n", .month, "2021-09", "2021-09-01", "2021-09-30"),
    Form("February 2024", .month, "2024-02", "2024-02-01", "2024-02-29"),
    Form("Q4 2020/21", .quarter, "Q4 2020/21", "2021-01-01", "2021-03-31"),
    Form("q4 20/21", .quarter, "Q4 2020/21", "2021-01-01", "2021-03-31"),
    Form("Q4 2020-21", .quarter, "Q4 2020/21", "2021-01-01", "2021-03-31"),
    Form("Q1 2021/22", .quarter, "Q1 2021/22", "2021-04-01", "2021-06-30"),
    Form("1900-01-01", .day, "1900-01-01", "1900-01-01", "1900-01-01"),
    Form("2200-12-31", .day, "2200-12-31", "2200-12-31", "2200-12-31"),
    Form("Q4 1899/00", .quarter, "Q4 1899/00", "1900-01-01", "1900-03-31"),
  ])
  func `a date keeps the precision it was given in`(form: Form) throws {
    let date = try #require(PlannedDate(written: form.written))
    #expect(date.precision == form.precision)
    #expect(date.description == form.canonical)
    #expect(date.first.description == form.first)
    #expect(date.last.description == form.last)
    #expect((PlannedDate(canonical: form.written) == date) == (form.written == form.canonical))
  }

  @Test(arguments: [
    "", " ", "soon", "2021", "2021-13", "2021-00", "2021-3", "2021-02-29", "29/02/2100",
    "31/04/2021", "1/2/2021", "2021-W00", "2021-W53", "2021-W54", "2021-W5", "2021W05", "W05 2021",
    "2020-W53-1", "early", "early 2021", "earlymarch 2021", "middle 2021-03", "late-", "late 2021-",
    "late 31 March 2021", "late 2021-03-31", "late Q4 2020/21", "Ma 2021", "Marchy 2021",
    "March 21", "March", "31 March", "31 March 21", "0 March 2021", "32 March 2021", "week",
    "week of", "week of March 2021", "week 5 2021", "w/c", "Q4 2020", "Q4 2020/22", "1899-12-31",
    "2201-01-01", "1899-12", "2201-01", "late 1899-12", "early 2201-01", "2201-W02", "1899-W52",
    // Weeks and quarters that begin or end outside.
    "1900-W00", "2201-W01", "week of 31/12/2200", "Q3 1899/00", "Q4 2200/01", "0001-01-01",
    "9999-12-31", "w/c 31/12/9999", "week of 0001-01-01", "2021-03-31T00:00", "+2021-03", "-021-03",
    "٢٠٢١-٠٣", "2021-03\0", "late\u{202E} 2021-03", "🏳️‍🌈", "e\u{301}arly 2021-03",
    "99999999999999999999 March 2021", "2021-03-31; DROP TABLE", "/", "-", "- -", "q", "q 1/2",
  ])
  func `this is no planned date`(written: String) {
    #expect(PlannedDate(written: written) == nil)
    #expect(PlannedDate(canonical: written) == nil)
  }

  @Test(arguments: [
    ("2021-03-31", "31 March 2021"), ("2021-W05", "the week of 1 February 2021"),
    ("early 2021-03", "early March 2021"), ("mid 2021-03", "mid-March 2021"),
    ("late 2021-03", "late March 2021"), ("2021-03", "March 2021"),
    ("Q4 2020/21", "January to March 2021 (Q4 20/21)"),
    ("Q1 2021/22", "April to June 2021 (Q1 21/22)"),
  ])
  func `it is spoken as people would say it`(canonical: String, spoken: String) {
    #expect(PlannedDate(canonical: canonical)?.spoken == spoken)
  }

  @Test(arguments: [
    ("2021-03-31", "Q4 2020/21"), ("2021-04", "Q1 2021/22"), ("Q4 2020/21", "Q4 2020/21"),
    ("late 2021-06", "Q1 2021/22"),
    // It ends in April.
    ("2021-W13", "Q1 2021/22"),
  ])
  func `it belongs to the quarter of its last day`(canonical: String, quarter: String) throws {
    #expect(try #require(PlannedDate(canonical: canonical)).quarter.description == quarter)
  }

  @Test func `what people wrote comes back the same from a column and from speech`() throws {
    var random = Seeded()
    let seed = random.seed
    let first = try #require(Day(1900, 4, 1)).number
    let last = try #require(Day(2200, 12, 28)).number
    for _ in 0..<20_000 {
      let precision = try #require(PlannedDate.Precision.allCases.randomElement(using: &random))
      let day = Day(number: Int.random(in: first...last, using: &random))
      guard let date = PlannedDate(precision, holding: day) else {
        #expect(day.year == 2200, "\(precision) of \(day), seed \(seed)")
        continue
      }
      #expect(date.first <= day && day <= date.last, "\(precision) of \(day), seed \(seed)")
      #expect(PlannedDate(canonical: date.description) == date, "\(date), seed \(seed)")
      for other in [date.first, date.last] {
        #expect(PlannedDate(precision, holding: other) == date, "\(date), seed \(seed)")
      }
      #expect(
        PlannedDate(precision, holding: date.last.adding(days: 1)) != date,
        "\(date), seed \(seed)")
      if precision != .quarter {
        #expect(PlannedDate(written: date.spoken.uppercased()) == date, "\(date), seed \(seed)")
      }
    }
  }

  @Test func `no text is too strange to be refused`() throws {
    var random = Seeded()
    let seed = random.seed
    let pieces = [
      "early", "mid", "late", "march", "MAY", "week of", "w/c", "q4", "Q", "2021", "21", "/", "-",
      "W", "05", "31", " ", "\u{A0}", "\u{2013}", "\u{0}", "\u{FFFF}", "é", "ǅ", "İ", "٣", "🏴",
      "9999", "0000", "99999999999999999999", "\r\n", "(", "2021-03", "31/03/2021",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...8, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
      guard let date = PlannedDate(written: text) else { continue }
      #expect(PlannedDate(canonical: date.description) == date, "\(text), seed \(seed)")
    }
    #expect(PlannedDate(written: String(repeating: "2021-03", count: 100_000)) == nil)
    #expect(PlannedDate(written: String(repeating: " ", count: 100_000) + "2021-03") == nil)
  }

  @Test func `dates come in the order of their days`() throws {
    let sorted = ["Q4 2020/21", "2021-01", "early 2021-01", "2021-01-01", "2021-W01", "2021-02"]
    let dates = try sorted.map { try #require(PlannedDate(canonical: $0)) }
    #expect(
      dates.sorted().map(\.description) == [
        "2021-01-01", "early 2021-01", "2021-01", "Q4 2020/21", "2021-W01", "2021-02",
      ])
  }
}
