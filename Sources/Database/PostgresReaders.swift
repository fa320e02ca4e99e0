import Core
import Foundation
import Synchronization

/// Threads with a connection each, sharing one queue of work.
final class WorkQueue: @unchecked Sendable {
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

/// Remembers for a moment that nobody could be reached, so that of many who want to read not each must find out.
final class PostgresReach: Sendable {
  private let failedAt = Mutex<Int64?>(nil)

  /// Nanoseconds for which it is believed.
  private static let pause: Int64 = 500_000_000

  /// Connects, or throws `Away`.
  func attempt(_ connect: () throws -> Void) throws {
    if let failed = failedAt.withLock({ $0 }), Uptime.nanoseconds - failed < Self.pause {
      throw Away("PostgreSQL could not be reached a moment ago", mayBeDone: false)
    }
    do { try connect() } catch let unusable as Unusable {
      failedAt.withLock { $0 = Uptime.nanoseconds }
      throw Away(unusable.description, mayBeDone: false)
    }
  }
}
