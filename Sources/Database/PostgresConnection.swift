import CPostgres
import Core
import Foundation

/// One libpq connection and the statements prepared on it.
final class PostgresConnection: Connection {
  private let address: String
  private var handle: OpaquePointer
  private var prepared: [String: Prepared] = [:]

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
    // One plan for each statement: to plan the inbox anew for each user takes longer than to read it.
    let settings = PQexec(
      handle,
      """
      SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET statement_timeout = '20s';
      SET lock_timeout = '10s'; SET client_encoding = 'UTF8'; SET plan_cache_mode = force_generic_plan
      """)
    PQclear(settings)
    return handle
  }
}
