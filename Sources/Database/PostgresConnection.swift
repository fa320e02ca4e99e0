import CPostgres
import Core
import Foundation

/// One libpq connection and the statements prepared on it. It waits as libpq's own `PQexec` does, but not for ever.
final class PostgresConnection: Connection {
  private let address: String
  private var handle: OpaquePointer
  private var prepared: [String: Prepared] = [:]
  /// How many cursors there have been, so that each has a name of its own.
  var cursors = 0
  /// Whether somebody said that statements may take as long as they take.
  private var mayTakeTime = false
  private let warnings = Warnings()
  /// What is on the other side can't be used any more, though libpq still has a connection to it.
  private var isGivenUp = false
  private var isReading = false
  /// Whether a statement of the body that reads has been answered.
  private var hasAnswered = false

  private final class Prepared {
    let name: String
    /// Known from the first answer.
    var columns: Columns?
    init(_ name: String) { self.name = name }
  }

  /// How many warnings PostgreSQL has sent.
  private final class Warnings { var count = 0 }

  /// Milliseconds that a statement may take: longer than PostgreSQL itself lets it run.
  private static let patience: Int64 = 25_000

  /// Throws `Unusable` where nobody can be reached who lets us write.
  init(_ address: String) throws {
    self.address = address
    handle = try Self.connect(address)
    hear()
  }

  deinit { PQfinish(handle) }

  var isBroken: Bool { isGivenUp || PQstatus(handle) != CONNECTION_OK }

  var hasLostTransaction: Bool {
    isBroken || PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Runs a body that only reads, in one snapshot, and answers before the snapshot is given up: nobody need
  /// wait for that. One statement is a snapshot by itself. Where the connection turns out to be cut before the body
  /// has heard anything, the body runs once more on a new one.
  func reading<T>(
    isOneStatement: Bool, through reach: PostgresReach, _ body: (any Connection) throws -> T,
    answer: (Result<T, any Error>) -> Void
  ) {
    isReading = true
    func attempt() -> Result<T, any Error> {
      hasAnswered = false
      return Result {
        if isBroken { try reach.attempt { try connectAgain() } }
        if !isOneStatement { _ = try run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") }
        hasAnswered = false
        return try body(self)
      }
    }
    let wasBroken = isBroken
    var result = attempt()
    if case .failure(let error) = result, error is Away, isBroken, !wasBroken, !hasAnswered {
      result = attempt()
    }
    answer(result)
    guard !hasLostTransaction else { return }
    do { _ = try run("ROLLBACK") } catch {
      // It only read. A connection that can't even end that is broken, and replaced before the next read.
    }
  }

  private func connectAgain() throws {
    let new = try Self.connect(address)
    PQfinish(handle)
    handle = new
    (prepared, isGivenUp) = ([:], false)
    hear()
  }

  func run(_ sql: SQL) throws -> [Row] {
    let prepared = try prepare(sql.text { "$\($0)" }, sql.values.count)
    return try withParameters(sql.values) { parameters in
      let result = try answer(
        sent: PQsendQueryPrepared(
          handle, prepared.name, Int32(sql.values.count), parameters, nil, nil, 0))
      defer { PQclear(result) }
      let rows = try rows(of: result, prepared)
      hasAnswered = true
      return rows
    }
  }

  func script(_ text: String) throws {
    let result = try answer(sent: PQsendQuery(handle, text))
    defer { PQclear(result) }
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
      throw failure(result)
    }
  }

  /// A commit counts only where PostgreSQL says COMMIT and warns of nothing: it warns where its wait for a synchronous
  /// standby was cut short, and that is no acknowledgement. Waits for the standby as long as PostgreSQL does.
  func commit() throws {
    warnings.count = 0
    let result: OpaquePointer?
    do { result = try answer(sent: PQsendQuery(handle, "COMMIT"), within: nil) } catch let away
      as Away
    {
      throw Away(away.description, mayBeDone: true)
    }
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else {
      let error = failure(result)
      throw error is Away ? Away("\(error)", mayBeDone: true) : error
    }
    guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
      throw Fault("PostgreSQL undid a transaction instead of committing it")
    }
    guard warnings.count == 0 else {
      throw Away("PostgreSQL did not wait for its standby", mayBeDone: true)
    }
  }

  func takeTime() throws {
    mayTakeTime = true
    try script("SET LOCAL statement_timeout = 0")
  }

  func leaveMark() throws {
    _ = try run("SELECT pg_logical_emit_message(TRUE, 'pierhead', '')")
  }

  func takeTurn() throws { _ = try run("UPDATE event_head SET n = n") }

  /// By an advisory lock, because a new database has no row to hold. Its number is "PIER" and the schema's. Whoever
  /// waits here waits for a migration, however long that takes.
  func goAlone() throws {
    try script(
      """
      SET LOCAL lock_timeout = 0;
      SELECT pg_advisory_xact_lock(\(0x5049_4552), hashtext(current_schema()));
      SET LOCAL lock_timeout = '10s'
      """)
  }

  func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    let start = try answer(
      sent: PQsendQuery(
        handle, "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN"))
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
    guard sent == 1 else { throw failure(nil) }
    let result = try answer(sent: PQputCopyEnd(handle, nil))
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(result) }
  }

  /// The last result of what was sent, within so many milliseconds; nil waits for ever.
  private func answer(
    sent: Int32, within patience: Int64? = PostgresConnection.patience
  ) throws -> OpaquePointer? {
    guard sent == 1 else { throw failure(nil) }
    let end = (mayTakeTime ? nil : patience).map { Uptime.nanoseconds + $0 * 1_000_000 }
    var last: OpaquePointer?
    while true {
      do { try arrive(before: end) } catch {
        PQclear(last)
        throw error
      }
      guard let result = PQgetResult(handle) else { return last }
      PQclear(last)
      last = result
      // While rows are copied in there is no more to come; after a break there may be no end.
      if PQresultStatus(result) == PGRES_COPY_IN || PQstatus(handle) != CONNECTION_OK {
        return last
      }
    }
  }

  /// Waits until libpq has a whole result.
  private func arrive(before end: Int64?) throws {
    while PQisBusy(handle) == 1 {
      var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      let left = end.map { Int32(max(0, ($0 - Uptime.nanoseconds) / 1_000_000)) }
      let ready = poll(&socket, 1, left ?? -1)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else {
        isGivenUp = true
        throw Away("PostgreSQL does not answer", mayBeDone: false)
      }
      guard PQconsumeInput(handle) == 1 else { throw failure(nil) }
      // The end of a TLS record may be left in OpenSSL, where poll does not see it. Once more always has room for it.
      if PQsslInUse(handle) == 1, PQconsumeInput(handle) != 1 { throw failure(nil) }
    }
  }

  private func prepare(_ text: String, _ count: Int) throws -> Prepared {
    if let found = prepared[text] { return found }
    // In a transaction that has failed PostgreSQL takes nothing but its end.
    if prepared.count > 400, PQtransactionStatus(handle) != PQTRANS_INERROR {
      try script("DEALLOCATE ALL")
      prepared = [:]
    }
    let name = "s\(prepared.count)"
    let result = try answer(sent: PQsendPrepare(handle, name, text, Int32(count), nil))
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
    let state = Self.field("C", of: result)
    let said = String(cString: result.map { PQresultErrorMessage($0) } ?? PQerrorMessage(handle))
      .trimmingCharacters(in: .whitespacesAndNewlines)
    // What is said of data (class 22) quotes it.
    let message = state.hasPrefix("22") ? "a value that it can't take" : said
    // It ends the connection itself; or this is a standby now, where nobody may write.
    if ["FATAL", "PANIC"].contains(Self.field("V", of: result)) || state == "25006" && !isReading {
      isGivenUp = true
    }
    guard !isBroken else {
      return Away("PostgreSQL has gone: \(state) \(message)", mayBeDone: false)
    }
    return switch state {
    case "23505": Clash(message)
    // Deadlock, serialization failure, and a lock that another server held too long.
    case "40P01", "40001", "55P03": GaveWay(description: "PostgreSQL answered \(state): \(message)")
    case "53100": DiskFull()
    default: Fault("PostgreSQL answered \(state): \(message)") as any Error
    }
  }

  /// A field of an error or warning by its letter (libpq's PG_DIAG_…), or nothing: C is the SQLSTATE, V the severity
  /// in English.
  private static func field(_ letter: Unicode.Scalar, of result: OpaquePointer?) -> String {
    let text = result.flatMap { PQresultErrorField($0, Int32(letter.value)) }
    return text.map { String(cString: $0) } ?? ""
  }

  /// Counts warnings, and passes on whatever PostgreSQL remarks, as libpq does by itself.
  private func hear() {
    PQsetNoticeReceiver(
      handle,
      { argument, result in
        guard let argument, let result else { return }
        if PostgresConnection.field("V", of: result) == "WARNING" {
          Unmanaged<Warnings>.fromOpaque(argument).takeUnretainedValue().count += 1
        }
        FileHandle.standardError.write(Data(String(cString: PQresultErrorMessage(result)).utf8))
      }, Unmanaged.passUnretained(warnings).toOpaque())
  }

  /// What holds where the address does not say otherwise: only a server that lets us write will do, and one that
  /// does not answer is left after some seconds.
  private static let standards = [
    ("target_session_attrs", "read-write"), ("connect_timeout", "3"), ("keepalives_idle", "3"),
    ("keepalives_interval", "1"), ("keepalives_count", "3"), ("tcp_user_timeout", "6000"),
    ("fallback_application_name", "pierhead"),
  ]

  private static func connect(_ address: String) throws -> OpaquePointer {
    guard PostgresAddress.isReadable(address) else { throw PostgresAddress.unreadable }
    let settings = standards + [("dbname", address)]
    var names: [UnsafePointer<CChar>?] = settings.map { UnsafePointer(strdup($0.0)) }
    var values: [UnsafePointer<CChar>?] = settings.map { UnsafePointer(strdup($0.1)) }
    defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
    names.append(nil)
    values.append(nil)
    // The address, last, stands before the rest.
    guard let handle = PQconnectdbParams(names, values, 1) else {
      throw Fault("libpq had no memory")
    }
    guard PQstatus(handle) == CONNECTION_OK else { throw unusable(handle) }
    // Without DETAIL: it quotes the row, and errors are logged.
    PQsetErrorVerbosity(handle, PQERRORS_TERSE)
    // One plan for each statement: to plan the inbox anew for each user takes longer than to read it. And by indexes,
    // which all that a page asks has: a plan that was made while there was little would read the whole of it later.
    let settled = PQexec(
      handle,
      """
      SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET statement_timeout = '20s';
      SET lock_timeout = '10s'; SET client_encoding = 'UTF8'; SET plan_cache_mode = force_generic_plan;
      SET log_parameter_max_length_on_error = 0;
      SET enable_seqscan = off; SET jit = off
      """)
    defer { PQclear(settled) }
    guard PQresultStatus(settled) == PGRES_COMMAND_OK else { throw unusable(handle) }
    return handle
  }

  private static func unusable(_ handle: OpaquePointer) -> Unusable {
    let message = String(cString: PQerrorMessage(handle))
    PQfinish(handle)
    return Unusable(
      "PostgreSQL can't be reached: \(message.trimmingCharacters(in: .whitespacesAndNewlines))")
  }
}
