import Core
import Foundation
import Support
import Testing

@testable import Database

/// What is known of how writing goes.
struct CommitFiguresTests {
  private struct Full: OutOfRoom {}

  @Test
  func
    `commits are counted by how many shared them, and the last trouble is kept until one goes through`()
  {
    var figures = CommitFigures()
    for count in [1, 2, 3, 512] {
      figures.began()
      figures.ended(count, nil)
    }
    #expect(figures.sizes == [1, 1, 1, 0, 0, 0, 0, 0, 0, 1])
    #expect(figures.commits == 4 && figures.works == 518 && figures.failures == 0)
    figures.began()
    #expect(figures.busy != nil)
    figures.ended(1, Full())
    #expect(figures.trouble == .noRoom && figures.failures == 1 && figures.busy == nil)
    figures.ended(1, Fault("another"))
    #expect(figures.trouble == .refused)
    figures.ended(1, nil)
    #expect(figures.trouble == nil && figures.commits == 5)
  }

  @Test(arguments: TestDatabase.engines)
  func `a database counts its commits, and none of a change that was refused is a failure`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let before = database.commitFigures
      try await database.mark("one")
      await #expect(throws: Rejection.self) {
        try await database.write(as: .system) { _ -> Void in throw Rejection.forbidden }
      }
      let after = database.commitFigures
      #expect(after.commits == before.commits + 2 && after.failures == before.failures)
      #expect(after.trouble == nil && after.busy == nil && after.waiting == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `writing that failed is tried again, and is right after it`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let watch = HealthWatch(database)
      // Whoever undoes the whole transaction makes the whole batch fail.
      await #expect(throws: (any Error).self) {
        try await database.write(as: .system) { transaction -> Void in
          _ = try transaction.read.connection.run("ROLLBACK")
          throw Fault("undone")
        }
      }
      #expect(database.commitFigures.trouble == .refused)
      let bad = await watch.health()
      #expect(!bad.isReady)
      #expect(bad.checks.first { $0.name == "writing" }?.trouble == "refused")
      // That question made it try: work that waits behind the try is done after it.
      try await database.keep { _ in }
      let good = await HealthWatch(database).health()
      #expect(good.isReady && database.commitFigures.trouble == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a database that is closed is not ready`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine) { _, ground in
      let database = try await ground.open()
      database.close()
      let health = await HealthWatch(database).health()
      #expect(health.checks.first { $0.name == "database" }?.trouble == "no answer")
    }
  }
}
