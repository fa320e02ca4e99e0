import Core
import Foundation
import Support
import Testing

@testable import Database

/// What a change may do, and what becomes of the changes that share its commit.
struct WritingTests {
  @Test(arguments: TestDatabase.engines)
  func `a change that records nothing does not commit`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let before = try await database.events
      await #expect(throws: Fault.self) {
        try await database.write(as: .system) { transaction in
          try transaction.change("INSERT INTO marks (name, amount) VALUES ('quiet', 1)")
        }
      }
      await #expect(throws: Fault.self) {
        try await database.write(as: .system) { transaction in
          _ = try transaction.changed(
            "INSERT INTO marks (name, amount) VALUES ('quiet', 1) RETURNING name")
        }
      }
      await #expect(throws: Fault.self) {
        try await database.write(as: .system) { transaction in
          _ = try transaction.row(
            "INSERT INTO marks (name, amount) VALUES ('quiet', 1) RETURNING name")
          _ = try transaction.read.row("DELETE FROM marks RETURNING name")
        }
      }
      #expect(try await database.marks() == [])
      #expect(try await database.events == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a change stands with its event, at the time of the clock`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { database, ground in
      ground.clock.move(seconds: 61)
      let before = try await database.events
      let id = PersonID(at: ground.clock.wall.now())
      let today = try await database.write(as: .nobody) { transaction in
        try transaction.change("INSERT INTO marks (name, amount) VALUES ('a', 1)")
        transaction.record("person \"named\"", id, ["was": "a\"\\\n\r\t\u{1}b", "is": "Zoë"])
        return transaction.today
      }
      #expect(today == Day(2026, 11, 20))
      let row = try #require(
        try await database.read(fresh: true) {
          try $0.row("SELECT * FROM events ORDER BY n DESC LIMIT 1")
        })
      #expect(try await database.events == (before.count + 1, before.last + 1))
      #expect(try row["happened_at"] == Instant(iso: "2026-11-20T12:01:01Z"))
      #expect(try row["account_id"] == User.nobody.id)
      #expect(try row["verb"] == "person \"named\"")
      #expect(try row["subject"] == id)
      #expect(try row["is_look"] == false)
      let detail: String = try row["detail"]
      #expect(detail == #"{"was":"a\"\\\n\r\t\u0001b","is":"Zoë"}"#)
      let object = try JSONSerialization.jsonObject(with: Data(detail.utf8)) as? [String: String]
      #expect(object == ["was": "a\"\\\n\r\t\u{1}b", "is": "Zoë"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a rejected change leaves nothing, and its words arrive`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      let before = try await database.events
      await #expect(throws: Rejection.notFound("Person")) {
        try await database.write(as: .system) { transaction in
          try transaction.change("INSERT INTO marks (name, amount) VALUES ('undone', 1)")
          transaction.record("mark made")
          throw Rejection.notFound("Person")
        }
      }
      #expect(try await database.marks() == [])
      #expect(try await database.events == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `of 64 changes at once those that fail undo only themselves`(engine: TestDatabase.Engine)
    async throws
  {
    var dice = Seeded()
    // Refused by a rule, refused by the database, in order.
    let plans = (0..<64).map { _ in Int.random(in: 0...3, using: &dice) }
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      try await database.mark("taken")
      let before = try await database.events
      let outcomes = await withTaskGroup(of: (Int, String).self) { group in
        for (index, plan) in plans.enumerated() {
          group.addTask {
            do {
              try await database.write(as: .system) { transaction in
                try transaction.change("INSERT INTO marks (name, amount) VALUES (\("\(index)"), 0)")
                transaction.record("mark made")
                if plan == 1 { throw Rejection.conflict(Reason("referral.decided-meanwhile")) }
                if plan == 2 {
                  try transaction.change("INSERT INTO marks (name, amount) VALUES ('taken', 0)")
                }
              }
              return (index, "done")
            } catch {
              return (
                index, error is Rejection ? "rejected" : error is Clash ? "clash" : "\(error)"
              )
            }
          }
        }
        return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
      }
      let expected = plans.map { [1: "rejected", 2: "clash"][$0] ?? "done" }
      #expect((0..<64).map { outcomes[$0] } == expected, "seed \(dice.seed)")
      let kept = plans.indices.filter { expected[$0] == "done" }.map(String.init)
      #expect(try await database.marks() == (kept + ["taken"]).sorted(), "seed \(dice.seed)")
      let after = try await database.events
      #expect(after == (before.count + kept.count, before.last + kept.count), "seed \(dice.seed)")
      #expect(try await database.head().n == after.last)
    }
  }

  /// A connection keeps 400 prepared statements, and one of these counts meets the brim at the clash.
  @Test(arguments: TestDatabase.engines)
  func `a failed change after hundreds of statements undoes only itself`(
    engine: TestDatabase.Engine
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, ground in
      try await database.mark("taken")
      for count in 394...401 {
        let fresh = try await ground.open()
        await #expect(throws: Clash.self) {
          try await fresh.write(as: .system) { transaction in
            for number in 0..<count {
              _ = try transaction.row(SQL(trusted: "SELECT \(number) AS amount"))
            }
            try transaction.change("INSERT INTO marks (amount, name) VALUES (1, 'taken')")
          }
        }
        try await fresh.mark("after \(count)")
        fresh.close()
      }
      #expect(try await database.marks().count == 9)
      _ = try await database.head()
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a key that stands already is a clash, any other refusal a fault`(
    engine: TestDatabase.Engine
  ) async throws {
    let tables = """
      CREATE TABLE pets (
        id INTEGER PRIMARY KEY, name TEXT UNIQUE, age INTEGER CHECK (age >= 0), kind TEXT NOT NULL,
        mother INTEGER REFERENCES pets (id), UNIQUE (kind, age))
      """
    try await Ground.with(engine, tables: tables) { database, _ in
      @Sendable func add(
        _ id: Int, _ name: String?, _ age: Int, _ kind: String?, _ mother: Int? = nil
      ) async throws {
        try await database.write(as: .system) { transaction in
          try transaction.change(
            "INSERT INTO pets (id, name, age, kind, mother) VALUES (\(id), \(name), \(age), \(kind), \(mother))"
          )
          transaction.record("pet added")
        }
      }
      try await add(1, "Rex", 1, "dog")
      await #expect(throws: Clash.self) { try await add(1, "Tom", 2, "cat") }
      await #expect(throws: Clash.self) { try await add(2, "Rex", 2, "cat") }
      await #expect(throws: Clash.self) { try await add(2, "Tom", 1, "dog") }
      await #expect(throws: Fault.self) { try await add(2, "Tom", -1, "cat") }
      await #expect(throws: Fault.self) { try await add(2, "Tom", 2, nil) }
      await #expect(throws: Fault.self) { try await add(2, "Tom", 2, "cat", 99) }
      try await add(2, "Tom", 2, "cat", 1)
      #expect(try await database.number("SELECT COUNT(*) AS amount FROM pets") == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is kept without an event stands in a listed table only`(engine: TestDatabase.Engine)
    async throws
  {
    let tables = Ground.marks + "; CREATE TABLE others (name TEXT PRIMARY KEY, amount BIGINT)"
    try await Ground.with(engine, tables: tables) { plain, _ in
      let database = plain.keeping(["marks"])
      let before = try await database.events
      try await database.keep { keeper in
        try keeper.change("INSERT INTO marks (name, amount) VALUES ('a', 1)")
        try keeper.change("UPDATE marks SET amount = \(2) WHERE name = 'a'")
        try keeper.copy(into: "marks", columns: ["name", "amount"], rows: [[.text("b"), .int(3)]])
        try keeper.change("DELETE FROM marks WHERE name = 'b'")
        try keeper.change("INSERT INTO marks(name, amount) VALUES ('c', 1)")
        try keeper.change("INSERT INTO\n  marks (name, amount)\nVALUES ('d', 1)")
      }
      #expect(try await database.marks() == ["a", "c", "d"])
      for statement: SQL in [
        "INSERT INTO others (name) VALUES ('x')", "UPDATE others SET amount = 1",
        "DELETE FROM others",
        "UPDATE events SET verb = 'x'", "DELETE FROM events", "INSERT INTO events(n) VALUES (1)",
        "WITH marks AS (SELECT 1) UPDATE others SET amount = 1", "update others set amount = 1",
        "DROP TABLE marks", "UPDATE \"marks\" SET amount = 9", "", "UPDATE",
      ] {
        await #expect(throws: Fault.self) {
          try await database.keep { _ = try $0.change(statement) }
        }
        await #expect(throws: Fault.self) { try await database.keep { _ = try $0.rows(statement) } }
      }
      await #expect(throws: Fault.self) {
        try await database.keep {
          try $0.copy(into: "others", columns: ["name"], rows: [[.text("x")]])
        }
      }
      await #expect(throws: Fault.self) {
        try await plain.keep { _ = try $0.change("DELETE FROM marks") }
      }
      #expect(try await database.marks() == ["a", "c", "d"])
      #expect(try await database.number("SELECT COUNT(*) AS amount FROM others") == 0)
      #expect(try await database.events == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `whoever only reads can't write`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      await #expect(throws: (any Error).self) {
        try await database.read(fresh: true) {
          try $0.connection.run("INSERT INTO marks (name, amount) VALUES ('x', 1)")
        }
      }
      await #expect(throws: (any Error).self) {
        try await database.look(as: .system, "looked") {
          try $0.read.connection.run("INSERT INTO marks (name, amount) VALUES ('x', 1)")
        }
      }
      let marks = try await database.marks()
      #expect(marks == [])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a running total moves with the change and never below nothing`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine) { database, _ in
      @Sendable func move(_ amount: Int) async throws -> Int {
        try await database.write(as: .system) { transaction in
          transaction.record("counted")
          return try transaction.count("waiting", by: amount)
        }
      }
      let first = try await move(3)
      let second = try await move(-2)
      #expect(first == 3 && second == 1)
      await #expect(throws: Fault.self) { try await move(-2) }
      #expect(
        try await database.read(fresh: true) { try $0.counters(["waiting", "unmoved"]) } == [
          "waiting": 1
        ])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a closed database refuses work instead of forgetting it`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { _, ground in
      let second = try await ground.open()
      second.close()
      await #expect(throws: (any Error).self) { try await second.mark("late") }
      await #expect(throws: (any Error).self) { try await second.marks() }
    }
  }
}
