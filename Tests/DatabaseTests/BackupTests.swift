import App
import Core
import Foundation
import Support
import Testing

@testable import Database

/// Everything goes into a sealed file while others write, and comes back from it, on either engine.
struct BackupTests {
  struct Way: Sendable, CustomTestStringConvertible {
    let from, to: TestDatabase.Engine
    var testDescription: String { "\(from) to \(to)" }
  }

  static let ways = TestDatabase.engines.flatMap { from in
    TestDatabase.engines.map { Way(from: from, to: $0) }
  }

  @Test(arguments: ways)
  func `a backup comes back row for row, on either engine`(way: Way) async throws {
    try await Place.with { place in
      try await TestDatabase.with(way.from) { pierhead, _ in
        try await fill(pierhead)
        _ = try await pierhead.database.backUp(
          to: place.path("backup"), for: place.key, serverKey: "the key")
      }
      try await Ground.empty(way.to) { ground in
        try await Database.restore(place.backup("backup"), to: ground.address) { _ in }
        let restored = try await ground.open()
        defer { restored.close() }
        _ = try await restored.backUp(to: place.path("again"), for: place.key, serverKey: nil)
        // Only the record has grown, by its own event.
        var before = try place.rows("backup")
        var after = try place.rows("again")
        for table in ["events", "event_head"] { (before[table], after[table]) = (nil, nil) }
        #expect(before.count > 50 && before["contact_notes"]?.count == 1)
        #expect(before == after)
        let last = try await restored.read(fresh: true) {
          try $0.row("SELECT verb FROM events ORDER BY n DESC LIMIT 1")?["verb"] as String?
        }
        #expect(last == "backup restored")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `it holds one moment, whatever is written meanwhile`(engine: TestDatabase.Engine)
    async throws
  {
    try await Place.with { place in
      try await TestDatabase.with(engine) { pierhead, _ in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for number in 0..<60 {
              _ = try await pierhead.user("advocate", name: "Meanwhile \(number)", in: "E08000012")
            }
          }
          for number in 0..<4 {
            let made = try await pierhead.database.backUp(
              to: place.path("\(number)"), for: place.key, serverKey: nil)
            let read = try Database.check(place.backup("\(number)"))
            #expect(read == made.trailer)
            // An account and the event that tells of it stand both or neither.
            let rows = try place.rows("\(number)")
            let told = rows["events", default: []].count { $0.contains("account added") }
            #expect(told == rows["accounts", default: []].count)
          }
          try await group.waitForAll()
        }
        #expect(try await pierhead.events("account added") == 60)
      }
    }
  }

  @Test func `what is in it can't be read without the key`() async throws {
    try await Place.with { place in
      try await TestDatabase.with(.sqlite) { pierhead, _ in
        try await fill(pierhead)
        _ = try await pierhead.database.backUp(
          to: place.path("backup"), for: place.key, serverKey: "the server's key")
        let bytes = try Data(contentsOf: URL(filePath: place.path("backup")))
        for secret in ["A canary sang.", "Wrenfield", "contact_notes", "the server's key"] {
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) stands there in clear")
        }
        #expect(
          try place.rows("backup")["contact_notes"]?.first?.contains("A canary sang.") == true)
        let rights = try FileManager.default.attributesOfItem(atPath: place.path("backup"))
        #expect(rights[.posixPermissions] as? Int == 0o600)
        for (key, words) in [
          (BackupKey.make(), "another backup key"),
          (BackupKey(publicKey: place.key.publicKey), "the half that makes backups"),
        ] {
          let error = #expect(throws: UnusableBackup.self) {
            try BackupReader(place.path("backup"), opening: key)
          }
          #expect(error?.description.contains(words) == true)
        }
      }
    }
  }

  /// Cut, changed or longer by a byte anywhere: it is refused, and nothing is left where it was to go.
  @Test func `a damaged backup is refused whole`() async throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("seed \(seed)")
    var chance = Seeded(seed)
    try await Place.with { place in
      try await TestDatabase.with(.sqlite) { pierhead, _ in
        _ = try await pierhead.database.backUp(
          to: place.path("backup"), for: place.key, serverKey: nil)
      }
      let whole = try Data(contentsOf: URL(filePath: place.path("backup")))
      for round in 0..<60 {
        var bytes = whole
        let at = Int.random(in: 0..<whole.count, using: &chance)
        switch round % 3 {
        case 0: bytes = bytes.prefix(at)
        case 1: bytes[at] ^= UInt8.random(in: 1...255, using: &chance)
        default: bytes.append(UInt8.random(in: 0...255, using: &chance))
        }
        try bytes.write(to: URL(filePath: place.path("damaged")))
        #expect(throws: UnusableBackup.self, "round \(round), byte \(at)") {
          try Database.check(place.backup("damaged"))
        }
        guard round < 9 else { continue }
        await #expect(throws: UnusableBackup.self) {
          let target = place.path("target")
          try await Database.restore(
            place.backup("damaged"), to: .sqlite(path: target)
          ) { _ in }
        }
      }
      #expect(try place.files() == ["backup", "damaged"])
    }
  }

  @Test func `nothing that is there is ever overwritten`() async throws {
    try await Place.with { place in
      try await TestDatabase.with(.sqlite) { pierhead, _ in
        try Data("mine".utf8).write(to: URL(filePath: place.path("taken")))
        let taken = await #expect(throws: UnusableBackup.self) {
          try await pierhead.database.backUp(
            to: place.path("taken"), for: place.key, serverKey: nil)
        }
        #expect(taken?.description.contains("never overwrites") == true)
        _ = try await pierhead.database.backUp(
          to: place.path("backup"), for: place.key, serverKey: nil)
        let there = await #expect(throws: Unusable.self) {
          try await Database.restore(
            place.backup("backup"), to: .sqlite(path: place.path("taken"))
          ) { _ in }
        }
        #expect(there?.description.contains("is there already") == true)
        #expect(try String(contentsOfFile: place.path("taken"), encoding: .utf8) == "mine")
        await #expect(throws: UnusableBackup.self) {
          try await pierhead.database.backUp(
            to: "/nowhere/backup", for: place.key, serverKey: nil)
        }
      }
    }
  }

  @Test func `a PostgreSQL database that holds tables is left as it is`() async throws {
    guard TestDatabase.engines.contains(.postgresql) else { return }
    try await Place.with { place in
      try await TestDatabase.with(.sqlite) { pierhead, _ in
        _ = try await pierhead.database.backUp(
          to: place.path("backup"), for: place.key, serverKey: nil)
      }
      try await Ground.with(.postgresql, tables: Ground.marks) { database, ground in
        try await database.mark("kept")
        await #expect(throws: Unusable.self) {
          try await Database.restore(place.backup("backup"), to: ground.address) { _ in }
        }
        #expect(try await database.marks() == ["kept"])
      }
    }
  }

  @Test(arguments: [1, 7, 20])
  func `a backup of an older schema is brought up to date as it comes back`(version: Int)
    async throws
  {
    try await Place.with { place in
      try await Ground.empty(.sqlite) { ground in
        try ground.makeOlder(version)
        var needs = Database.Needs()
        needs.takesOlder = true
        let older = try await Database.open(ground.address, needs: needs)
        let made = try await older.backUp(
          to: place.path("backup"), for: place.key, serverKey: nil)
        older.close()
        #expect(!made.isCurrent)
      }
      for engine in TestDatabase.engines {
        try await Ground.empty(engine) { ground in
          try await Database.restore(place.backup("backup"), to: ground.address) { _ in }
          let restored = try await ground.open()
          #expect(try await restored.events.count == Database.newest - version + 1)
          restored.close()
        }
      }
    }
  }

  @Test func `what no Pierhead wrote is refused by its rows`() throws {
    try Place.sync { place in
      func write(_ name: String, _ body: (inout BackupEncoder) throws -> Void) throws {
        let path = place.path(name)
        try Data().write(to: URL(filePath: path))
        let file = try SealedWriter(
          FileHandle(forWritingTo: URL(filePath: path)), at: path, for: place.key.publicKey)
        var encoder = try BackupEncoder(
          file, BackupHeader(schema: 1, engine: "SQLite", madeAt: "now", serverKey: nil))
        try body(&encoder)
        _ = try file.finish()
      }
      let trailer = BackupTrailer(tables: 1, rows: 1, lastEvent: 0, hash: Head.start.hash)
      try write("good") { file in
        try file.table("t", ["a"])
        try file.row([.null])
        try file.endOfTable(rows: 1)
        try file.end(trailer)
      }
      #expect(try Database.check(place.backup("good")) == trailer)
      try write("a row too few") { file in
        try file.table("t", ["a"])
        try file.endOfTable(rows: 1)
        try file.end(trailer)
      }
      try write("no end") { file in
        try file.table("t", ["a"])
        try file.row([.null])
        try file.endOfTable(rows: 1)
      }
      try write("a table that does not end") { file in
        try file.table("t", ["a"])
        try file.row([.null])
        try file.end(trailer)
      }
      try write("a row outside") { file in
        try file.row([])
        try file.end(trailer)
      }
      try write("more after the end") { file in
        try file.table("t", ["a"])
        try file.row([.null])
        try file.endOfTable(rows: 1)
        try file.end(trailer)
        try file.endOfTable(rows: 0)
      }
      for name in try place.files() where name != "good" {
        #expect(throws: UnusableBackup.self, "\(name)") {
          try Database.check(place.backup(name))
        }
      }
    }
  }

  @Test func `every value comes back as it was`() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("seed \(seed)")
    var chance = Seeded(seed)
    var rows: [[Value]] = [
      [.null, .bool(true)], [.bool(false), .text("")], [.int(.min), .int(.max)],
      [.int(0), .int(-1)], [.double(-0.0), .double(.infinity)],
      [.text(String(repeating: "é", count: 200_000)), .text("\u{0}\n\"")],
    ]
    for _ in 0..<5000 {
      rows.append(
        (0..<2).map { _ in
          switch Int.random(in: 0..<4, using: &chance) {
          case 0:
            .int(
              Int64.random(in: .min ... .max, using: &chance)
                >> Int64.random(in: 0..<64, using: &chance))
          case 1: .double(Double.random(in: -1e9...1e9, using: &chance))
          case 2: .null
          default: .text(String(repeating: "عž😀", count: Int.random(in: 0..<60, using: &chance)))
          }
        })
    }
    try Place.sync { place in
      let path = place.path("values")
      try Data().write(to: URL(filePath: path))
      let file = try SealedWriter(
        FileHandle(forWritingTo: URL(filePath: path)), at: path, for: place.key.publicKey)
      var encoder = try BackupEncoder(
        file, BackupHeader(schema: 1, engine: "SQLite", madeAt: "now", serverKey: "k"))
      try encoder.table("things", ["a", "b"])
      for row in rows { try encoder.row(row) }
      try encoder.endOfTable(rows: rows.count)
      try encoder.end(
        BackupTrailer(tables: 1, rows: rows.count, lastEvent: 0, hash: Head.start.hash))
      _ = try file.finish()
      let reader = try place.backup("values")
      #expect(reader.header.serverKey == "k")
      var read: [[Value]] = []
      reading: while true {
        switch try reader.next() {
        case .table(let name, let columns): #expect(name == "things" && columns == ["a", "b"])
        case .row(let values): read.append(values)
        case .end: break reading
        }
      }
      #expect(read == rows)
    }
  }

  @Test func `a key's file is read again, and halves that don't belong together are none`() {
    let (one, other) = (BackupKey.make(), BackupKey.make())
    let read = BackupKey(one.text)
    #expect(read?.publicKey == one.publicKey && read?.secretKey == one.secretKey)
    let half = BackupKey(one.publicText)
    #expect(half?.publicKey == one.publicKey && half != nil && half?.secretKey == nil)
    let mixed = "public \(one.publicHex)\nsecret \(Chain.hex(of: other.secretKey ?? []))"
    for text in [
      "", "public", "public zz", mixed, one.publicHex, "public \(one.publicHex.dropLast(2))",
    ] {
      #expect(BackupKey(text) == nil, "\(text)")
    }
  }

  private func fill(_ pierhead: Pierhead) async throws {
    let leader = try await pierhead.user("team_leader", in: "E08000012")
    let advocate = try await pierhead.user("advocate", in: "E08000012")
    let household = try await pierhead.household(
      "EX-1", ["family_name": "Wrenfield"], by: leader, for: advocate)
    try await pierhead.importRows([row("EX-2"), row("EX-3", ["safe_contact": "Text only"])])
    try await pierhead.write("A canary sang.", on: household, by: advocate)
    _ = try await pierhead.session(of: leader)
  }
}

/// A folder for backups, and a key for them.
struct Place: Sendable {
  let folder: String
  let key = BackupKey.make()

  static func with(_ body: (Place) async throws -> Void) async throws {
    let place = try make()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(place)) } catch { outcome = .failure(error) }
    try FileManager.default.removeItem(atPath: place.folder)
    try outcome.get()
  }

  static func sync(_ body: (Place) throws -> Void) throws {
    let place = try make()
    let outcome = Result { try body(place) }
    try FileManager.default.removeItem(atPath: place.folder)
    try outcome.get()
  }

  private static func make() throws -> Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "backup-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return Place(folder: folder)
  }

  func path(_ name: String) -> String { folder + "/" + name }
  func backup(_ name: String) throws -> BackupReader {
    try BackupReader(path(name), opening: key)
  }
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// The rows of each table, as text and in order, because an engine keeps them in its own.
  func rows(_ name: String) throws -> [String: [String]] {
    let reader = try backup(name)
    var rows: [String: [String]] = [:]
    var table = ""
    while true {
      switch try reader.next() {
      case .table(let name, _):
        table = name
        rows[table] = []
      case .row(let values): rows[table]?.append("\(values)")
      case .end: return rows.mapValues { $0.sorted() }
      }
    }
  }
}
