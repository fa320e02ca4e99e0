import App
import Core
import Foundation

@testable import Database

/// Fresh databases for tests: a file in a folder of its own, and, where `PIERHEAD_TEST_POSTGRES` names a server of
/// scripts/postgres, a database of its own. All stand at noon on one day.
package enum TestDatabase {
  package static let noon = Instant(iso: "2026-11-20T12:00:00Z")!

  package enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgresql
    package var description: String { rawValue }
  }

  /// The engines that this machine can test. `make test` starts a PostgreSQL, so there it is both.
  package static var engines: [Engine] { postgres == nil ? [.sqlite] : [.sqlite, .postgresql] }

  static var postgres: String? { ProcessInfo.processInfo.environment["PIERHEAD_TEST_POSTGRES"] }

  /// Runs a body with the whole product on a new database, and takes the database away after it. `settings` are
  /// `PIERHEAD_…` with their values.
  package static func with(
    _ engine: Engine, clock: TestClock = TestClock(),
    settings: [String: String] = [:],
    _ body: (Pierhead, TestClock) async throws -> Void
  ) async throws {
    if engine == .postgresql { await places.enter() }
    defer { if engine == .postgresql { places.leave() } }
    let folder = FileManager.default.temporaryDirectory.appending(path: "pierhead-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var configuration = try Configuration(environment: settings)
    configuration.keyFile = folder + "/key"
    configuration.looksPerMinute = 0
    configuration.sendsPerMinute = 0
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    configuration.database =
      engine == .sqlite
      ? .sqlite(path: folder + "/test.sqlite") : .postgresql(url: address(of: name))
    // What is made at another time says so in its record: then it is made here.
    let isCast = clock.wall.now() == noon
    switch engine {
    case .sqlite:
      if isCast { try await Mould.pour(into: folder + "/test.sqlite") }
    case .postgresql:
      if isCast {
        try await Mould.pour(intoDatabase: name)
      } else {
        try manage("CREATE DATABASE \(name) OWNER pierhead")
      }
    }
    let pierhead = try await Pierhead(configuration, wall: clock.wall, isDurable: false)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(pierhead, clock)) } catch { outcome = .failure(error) }
    pierhead.close()
    try FileManager.default.removeItem(atPath: folder)
    if engine == .postgresql { try manage("DROP DATABASE \(name) WITH (FORCE)") }
    try outcome.get()
  }

  /// Every database takes five connections of a server that has 200, and tests run side by side.
  package static let places = Turnstile(12)

  /// The server's address with another database on it, and with one schema of that as the only one.
  package static func address(of database: String, schema: String? = nil) -> String {
    let base = postgres ?? ""
    return base + (base.contains("?") ? "&" : "?") + "connect_timeout=60&dbname=\(database)"
      + (schema.map { "&options=-csearch_path%3D\($0)" } ?? "")
  }

  /// Makes or drops a database, which the product's own role may not.
  static func manage(_ sql: String) throws {
    let connection = try PostgresConnection(address(of: "postgres") + "&user=postgres")
    try connection.script("SET statement_timeout = 0; SET lock_timeout = 0")
    try connection.script(sql)
  }

  /// Runs SQL of a test's own on the PostgreSQL server, outside any schema.
  package static func script(_ sql: String) throws {
    // A machine that runs everything at once may be slow; a test must not fail for that.
    try PostgresConnection(postgres ?? "").script(
      "SET statement_timeout = 0; SET lock_timeout = 0; \(sql)")
  }
}

/// A clock that stands still until it is moved.
package final class TestClock: @unchecked Sendable {
  private let lock = NSLock()
  private var instant: Instant

  package init(_ instant: Instant = TestDatabase.noon) { self.instant = instant }

  package var wall: Wall { Wall { [self] in lock.withLock { instant } } }

  package func move(seconds: Int64) { lock.withLock { instant = instant.adding(seconds: seconds) } }
  package func move(days: Int) { move(seconds: Int64(days) * 86400) }
}

extension Database {
  /// Runs SQL outside every rule, as someone with the file in their hands could.
  package func tamper(_ sql: SQL) throws {
    try engine.withWriter { connection in _ = try connection.run(sql) }
  }
}
