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
  /// Whoever has the file has it alone, and fewer rows write the same pages of the indexes more often.
  let rowsAtOnce = 4000
  let mayBeAway = false

  private let path: String
  private let writer: DatabaseQueue
  private let writing: SQLiteConnection
  private let log: SQLiteLog
  private let readers: SQLiteReaders

  /// Opens an existing or new file. `durable` is false only for tests and for throw-away files.
  init(
    path: String, readers count: Int = max(4, ProcessInfo.processInfo.activeProcessorCount),
    durable: Bool = true
  ) throws {
    _ = Self.isSet
    self.path = path
    writer = try DatabaseQueue(path: path, configuration: Self.configuration(readonly: false))
    writing = try writer.inDatabase { db in
      // Of a new file; an older one stays as it is. Half as many pages for a long file's indexes as with 4 KiB.
      try db.execute(sql: "PRAGMA page_size = 8192")
      // GRDB sets NORMAL and 1000 itself when it opens a WAL database: so after it, and checked.
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = \(durable ? "FULL" : "OFF")")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try db.execute(sql: "PRAGMA cache_size = -32000")
      try db.execute(sql: "PRAGMA foreign_keys = ON")
      guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == (durable ? 2 : 0) else {
        throw Fault("SQLite would not write through to the disk")
      }
      return SQLiteConnection(db)
    }
    log = writer.inDatabase { db in SQLiteLog(db.sqliteConnection) }
    readers = SQLiteReaders(
      try (0..<count).map { _ in
        var configuration = Self.configuration(readonly: true)
        // A reader keeps its snapshot between pages: see SQLiteReaders.
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let connection = try queue.inDatabase { db in
          try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
          try db.execute(sql: "PRAGMA cache_size = -8000")
          guard try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") == 0 else {
            throw Fault("a reading connection would checkpoint")
          }
          return SQLiteConnection(db)
        }
        return SQLiteReader(queue, connection)
      })
  }

  /// Reads on the caller's own thread: a page's statements take less time than a change of threads twice.
  /// As many connections as threads that run pages, or more, so nobody waits here.
  func read<T: Sendable>(
    fresh: Bool, isOneStatement: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T {
    try readers.read(fresh: fresh, body)
  }

  /// The log can't begin anew until it is done, and grows meanwhile.
  func apart<T>(_ body: (any Connection) throws -> T) throws -> T {
    let queue = try DatabaseQueue(path: path, configuration: Self.configuration(readonly: true))
    defer { Self.close(queue) }
    return try queue.inDatabase { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      let connection = SQLiteConnection(db)
      _ = try connection.run("BEGIN")
      defer {
        connection.end()
        connection.forget()
      }
      return try body(connection)
    }
  }

  func second() -> (any Engine)? { nil }

  func committed(changing: Bool) { readers.committed(changing: changing) }

  /// Writes the log back into the file when it has grown, once no reader holds an older snapshot of it.
  func rest() {
    guard log.isLong else { return }
    readers.withoutKeeping { writer.inDatabase { _ in log.writeBack() } }
  }

  /// Nothing to do: without statistics SQLite takes the indexes that the schema's order was made for.
  func countAnew() async {}

  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T {
    try writer.inDatabase { _ in try body(writing) }
  }

  func close() {
    for queue in readers.drained() { Self.close(queue) }
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

  func takeTime() {}

  func each(_ sql: SQL, _ body: ([Value]) throws -> Void) throws {
    let prepared = try prepare(sql.text { _ in "?" })
    let handle = prepared.statement.sqliteStatement
    defer { sqlite3_reset(handle) }
    let width = Int(sqlite3_column_count(handle))
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: try body(Self.values(of: handle, width))
      case SQLITE_DONE: return
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

  /// What stands in `/* SQLite: … */` is run here, and is a comment to PostgreSQL.
  func script(_ text: String) throws {
    try db.execute(sql: text.replacing(/\/\* SQLite: (.+?) \*\//) { String($0.1) })
  }

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

/// SQLite's log, written back by the writing connection alone and never in the middle of a commit that somebody
/// waits for.
final class SQLiteLog {
  private let handle: OpaquePointer?
  private let frames = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private var most = SQLiteLog.length

  /// Frames of 8 KiB: about 10 ms to write back.
  private static let length: Int32 = 1500

  init(_ handle: OpaquePointer?) {
    self.handle = handle
    frames.pointee = 0
    sqlite3_wal_hook(
      handle,
      { frames, _, _, count in
        frames?.assumingMemoryBound(to: Int32.self).pointee = count
        return SQLITE_OK
      }, frames)
  }

  deinit { frames.deallocate() }

  /// A log that has begun anew is short again.
  var isLong: Bool {
    if frames.pointee < Self.length { most = Self.length }
    return frames.pointee >= most
  }

  /// Copies what no reader needs any more into the file. SQLite begins the log anew with the next commit that
  /// no reader stands in the way of; until then this is done again each time it has grown by as much.
  func writeBack() {
    sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    most = frames.pointee + Self.length
  }
}
