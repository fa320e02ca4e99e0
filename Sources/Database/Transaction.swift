import Core

/// Whoever may put rows into tables: a change, and what keeps rows that nobody sees yet.
package protocol Copying: ~Copyable {
  /// The moment of the transaction.
  var now: Instant { get }
  func rows(_ sql: SQL) throws -> [Row]
  /// Runs a statement that writes, where rows must first be compared with what is there.
  func put(_ sql: SQL) throws
  func copy(into table: String, columns: [String], rows: [[Value]]) throws
}

extension Copying where Self: ~Copyable {
  package func newID<Noun>() -> ID<Noun> { ID(at: now) }
}

/// One change by one user: the time stands still in it, and what it changes it must record.
package struct Transaction: ~Copyable, Copying {
  package let user: User
  package let now: Instant
  package let read: Reader
  let tally: Tally

  package var today: Day { now.day }

  final class Tally {
    var changed = false
    var events: [PendingEvent] = []
  }

  init(_ connection: any Connection, user: User, now: Instant) {
    self.user = user
    self.now = now
    read = Reader(connection)
    tally = Tally()
  }

  package func rows(_ sql: SQL) throws -> [Row] { try read.rows(sql) }
  package func row(_ sql: SQL) throws -> Row? { try read.row(sql) }

  package func put(_ sql: SQL) throws { try change(sql) }

  package func change(_ sql: SQL) throws {
    tally.changed = true
    _ = try read.connection.run(sql)
  }

  /// A change that answers the row it left (`RETURNING`), or nil where it found none.
  package func changed(_ sql: SQL) throws -> Row? {
    tally.changed = true
    return try read.connection.run(sql).first
  }

  /// A change that answers every row it left (`RETURNING`).
  package func changedRows(_ sql: SQL) throws -> [Row] {
    tally.changed = true
    return try read.connection.run(sql)
  }

  /// Puts many rows into a table at once.
  package func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    tally.changed = true
    try read.connection.copy(into: table, columns: columns, rows: rows)
  }

  /// Moves a running total that lists show, or a number that references count, and answers where it stands.
  @discardableResult
  package func count(_ name: String, by amount: Int) throws -> Int {
    let moved = try changed(
      "UPDATE counters SET amount = amount + \(amount) WHERE name = \(name) RETURNING amount")
    if let moved { return try moved["amount"] }
    return try changed(
      """
      INSERT INTO counters (name, amount) VALUES (\(name), \(amount))
      ON CONFLICT (name) DO UPDATE SET amount = counters.amount + excluded.amount RETURNING amount
      """)?["amount"] ?? 0
  }

  /// Writes history: a noun and a verb in the past tense, as one tells a person ("household opened"), whom
  /// it is about, and what became what.
  package func record<Noun>(
    _ verb: String, _ subject: ID<Noun>, _ detail: KeyValuePairs<String, String> = [:]
  ) {
    record(verb, about: subject.text, detail)
  }

  /// History that is about no one record.
  package func record(_ verb: String, _ detail: KeyValuePairs<String, String> = [:]) {
    record(verb, about: nil, detail)
  }

  private func record(
    _ verb: String, about subject: String?, _ detail: KeyValuePairs<String, String>
  ) {
    tally.events.append(
      PendingEvent(
        happenedAt: now, account: user.id, verb: verb, subject: subject, isLook: false,
        detail: json(detail)))
  }
}

/// Work that is not history: sessions, limits, drafts, states of sending, and rows of a file that nobody can
/// see yet. It may write only the tables that its room has listed (`Database.keeping`), and records no event.
package struct Keeper: ~Copyable, Copying {
  package let now: Instant
  package let read: Reader
  let allowed: Set<String>

  init(_ connection: any Connection, now: Instant, allowed: Set<String>) {
    self.now = now
    self.allowed = allowed
    read = Reader(connection)
  }

  package func rows(_ sql: SQL) throws -> [Row] { try read.rows(sql) }
  package func row(_ sql: SQL) throws -> Row? { try read.row(sql) }

  package func put(_ sql: SQL) throws { try change(sql) }

  /// For what counts or looks first and writes then: another server on this database comes before or after it.
  package func takeTurn() throws { try read.connection.takeTurn() }

  @discardableResult
  package func change(_ sql: SQL) throws -> [Row] {
    try allow(Self.table(of: sql.pieces[0]))
    return try read.connection.run(sql)
  }

  package func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    try allow(table)
    try read.connection.copy(into: table, columns: columns, rows: rows)
  }

  private func allow(_ table: String) throws {
    guard allowed.contains(table) else {
      throw Fault("table \(table) may not be written without an event")
    }
  }

  /// The table that a statement writes: the word after INSERT INTO, UPDATE or DELETE FROM. Empty for any other.
  static func table(of text: String) -> String {
    let words = text.split(maxSplits: 3, whereSeparator: { $0 == " " || $0 == "\n" || $0 == "(" })
    if words.count > 1, words[0] == "UPDATE" { return String(words[1]) }
    let beginning = words.prefix(2).joined(separator: " ")
    guard words.count > 2, ["INSERT INTO", "DELETE FROM"].contains(beginning) else { return "" }
    return String(words[2])
  }
}

/// SHA-256 in hex, for what the record proves without showing.
package func digest(_ text: String) -> String { Chain.sha256(text) }

/// The same of bytes as they came.
package func digest(_ bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer(Chain.sha256) }

/// `{"reason": "…"}`: a flat object, keys in the order given.
func json(_ pairs: KeyValuePairs<String, String>) -> String {
  var json = JSONText()
  json.open("{")
  for (key, value) in pairs {
    json.key(key)
    json.string(value)
  }
  json.close("}")
  return json.text
}
