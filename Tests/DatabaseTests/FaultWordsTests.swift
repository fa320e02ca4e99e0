import Core
import Foundation
import Support
import Testing

@testable import Database

/// What a fault of the database says holds no secret and nothing about anybody.
struct FaultWordsTests {
  private static let secret = "wrenfeather-7Quill"

  @Test func `a column of the wrong kind is told without what stands in it`() {
    let fault = #expect(throws: Fault.self) { try Day(.text(Self.secret), of: "born_on") }
    #expect("\(fault!)".contains("born_on"))
    #expect(!"\(fault!)".contains(Self.secret))
    let number = #expect(throws: Fault.self) { try Day(.int(19_310_217), of: "born_on") }
    #expect(!"\(number!)".contains("19310217"))
  }

  @Test(arguments: [
    "postgresql://pierhead:SECRET@[::1/pierhead",
    "postgresql://pierhead:SECRET%zz@127.0.0.1/pierhead",
    "postgresql://pierhead:SECRET/x@127.0.0.1/pierhead",
    "postgresql://pierhead:x@SECRET@127.0.0.1/pierhead",
    "postgresql://pierhead@127.0.0.1:1/pierhead?password=SECRET&nonsense=1",
    "postgresql://pierhead:SECRET@127.0.0.1:1/pierhead",
    "Postgresql://pierhead:SECRET@127.0.0.1/pierhead", "pierhead:SECRET@127.0.0.1/pierhead",
  ])
  func `an address that can't be used is refused without its password`(address: String) {
    let error = #expect(throws: Unusable.self) {
      guard case .postgresql(let url) = try Address(address.replacing("SECRET", with: Self.secret))
      else { return }
      _ = try PostgresConnection(url)
    }
    #expect(error.map { !"\($0)".contains(Self.secret) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test(arguments: [
    "postgresql://pierhead@/pierhead?host=/var/run/postgresql",
    "postgresql://u:p%40%2Fw@one.example.org,two.example.org:5433/d?sslmode=require",
    "postgresql://pierhead:pass@/pierhead?host=192.0.2.1,192.0.2.2&port=5432,5433",
    "postgres://u@[::1]:5432/d",
  ])
  func `a good address is read`(address: String) { #expect(PostgresAddress.isReadable(address)) }

  @Test(.enabled(if: TestDatabase.engines.contains(.postgresql)))
  func `what PostgreSQL says of a value is told without it`() async throws {
    try await Ground.empty(.postgresql) { ground in
      let database = try await ground.open()
      defer { database.close() }
      let secret = Self.secret
      let fault = await #expect(throws: Fault.self) {
        try await database.read {
          _ = try $0.rows("SELECT CAST(CAST(\(secret) AS TEXT) AS INTEGER) AS n")
        }
      }
      #expect(
        fault.map { "\($0)".contains("22P02") && !"\($0)".contains(secret) } == true,
        "\(fault.map { "\($0)" } ?? "")")
    }
  }
}
