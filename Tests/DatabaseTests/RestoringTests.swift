import App
import Core
import Foundation
import Support
import Testing

@testable import Database

/// PostgreSQL ends the connection of a restore before it is committed, as where somebody restarts it.
@Suite(.enabled(if: TestDatabase.engines.contains(.postgresql)))
struct RestoringTests {
  /// Cuts the connection of a transaction so often as it is asked to.
  private final class Knife: @unchecked Sendable {
    private let lock = NSLock()
    private var left: Int
    private var runs = 0

    init(cuts: Int) { left = cuts }

    /// How often a transaction came so far.
    var count: Int { lock.withLock { runs } }

    func cut(_ transaction: borrowing Transaction) throws {
      let cuts = lock.withLock {
        runs += 1
        left -= 1
        return left >= 0
      }
      guard cuts else { return }
      let own: Int = try transaction.row("SELECT pg_backend_pid() AS pid")?["pid"] ?? 0
      // Answers when that process is gone.
      try TestDatabase.script("SELECT pg_terminate_backend(\(own), 10000)")
    }
  }

  private func tables(of ground: Ground) throws -> Int {
    guard case .postgresql(let url) = ground.address else { return 0 }
    let row = try PostgresConnection(url).run(
      "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = current_schema()")
    return try row.first?["n"] ?? 0
  }

  private func backUp(to place: Place) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([row("EX-1"), row("EX-2")])
      _ = try await pierhead.database.backUp(
        to: place.path("backup"), for: place.key, serverKey: nil)
    }
  }

  private func expectWhole(_ ground: Ground) async throws {
    let restored = try await ground.open()
    defer { restored.close() }
    _ = try await restored.head()
    #expect(try await restored.number("SELECT COUNT(*) AS amount FROM referrals") == 2)
    #expect(
      try await restored.number(
        "SELECT COUNT(*) AS amount FROM events WHERE verb = 'backup restored'") == 1)
  }

  @Test func `a restore whose connection is cut begins anew and completes`() async throws {
    try await Place.with { place in
      try await backUp(to: place)
      try await Ground.empty(.postgresql) { ground in
        let knife = Knife(cuts: 1)
        try await Database.restore(place.backup("backup"), to: ground.address, finishing: knife.cut)
        #expect(knife.count == 2)
        try await expectWhole(ground)
      }
    }
  }

  @Test func `one that is cut each time leaves nothing, and completes when it is run again`()
    async throws
  {
    try await Place.with { place in
      try await backUp(to: place)
      try await Ground.empty(.postgresql) { ground in
        let error = await #expect(throws: Away.self) {
          try await Database.restore(
            place.backup("backup"), to: ground.address, finishing: Knife(cuts: 100).cut)
        }
        #expect(error?.mayBeDone == false)
        #expect(try tables(of: ground) == 0)
        try await Database.restore(place.backup("backup"), to: ground.address) { _ in }
        try await expectWhole(ground)
      }
    }
  }
}
