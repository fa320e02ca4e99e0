import Core
import Foundation
import Support
import Testing

@testable import Database

/// Nobody sees a person without leaving a look.
struct LookTests {
  @Test(arguments: TestDatabase.engines)
  func `a look at one record is one event about it`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine) { database, ground in
      let before = try await database.events
      let id = HouseholdID(at: ground.clock.wall.now())
      let shown = try await database.look(as: .nobody, "household seen") { looker in
        looker.shows(id)
        return "Alice"
      }
      #expect(shown == "Alice")
      #expect(try await database.events == (before.count + 1, before.last + 1))
      let row = try #require(
        try await database.read(fresh: true) {
          try $0.row("SELECT * FROM events ORDER BY n DESC LIMIT 1")
        })
      #expect(try row["verb"] == "household seen")
      #expect(try row["subject"] == id)
      #expect(try row["account_id"] == User.nobody.id)
      #expect(try row["is_look"] == true)
      #expect(try row["detail"] == "")
      #expect(try row["happened_at"] == ground.clock.wall.now())
      _ = try await database.head()
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a list is one look that names everybody on it`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine) { database, ground in
      let before = try await database.events
      let people = (0..<25).map { _ in PersonID(at: ground.clock.wall.now()) }
      try await database.look(as: .system, "inbox seen") { looker in
        looker.lists(people[..<20].map(\.self))
        looker.lists(people[20...].map(\.self))
      }
      #expect(try await database.events == (before.count + 1, before.last + 1))
      let row = try #require(
        try await database.read(fresh: true) {
          try $0.row("SELECT * FROM events ORDER BY n DESC LIMIT 1")
        })
      #expect(try row["detail"] == people.map(\.text).joined(separator: ","))
      let subject: String? = try row["subject"]
      #expect(subject == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a body that throws has shown nothing and leaves no look`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine) { database, ground in
      let before = try await database.events
      let id = HouseholdID(at: ground.clock.wall.now())
      await #expect(throws: Rejection.notFound("Household")) {
        try await database.look(as: .system, "household seen") { looker in
          looker.shows(id)
          throw Rejection.notFound("Household")
        }
      }
      #expect(try await database.events == before)
    }
  }

  /// The record can't take the look, so the page does not leave.
  @Test(arguments: TestDatabase.engines)
  func `no look in the record, no answer`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let head = try await database.head()
      try database.tamper("DELETE FROM event_head")
      await #expect(throws: Fault.self) {
        try await database.look(as: .system, "household seen") { _ in "Alice" }
      }
      await #expect(throws: Fault.self) { try await database.mark("unrecorded") }
      try database.tamper(
        "INSERT INTO event_head (only_one, n, hash) VALUES (1, \(head.n), \(head.hash))")
      #expect(try await database.marks() == [])
      #expect(try await database.head() == head)
    }
  }

  /// The writer is held fast: the answer must wait for it.
  @Test(arguments: TestDatabase.engines)
  func `the answer comes after the look is stored`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let before = try await database.events
      let (gate, held, order) = (
        DispatchSemaphore(value: 0), AsyncStream<Void>.makeStream(), Order()
      )
      async let change: Void = database.write(as: .system) { transaction in
        held.continuation.finish()
        gate.wait()
        transaction.record("waited")
      }
      for await _ in held.stream {}
      async let look: Void = {
        try await database.look(as: .system, "seen") { _ in order.append("read") }
        order.append("answered")
      }()
      while !order.all.contains("read") { await Task.yield() }
      // It has read, and nothing of it is in the record yet.
      #expect(order.all == ["read"])
      #expect(try await database.events == before)
      order.append("let go")
      gate.signal()
      try await change
      try await look
      #expect(order.all == ["read", "let go", "answered"])
      #expect(try await database.events == (before.count + 2, before.last + 2))
    }
  }

  private final class Order: @unchecked Sendable {
    private let lock = NSLock()
    private var names: [String] = []
    var all: [String] { lock.withLock { names } }
    func append(_ name: String) { lock.withLock { names.append(name) } }
  }
}
