/// Rows for a table, made ready before the transaction that writes them: nobody else can write while it runs.
package struct TableRows: Sendable {
  let table: String
  let columns: [String]
  let rows: [[Value]]

  package init(_ table: String, _ columns: [String], _ rows: [[Value]]) {
    self.table = table
    self.columns = columns
    self.rows = rows
  }
}

extension Copying where Self: ~Copyable {
  package func copy(_ rows: TableRows) throws {
    try copy(into: rows.table, columns: rows.columns, rows: rows.rows)
  }
}
