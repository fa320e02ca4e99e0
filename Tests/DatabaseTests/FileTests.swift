import Core
import Foundation
import Schema
import Support
import Testing

@testable import Database

/// Opening a SQLite file: ours is opened, anything else is refused and left as it is.
struct FileTests {
  @Test func `where there is no file one is made, for its owner only`() async throws {
    try await Ground.empty(.sqlite) { ground in
      let database = try await ground.open()
      #expect(try await database.events == (1, 1))
      let rights = try FileManager.default.attributesOfItem(atPath: ground.path)[.posixPermissions]
      #expect(rights as? Int == 0o600)
      database.close()
      // Closed well, it stands alone.
      #expect(try ground.files().keys.sorted() == ["test.sqlite"])
      let file = try SQLiteFile(ground.path)
      #expect(try file.version(hasLog: false) == Database.newest)
    }
  }

  @Test func `what a crash left of making one is no hindrance`() async throws {
    try await Ground.empty(.sqlite) { ground in
      for suffix in ["", "-wal", "-shm"] {
        try Data("half".utf8).write(to: URL(filePath: ground.path + ".new" + suffix))
      }
      let database = try await ground.open()
      #expect(try await database.events == (1, 1))
      database.close()
      #expect(try ground.files().keys.sorted() == ["test.sqlite"])
    }
  }

  @Test func `a name can be kept only in a folder that is there`() throws {
    let folder = FileManager.default.temporaryDirectory
    try DiskName.keep(folder.appending(path: "any").path)
    #expect(throws: Unusable.self) {
      try DiskName.keep(folder.appending(path: "\(UUID())/any").path)
    }
  }

  @Test func `a file is opened again with all that it holds`() async throws {
    try await Ground.with(.sqlite, tables: Ground.marks) { database, ground in
      try await database.mark("kept")
      let again = try await ground.open()
      #expect(try await again.marks() == ["kept"])
      #expect(try await again.head() == database.head())
      again.close()
    }
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    let words: String
    let make: @Sendable (Ground) async throws -> Void
    var testDescription: String { name }
  }

  static let damages = [
    Damage(name: "no bytes", words: "is empty") { ground in try ground.write(Data()) },
    Damage(name: "a text", words: "is not a SQLite database") { ground in
      try ground.write(Data(String(repeating: "Dear all,\n", count: 500).utf8))
    },
    Damage(name: "a short text", words: "is not a SQLite database") { ground in
      try ground.write(Data("x".utf8))
    },
    Damage(name: "zeros", words: "is not a SQLite database") { ground in
      try ground.write(Data(count: 8192))
    },
    Damage(name: "half a header", words: "is not a SQLite database") { ground in
      try await ground.makeSound()
      try ground.change { $0 = $0.prefix(50) }
    },
    Damage(name: "the first page only", words: "is cut short") { ground in
      try await ground.makeSound()
      try ground.change { $0 = $0.prefix(4096) }
    },
    Damage(name: "all but the last byte", words: "is cut short") { ground in
      try await ground.makeSound()
      try ground.change { $0 = $0.dropLast() }
    },
    Damage(name: "another program's", words: "another program") { ground in
      try ground.makeForeign("")
    },
    Damage(name: "another program's with a mark", words: "another program") { ground in
      try ground.makeForeign("PRAGMA application_id = 252006673")
    },
    Damage(name: "another program's with a table of our name", words: "another program") { ground in
      try ground.makeForeign("CREATE TABLE installation (id TEXT, schema_version INTEGER)")
    },
    Damage(name: "a newer schema", words: "newer Pierhead") { ground in
      try await ground.makeSound()
      try ground.script(
        "PRAGMA user_version = \(Database.newest + 1); UPDATE installation SET schema_version = 99")
    },
    Damage(name: "an older schema", words: "`pierhead migrate`") { ground in try ground.makeOlder(1)
    },
    Damage(name: "no schema", words: "`pierhead migrate`") { ground in
      try ground.script("PRAGMA application_id = \(SQLiteFile.applicationID)")
    },
    Damage(name: "a folder", words: "can't be read") { ground in
      try FileManager.default.createDirectory(
        atPath: ground.folder + "/inner", withIntermediateDirectories: true)
    },
  ]

  @Test(arguments: damages)
  func `a file that is not ours to use is refused and left as it is`(damage: Damage) async throws {
    try await Ground.empty(.sqlite) { ground in
      try await damage.make(ground)
      let isFolder = damage.name == "a folder"
      let before = isFolder ? [:] : try ground.files()
      let error = await #expect(throws: Unusable.self) {
        let address: Address = isFolder ? .sqlite(path: ground.folder + "/inner") : ground.address
        try await Database.open(address).close()
      }
      #expect(error?.description.contains(damage.words) == true, "\(error?.description ?? "")")
      if !isFolder { #expect(try ground.files() == before) }
    }
  }

  @Test func `a newer schema is refused by whoever migrates too`() async throws {
    try await Ground.empty(.sqlite) { ground in
      try await ground.makeSound()
      try ground.script("PRAGMA user_version = \(Database.newest + 1)")
      let before = try ground.files()
      await #expect(throws: Unusable.self) { try await ground.open(migrates: true).close() }
      #expect(try ground.files() == before)
    }
  }

  @Test func `a folder that is not there is named`() async throws {
    let error = await #expect(throws: Unusable.self) {
      try await Database.open(.sqlite(path: "/nowhere/at/all/pierhead.sqlite")).close()
    }
    #expect(error?.description.contains("/nowhere/at/all/pierhead.sqlite") == true)
  }

  @Test(arguments: 1..<Database.newest)
  func `an older schema is brought up to date when that is asked for`(version: Int) async throws {
    try await Ground.empty(.sqlite) { ground in
      try ground.makeOlder(version)
      let database = try await ground.open(migrates: true)
      #expect(try await database.events.count == Database.newest - version)
      #expect(
        try await database.number("SELECT schema_version AS amount FROM installation")
          == Database.newest)
      _ = try await database.head()
      database.close()
      try await Ground.with(.sqlite) { fresh, other in
        let catalogue: SQL = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        let (old, new) = try (
          SQLite(path: ground.path, durable: false), SQLite(path: other.path, durable: false)
        )
        #expect(try old.values(catalogue) == new.values(catalogue))
        old.close()
        new.close()
        _ = fresh
      }
      try await ground.open().close()
    }
  }

  /// A log beside the file says that the last process did not end well.
  @Test func `after a crash all that was acknowledged is there`() async throws {
    try await Ground.empty(.sqlite) { ground in
      let head = try await ground.crash { database in
        for number in 0..<50 { try await database.mark("\(number)") }
      }
      let database = try await ground.open()
      #expect(try await database.marks().count == 50)
      #expect(try await database.verify(anchors: [head]) == .sound(head))
      database.close()
    }
  }

  @Test func `a crash in the middle of a checkpoint is no damage`() async throws {
    try await Ground.empty(.sqlite) { ground in
      let head = try await ground.crash { database in
        for number in 0..<50 {
          try await database.mark("\(number)\(String(repeating: "x", count: 4000))")
        }
      }
      // The checkpoint had come as far as the first page, which tells the file's new size.
      try ground.copyFirstPageFromLog()
      let file = try SQLiteFile(ground.path)
      #expect(throws: Unusable.self) { try file.version(hasLog: false) }
      let database = try await ground.open()
      #expect(try await database.verify(anchors: [head]) == .sound(head))
      database.close()
    }
  }

  @Test func `a damaged page is found after a crash`() async throws {
    try await Ground.empty(.sqlite) { ground in
      _ = try await ground.crash { database in try await database.mark("a") }
      // Not in the log, so that the log does not heal it: an index of a table that nobody has touched.
      let page = try ground.page(of: "sign_in_attempts_by_time")
      try ground.change {
        $0.replaceSubrange(
          (page - 1) * 4096..<page * 4096, with: Data(repeating: 0xA5, count: 4096))
      }
      let error = await #expect(throws: Unusable.self) { try await ground.open().close() }
      #expect(error?.description.contains("is damaged") == true, "\(error?.description ?? "")")
    }
  }

  @Test(arguments: [false, true])
  func `a large file is checked after a crash while it is worked on`(isDamaged: Bool) async throws {
    try await Ground.empty(.sqlite) { ground in
      _ = try await ground.crash { database in try await database.mark("a") }
      if isDamaged {
        let page = try ground.page(of: "sign_in_attempts_by_time")
        try ground.change {
          $0.replaceSubrange(
            (page - 1) * 4096..<page * 4096, with: Data(repeating: 0xA5, count: 4096))
        }
      }
      var needs = Database.Needs()
      needs.largestCheckedFirst = 1000
      let database = try await Database.open(ground.address, needs: needs)
      #expect(try await database.marks() == ["a"])
      let outcome = await result { try await database.checkFile() }
      #expect(outcome.contains("is damaged") == isDamaged, "\(outcome)")
      database.close()
    }
  }

  @Test func `a log without its file is not played into a new one`() async throws {
    try await Ground.empty(.sqlite) { ground in
      _ = try await ground.crash { database in try await database.mark("a") }
      try FileManager.default.removeItem(atPath: ground.path)
      let before = try ground.files()
      let error = await #expect(throws: Unusable.self) { try await ground.open().close() }
      #expect(error?.description.contains("is missing") == true)
      #expect(try ground.files() == before)
    }
  }

  @Test func `a migration that a crash left in the log is not done twice`() async throws {
    try await Ground.empty(.sqlite) { ground in
      try ground.makeOlder(1)
      let older = try Data(contentsOf: URL(filePath: ground.path))
      let database = try await ground.open(migrates: true)
      let log = try Data(contentsOf: URL(filePath: ground.path + "-wal"))
      database.close()
      try older.write(to: URL(filePath: ground.path))
      try log.write(to: URL(filePath: ground.path + "-wal"))
      let again = try await ground.open()
      #expect(try await again.events.count == Database.newest - 1)
      _ = try await again.head()
      again.close()
    }
  }
}

extension Ground {
  fileprivate func write(_ data: Data) throws { try data.write(to: URL(filePath: path)) }

  fileprivate func change(_ body: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(filePath: path))
    body(&data)
    try write(Data(data))
  }

  fileprivate func makeSound() async throws { try await open().close() }

  /// Runs SQL on the file as any program could, making it where there is none.
  fileprivate func script(_ text: String) throws {
    let engine = try SQLite(path: path, durable: false)
    try engine.withWriter { try $0.script(text) }
    engine.close()
  }

  fileprivate func makeForeign(_ text: String) throws {
    try script("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT); " + text)
  }

  /// A database as the first program with this schema left it.
  func makeOlder(_ version: Int) throws {
    let texts = SchemaTexts.migrations.prefix(version).map(\.text)
    try script(
      texts.joined(separator: "\n") + SQLiteFile.marks(version: version)
        + """
        INSERT INTO installation (id, schema_version, created_at)
        VALUES ('one', \(version), '2026-01-01T00:00:00.000000Z')
        """)
  }

  /// Leaves file and log as they stand while a process works, and answers the head that it had acknowledged.
  fileprivate func crash(after body: (Database) async throws -> Void) async throws -> Head {
    try await open(tables: Ground.marks).close()
    let database = try await open()
    try await body(database)
    let head = try await database.head()
    let (file, log) = try (
      Data(contentsOf: URL(filePath: path)), Data(contentsOf: URL(filePath: path + "-wal"))
    )
    database.close()
    try write(file)
    try log.write(to: URL(filePath: path + "-wal"))
    return head
  }

  /// The newest copy of page 1 in the log, put into the file (sqlite.org/fileformat2.html, 4.1).
  fileprivate func copyFirstPageFromLog() throws {
    let log = [UInt8](try Data(contentsOf: URL(filePath: path + "-wal")))
    let frames = Array(stride(from: 32, to: log.count, by: 24 + 4096))
    guard let frame = frames.last(where: { Array(log[$0..<$0 + 4]) == [0, 0, 0, 1] }) else {
      throw Fault("the log does not hold the first page")
    }
    try change { $0.replaceSubrange(0..<4096, with: log[frame + 24..<frame + 24 + 4096]) }
  }

  /// The page where an index or table begins.
  fileprivate func page(of name: String) throws -> Int {
    let copy = folder + "/copy"
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let engine = try SQLite(path: copy, durable: false)
    let found = try engine.values("SELECT rootpage FROM sqlite_master WHERE name = \(name)")
    engine.close()
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: copy + suffix) {
      try FileManager.default.removeItem(atPath: copy + suffix)
    }
    guard case .int(let page)? = found.first?.first else { throw Fault("there is no \(name)") }
    return Int(page)
  }
}

extension SQLite {
  fileprivate func values(_ sql: SQL) throws -> [[Value]] {
    try withWriter { try $0.run(sql).map(\.values) }
  }
}
