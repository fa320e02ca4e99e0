import Core
import Foundation
import Support

@testable import Database

/// A database of its own for one test, without the product on it: a file in a folder, or a schema.
struct Ground: Sendable {
  let address: Address
  let folder: String
  let clock = TestClock()

  /// Where the file is, on SQLite.
  var path: String { folder + "/test.sqlite" }

  /// Runs a body on a new database, which also has these tables, and takes everything away after it.
  static func with(
    _ engine: TestDatabase.Engine, tables: String = "",
    _ body: (Database, Ground) async throws -> Void
  ) async throws {
    try await empty(engine) { ground in
      let database = try await ground.open(tables: tables)
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await body(database, ground)) } catch {
        outcome = .failure(error)
      }
      database.close()
      try outcome.get()
    }
  }

  /// The same without a database in it. Not inside another on PostgreSQL: places there are few.
  static func empty(
    _ engine: TestDatabase.Engine, _ body: (Ground) async throws -> Void
  ) async throws {
    if engine == .postgresql { await TestDatabase.places.enter() }
    defer { if engine == .postgresql { TestDatabase.places.leave() } }
    let name = "ground_" + UUID().uuidString.lowercased().replacing("-", with: "")
    let folder = FileManager.default.temporaryDirectory.appending(path: name).path
    let ground: Ground
    switch engine {
    case .sqlite: ground = Ground(address: .sqlite(path: folder + "/test.sqlite"), folder: folder)
    case .postgresql:
      try TestDatabase.script("CREATE SCHEMA \(name)")
      ground = Ground(
        address: .postgresql(url: TestDatabase.address(of: "pierhead", schema: name)),
        folder: folder)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(ground)) } catch { outcome = .failure(error) }
    try FileManager.default.removeItem(atPath: folder)
    if engine == .postgresql { try TestDatabase.script("DROP SCHEMA \(name) CASCADE") }
    try outcome.get()
  }

  /// Opens the database, once more where it is open already.
  func open(tables: String = "", migrates: Bool = false) async throws -> Database {
    var needs = Database.Needs()
    needs.durable = false
    needs.migrates = migrates
    needs.seed = { transaction in
      if !tables.isEmpty { try transaction.read.connection.script(tables) }
    }
    return try await Database.open(address, wall: clock.wall, needs: needs)
  }

  /// Every file of the folder with its bytes.
  func files() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, try Data(contentsOf: URL(filePath: folder + "/" + name)))
      })
  }

  /// A table to write in, where what is written matters less than whether it is.
  static let marks = "CREATE TABLE marks (name TEXT PRIMARY KEY, amount BIGINT NOT NULL)"
}

extension Database {
  /// One change with one event.
  func mark(_ name: String, amount: Int = 0) async throws {
    try await write(as: .system) { transaction in
      try transaction.change("INSERT INTO marks (name, amount) VALUES (\(name), \(amount))")
      transaction.record("mark made", ["name": name])
    }
  }

  func marks() async throws -> [String] {
    try await read(fresh: true) { reader in
      try reader.rows("SELECT name FROM marks ORDER BY name").map { try $0["name"] }
    }
  }

  func number(_ sql: SQL) async throws -> Int {
    try await read(fresh: true) { reader in try reader.row(sql)?["amount"] ?? 0 }
  }

  /// How many events there are, and the last one's number.
  var events: (count: Int, last: Int) {
    get async throws {
      (
        try await number("SELECT COUNT(*) AS amount FROM events"),
        try await number("SELECT MAX(n) AS amount FROM events")
      )
    }
  }

  func head() async throws -> Head {
    guard case .sound(let head) = try await verify() else { throw Fault("the record is not sound") }
    return head
  }
}
