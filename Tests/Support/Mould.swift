import App
import Foundation

@testable import Database

/// A new database as the product makes it, at noon on the tests' day. Made once for each engine and copied for each test:
/// making all tables and lists anew took most of the tests' time, and left PostgreSQL's catalogue full of what was dropped.
enum Mould {
  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "pierhead-mould-\(ProcessInfo.processInfo.processIdentifier)").path

  private static let file = Task {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: Mould.folder) }
    let path = folder + "/mould.sqlite"
    try await make(.sqlite(path: path))
    return path
  }

  private static let database = Task {
    let name = "mould_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try TestDatabase.manage("CREATE DATABASE \(name) OWNER pierhead")
    try await make(.postgresql(url: TestDatabase.address(of: name)))
    return name
  }

  private static func make(_ address: Address) async throws {
    let reference = try ReferenceData.shipped()
    var needs = Database.Needs()
    needs.seed = { transaction in try reference.install(transaction) }
    needs.durable = false
    try await Database.open(address, wall: TestClock().wall, needs: needs).close()
  }

  static func pour(into path: String) async throws {
    try FileManager.default.copyItem(atPath: try await file.value, toPath: path)
  }

  static func pour(intoDatabase name: String) async throws {
    let mould = try await database.value
    try TestDatabase.manage(
      "CREATE DATABASE \(name) TEMPLATE \(mould) OWNER pierhead STRATEGY file_copy")
  }
}
