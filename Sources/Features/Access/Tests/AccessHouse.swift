import Core
import Database
import Foundation
import Synchronization

@testable import Access

/// A clock that stands still until a test moves it.
final class Clock: Sendable {
  private let instant = Mutex(Instant(iso: "2026-11-20T12:00:00Z")!)

  var wall: Wall { Wall { self.instant.withLock { $0 } } }
  func pass(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A new database with roles, an open door and a stopped clock. One address for all who do not say another.
struct AccessHouse {
  static let password = "copper wrenfeather under stairs"

  let clock = Clock()
  let database: Database
  let access: Access

  static func with(_ body: (AccessHouse) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // the machine clears what is left
    var settings = AccessSettings()
    settings.contextWords = ["Liverpool City Region"]
    settings.districts = [("E08000012", "Liverpool"), ("E08000015", "Wirral")]
    let house = try await AccessHouse(folder.appending(path: "test.sqlite").path, settings)
    do {
      try await body(house)
      house.database.close()
    } catch {
      house.database.close()
      throw error
    }
  }

  private init(_ path: String, _ settings: AccessSettings) async throws {
    var needs = Database.Needs()
    needs.durable = false
    needs.seed = { transaction in try Access.install(transaction) }
    database = try await Database.open(.sqlite(path: path), wall: clock.wall, needs: needs)
    access = try await Access(
      database, key: Array(repeating: 7, count: 32), settings: settings)
  }

  static let caller = Caller(
    address: "192.0.2.7", userAgent: "Mozilla/5.0 (Windows NT) Firefox/140.0")

  /// Somebody whose account is set up, with their authenticator.
  func person(
    _ email: String = "mina@example.org", roles: [String] = ["advocate"],
    districts: [String] = ["E08000012"]
  ) async throws -> Someone {
    let token = try await access.add(
      email: email, name: "Mina Kallon", roles: roles, districts: districts, by: .system)
    return try await setUp(token, email)
  }

  func setUp(_ token: Token, _ email: String) async throws -> Someone {
    try await access.choosePassword(Self.password, with: token.text)
    guard case .enrol(let enrolment)? = try await access.setUpStep(token.text) else {
      throw Fault("the second factor was not asked for")
    }
    let authenticator = Authenticator(secret: Self.bytes(base32: enrolment.secret))
    let (arrival, codes) = try await access.confirmSetUp(
      code(of: authenticator), with: token.text, from: Self.caller)
    clock.pass(seconds: 60)
    return Someone(
      email: email, authenticator: authenticator, arrival: arrival, recoveryCodes: codes)
  }

  /// What the app shows now.
  func code(of authenticator: Authenticator) -> String {
    authenticator.code(at: Int(clock.wall.now().seconds / Authenticator.step))
  }

  func signIn(
    _ someone: Someone, password: String = password, code: String? = nil,
    from caller: Caller = caller
  ) async throws -> Arrival {
    try await access.signIn(
      email: someone.email, password: password, code: code ?? self.code(of: someone.authenticator),
      from: caller)
  }

  func verbs() async throws -> [String] {
    try await database.read(fresh: true) { reader in
      try reader.rows("SELECT verb FROM events ORDER BY n LIMIT 1000").map { try $0["verb"] }
    }
  }

  static func bytes(base32 text: String) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = text.flatMap { character in
      let value = digits.firstIndex(of: character)!
      return (0..<5).map { value >> (4 - $0) & 1 }
    }
    return stride(from: 0, to: bits.count - 7, by: 8).map { start in
      UInt8(bits[start..<start + 8].reduce(0) { $0 << 1 | $1 })
    }
  }
}

struct Someone {
  let email: String
  let authenticator: Authenticator
  let arrival: Arrival
  let recoveryCodes: [String]
}
