import Core
import Foundation
import Support
import Testing

@testable import Database

/// Ten events, forged in every way that somebody with the database in their hands could: `verify` names the first
/// that is not as it was written.
struct VerifyTests {
  /// What somebody did, and the event that must be named; nil where nothing shows without an anchor.
  struct Forgery: Sendable, CustomTestStringConvertible {
    let name: String
    let statements: [SQL]
    let first: Int?
    var testDescription: String { name }

    init(_ name: String, _ statements: SQL..., first: Int?) {
      self.name = name
      self.statements = statements
      self.first = first
    }
  }

  private static let anchorHead: SQL =
    "UPDATE event_head SET n = (SELECT MAX(n) FROM events), hash = (SELECT hash FROM events ORDER BY n DESC LIMIT 1)"

  static let forgeries = [
    Forgery("another number", "UPDATE events SET n = 1005 WHERE n = 5", first: 5),
    Forgery(
      "another time", "UPDATE events SET happened_at = '2026-11-20T12:00:00.000001Z' WHERE n = 5",
      first: 5),
    Forgery(
      "another account", "UPDATE events SET account_id = \(User.nobody.id) WHERE n = 5", first: 5),
    Forgery("another verb", "UPDATE events SET verb = 'mark unmade' WHERE n = 5", first: 5),
    Forgery("another subject", "UPDATE events SET subject = 'somebody' WHERE n = 5", first: 5),
    Forgery("no subject", "UPDATE events SET subject = NULL WHERE n = 6", first: 6),
    Forgery(
      "a change passed off as a look", "UPDATE events SET is_look = TRUE WHERE n = 5", first: 5),
    Forgery(
      "a look passed off as a change", "UPDATE events SET is_look = FALSE WHERE n = 6", first: 6),
    Forgery("another salt", "UPDATE events SET salt = 'ab' WHERE n = 5", first: 5),
    Forgery("another detail", "UPDATE events SET detail = '{}' WHERE n = 5", first: 5),
    Forgery("another commitment", "UPDATE events SET commitment = hash WHERE n = 5", first: 5),
    Forgery("another hash", "UPDATE events SET hash = commitment WHERE n = 5", first: 5),
    Forgery("the first one's detail", "UPDATE events SET detail = '{}' WHERE n = 1", first: 1),
    Forgery("the last one's detail", "UPDATE events SET detail = '{}' WHERE n = 10", first: 10),
    Forgery(
      "blanked, and another commitment",
      "UPDATE events SET salt = NULL, detail = NULL, commitment = hash WHERE n = 5", first: 5),
    Forgery(
      "two changed", "UPDATE events SET verb = 'x' WHERE n = 8",
      "UPDATE events SET verb = 'x' WHERE n = 3", first: 3),
    Forgery("one deleted", "DELETE FROM events WHERE n = 4", first: 4),
    Forgery("three deleted", "DELETE FROM events WHERE n IN (4, 5, 9)", first: 4),
    Forgery("the first deleted", "DELETE FROM events WHERE n = 1", first: 1),
    Forgery("all deleted", "DELETE FROM events", first: 1),
    Forgery(
      "one deleted and the gap closed", "DELETE FROM events WHERE n = 4",
      "UPDATE events SET n = n + 1000 WHERE n > 4", "UPDATE events SET n = n - 1001 WHERE n > 4",
      anchorHead, first: 4),
    Forgery(
      "two swapped", "UPDATE events SET n = 1003 WHERE n = 3",
      "UPDATE events SET n = 3 WHERE n = 7",
      "UPDATE events SET n = 7 WHERE n = 1003", first: 3),
    Forgery(
      "one put in the middle", "UPDATE events SET n = n + 1000 WHERE n > 4",
      "UPDATE events SET n = n - 999 WHERE n > 1000",
      """
      INSERT INTO events (n, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash)
      SELECT 5, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash
      FROM events WHERE n = 6
      """, anchorHead, first: 6),
    Forgery(
      "one put at the end without the chain",
      """
      INSERT INTO events (n, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash)
      SELECT 11, happened_at, account_id, verb, subject, is_look, salt, detail, commitment, hash
      FROM events WHERE n = 10
      """, anchorHead, first: 11),
    Forgery("one before the first", "UPDATE events SET n = 0 WHERE n = 10", first: 0),
    Forgery(
      "one long before the first", "UPDATE events SET n = \(Int.min) WHERE n = 10", first: .min),
    Forgery("the tail cut off", "DELETE FROM events WHERE n > 7", first: 8),
    Forgery("the last cut off", "DELETE FROM events WHERE n = 10", first: 10),
    Forgery(
      "the tail cut off and the head moved", "DELETE FROM events WHERE n > 7", anchorHead,
      first: nil),
    Forgery(
      "the head moved back",
      "UPDATE event_head SET n = 7, hash = (SELECT hash FROM events WHERE n = 7)", first: 8),
    Forgery("the head moved on", "UPDATE event_head SET n = 12", first: 11),
    Forgery(
      "another head", "UPDATE event_head SET hash = (SELECT hash FROM events WHERE n = 9)",
      first: 10),
    Forgery("no head", "DELETE FROM event_head", first: 10),
  ]

  @Test(arguments: TestDatabase.engines, forgeries)
  func `a forgery is named by its first event`(engine: TestDatabase.Engine, forgery: Forgery)
    async throws
  {
    try await Self.withTen(engine) { database, head in
      for statement in forgery.statements { try database.tamper(statement) }
      let found = try await database.verify()
      if let first = forgery.first {
        #expect(Self.first(found) == first, "\(found)")
      } else {
        #expect(found != .sound(head))
      }
      // With the head that somebody kept elsewhere nothing passes.
      #expect(Self.first(try await database.verify(anchors: [head])) == forgery.first ?? 8)
    }
  }

  /// SQLite keeps anything anywhere.
  @Test(arguments: [
    ("happened_at", "'yesterday'"), ("happened_at", "7"), ("account_id", "7"), ("verb", "x'00'"),
    ("is_look", "2"),
    ("is_look", "'no'"), ("salt", "1.5"), ("detail", "7"), ("commitment", "7"), ("hash", "7"),
  ])
  func `what can't be read is named too`(column: String, value: String) async throws {
    try await Self.withTen(.sqlite) { database, _ in
      try database.tamper("PRAGMA ignore_check_constraints = ON")
      try database.tamper(SQL(trusted: "UPDATE events SET \(column) = \(value) WHERE n = 5"))
      #expect(Self.first(try await database.verify()) == 5)
    }
  }

  @Test func `a number that is none is named`() async throws {
    try await Self.withTen(.sqlite) { database, _ in
      try database.tamper("UPDATE events SET n = 'ten' WHERE n = 10")
      #expect(Self.first(try await database.verify()) == 10)
    }
  }

  @Test(arguments: ["salt", "detail"])
  func `half a blanking hides nothing`(column: String) async throws {
    try await Self.withTen(.sqlite) { database, _ in
      try database.tamper("PRAGMA ignore_check_constraints = ON")
      try database.tamper(SQL(trusted: "UPDATE events SET \(column) = NULL WHERE n = 5"))
      #expect(Self.first(try await database.verify()) == 5)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `any change of any event is found`(engine: TestDatabase.Engine) async throws {
    var dice = Seeded()
    let changes: [SQL] = [
      "verb = 'x'", "account_id = 'x'", "subject = 'x'", "is_look = NOT is_look", "salt = 'x'",
      "detail = 'x'",
      "commitment = hash", "hash = commitment", "happened_at = '1999-12-31T23:59:59.000000Z'",
      "n = n + 5000",
    ]
    try await Self.withTen(engine) { database, head in
      for _ in 0..<40 {
        let (n, change) = (
          Int.random(in: 1...10, using: &dice), changes.randomElement(using: &dice)!
        )
        let kept = try #require(
          try await database.read(fresh: true) { try $0.row("SELECT * FROM events WHERE n = \(n)") }
        )
        try database.tamper("UPDATE events SET \(change) WHERE n = \(n)")
        #expect(Self.first(try await database.verify()) == n, "seed \(dice.seed)")
        try database.tamper("DELETE FROM events WHERE n IN (\(n), \(n + 5000))")
        try database.put(back: kept)
      }
      #expect(try await database.verify() == .sound(head))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a detail that was blanked for erasure leaves the record sound`(engine: TestDatabase.Engine)
    async throws
  {
    try await Self.withTen(engine) { database, head in
      try database.tamper("UPDATE events SET salt = NULL, detail = NULL WHERE n IN (1, 5, 10)")
      #expect(try await database.verify(anchors: [head]) == .sound(head))
      try await database.mark("after")
      #expect(try await database.head().n == 11)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `half a blanking is refused by the database`(engine: TestDatabase.Engine) async throws {
    try await Self.withTen(engine) { database, _ in
      #expect(throws: Fault.self) {
        try database.tamper("UPDATE events SET salt = NULL WHERE n = 5")
      }
      #expect(throws: Fault.self) {
        try database.tamper("UPDATE events SET detail = NULL WHERE n = 5")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a chain that was forged anew does not pass an anchor`(engine: TestDatabase.Engine)
    async throws
  {
    try await Self.withTen(engine) { database, head in
      let six = try #require(
        try await database.read(fresh: true) {
          try $0.row("SELECT n, hash FROM events WHERE n = 6")
        })
      let anchor = try Head(n: six["n"], hash: six["hash"])
      try await database.forge(from: 4)
      guard case .sound(let forged) = try await database.verify() else {
        Issue.record("the forger must be good at it")
        return
      }
      #expect(forged.n == 10 && forged != head)
      #expect(Self.first(try await database.verify(anchors: [anchor])) == 6)
      #expect(Self.first(try await database.verify(anchors: [head])) == 10)
      #expect(Self.first(try await database.verify(anchors: [forged, head])) == 10)
      #expect(Self.first(try await database.verify(anchors: [forged, anchor])) == 6)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `anchors of a sound record hold as it grows`(engine: TestDatabase.Engine) async throws {
    try await Self.withTen(engine) { database, ten in
      try await database.mark("eleven")
      let eleven = try await database.head()
      #expect(try await database.verify(anchors: [ten, eleven, ten]) == .sound(eleven))
      #expect(
        Self.first(try await database.verify(anchors: [Head(n: 12, hash: eleven.hash)])) == 12)
    }
  }

  @Test func `an older copy that was put back does not pass an anchor`() async throws {
    try await Ground.empty(.sqlite) { ground in
      var database = try await ground.open(tables: Ground.marks)
      try await database.mark("first")
      database.close()
      let old = try Data(contentsOf: URL(filePath: ground.path))
      database = try await ground.open()
      try await database.mark("second")
      let head = try await database.head()
      database.close()
      try old.write(to: URL(filePath: ground.path))
      database = try await ground.open()
      #expect(
        try await database.verify()
          == .sound(Head(n: head.n - 1, hash: try await database.head().hash)))
      #expect(Self.first(try await database.verify(anchors: [head])) == head.n)
      // Nor once it has grown again.
      try await database.mark("another second")
      #expect(Self.first(try await database.verify(anchors: [head])) == head.n)
      database.close()
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a record longer than one reading is checked to its end`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine) { database, _ in
      try await database.write(as: .system) { transaction in
        for number in 0..<10_500 { transaction.record("counted", ["number": "\(number)"]) }
      }
      #expect(try await database.head().n == 10_501)
      for n in [5000, 5001, 10_000, 10_001, 10_501] {
        try database.tamper("UPDATE events SET verb = 'x' WHERE n = \(n)")
        #expect(Self.first(try await database.verify()) == n)
        try database.tamper("UPDATE events SET verb = 'counted' WHERE n = \(n)")
      }
    }
  }

  /// A database with ten events; the sixth is a look at one record.
  private static func withTen(
    _ engine: TestDatabase.Engine, _ body: (Database, Head) async throws -> Void
  ) async throws {
    try await Ground.with(engine, tables: Ground.marks) { database, ground in
      for number in 2...10 {
        if number == 6 {
          let id = PersonID(at: ground.clock.wall.now())
          try await database.look(as: .system, "person seen") { $0.shows(id) }
        } else {
          try await database.mark("\(number)")
        }
      }
      let head = try await database.head()
      #expect(head.n == 10)
      try await body(database, head)
    }
  }

  private static func first(_ soundness: Soundness) -> Int? {
    if case .broken(let n, _) = soundness { n } else { nil }
  }
}

extension Database {
  fileprivate func put(back row: Row) throws {
    try engine.withWriter { connection in
      try connection.copy(into: "events", columns: row.columns.names, rows: [row.values])
    }
  }

  /// Changes an event and computes everything after it anew, as somebody who knows the chain could.
  fileprivate func forge(from first: Int) async throws {
    let rows = try await read(fresh: true) { reader in
      try reader.rows("SELECT * FROM events WHERE n >= \(first - 1) ORDER BY n")
    }
    var previous: String = try rows[0]["hash"]
    for row in rows.dropFirst() {
      let n: Int = try row["n"]
      let verb = n == first ? "forged" : try row["verb"] as String
      let hash = Chain.hash(
        after: previous, n: n, at: try row["happened_at"], by: try row["account_id"], verb: verb,
        subject: try row["subject"], isLook: try row["is_look"], commitment: try row["commitment"])
      try tamper("UPDATE events SET verb = \(verb), hash = \(hash) WHERE n = \(n)")
      previous = hash
    }
    try tamper("UPDATE event_head SET hash = \(previous)")
  }
}
