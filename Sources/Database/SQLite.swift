import CSQLiteSettings
import Core
import Dispatch
import Foundation
import GRDB
import GRDBSQLite

/// SQLite through GRDB, on a file. One connection writes and checkpoints, all others are read-only and never
/// checkpoint: Debian's 3.40.1 has the WAL-reset bug, which needs two that do. The look-up of statements and
/// the steps are our own, straight on SQLite's C interface: a page reads 250 values.
final class SQLite: Engine, @unchecked Sendable {
  let name = "SQLite"
  let beginWriting: SQL = "BEGIN IMMEDIATE"

  private let writer: DatabaseQueue
  private let writing: SQLiteConnection
  private let readers: Pool<(DatabaseQueue, SQLiteConnection)>

  /// Opens an existing or new file. `durable` is false only for tests and for throw-away files.
  init(
    path: String, readers count: Int = max(4, ProcessInfo.processInfo.activeProcessorCount),
    durable: Bool = true
  ) throws {
    _ = Self.isSet
    writer = try DatabaseQueue(path: path, configuration: Self.configuration(readonly: false))
    writing = try writer.inDatabase { db in
      // GRDB sets NORMAL and 1000 itself when it opens a WAL database: so after it, and checked.
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = \(durable ? "FULL" : "OFF")")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
      try db.execute(sql: "PRAGMA cache_size = -32000")
      try db.execute(sql: "PRAGMA foreign_keys = ON")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == (durable ? 2 : 0) else {
        throw Fault("SQLite would not write through to the disk")
      }
      return SQLiteConnection(db)
    }
    readers = Pool(
      try (0..<count).map { _ in
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration(readonly: true))
        let connection = try queue.inDatabase { db in
          try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
          try db.execute(sql: "PRAGMA cache_size = -8000")
          guard try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") == 0 else {
            throw Fault("a reading connection would checkpoint")
          }
          return SQLiteConnection(db)
        }
        return (queue, connection)
      })
  }

  /// Reads on the caller's own thread: a page's statements take less time than a change of threads twice.
  /// As many connections as threads that run pages, or more, so nobody waits here.
  func read<T: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T {
    try readSynchronously(body)
  }

  private func readSynchronously<T>(_ body: (any Connection) throws -> T) throws -> T {
    try readers.with { queue, connection in
      try queue.inDatabase { _ in
        _ = try connection.run("BEGIN")
        defer { connection.end() }
        return try body(connection)
      }
    }
  }

  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T {
    try writer.inDatabase { _ in try body(writing) }
  }

  func close() {
    readers.drain { queue, connection in
      queue.inDatabase { _ in connection.forget() }
      Self.close(queue)
    }
    writer.inDatabase { _ in writing.forget() }
    Self.close(writer)
  }

  /// Once, before the first connection of the process.
  private static let isSet = pierhead_sqlite_counts_no_memory() == SQLITE_OK

  private static func close(_ queue: DatabaseQueue) {
    do { try queue.close() } catch {
      FileHandle.standardError.write(Data("SQLite did not close: \(error)\n".utf8))
    }
  }

  private static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    return configuration
  }
}

/// Statements on one SQLite connection, prepared once and kept.
final class SQLiteConnection: Connection {
  private let db: GRDB.Database
  private var prepared: [String: Prepared] = [:]

  private final class Prepared {
    let statement: Statement
    let columns: Columns
    init(_ statement: Statement) {
      self.statement = statement
      columns = Columns(statement.columnNames)
    }
  }

  init(_ db: GRDB.Database) { self.db = db }

  var hasLostTransaction: Bool { sqlite3_get_autocommit(db.sqliteConnection) != 0 }

  func run(_ sql: SQL) throws -> [Row] {
    let prepared = try prepare(sql.text { _ in "?" })
    let handle = prepared.statement.sqliteStatement
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    try bind(sql.values, to: handle)
    var rows: [Row] = []
    let width = Int(sqlite3_column_count(handle))
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: rows.append(Row(prepared.columns, Self.values(of: handle, width)))
      case SQLITE_DONE: return rows
      case let code: throw failure(code)
      }
    }
  }

  func copy(into table: String, columns: [String], rows: [[Value]]) throws {
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let prepared = try prepare(
      "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
    let handle = prepared.statement.sqliteStatement
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    for row in rows {
      try bind(row, to: handle)
      let code = sqlite3_step(handle)
      guard code == SQLITE_DONE else { throw failure(code) }
      sqlite3_reset(handle)
    }
  }

  func script(_ text: String) throws { try db.execute(sql: text) }

  /// Ends a transaction that only read.
  func end() {
    guard !hasLostTransaction else { return }
    sqlite3_exec(db.sqliteConnection, "COMMIT", nil, nil, nil)
  }

  func forget() { prepared = [:] }

  private func prepare(_ text: String) throws -> Prepared {
    if let found = prepared[text] { return found }
    if prepared.count > 400 { prepared = [:] }
    let made = Prepared(try db.makeStatement(sql: text))
    prepared[text] = made
    return made
  }

  private func bind(_ values: [Value], to handle: OpaquePointer) throws {
    for (index, value) in values.enumerated() {
      let at = Int32(index + 1)
      switch value {
      case .null: sqlite3_bind_null(handle, at)
      case .int(let number): sqlite3_bind_int64(handle, at, number)
      case .bool(let flag): sqlite3_bind_int64(handle, at, flag ? 1 : 0)
      case .double(let number): sqlite3_bind_double(handle, at, number)
      case .text(var text):
        try text.withUTF8 { bytes in
          // PostgreSQL can't hold one: refused here too, so that both engines hold the same.
          guard !bytes.contains(0) else { throw Fault("a text for SQLite holds a zero byte") }
          _ = bytes.withMemoryRebound(to: CChar.self) {
            // A pointer of nothing would be NULL: the empty text needs one of something.
            sqlite3_bind_text(
              handle, at, $0.baseAddress ?? Self.nothing, Int32($0.count), Self.copied)
          }
        }
      }
    }
  }

  private static func values(of handle: OpaquePointer, _ width: Int) -> [Value] {
    [Value](unsafeUninitializedCapacity: width) { buffer, count in
      for index in 0..<width {
        let at = Int32(index)
        let value: Value =
          switch sqlite3_column_type(handle, at) {
          case SQLITE_INTEGER: .int(sqlite3_column_int64(handle, at))
          case SQLITE_FLOAT: .double(sqlite3_column_double(handle, at))
          case SQLITE_NULL: .null
          default:
            .text(
              String(
                decoding: UnsafeBufferPointer(
                  start: sqlite3_column_text(handle, at),
                  count: Int(sqlite3_column_bytes(handle, at))), as: UTF8.self))
          }
        (buffer.baseAddress! + index).initialize(to: value)
      }
      count = width
    }
  }

  private func failure(_ code: Int32) -> any Error {
    let handle = db.sqliteConnection
    let message = String(cString: sqlite3_errmsg(handle))
    return switch sqlite3_extended_errcode(handle) {
    case ResultCode.SQLITE_CONSTRAINT_UNIQUE.rawValue,
      ResultCode.SQLITE_CONSTRAINT_PRIMARYKEY.rawValue:
      Clash(message)
    default:
      code == SQLITE_FULL ? DiskFull() : Fault("SQLite answered \(code): \(message)") as any Error
    }
  }

  nonisolated(unsafe) private static let copied = unsafeBitCast(
    -1, to: sqlite3_destructor_type.self)
  nonisolated(unsafe) private static let nothing = UnsafePointer(strdup("")!)
}

/// Things that are lent one at a time. Waits when all are out.
final class Pool<Thing>: @unchecked Sendable {
  private let lock = NSLock()
  private let free: DispatchSemaphore
  private var things: [Thing]
  private let count: Int

  init(_ things: [Thing]) {
    self.things = things
    count = things.count
    free = DispatchSemaphore(value: things.count)
  }

  func with<T>(_ body: (Thing) throws -> T) throws -> T {
    free.wait()
    let thing = lock.withLock { things.removeLast() }
    defer {
      lock.withLock { things.append(thing) }
      free.signal()
    }
    return try body(thing)
  }

  /// Takes every thing back, for good.
  func drain(_ body: (Thing) -> Void) {
    for _ in 0..<count { free.wait() }
    for thing in things { body(thing) }
    for _ in 0..<count { free.signal() }
  }
}
