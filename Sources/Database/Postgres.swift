import CPostgres
import Core
import Foundation

/// PostgreSQL through libpq, its reference client. Every connection has a thread of its own, because libpq
/// waits: some read, one writes.
final class Postgres: Engine, @unchecked Sendable {
  let name = "PostgreSQL"
  let beginWriting: SQL = "BEGIN"
  /// Other processes may serve pages, and more rows load no quicker.
  let rowsAtOnce = 500

  let address: String
  private let reading: WorkQueue
  private var writing: PostgresConnection?

  /// `address` is a libpq connection string or URL; several hosts and `target_session_attrs` work as libpq says.
  init(address: String, readers count: Int = 4) throws {
    self.address = address
    let connections = try (0..<count).map { _ in try PostgresConnection(address) }
    writing = try PostgresConnection(address)
    reading = WorkQueue(connections)
  }

  func committed(changing: Bool) {}

  func rest() {}

  func read<T: Sendable>(
    fresh: Bool, isOneStatement: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T {
    try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<T, any Error>) in
      let isTaken = reading.add { connection in
        connection.reading(isOneStatement: isOneStatement, body) { continuation.resume(with: $0) }
      }
      if !isTaken { continuation.resume(throwing: Fault("the database is closed")) }
    }
  }

  /// ANALYZE, on a connection of its own beside the writer's. PostgreSQL does it by itself within a minute or
  /// two; until then, after many rows came at once, it plans as for an empty table. So a failure is let be.
  func countAnew() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isTaken = reading.add { [address] _ in
        do {
          let connection = try PostgresConnection(address)
          let tables = try connection.run(
            "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()"
          ).map { try $0["name"] as String }
          // A quarter of what it looks at by itself: its plans need no more, and somebody waits.
          try connection.script("SET default_statistics_target = 25")
          try connection.script("ANALYZE \(tables.joined(separator: ", "))")
        } catch {}  // the next one, or PostgreSQL's own, makes up for it
        continuation.resume()
      }
      if !isTaken { continuation.resume() }
    }
  }

  /// Called on the writing thread only. A connection that broke is replaced before the next work.
  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T {
    if writing?.isBroken ?? true { writing = try PostgresConnection(address) }
    return try body(writing!)
  }

  func close() {
    reading.close()
    writing = nil
  }
}

/// Threads with a connection each, sharing one queue of work.
private final class WorkQueue: @unchecked Sendable {
  typealias Work = @Sendable (PostgresConnection) -> Void

  private let lock = NSCondition()
  private var waiting: [Work] = []
  private var isClosed = false
  private var running: Int

  init(_ connections: [PostgresConnection]) {
    running = connections.count
    for (index, connection) in connections.enumerated() {
      let lent = Lent(connection)
      let thread = Thread { [self] in serve(lent.connection) }
      thread.name = "pierhead.reader.\(index)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// False where nobody works any more.
  func add(_ work: @escaping Work) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    guard !isClosed else { return false }
    waiting.append(work)
    lock.signal()
    return true
  }

  func close() {
    lock.lock()
    isClosed = true
    lock.broadcast()
    while running > 0 { lock.wait() }
    lock.unlock()
  }

  private func serve(_ connection: PostgresConnection) {
    while true {
      lock.lock()
      while waiting.isEmpty && !isClosed { lock.wait() }
      guard !waiting.isEmpty else { break }
      let work = waiting.removeFirst()
      lock.unlock()
      work(connection)
    }
    running -= 1
    lock.broadcast()
    lock.unlock()
  }

  /// Hands a connection to its thread, the only one to use it from then on.
  private struct Lent: @unchecked Sendable {
    let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }
  }
}

/// One libpq connection and the statements prepared on it.
final class PostgresConnection: Connection {
  private let address: String
  private var handle: OpaquePointer
  private var prepared: [String: Prepared] = [:]
  /// How many cursors there have been, so that each has a name of its own.
  var cursors = 0

  private final class Prepared {
    let name: String
    /// Known from the first answer.
    var columns: Columns?
    init(_ name: String) { self.name = name }
  }

  init(_ address: String) throws {
    self.address = address
    handle = try Self.connect(address)
  }

  deinit { PQfinish(handle) }

  var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

  var hasLostTransaction: Bool {
    isBroken || PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Runs a body that only reads, in one snapshot, and answers before the snapshot is given up: nobody need
  /// wait for that. One statement is a snapshot by itself.
  func reading<T>(
    isOneStatement: Bool, _ body: (any Connection) throws -> T,
    answer: (Result<T, any Error>) -> Void
  ) {
    let result = Result {
      try connectAgain()
      if !isOneStatement { _ = try run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") }
      return try body(self)
    }
    answer(result)
    guard !hasLostTransaction else { return }
    do { _ = try run("ROLLBACK") } catch {
      // It only read. A connection that can't even end that is broken, and replaced before the next read.
    }
  }

  /// Connects anew where the connection has broken.
  private func connectAgain() throws {
    guard isBroken else { return }
    PQfinish(handle)
    prepared = [:]
    handle = try Self.connect(address)
  }

  func run(_ sql: SQL) throws -> [Row] {
    let prepared = try prepare(sql.text { "$\($0)" }, sql.values.count)
    return try withParameters(sql.values) { parameters in
      let result = PQexecPrepared(
        handle, prepared.name, Int32(sql.values.count), parameters, nil, nil, 0)
      defer { PQclear(result) }
      return try rows(of: result, prepared)
    }
  }

  func script(_ text: String) throws {
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
      throw failure(result)
    }
  }

  func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    let start = PQexec(handle, "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN")
    defer { PQclear(start) }
    guard PQresultStatus(start) == PGRES_COPY_IN else { throw failure(start) }
    var text: [UInt8] = []
    for row in rows {
      for (index, value) in row.enumerated() {
        if index > 0 { text.append(UInt8(ascii: "\t")) }
        value.appendForCopy(to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    let sent = text.withUnsafeBytes {
      PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
    }
    guard sent == 1, PQputCopyEnd(handle, nil) == 1 else { throw failure(nil) }
    var refused: (any Error)?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) != PGRES_COMMAND_OK { refused = failure(result) }
      PQclear(result)
    }
    if let refused { throw refused }
  }

  private func prepare(_ text: String, _ count: Int) throws -> Prepared {
    if let found = prepared[text] { return found }
    // In a transaction that has failed PostgreSQL takes nothing but its end.
    if prepared.count > 400, PQtransactionStatus(handle) != PQTRANS_INERROR {
      try script("DEALLOCATE ALL")
      prepared = [:]
    }
    let name = "s\(prepared.count)"
    let result = PQprepare(handle, name, text, Int32(count), nil)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result) }
    let made = Prepared(name)
    prepared[text] = made
    return made
  }

  private func withParameters<T>(
    _ values: [Value], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> T
  ) throws -> T {
    var pointers: [UnsafePointer<CChar>?] = []
    pointers.reserveCapacity(values.count)
    defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
    for value in values {
      let text = value.parameter
      pointers.append(text.map { UnsafePointer(strdup($0)!) })
      // Like any C string it would end at the first zero byte.
      if let text, let copy = pointers[pointers.count - 1], strlen(copy) != text.utf8.count {
        throw Fault("a text for PostgreSQL holds a zero byte")
      }
    }
    return try body(pointers)
  }

  private func rows(of result: OpaquePointer?, _ prepared: Prepared) throws -> [Row] {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK: return []
    case PGRES_TUPLES_OK: break
    default: throw failure(result)
    }
    let width = PQnfields(result)
    let columns =
      prepared.columns ?? Columns((0..<width).map { String(cString: PQfname(result, $0)) })
    prepared.columns = columns
    let types = (0..<width).map { PQftype(result, $0) }
    return (0..<PQntuples(result)).map { row in
      Row(
        columns,
        (0..<width).map { column in
          guard PQgetisnull(result, row, column) == 0 else { return .null }
          let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
          return Value(text: String(decoding: bytes, as: UTF8.self), type: types[Int(column)])
        })
    }
  }

  private func failure(_ result: OpaquePointer?) -> any Error {
    let state =
      result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }.map {
        String(cString: $0)
      }
      ?? ""
    let message = String(cString: result.map { PQresultErrorMessage($0) } ?? PQerrorMessage(handle))
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return switch state {
    case "23505": Clash(message)
    // Deadlock, serialization failure, and a lock that another server held too long.
    case "40P01", "40001", "55P03": GaveWay(description: "PostgreSQL answered \(state): \(message)")
    case "53100": DiskFull()
    default: Fault("PostgreSQL answered \(state): \(message)") as any Error
    }
  }

  private static func connect(_ address: String) throws -> OpaquePointer {
    guard let handle = PQconnectdb(address) else { throw Fault("libpq had no memory") }
    guard PQstatus(handle) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(handle))
      PQfinish(handle)
      throw Unusable(
        "PostgreSQL can't be reached: \(message.trimmingCharacters(in: .whitespacesAndNewlines))")
    }
    // One plan for each statement: to plan the inbox anew for each user takes longer than to read it. And by indexes,
    // which all that a page asks has: a plan that was made while there was little would read the whole of it later.
    let settings = PQexec(
      handle,
      """
      SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET statement_timeout = '20s';
      SET lock_timeout = '10s'; SET client_encoding = 'UTF8'; SET plan_cache_mode = force_generic_plan;
      SET enable_seqscan = off; SET jit = off
      """)
    PQclear(settings)
    return handle
  }
}

extension Value {
  /// As libpq takes a parameter in text, or nil for NULL.
  fileprivate var parameter: String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    }
  }

  /// As COPY's text format has it: `\N` for NULL; backslash, tab and line ends escaped.
  fileprivate func appendForCopy(to bytes: inout [UInt8]) {
    guard var text = parameter else {
      bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      return
    }
    text.withUTF8 { utf8 in
      // Few texts hold any of these: what stands between is copied at once.
      var rest = utf8[...]
      while let mark = rest.firstIndex(where: { $0 == 92 || $0 == 10 || $0 == 13 || $0 == 9 }) {
        bytes += rest[..<mark]
        let letter: UnicodeScalar =
          switch rest[mark] {
          case 10: "n"
          case 13: "r"
          case 9: "t"
          default: "\\"
          }
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: letter)]
        rest = rest[(mark + 1)...]
      }
      bytes += rest
    }
  }

  /// What PostgreSQL sent as text, by the type's OID (pg_type.dat): bool 16, int8 20, int2 21, int4 23,
  /// float8 701, numeric 1700 (sums of whole numbers), timestamptz 1184.
  fileprivate init(text: String, type: Oid) {
    switch type {
    case 16: self = .bool(text == "t")
    case 20, 21, 23: self = Int64(text).map { .int($0) } ?? .text(text)
    case 1700:
      self = Int64(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .text(text)
    case 701: self = Double(text).map { .double($0) } ?? .text(text)
    default: self = .text(text)
    }
  }
}
