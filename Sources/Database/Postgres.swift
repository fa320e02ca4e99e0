import Core
import Foundation

/// PostgreSQL through libpq, its reference client. Every connection has a thread of its own, because libpq
/// waits: some read, one writes.
final class Postgres: Engine, @unchecked Sendable {
  let name = "PostgreSQL"
  let beginWriting: SQL = "BEGIN"
  /// Other processes may serve pages, and more rows load no quicker.
  let rowsAtOnce = 500
  let mayBeAway = true

  let address: String
  private let reading: WorkQueue
  private let reach = PostgresReach()
  private var writing: PostgresConnection?

  /// `address` is a libpq connection string or URL. Of several hosts libpq takes the first that lets us write: so it
  /// finds a standby that was promoted. Throws `Unusable` where there is none.
  init(address: String, readers count: Int = 4) throws {
    self.address = address
    let connections = try (0..<count).map { _ in try PostgresConnection(address) }
    writing = try PostgresConnection(address)
    reading = WorkQueue(connections)
  }

  func committed(changing: Bool) {}

  func rest() {}

  func read<T: Sendable>(
    fresh: Bool, isOneStatement: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> T {
    try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<T, any Error>) in
      let isTaken = reading.add { [reach] connection in
        connection.reading(isOneStatement: isOneStatement, through: reach, body) {
          continuation.resume(with: $0)
        }
      }
      if !isTaken { continuation.resume(throwing: Fault("the database is closed")) }
    }
  }

  /// ANALYZE, on a connection of its own beside the writer's. PostgreSQL does it by itself within a minute or
  /// two; until then, after many rows came at once, it plans as for an empty table. So a failure is let be.
  func countAnew() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isTaken = reading.add { [address] _ in
        do {
          let connection = try PostgresConnection(address)
          let tables = try connection.run(
            "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()"
          ).map { try $0["name"] as String }
          // A quarter of what it looks at by itself: its plans need no more, and somebody waits.
          try connection.script("SET default_statistics_target = 25")
          try connection.script("ANALYZE \(tables.joined(separator: ", "))")
        } catch {}  // the next one, or PostgreSQL's own, makes up for it
        continuation.resume()
      }
      if !isTaken { continuation.resume() }
    }
  }

  /// Called on the writing thread only. A connection that broke is replaced before the next work.
  func withWriter<T>(_ body: (any Connection) throws -> T) throws -> T {
    if writing?.isBroken ?? true {
      writing = nil
      do { writing = try PostgresConnection(address) } catch let unusable as Unusable {
        throw Away(unusable.description, mayBeDone: false)
      }
    }
    return try body(writing!)
  }

  func close() {
    reading.close()
    writing = nil
  }
}
