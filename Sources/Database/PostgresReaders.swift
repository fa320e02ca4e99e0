import Foundation

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
