import Core

/// What a statement runs on. `run` answers rows, also for `RETURNING`.
package protocol Connection: AnyObject {
  func run(_ sql: SQL) throws -> [Row]
  /// Runs a statement without values that only reads, and hands on its rows one by one: a whole table needs no memory.
  /// For a connection that is in a transaction and does nothing else meanwhile.
  func each(_ sql: SQL, _ body: ([Value]) throws -> Void) throws
  /// For long work on a connection of its own: the statements of this transaction may take as long as they take.
  func takeTime() throws
  /// Puts many rows into a table at once: COPY on PostgreSQL, one prepared statement on SQLite.
  func copy(into table: String, columns: [String], rows: [[Value]]) throws
  /// Runs several statements without values, such as a migration.
  func script(_ text: String) throws
  /// Whether an error has already undone the whole transaction, with everything in it.
  var hasLostTransaction: Bool { get }
  /// Ends the transaction, and returns only when all of it is safe. Throws `Away` that `mayBeDone` where nobody can tell.
  func commit() throws
  /// For a transaction that may have changed nothing, and yet is answered by what it read: its commit then waits until
  /// that is safe too.
  func leaveMark() throws
  /// Lets servers on one database go on from here one after the other, each with all that those before it left.
  func takeTurn() throws
  /// Waits until no other program makes or changes the schema of this database, for the rest of this transaction.
  func goAlone() throws
}

extension Connection {
  package func commit() throws { _ = try run("COMMIT") }
  package func leaveMark() throws {}
  package func takeTurn() throws {}
  package func goAlone() throws {}
}

/// All an engine must do: lend a connection for reading, and one thread's connection for writing.
protocol Engine: Sendable {
  /// How `Database` begins a transaction that writes.
  var beginWriting: SQL { get }
  var name: String { get }
  /// How many rows of a long load share a transaction best, where this process serves no pages beside it.
  var rowsAtOnce: Int { get }
  /// Whether it may be gone for a while, with whatever was asked of it last.
  var mayBeAway: Bool { get }

  /// Runs a body that only reads, in one transaction, so that it sees one moment: all changes that were
  /// acknowledged, and where `fresh` is asked for all looks too.
  func read<T: Sendable>(
    fresh: Bool, isOneStatement: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T

  /// Runs a long body that only reads on a connection of its own, in one snapshot and on the caller's thread, so that
  /// nobody else waits for it.
  func apart<T>(_ body: (any Connection) throws -> T) throws -> T

  /// Lends the writing connection to the only thread that writes. Reconnects where that is possible.
  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T

  /// An engine with a writing connection of its own on the same database, or nil where only one can write.
  func second() throws -> (any Engine)?

  /// Hears of each commit before its callers do. `changing` is false where it held looks alone.
  func committed(changing: Bool)

  /// Called on the writing thread after a commit's callers have been answered: time to tidy up.
  func rest()

  /// Looks anew at how much there is of everything, where the engine plans its statements by that.
  func countAnew() async

  func close()
}

/// The database can't be used, and why, in one sentence for a person. Commands end with status 78.
package struct Unusable: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// A row with this key stands already: a UNIQUE or PRIMARY KEY rule of the schema refused the statement.
package struct Clash: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// The database can't be reached, or did not confirm in time. Answered with 503.
package struct Away: NotNow, CustomStringConvertible {
  package let description: String
  package let mayBeDone: Bool

  package init(_ description: String, mayBeDone: Bool) {
    self.description = description
    self.mayBeDone = mayBeDone
  }
}

/// Another server held what a statement needed, and one of the two had to give way. The same work may pass a moment later.
struct GaveWay: Error, CustomStringConvertible {
  let description: String
}

/// No room on the disk: nothing was written. Answered with 507.
package struct DiskFull: OutOfRoom {
  package init() {}
}
