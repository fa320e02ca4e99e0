import Core
import Foundation

/// One thread that writes. Whatever waits while it commits shares the next commit: each piece of work in a
/// savepoint of its own, all events chained at the end, everybody answered after the data is on disk.
final class GroupCommit: @unchecked Sendable {
  /// One piece of work. `run` answers the events it leaves; `finish` tells its caller how it went.
  struct Work: Sendable {
    let run: (@Sendable (any Connection) throws -> [PendingEvent])?
    let look: PendingEvent?
    /// Whether it leaves only what no page shows yet: snapshots need not be renewed for it.
    var isUnseen = false
    let finish: @Sendable ((any Error)?) -> Void
    /// How often it has given way to another server.
    var timesPutOff = 0
  }

  private let engine: any Engine
  private let lock = NSCondition()
  private var waiting: [Work] = []
  private var isClosed = false
  private var hasEnded = false
  private var counted = CommitFigures()

  /// How many pieces of work may share one commit.
  private let most = 512
  /// How often work may give way before its caller hears of it.
  private let mostPutOff = 5
  /// Microseconds for which a commit waits for more looks to share it, where the last one held several and nothing else.
  private let pause: UInt32 = 700

  init(_ engine: any Engine) {
    self.engine = engine
    let thread = Thread { [self] in serve() }
    thread.name = "pierhead.writer"
    thread.stackSize = 4 << 20
    thread.start()
  }

  func add(_ work: Work) {
    lock.lock()
    let refused = isClosed
    if !refused {
      waiting.append(work)
      if waiting.count == 1 { lock.signal() }
    }
    lock.unlock()
    if refused { work.finish(Fault("the database is closed")) }
  }

  /// How writing has gone so far.
  var figures: CommitFigures {
    lock.lock()
    defer { lock.unlock() }
    var figures = counted
    figures.waiting = waiting.count
    return figures
  }

  /// Finishes what waits, then ends the thread.
  func close() {
    lock.lock()
    isClosed = true
    lock.signal()
    while !hasEnded { lock.wait() }
    lock.unlock()
  }

  private func serve() {
    var areLooks = false
    while let batch = next(gathering: areLooks) {
      commit(batch)
      areLooks = batch.count > 1 && batch.allSatisfy { $0.run == nil }
    }
    lock.lock()
    hasEnded = true
    lock.broadcast()
    lock.unlock()
  }

  /// What waits, or nil at the end.
  private func next(gathering: Bool) -> [Work]? {
    lock.lock()
    defer { lock.unlock() }
    while waiting.isEmpty && !isClosed { lock.wait() }
    if gathering, !isClosed {
      lock.unlock()
      // tidy: waits for other threads, not for a clock
      usleep(pause)
      lock.lock()
    }
    guard !waiting.isEmpty else { return nil }
    counted.began()
    guard waiting.count > most else {
      defer { waiting = [] }
      return waiting
    }
    defer { waiting.removeFirst(most) }
    return Array(waiting.prefix(most))
  }

  private func commit(_ batch: [Work]) {
    var refused: [Int: any Error] = [:]
    var putOff: [Int: Work] = [:]
    do {
      try engine.withWriter { connection in
        _ = try connection.run(engine.beginWriting)
        do {
          var events: [PendingEvent] = []
          events.reserveCapacity(batch.count)
          for (index, work) in batch.enumerated() {
            if let look = work.look { events.append(look) }
            guard let run = work.run else { continue }
            do {
              events += try alone(run, on: connection, among: batch.count)
            } catch {
              if connection.hasLostTransaction { throw error }
              if error is GaveWay, work.timesPutOff < mostPutOff {
                // What this batch holds may be what the other waits for: so not again before it is committed.
                putOff[index] = work
              } else {
                refused[index] = error
              }
            }
          }
          if !events.isEmpty { try append(events, on: connection) }
          _ = try connection.run("COMMIT")
        } catch {
          if !connection.hasLostTransaction { _ = try connection.run("ROLLBACK") }
          throw error
        }
      }
    } catch {
      count(batch, error)
      for work in batch { work.finish(error) }
      return
    }
    count(batch, refused.values.first { $0 is any OutOfRoom })
    engine.committed(changing: batch.contains { $0.run != nil && !$0.isUnseen })
    for (index, work) in batch.enumerated() where putOff[index] == nil {
      work.finish(refused[index])
    }
    if !putOff.isEmpty { addAgain(putOff.sorted { $0.key < $1.key }.map(\.value)) }
    engine.rest()
  }

  private func count(_ batch: [Work], _ error: (any Error)?) {
    lock.lock()
    counted.ended(batch.count, error)
    lock.unlock()
  }

  /// Puts work that gave way before whatever else waits. Also while the database closes: nothing is forgotten.
  private func addAgain(_ works: [Work]) {
    lock.lock()
    waiting.insert(
      contentsOf: works.map { work in
        var again = work
        again.timesPutOff += 1
        return again
      }, at: 0)
    lock.unlock()
  }

  /// Runs one piece of work so that its failure undoes it and nothing else.
  private func alone(
    _ run: @Sendable (any Connection) throws -> [PendingEvent], on connection: any Connection,
    among count: Int
  ) throws -> [PendingEvent] {
    _ = try connection.run("SAVEPOINT work")
    do {
      let events = try run(connection)
      _ = try connection.run("RELEASE SAVEPOINT work")
      return events
    } catch {
      if !connection.hasLostTransaction {
        _ = try connection.run("ROLLBACK TO SAVEPOINT work")
        _ = try connection.run("RELEASE SAVEPOINT work")
      }
      throw error
    }
  }

  /// Chains the events of a batch after the head. The update that changes nothing holds the head's row, so
  /// that two servers on one PostgreSQL take turns here, and only here.
  private func append(_ events: [PendingEvent], on connection: any Connection) throws {
    guard let row = try connection.run("UPDATE event_head SET n = n RETURNING n, hash").first else {
      throw Fault("the record has no head")
    }
    var head = try Head(n: row["n"], hash: row["hash"])
    var rows: [[Value]] = []
    rows.reserveCapacity(events.count)
    for event in events {
      let salt = Chain.salt()
      let commitment = Chain.commitment(salt: salt, detail: event.detail)
      let n = head.n + 1
      let hash = Chain.hash(
        after: head.hash, n: n, at: event.happenedAt, by: event.account.text, verb: event.verb,
        subject: event.subject, isLook: event.isLook, commitment: commitment)
      rows.append([
        .int(Int64(n)), event.happenedAt.stored, event.account.stored, .text(event.verb),
        event.subject.map { .text($0) } ?? .null, .bool(event.isLook), .text(salt),
        .text(event.detail), .text(commitment), .text(hash),
      ])
      head = Head(n: n, hash: hash)
    }
    try connection.copy(into: "events", columns: Self.columns, rows: rows)
    _ = try connection.run("UPDATE event_head SET n = \(head.n), hash = \(head.hash)")
  }

  static let columns = [
    "n", "happened_at", "account_id", "verb", "subject", "is_look", "salt", "detail", "commitment",
    "hash",
  ]
}
