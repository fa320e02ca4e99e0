import Core

/// Reads inside one transaction. Lent to a body and not copyable, so that keeping one is a compile error.
package struct Reader: ~Copyable {
  let connection: any Connection

  init(_ connection: any Connection) { self.connection = connection }

  package func rows(_ sql: SQL) throws -> [Row] {
    // Inside a change this connection could write, and nobody would ask for an event.
    guard Self.onlyReads(sql) else { throw Fault("a statement that writes stands where one reads") }
    return try connection.run(sql)
  }

  package func row(_ sql: SQL) throws -> Row? { try rows(sql).first }

  private static func onlyReads(_ sql: SQL) -> Bool {
    if sql.pieces[0].hasPrefix("SELECT") || sql.pieces[0].hasPrefix("EXPLAIN") { return true }
    let writing = ["INSERT ", "UPDATE ", "DELETE "]
    return sql.pieces[0].hasPrefix("WITH")
      && !sql.pieces.contains { piece in writing.contains { piece.contains($0) } }
  }

  /// Where running totals stand, by name. One that was never moved stands at 0.
  package func counters(_ names: [String]) throws -> [String: Int] {
    let found = try rows(
      "SELECT name, amount FROM counters WHERE name IN (\(list: names)) ORDER BY name")
    return Dictionary(uniqueKeysWithValues: try found.map { (try $0["name"], try $0["amount"]) })
  }
}

/// Reads for a page that shows people, and notes whom it showed. See `Database.look`.
package struct Looker: ~Copyable {
  package let read: Reader
  let shown: Shown

  final class Shown {
    var subject: String?
    var listed: [String] = []
  }

  init(_ connection: any Connection) {
    read = Reader(connection)
    shown = Shown()
  }

  package func rows(_ sql: SQL) throws -> [Row] { try read.rows(sql) }
  package func row(_ sql: SQL) throws -> Row? { try read.row(sql) }

  /// The page is about this one record.
  package func shows<Noun>(_ subject: ID<Noun>) { shown.subject = subject.text }

  /// What was looked for, which must not stand in the record in clear: a salted hash proves it to whoever knows
  /// the words.
  package func commits(toWords words: String) {
    let salt = Chain.salt()
    shown.listed.append("words \(salt) \(Chain.sha256(salt + "\n" + words))")
  }

  /// The page lists these records.
  package func lists<Noun>(_ ids: [ID<Noun>]) { shown.listed += ids.map(\.text) }
}
