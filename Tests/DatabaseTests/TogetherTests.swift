import Core
import Foundation
import Support
import Testing

@testable import Database

/// Many at once: one unbroken chain comes of it.
struct TogetherTests {
  @Test(arguments: TestDatabase.engines)
  func `500 changes at once leave one chain without a gap`(engine: TestDatabase.Engine) async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let before = try await database.events
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<500 {
          group.addTask {
            if index % 5 == 0 {
              try await database.look(as: .system, "seen") { _ in }
            } else {
              try await database.mark("\(index)")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await database.marks().count == 400)
      #expect(try await database.events == (before.count + 500, before.last + 500))
      #expect(try await database.head().n == before.last + 500)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `nobody's change is lost in a total that all move`(engine: TestDatabase.Engine) async throws
  {
    try await Ground.with(engine) { database, _ in
      let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 {
          group.addTask {
            try await database.write(as: .system) { transaction in
              transaction.record("counted")
              return try transaction.count("references", by: 1)
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(counts.sorted() == Array(1...100))
    }
  }

  @Test(arguments: TestDatabase.engines.filter { $0 == .postgresql })
  func `two servers on one PostgreSQL keep one chain`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { first, ground in
      let second = try await ground.open()
      defer { second.close() }
      let before = try await first.events
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<400 {
          group.addTask {
            let database = index % 2 == 0 ? first : second
            if index % 7 == 0 {
              try await database.look(as: .system, "seen") { _ in }
            } else {
              try await database.mark("\(index)")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await second.events == (before.count + 400, before.last + 400))
      #expect(try await first.head() == second.head())
    }
  }

  @Test(arguments: TestDatabase.engines.filter { $0 == .postgresql })
  func `two servers that change the same rows crosswise both get their turn`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { first, ground in
      let second = try await ground.open()
      defer { second.close() }
      for name in ["a", "b"] { try await first.mark(name) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<60 {
          group.addTask {
            let (database, rows) = index % 2 == 0 ? (first, ["a", "b"]) : (second, ["b", "a"])
            try await database.write(as: .system) { transaction in
              for name in rows {
                try transaction.change(
                  "UPDATE marks SET amount = amount + 1 WHERE name = \(name)")
                // Long enough that the other server is between its two as well.
                _ = try transaction.rows("SELECT pg_sleep(0.01)")
              }
              transaction.record("marks moved")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await first.number("SELECT SUM(amount) AS amount FROM marks") == 120)
      #expect(try await first.head() == second.head())
    }
  }

  @Test(arguments: TestDatabase.engines.filter { $0 == .postgresql })
  func `a connection that PostgreSQL ends is replaced, and nobody hears of it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let pid: SQL = "SELECT pg_backend_pid() AS amount"
      let writer = try await database.keep { try $0.row(pid)?["amount"] ?? 0 }
      let reader = try await database.number(pid)
      try TestDatabase.script(
        "SELECT pg_terminate_backend(\(writer)), pg_terminate_backend(\(reader))")
      try await database.mark("kept")
      for _ in 0..<40 { #expect(try await database.marks() == ["kept"]) }
      #expect(try await database.keep { try $0.row(pid)?["amount"] ?? 0 } != writer)
      _ = try await database.head()
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a reader sees one moment`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let counts = try await database.read(fresh: true) { reader in
        let before = try reader.rows("SELECT name FROM marks").count
        try database.tamper("INSERT INTO marks (name, amount) VALUES ('meanwhile', 0)")
        return [before, try reader.rows("SELECT name FROM marks").count]
      }
      #expect(counts == [0, 0])
      #expect(try await database.marks() == ["meanwhile"])
    }
  }
}
