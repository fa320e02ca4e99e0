import Core
import Database

/// What one quarter of a project costs, in whole pence.
package struct Budget: Kept {
  /// Stays what it is: another quarter is another thing.
  package var quarter: FinancialQuarter
  /// What was agreed for it.
  package var budget: Int
  /// What was spent; nil until it is known.
  package var actual: Int?
  /// Where that figure comes from, in words.
  package var actualSource: String?
  /// What is expected to be spent in the whole quarter, if something else than the budget.
  package var forecast: Int?
  package var note: String?

  package static let kind = ItemKind.budget
  package static let columns = [
    "year", "quarter", "budget_pence", "actual_pence", "actual_source", "forecast_pence", "note",
  ]

  package var values: [Value] {
    [
      quarter.year.stored, quarter.number.stored, budget.stored, actual.stored,
      actualSource.stored, forecast.stored, note.stored,
    ]
  }
}

extension Budget {
  package init(_ row: Row) throws {
    try self.init(
      quarter: FinancialQuarter(row), budget: row["budget_pence"], actual: row["actual_pence"],
      actualSource: row["actual_source"], forecast: row["forecast_pence"], note: row["note"])
  }
}

extension FinancialQuarter {
  /// From the columns `year` and `quarter`.
  init(_ row: Row) throws {
    let (year, number): (Int, Int) = (try row["year"], try row["quarter"])
    guard let quarter = FinancialQuarter(year: year, number: number) else {
      throw Fault("there is no quarter \(number) of \(year)")
    }
    self = quarter
  }
}
