import Core
import Support
import Testing

@testable import Database

struct SQLTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let sql: SQL
    let sqlite: String
    let postgres: String
    let values: [Value]
    var testDescription: String { sqlite }
  }

  private static let none: String? = nil
  private static let some: Day? = Day(2026, 11, 20)
  private static let nested: SQL = "b = \(2) AND c = \("three")"

  @Test(arguments: [
    Sample(sql: "SELECT 1", sqlite: "SELECT 1", postgres: "SELECT 1", values: []),
    Sample(
      sql: "a = \(1) AND b = \("'; DROP TABLE x --") OR c = \(true)",
      sqlite: "a = ? AND b = ? OR c = ?",
      postgres: "a = $1 AND b = $2 OR c = $3",
      values: [.int(1), .text("'; DROP TABLE x --"), .bool(true)]),
    Sample(
      sql: "(\(none), \(some), \(0.5))", sqlite: "(?, ?, ?)", postgres: "($1, $2, $3)",
      values: [.null, .text("2026-11-20"), .double(0.5)]),
    Sample(
      sql: "a = \(1) AND (\(nested)) AND d = \(4)", sqlite: "a = ? AND (b = ? AND c = ?) AND d = ?",
      postgres: "a = $1 AND (b = $2 AND c = $3) AND d = $4",
      values: [.int(1), .int(2), .text("three"), .int(4)]),
    Sample(
      sql: "\(nested)\(nested)", sqlite: "b = ? AND c = ?b = ? AND c = ?",
      postgres: "b = $1 AND c = $2b = $3 AND c = $4",
      values: [.int(2), .text("three"), .int(2), .text("three")]),
    Sample(
      sql: "a IN (\(list: [1, 2, 3])) AND b = \("x")", sqlite: "a IN (?, ?, ?) AND b = ?",
      postgres: "a IN ($1, $2, $3) AND b = $4", values: [.int(1), .int(2), .int(3), .text("x")]),
    Sample(
      sql: "a IN (\(list: [String]()))", sqlite: "a IN (NULL)", postgres: "a IN (NULL)", values: []),
    Sample(
      sql: "a IN (\(list: ["x"]))", sqlite: "a IN (?)", postgres: "a IN ($1)", values: [.text("x")]),
    Sample(sql: "\(SQL(trusted: "a"))", sqlite: "a", postgres: "a", values: []),
  ])
  func `values stand beside the text, never in it`(sample: Sample) {
    #expect(sample.sql.text { _ in "?" } == sample.sqlite)
    #expect(sample.sql.text { "$\($0)" } == sample.postgres)
    #expect(sample.sql.values == sample.values)
  }

  @Test(arguments: TestDatabase.engines)
  func `a list finds what is in it, and an empty one nothing`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Ground.marks) { database, _ in
      for name in ["one", "two", "it's; DROP TABLE marks --"] { try await database.mark(name) }
      func found(_ names: [String]) async throws -> [String] {
        try await database.read(fresh: true) { reader in
          try reader.rows("SELECT name FROM marks WHERE name IN (\(list: names)) ORDER BY name")
            .map { try $0["name"] }
        }
      }
      #expect(try await found(["two", "one", "four"]) == ["one", "two"])
      #expect(try await found(["it's; DROP TABLE marks --"]) == ["it's; DROP TABLE marks --"])
      #expect(try await found([]) == [])
      #expect(try await found((0..<500).map { "\($0)" } + ["two"]) == ["two"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a thousand different statements are no trouble`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine) { database, _ in
      let sum = try await database.read(fresh: true) { reader in
        try (1...1000).reduce(0) { sum, number in
          let row = try reader.row(SQL(trusted: "SELECT \(number) AS amount"))
          return sum + (try row?["amount"] ?? 0)
        }
      }
      #expect(sum == 500_500)
    }
  }
}
