import Core
import Foundation

/// One thread that writes. Whatever waits while it commits shares the next commit: each piece of work in a
/// savepoint of its own, all events chained at the end, everybody answered after the data is on disk.
///
/// Where the engine may be away, work that was cut off before its commit runs again, a commit that was not confirmed is
/// looked for, and callers may be answered before the work ends: see docs/decisions/0031-a-database-that-is-away.md.
final class GroupCommit: @unchecked Sendable {
  /// One piece of work. `run` answers the events it leaves; `finish` tells its caller how it went.
  struct Work: Sendable {
    let run: (@Sendable (any Connection) throws -> [PendingEvent])?
    let look: PendingEvent?
    /// Whether it leaves only what no page shows yet: snapshots need not be renewed for it.
    var isUnseen = false
    /// How long its caller waits at most, where anybody is answered early; nil is as long as all others.
    var patience: Duration?
    let finish: @Sendable ((any Error)?) -> Void
    /// How often it has given way to another server; being cut off counts for two.
    var timesPutOff = 0
    var addedAt: Int64 = 0
    /// Where its caller may be answered early.
    var caller: Caller?

    var isAnswered: Bool { caller?.isAnswered ?? false }

    func end(_ error: (any Error)?) {
      if caller?.take() ?? true { finish(error) }
    }
  }

  private let engine: any Engine
  private let lock = NSCondition()
  private var waiting: [Work] = []
  /// What is being committed, or was last.
  private var running: [Work] = []
  /// Nanoseconds after which callers are answered, whatever became of their work; nil lets them wait.
  private var limit: Int64?
  private var turnedAway = false
  private var isClosed = false
  private var isLeft = false
  private var hasEnded = false
  private var counted = CommitFigures()

  /// How many pieces of work may share one commit.
  private let most = 512
  /// How often work may give way before its caller hears of it.
  private let mostPutOff = 5
  /// Microseconds for which a commit waits for more looks to share it, where the last one held several and nothing else.
  private let pause: UInt32 = 700
  /// Microseconds between two tries to reach a database that is away.
  private let rest: UInt32 = 100_000
  /// Nanoseconds after which a database that is away is given up, where nobody is answered early.
  private let longest: Int64 = 60_000_000_000

  init(_ engine: any Engine) {
    self.engine = engine
    start("pierhead.writer") { $0.serve() }
  }

  private func start(_ name: String, _ body: @escaping @Sendable (GroupCommit) -> Void) {
    let thread = Thread { [self] in body(self) }
    thread.name = name
    thread.stackSize = 4 << 20
    thread.start()
  }

  func add(_ work: Work) {
    var work = work
    if engine.mayBeAway { work.addedAt = Uptime.nanoseconds }
    lock.lock()
    let refused = isClosed
    if !refused {
      if let limit {
        let own = work.patience.map(Self.nanoseconds) ?? limit
        work.caller = Caller(due: work.addedAt + min(own, limit))
      }
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

  /// Finishes what waits, then ends the thread. False where the thread still waits for a database that is away, and
  /// nobody waits for it.
  func close() -> Bool {
    lock.lock()
    defer { lock.unlock() }
    isClosed = true
    lock.broadcast()
    while !hasEnded && !isLeft { lock.wait() }
    return hasEnded
  }

  /// From now on no caller waits longer than this, where the engine may be away.
  func answer(within limit: Duration) {
    guard engine.mayBeAway else { return }
    let isFirst = lock.withLock {
      defer { self.limit = Self.nanoseconds(limit) }
      return self.limit == nil
    }
    guard isFirst else { return }
    start("pierhead.deadline") { commits in
      // tidy: whoever waits for long enough is answered by the clock, and by nothing else
      while commits.answerLate(at: Uptime.nanoseconds) { usleep(50_000) }
    }
  }

  /// How it stands, for tests.
  var state: (waiting: Int, isClosed: Bool, hasEnded: Bool) {
    lock.withLock { (waiting.count, isClosed, hasEnded) }
  }

  /// Whether somebody was turned away because a commit took too long, and none has ended since.
  var isStalled: Bool { lock.withLock { turnedAway } }

  /// Answers whoever has waited long enough. What had not begun is forgotten; what is being committed may come to
  /// stand. False at the end.
  func answerLate(at now: Int64) -> Bool {
    lock.lock()
    func isLate(_ work: Work) -> Bool { work.caller.map { $0.due <= now } ?? false }
    let forgotten = waiting.filter(isLate)
    if !forgotten.isEmpty { waiting.removeAll(where: isLate) }
    let unsure = running.filter { isLate($0) && !$0.isAnswered }
    if !forgotten.isEmpty || !unsure.isEmpty { turnedAway = true }
    let isEmpty = forgotten.isEmpty && unsure.isEmpty && waiting.isEmpty
    if isClosed, !hasEnded, isEmpty, !running.isEmpty, running.allSatisfy(isLate) {
      isLeft = true
      lock.broadcast()
    }
    let goesOn = !hasEnded && !isLeft
    lock.unlock()
    for work in forgotten { work.end(Away("nothing was done in time", mayBeDone: false)) }
    for work in unsure { work.end(Away("nothing was confirmed in time", mayBeDone: true)) }
    return goesOn
  }

  private static func nanoseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
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
    running = []
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
      running = waiting
      waiting = []
      return running
    }
    running = Array(waiting.prefix(most))
    waiting.removeFirst(most)
    return running
  }

  private func commit(_ batch: [Work]) {
    var refused: [Int: any Error] = [:]
    var putOff: [Int: Work] = [:]
    var hasBegun = false
    var last: Head?
    do {
      try transaction { connection in
        hasBegun = true
        var events: [PendingEvent] = []
        events.reserveCapacity(batch.count)
        for (index, work) in batch.enumerated() {
          if let look = work.look { events.append(look) }
          guard let run = work.run else { continue }
          do {
            events += try alone(run, on: connection, among: batch.count)
          } catch {
            if connection.hasLostTransaction { throw error }
            if mayPass(work, error) {
              // What this batch holds may be what the other waits for: so not again before it is committed.
              putOff[index] = work
            } else {
              refused[index] = error
            }
          }
        }
        if events.isEmpty {
          try connection.leaveMark()
        } else {
          last = try append(events, on: connection)
        }
      }
    } catch let away as Away where away.mayBeDone {
      guard let stands = find(last, of: batch) else {
        count(batch, away)
        for work in batch { work.end(away) }
        return
      }
      if !stands {
        count(batch, away)
        return addAgain(batch, counting: 2, or: away)
      }
    } catch let away as Away {
      count(batch, away)
      return addAgain(batch, counting: hasBegun ? 2 : 0, or: away)
    } catch let gaveWay as GaveWay {
      count(batch, gaveWay)
      return addAgain(batch, counting: 1, or: gaveWay)
    } catch {
      count(batch, error)
      for work in batch { work.end(error) }
      return
    }
    count(batch, refused.values.first { $0 is any OutOfRoom })
    lock.withLock { turnedAway = false }
    engine.committed(changing: batch.contains { $0.run != nil && !$0.isUnseen })
    for (index, work) in batch.enumerated() where putOff[index] == nil {
      work.end(refused[index])
    }
    if !putOff.isEmpty {
      addAgain(
        putOff.sorted { $0.key < $1.key }.map(\.value), counting: 1,
        or: GaveWay(description: "another server was in the way"))
    }
    engine.rest()
  }

  private func count(_ batch: [Work], _ error: (any Error)?) {
    lock.lock()
    counted.ended(batch.count, error)
    lock.unlock()
  }

  /// Whether work that was refused may pass when it runs again: another server was in its way, or has just written the
  /// same row, as where one request is sent to both. Then it finds that row.
  private func mayPass(_ work: Work, _ error: any Error) -> Bool {
    if error is Clash { return engine.mayBeAway && work.timesPutOff == 0 }
    return error is GaveWay && work.timesPutOff < mostPutOff
  }

  /// Runs a body in one transaction on the writing connection.
  private func transaction<T>(_ body: (any Connection) throws -> T) throws -> T {
    try engine.withWriter { connection in
      _ = try connection.run(engine.beginWriting)
      do {
        let result = try body(connection)
        try connection.commit()
        return result
      } catch {
        if !connection.hasLostTransaction { _ = try connection.run("ROLLBACK") }
        throw error
      }
    }
  }

  /// Whether a batch stands whose commit was not confirmed: by its last event. Asks again until it knows, and answers
  /// nil where it can't know or nobody waits for it any more.
  private func find(_ last: Head?, of batch: [Work]) -> Bool? {
    guard let last else { return nil }
    let end = Uptime.nanoseconds + longest
    while Uptime.nanoseconds < end, !batch.allSatisfy(\.isAnswered) {
      do {
        return try transaction { connection in
          // Waits for the batch's own transaction to end, where it still goes on, and makes this one's commit wait for
          // a standby: then everything before it is there too.
          try connection.takeTurn()
          try connection.leaveMark()
          let found = try connection.run("SELECT hash FROM events WHERE n = \(last.n)").first
          return try found?["hash"] == last.hash
        }
      } catch {
        // tidy: waits for a database to come back
        usleep(rest)
      }
    }
    return nil
  }

  /// Puts work that did not come to stand before whatever else waits, or gives it up. Also while the database closes:
  /// nothing is forgotten. Being cut off counts for two, because the work itself may be why; not being reached, nothing.
  private func addAgain(_ works: [Work], counting times: Int, or error: any Error) {
    var again: [Work] = []
    for var work in works where !work.isAnswered {
      work.timesPutOff += times
      let mayRun = times > 0 ? work.timesPutOff <= mostPutOff : isPatient(work)
      if mayRun { again.append(work) } else { work.end(error) }
    }
    if error is Away {
      // tidy: waits for a database to come back
      usleep(rest)
    }
    lock.lock()
    waiting.insert(contentsOf: again, at: 0)
    lock.unlock()
  }

  /// Whether to go on trying to reach a database for it: until its caller is answered, or for a minute.
  private func isPatient(_ work: Work) -> Bool {
    work.caller != nil || Uptime.nanoseconds - work.addedAt < longest
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
  /// that two servers on one PostgreSQL take turns here, and only here. Answers the new head.
  private func append(_ events: [PendingEvent], on connection: any Connection) throws -> Head {
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
    return head
  }

  static let columns = [
    "n", "happened_at", "account_id", "verb", "subject", "is_look", "salt", "detail", "commitment",
    "hash",
  ]
}
