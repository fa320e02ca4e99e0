import Testing

@testable import Core

struct FinancialQuarterTests {
  @Test(arguments: [
    ("2020-04-01", "Q1 2020/21"), ("2020-06-30", "Q1 2020/21"), ("2020-07-01", "Q2 2020/21"),
    ("2020-09-30", "Q2 2020/21"), ("2020-10-01", "Q3 2020/21"), ("2020-12-31", "Q3 2020/21"),
    ("2021-01-01", "Q4 2020/21"), ("2021-03-31", "Q4 2020/21"), ("2021-04-01", "Q1 2021/22"),
    ("2000-01-01", "Q4 1999/00"), ("2100-03-31", "Q4 2099/00"),
  ])
  func `the financial year begins in April`(day: String, quarter: String) throws {
    let found = FinancialQuarter(of: try #require(Day(iso: day)))
    #expect(found.description == quarter)
    #expect(FinancialQuarter(written: quarter) == found)
  }

  @Test(arguments: ["Q4 2020/21", "q4 20/21", "Q4 2020-21", " Q4  2020/2021 ", "Q4 20–21"])
  func `people write a quarter in several ways`(written: String) throws {
    let quarter = try #require(FinancialQuarter(written: written))
    #expect(quarter.description == "Q4 2020/21")
    #expect(quarter.short == "Q4 20/21")
    #expect(quarter.spoken == "January to March 2021")
    #expect(quarter.first.description == "2021-01-01")
    #expect(quarter.last.description == "2021-03-31")
  }

  @Test(arguments: [
    "", "Q4", "Q4 2020", "Q0 2020/21", "Q5 2020/21", "Q4 2020/22", "Q4 2020/20", "Q4 20/2021",
    "Q4 202/203", "Q4 2020/21/22", "Q4 2020/", "Q4 /21", "Q 2020/21", "Q44 2020/21", "4 2020/21",
    "Q4 0000/01", "Q4 9999/00", "Q4 2020/+1", "Q٤ 2020/21",
  ])
  func `this is no quarter`(written: String) {
    #expect(FinancialQuarter(written: written) == nil)
  }

  @Test func `every quarter ends on the day before the next, and holds all its days`() throws {
    var quarter = FinancialQuarter(of: try #require(Day(1896, 5, 5)))
    for _ in 0..<1300 {
      let next = quarter.next
      #expect(quarter < next)
      #expect(quarter.last.adding(days: 1) == next.first)
      #expect((90...92).contains(quarter.first.days(until: next.first)))
      #expect(FinancialQuarter(of: quarter.first) == quarter)
      #expect(FinancialQuarter(of: quarter.last) == quarter)
      #expect(FinancialQuarter(written: quarter.description) == quarter)
      #expect(FinancialQuarter(year: quarter.year, number: quarter.number) == quarter)
      quarter = next
    }
    #expect(quarter.description == "Q1 2221/22")
  }

  @Test(arguments: [(0, 1), (9999, 1), (2020, 0), (2020, 5), (.max, 1), (2020, .min)])
  func `there is no such quarter`(year: Int, number: Int) {
    #expect(FinancialQuarter(year: year, number: number) == nil)
  }
}
