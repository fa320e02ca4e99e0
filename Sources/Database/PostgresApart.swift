import Core

extension Postgres {
  func second() throws -> (any Engine)? { try Postgres(address: address, readers: 0) }

  func apart<T>(_ body: (any Connection) throws -> T) throws -> T {
    let connection = try PostgresConnection(address)
    try connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try connection.takeTime()
    let result = try body(connection)
    try connection.script("ROLLBACK")
    return result
  }
}

extension PostgresConnection {
  /// By a cursor. Its name is part of the statement that fetches, because what a statement answers is kept with its text.
  func each(_ sql: SQL, _ body: ([Value]) throws -> Void) throws {
    cursors += 1
    let cursor = "rows_\(cursors)"
    try script("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql.pieces[0])")
    let fetch = SQL(trusted: "FETCH 1000 FROM \(cursor)")
    while true {
      let rows = try run(fetch)
      guard !rows.isEmpty else { break }
      for row in rows { try body(row.values) }
    }
    try script("CLOSE \(cursor)")
  }
}
