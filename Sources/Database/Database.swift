import Core

/// The one way to the data. The body of each call *is* the transaction, and runs without waiting for anything
/// but the database.
package struct Database: Sendable {
  let engine: any Engine
  let writer: GroupCommit
  package let wall: Wall
  let keepable: Set<String>
  var listening: Listening?
  /// A file that was opened after a process did not end well, and is too large to check first.
  var uncheckedFile: String?

  init(_ engine: any Engine, wall: Wall, keepable: Set<String> = []) {
    self.engine = engine
    self.writer = GroupCommit(engine)
    self.wall = wall
    self.keepable = keepable
  }

  private init(_ other: Database, keepable: Set<String>) {
    engine = other.engine
    writer = other.writer
    wall = other.wall
    listening = other.listening
    uncheckedFile = other.uncheckedFile
    self.keepable = keepable
  }

  /// The same database, where `keep` may write these tables too.
  package func keeping(_ tables: [String]) -> Database {
    Database(self, keepable: keepable.union(tables))
  }

  /// The same database, where every change is also told to `hear`, in its own transaction. For the one who makes the
  /// rooms: those that have the database already do not tell.
  package func telling(
    writing tables: Set<String>,
    _ hear: @escaping @Sendable (borrowing Keeper, [Happening]) throws -> Void
  ) -> Database {
    var telling = self
    telling.listening = Listening(tables: tables, hear: hear)
    return telling
  }

  /// The same database with a writer of its own, for long work that two can share; nil where only one can write. Whoever
  /// asked closes it. A row that the other writes stays locked until that is committed: the two must not want the same ones.
  package func second() throws -> Database? {
    try engine.second().map { Database($0, wall: wall, keepable: keepable) }
  }

  /// "SQLite" or "PostgreSQL", for people.
  package var engineName: String { engine.name }

  /// How many rows of a long load share a transaction best, where this process serves no pages beside it.
  package var rowsAtOnce: Int { engine.rowsAtOnce }

  /// Reads what shows no person: code lists, one's own account, counts. Whoever reads the record itself asks
  /// for a `fresh` snapshot, with every look in it; all others see every change, and maybe not the last looks.
  package func read<T: Sendable>(
    fresh: Bool = false, isOneStatement: Bool = false,
    _ body: @escaping @Sendable (borrowing Reader) throws -> T
  ) async throws -> T {
    try await engine.read(fresh: fresh, isOneStatement: isOneStatement) { connection in
      let reader = Reader(connection)
      return try body(reader)
    }
  }

  /// Reads for a page that shows people. The body tells what it showed, and the answer is given only when
  /// the look is on disk. A body that throws has shown nothing and leaves no look.
  package func look<T: Sendable>(
    as user: User, _ verb: String, fresh: Bool = false,
    _ body: @escaping @Sendable (borrowing Looker) throws -> T
  ) async throws -> T {
    let now = wall.now()
    let (result, subject, listed) = try await engine.read(fresh: fresh, isOneStatement: false) {
      connection in
      let looker = Looker(connection)
      let result = try body(looker)
      return (result, looker.shown.subject, looker.shown.listed)
    }
    let look = PendingEvent(
      happenedAt: now, account: user.id, verb: verb, subject: subject, isLook: true,
      detail: listed.joined(separator: ","))
    try await committed { finish in GroupCommit.Work(run: nil, look: look, finish: finish) }
    return result
  }

  /// One change by one user. A change that records nothing is a fault, and does not commit.
  /// `once` adds what a request that may be sent again leaves beside it.
  package func write<T: Sendable>(
    as user: User, once: Once<T>? = nil,
    _ body: @escaping @Sendable (borrowing Transaction) throws -> T
  ) async throws -> T {
    let (wall, listening) = (wall, listening)
    return try await working { connection in
      let transaction = Transaction(connection, user: user, now: wall.now())
      let beside = Keeper(connection, now: transaction.now, allowed: once?.tables ?? [])
      try once?.before(beside)
      let result = try body(transaction)
      guard !transaction.tally.changed || !transaction.tally.events.isEmpty else {
        throw Fault("a change went unrecorded")
      }
      try once?.after(beside, result)
      if let listening, !transaction.tally.events.isEmpty {
        let teller = Keeper(connection, now: transaction.now, allowed: listening.tables)
        try listening.hear(teller, transaction.tally.events.map(\.told))
      }
      return (result, transaction.tally.events)
    }
  }

  /// Writes what is not history, in the tables that rooms have listed for it. See `Keeper`. What is `unseen`, such as
  /// a part of a file, may be missing from what is read for a moment after it.
  /// Who can do without waits no longer than `patience`, where anybody is answered early: see `answer(within:)`.
  package func keep<T: Sendable>(
    unseen isUnseen: Bool = false, patience: Duration? = nil,
    _ body: @escaping @Sendable (borrowing Keeper) throws -> T
  ) async throws -> T {
    let (wall, keepable) = (wall, keepable)
    return try await working(unseen: isUnseen, patience: patience) { connection in
      let keeper = Keeper(connection, now: wall.now(), allowed: keepable)
      return (try body(keeper), [])
    }
  }

  /// For whoever has just written very much at once: lets the engine plan by how much there is now. Changes
  /// nothing that anybody reads.
  package func countAnew() async { await engine.countAnew() }

  /// For a server: from now on whoever waits longer than this for a commit is answered with `Away`, where the engine is
  /// one that may be away.
  package func answer(within limit: Duration) { writer.answer(within: limit) }

  /// Whether somebody was turned away because a commit took too long, and none has ended since.
  package var isStalled: Bool { writer.isStalled }

  /// Finishes what waits to be written and lets the engine go. A commit that an engine which is away does not confirm is
  /// left to itself: everybody who waited for it was told so.
  package func close() {
    if writer.close() { engine.close() }
  }

  private func working<T: Sendable>(
    unseen isUnseen: Bool = false, patience: Duration? = nil,
    _ body: @escaping @Sendable (any Connection) throws -> (T, [PendingEvent])
  ) async throws -> T {
    let box = Box<T>()
    try await committed { finish in
      GroupCommit.Work(
        run: { connection in
          let (result, events) = try body(connection)
          box.value = result
          return events
        }, look: nil, isUnseen: isUnseen, patience: patience, finish: finish)
    }
    return box.value!
  }

  private func committed(
    _ work: (@escaping @Sendable ((any Error)?) -> Void) -> GroupCommit.Work
  ) async throws {
    try await withUnsafeThrowingContinuation {
      (continuation: UnsafeContinuation<Void, any Error>) in
      writer.add(
        work { error in
          if let error { continuation.resume(throwing: error) } else { continuation.resume() }
        })
    }
  }
}

/// Carries a result from the writing thread to the caller, which reads it only after the commit.
private final class Box<T: Sendable>: @unchecked Sendable {
  var value: T?
}
