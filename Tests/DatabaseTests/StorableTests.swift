import Core
import Support
import Testing

@testable import Database

/// What goes into a column comes out of it, on both engines and by both ways in.
struct StorableTests {
  private enum Colour: String, Storable { case red, green }

  private static let table = """
    CREATE TABLE things (
      id INTEGER PRIMARY KEY, words TEXT, number BIGINT, small INTEGER, fraction DOUBLE PRECISION,
      flag BOOLEAN, day DATE, moment TIMESTAMPTZ)
    """
  private static let columns = [
    "id", "words", "number", "small", "fraction", "flag", "day", "moment",
  ]

  static let texts = [
    "", " ", "plain", "it's", "\"", "\\", "\\N", "\\.", "\\n", "\n", "\r", "\r\n", "\t",
    "a\tb\nc\\d\re",
    "\u{8}\u{B}\u{C}\u{1B}\u{7F}", "\u{10FFFF}", "\u{FFFD}\u{FEFF}\u{200B}\u{202E}", "é",
    "e\u{301}", "👨‍👩‍👧‍👦",
    "Łódź 臺灣 عربى", "NULL", "null", "$1 ? ?1 :a @b", "';--", "1", "1.0", "0x10", "1e5", "true",
    "2026-11-20", "{\"a\": [1]}", "\u{1}", String(repeating: "\\\t\n'é😀", count: 2000),
  ]
  static let numbers = [
    0, 1, -1, 42, Int(Int32.max), Int(Int32.min), Int(Int32.max) + 1, 1 << 53, (1 << 53) + 1, .max,
    .min,
  ]
  static let fractions = [
    0, 1, -1, 0.1, -0.1, 1 / 3, .pi, 1e-300, 1e300, .greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 1e15,
    123456789.123456789,
  ]
  static let days = [
    (1, 1, 1), (1900, 2, 28), (1969, 12, 31), (2024, 2, 29), (2026, 11, 20), (9999, 12, 31),
  ]
  .map { Day($0.0, $0.1, $0.2)! }
  static let moments = [
    0, 1, -1, 951_825_599_999_999, 1_795_176_000_123_456, 1_795_176_000_100_000, -1_000_000,
    253_402_300_799_999_999,
  ].map { Instant(microseconds: $0) }

  enum Way: String, CaseIterable, Sendable { case bound, copied }

  @Test(arguments: TestDatabase.engines, Way.allCases)
  func `every type comes out of its column as it went in`(engine: TestDatabase.Engine, way: Way)
    async throws
  {
    try await Ground.with(engine, tables: Self.table) { database, _ in
      let count = [Self.texts.count, Self.numbers.count, Self.fractions.count, Self.days.count]
        .max()!
      let rows =
        (0..<count).map { at -> [Value] in
          [
            at.stored, Self.texts[at % Self.texts.count].stored,
            Self.numbers[at % Self.numbers.count].stored,
            (at - 5).stored, Self.fractions[at % Self.fractions.count].stored, (at % 2 == 0).stored,
            Self.days[at % Self.days.count].stored, Self.moments[at % Self.moments.count].stored,
          ]
        } + [[count.stored] + Array(repeating: .null, count: 7)]
      try await database.put(rows, into: "things", Self.columns, way)
      let found = try await database.read(fresh: true) {
        try $0.rows("SELECT * FROM things ORDER BY id")
      }
      #expect(found.count == count + 1)
      for (at, row) in found.dropLast().enumerated() {
        let words: String = try row["words"]
        // By bytes: two texts that look the same are not the same text.
        #expect(Array(words.utf8) == Array(Self.texts[at % Self.texts.count].utf8))
        #expect(try row["number"] == Self.numbers[at % Self.numbers.count])
        #expect(try row["small"] == at - 5)
        #expect(try row["fraction"] == Self.fractions[at % Self.fractions.count])
        #expect(try row["flag"] == (at % 2 == 0))
        #expect(try row["day"] == Self.days[at % Self.days.count])
        #expect(try row["moment"] == Self.moments[at % Self.moments.count])
      }
      let last = try #require(found.last)
      let words: String? = try last["words"]
      let number: Int? = try last["number"]
      let fraction: Double? = try last["fraction"]
      let flag: Bool? = try last["flag"]
      let day: Day? = try last["day"]
      let moment: Instant? = try last["moment"]
      #expect(
        words == nil && number == nil && fraction == nil && flag == nil && day == nil
          && moment == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `ids and words of a list come out of a text`(engine: TestDatabase.Engine) async throws {
    try await Ground.with(engine, tables: Self.table) { database, ground in
      let id = PersonID(at: ground.clock.wall.now())
      try await database.put(
        [[1.stored, id.stored], [2.stored, Colour.green.stored], [3.stored, "blue".stored]],
        into: "things", ["id", "words"], .bound)
      let rows = try await database.read(fresh: true) {
        try $0.rows("SELECT words FROM things ORDER BY id")
      }
      #expect(try rows[0]["words"] == id)
      #expect(try rows[1]["words"] == Colour.green)
      #expect(throws: Fault.self) { try maybe(rows[2], "words", Colour.self) }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `planned dates and quarters come out of a text, and only as they were written`(
    engine: TestDatabase.Engine
  ) async throws {
    let written = ["2021-03-31", "2021-W05", "late 2021-03", "2021-03", "Q4 2020/21"]
    try await Ground.with(engine, tables: Self.table) { database, _ in
      let dates = try written.map { try #require(PlannedDate(canonical: $0)) }
      try await database.put(
        dates.enumerated().map { [($0 + 1).stored, $1.stored] } + [[6.stored, "q4 20/21".stored]],
        into: "things", ["id", "words"], .bound)
      let rows = try await database.read(fresh: true) {
        try $0.rows("SELECT words FROM things ORDER BY id")
      }
      for (row, date) in zip(rows, dates) { #expect(try row["words"] == date) }
      #expect(try rows[4]["words"] == dates[4].quarter)
      #expect(throws: Fault.self) { try maybe(rows[5], "words", PlannedDate.self) }
      #expect(throws: Fault.self) { try maybe(rows[5], "words", FinancialQuarter.self) }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `random text is kept to the byte`(engine: TestDatabase.Engine) async throws {
    var dice = Seeded()
    let texts = (0..<300).map { _ in
      String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0...40, using: &dice)).compactMap { _ in
            let most: UInt32 = Bool.random(using: &dice) ? 0x7F : 0x10FFFF
            return Unicode.Scalar(UInt32.random(in: 1...most, using: &dice))
          }))
    }
    try await Ground.with(engine, tables: Self.table) { database, _ in
      for way in Way.allCases {
        let start = way == .bound ? 0 : texts.count
        let rows = texts.enumerated().map { [(start + $0.offset).stored, $0.element.stored] }
        try await database.put(rows, into: "things", ["id", "words"], way)
      }
      let found: [String] = try await database.read(fresh: true) { reader in
        try reader.rows("SELECT words FROM things ORDER BY id").map { try $0["words"] }
      }
      #expect(
        found.map { Array($0.utf8) } == (texts + texts).map { Array($0.utf8) }, "seed \(dice.seed)")
    }
  }

  @Test(arguments: TestDatabase.engines, Way.allCases)
  func `a text with a zero byte is refused, not cut`(engine: TestDatabase.Engine, way: Way)
    async throws
  {
    try await Ground.with(engine, tables: Self.table) { database, _ in
      await #expect(throws: Fault.self) {
        try await database.put([[1.stored, "a\0b".stored]], into: "things", ["id", "words"], way)
      }
      let count = try await database.number("SELECT COUNT(*) AS amount FROM things")
      #expect(count == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a column of another type is a fault, never a guess`(engine: TestDatabase.Engine)
    async throws
  {
    try await Ground.with(engine, tables: Self.table) { database, _ in
      try await database.put(
        [[7.stored, "seven".stored, .null]], into: "things", ["id", "words", "number"], .bound)
      let found = try await database.read(fresh: true) { try $0.row("SELECT * FROM things") }
      let thing = try #require(found)
      #expect(throws: Fault.self) { try certain(thing, "words", Int.self) }
      #expect(throws: Fault.self) { try maybe(thing, "words", Day.self) }
      #expect(throws: Fault.self) { try certain(thing, "id", String.self) }
      #expect(throws: Fault.self) { try certain(thing, "id", Bool.self) }
      #expect(throws: Fault.self) { try certain(thing, "number", Int.self) }
      #expect(throws: Fault.self) { try maybe(thing, "colour", String.self) }
    }
  }

  @Test func `columns are read in any order, again, and by every row`() throws {
    let names = (0..<6).map { "c\($0)" }
    let columns = Columns(names + ["c0"])
    let rows = (0..<3).map { row in
      Row(columns, (0..<7).map { .int(Int64(row * 10 + $0)) })
    }
    var dice = Seeded()
    for _ in 0..<500 {
      let (row, column) = (Int.random(in: 0..<3, using: &dice), Int.random(in: 0..<6, using: &dice))
      #expect(try rows[row][names[column]] == row * 10 + column, "seed \(dice.seed)")
    }
    // After the last column too, where nothing comes next; and a name that is there twice is its first.
    for _ in 0..<2 {
      #expect(try rows[2]["c5"] == 25)
      #expect(try rows[2]["c0"] == 20)
      #expect(throws: Fault.self) { try certain(rows[2], "c6", Int.self) }
    }
  }

  private func certain<T: Storable>(_ row: Row, _ name: String, _: T.Type) throws {
    let _: T = try row[name]
  }

  private func maybe<T: Storable>(_ row: Row, _ name: String, _: T.Type) throws {
    let _: T? = try row[name]
  }
}

extension Database {
  fileprivate func put(
    _ rows: [[Value]], into table: String, _ columns: [String], _ way: StorableTests.Way
  ) async throws {
    try await keeping([table]).keep { keeper in
      switch way {
      case .copied: try keeper.copy(into: table, columns: columns, rows: rows)
      case .bound:
        for row in rows {
          var sql = SQL(
            trusted: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (")
          sql.pieces += Array(repeating: ", ", count: row.count - 1) + [")"]
          sql.values = row
          try keeper.change(sql)
        }
      }
    }
  }
}
