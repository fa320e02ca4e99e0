import Core
import Dispatch
import Foundation
import GRDB

/// The reading connections of a SQLite file, lent one at a time, each keeping its snapshot for a moment.
///
/// SQLite throws a connection's whole cache away when the file has changed since it last looked, and every page
/// that is shown adds a look. So pages would read everything anew, each time. A look changes nothing that a page
/// shows: a snapshot may serve several pages, until something else was committed or it is 250 ms old. Who reads
/// the record itself asks for a fresh one. See docs/decisions/0012-snapshots-outlive-looks.md.
final class SQLiteReaders: @unchecked Sendable {
  private let lock = NSLock()
  private let free: DispatchSemaphore
  private let count: Int
  private var idle: [SQLiteReader]
  /// How often something other than a look was committed.
  private var generation = 0
  private var isKeeping = true
  private var isClosed = false

  /// Nanoseconds after which a snapshot is renewed, so that the log can be written back and begun anew.
  private static let life: Int64 = 250_000_000

  init(_ readers: [SQLiteReader]) {
    idle = readers
    count = readers.count
    free = DispatchSemaphore(value: readers.count)
  }

  /// Reads in one snapshot; waits while all connections are out.
  func read<T>(fresh: Bool, _ body: (any Connection) throws -> T) throws -> T {
    free.wait()
    let (reader, generation) = lock.withLock { (idle.removeLast(), self.generation) }
    defer {
      lock.withLock { idle.append(reader) }
      free.signal()
    }
    guard !lock.withLock({ isClosed }) else { throw Fault("the database is closed") }
    return try reader.queue.inDatabase { _ in
      if fresh || !reader.isCurrent(generation, within: Self.life) {
        try reader.renew(generation)
      }
      defer { if !lock.withLock({ isKeeping }) { reader.end() } }
      return try body(reader.connection)
    }
  }

  /// Something was committed. Called before anyone hears of it, so that whoever changed something sees it.
  /// Ends snapshots that are out of date and that nobody uses, so that none holds the log.
  func committed(changing: Bool) {
    lock.withLock {
      if changing { generation += 1 }
      for reader in idle where reader.isOpen && !reader.isCurrent(generation, within: Self.life) {
        reader.queue.inDatabase { _ in reader.end() }
      }
    }
  }

  /// While the log is written back, every read takes a snapshot of its own and gives it up at once: SQLite can
  /// begin its log anew only when nobody holds an older one.
  func withoutKeeping(_ body: () -> Void) {
    lock.withLock { isKeeping = false }
    committed(changing: true)
    body()
    committed(changing: true)
    lock.withLock { isKeeping = true }
  }

  /// Takes every connection back, for good.
  func drained() -> [DatabaseQueue] {
    for _ in 0..<count { free.wait() }
    defer { for _ in 0..<count { free.signal() } }
    return lock.withLock {
      isClosed = true
      return idle.map { reader in
        reader.queue.inDatabase { _ in
          reader.end()
          reader.connection.forget()
        }
        return reader.queue
      }
    }
  }
}

/// One reading connection and the snapshot it holds.
final class SQLiteReader {
  let queue: DatabaseQueue
  let connection: SQLiteConnection
  private var snapshot: (generation: Int, began: Int64)?

  init(_ queue: DatabaseQueue, _ connection: SQLiteConnection) {
    self.queue = queue
    self.connection = connection
  }

  var isOpen: Bool { snapshot != nil }

  func isCurrent(_ generation: Int, within life: Int64) -> Bool {
    guard let snapshot else { return false }
    return snapshot.generation == generation && Uptime.nanoseconds - snapshot.began < life
  }

  /// The generation was read before the snapshot begins: it can only be newer than that.
  func renew(_ generation: Int) throws {
    end()
    _ = try connection.run("BEGIN")
    snapshot = (generation, Uptime.nanoseconds)
  }

  func end() {
    guard isOpen else { return }
    connection.end()
    snapshot = nil
  }
}
