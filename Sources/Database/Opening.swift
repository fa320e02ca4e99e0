import Core
import Foundation
import Schema

extension Database {
  /// What a caller needs of a database that it opens.
  package struct Needs: Sendable {
    /// Fills a new database, in the transaction that creates it.
    package var seed: @Sendable (borrowing Transaction) throws -> Void = { _ in }
    /// False only for tests: nothing is flushed to the disk.
    package var durable = true
    /// False for what only reads: where there is no database, that is said instead of making one.
    package var creates = true
    /// Brings an older schema up to date instead of refusing it.
    package var migrates = false
    /// Takes an older schema as it is: for whoever makes a backup before it is brought up to date.
    package var takesOlder = false
    /// Bytes. After a process that did not end well, a larger file is opened unchecked: see `checkFile`.
    package var largestCheckedFirst = Int.max

    package init() {}
  }

  /// Opens a database, creating it where there is none. Refuses with `Unusable`, and leaves untouched, whatever
  /// is empty, damaged, of another program, of a newer or of an older schema.
  package static func open(
    _ address: Address, wall: Wall = .real, needs: Needs = Needs()
  ) async throws -> Database {
    switch address {
    case .sqlite(let path): try await openSQLite(path, wall: wall, needs: needs)
    case .postgresql(let url): try await openPostgres(url, wall: wall, needs: needs)
    }
  }

  private static func openSQLite(
    _ path: String, wall: Wall, needs: Needs
  ) async throws -> Database {
    let files = FileManager.default
    // SQLite takes its log away when it is closed well. One that is left means that it was not.
    let log = try? files.attributesOfItem(atPath: path + "-wal")  // none is the usual case
    let stoppedUncleanly = (log?[.size] as? Int ?? 0) > 0
    if !files.fileExists(atPath: path) {
      guard !stoppedUncleanly else {
        throw Unusable(
          "\(path) is missing, and its log \(path)-wal is there: put the file back beside it.")
      }
      guard needs.creates else { throw Unusable("There is no database at \(path).") }
      try await createSQLite(path, wall: wall, needs: needs)
    }
    var version = try SQLiteFile(path).version(hasLog: stoppedUncleanly)
    // What the log holds may be newer than what the file says.
    if version > newest || !stoppedUncleanly {
      try require(version, of: path, migrates: needs.migrates || needs.takesOlder)
    }
    let size = try files.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    let isUnchecked = stoppedUncleanly && size > needs.largestCheckedFirst
    let engine = try SQLite(path: path, durable: needs.durable)
    do {
      // SQLite keeps the name of a new log too, and does not say when that failed.
      if needs.durable { try DiskName.keep(path) }
      if stoppedUncleanly {
        version = try engine.withWriter { connection in
          if !isUnchecked { try check(connection, path) }
          return try connection.run("PRAGMA user_version").first?["user_version"] ?? 0
        }
        try require(version, of: path, migrates: needs.migrates || needs.takesOlder)
      }
    } catch {
      engine.close()
      throw error
    }
    var database = Database(engine, wall: wall)
    database.uncheckedFile = isUnchecked ? path : nil
    return needs.takesOlder ? database : try await migrated(database, from: version)
  }

  /// Builds the file under another name, so that a crash leaves no half of one.
  private static func createSQLite(_ path: String, wall: Wall, needs: Needs) async throws {
    let building = path + ".new"
    for suffix in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(atPath: building + suffix) {
      try FileManager.default.removeItem(atPath: building + suffix)
    }
    guard
      FileManager.default.createFile(
        atPath: building, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw Unusable("\(path) can't be created there.") }
    let database = Database(
      try SQLite(path: building, readers: 1, durable: needs.durable), wall: wall)
    try await database.create(needs.seed)
    database.close()
    // SQLite takes the log away once all of it stands in the file. What the disk refused then would be missing.
    guard !FileManager.default.fileExists(atPath: building + "-wal"), rename(building, path) == 0
    else { throw Unusable("\(path) can't be created there.") }
    if needs.durable { try DiskName.keep(path) }
  }

  private static func openPostgres(
    _ url: String, wall: Wall, needs: Needs
  ) async throws -> Database {
    let database = Database(try Postgres(address: url), wall: wall)
    do {
      let tables: [String] = try await database.read { reader in
        try reader.rows(
          "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"
        ).map { try $0["table_name"] }
      }
      if tables.isEmpty {
        guard needs.creates else { throw Unusable("That PostgreSQL database is empty.") }
        do { try await database.create(needs.seed) } catch is DoneAlready {}
      }
      if !tables.isEmpty, !tables.contains("installation") {
        throw Unusable("That PostgreSQL database holds tables of another program.")
      }
      let version: Int = try await database.read { reader in
        try reader.row("SELECT schema_version FROM installation")?["schema_version"] ?? 0
      }
      try require(
        version, of: "That PostgreSQL database", migrates: needs.migrates || needs.takesOlder)
      return needs.takesOlder ? database : try await migrated(database, from: version)
    } catch {
      database.close()
      throw error
    }
  }

  private func create(_ seed: @escaping @Sendable (borrowing Transaction) throws -> Void)
    async throws
  {
    let isSQLite = engine is SQLite
    try await write(as: .system) { transaction in
      let connection = transaction.read.connection
      if !isSQLite {
        try connection.goAlone()
        let made = try transaction.row(
          """
          SELECT 1 AS is_there FROM information_schema.tables
          WHERE table_schema = current_schema() AND table_name = 'installation'
          """)
        if made != nil { throw DoneAlready() }
      }
      for migration in SchemaTexts.migrations { try connection.script(migration.text) }
      if isSQLite { try connection.script(SQLiteFile.marks(version: Self.newest)) }
      try transaction.change(
        """
        INSERT INTO installation (id, schema_version, created_at)
        VALUES (\(UUID().uuidString.lowercased()), \(Self.newest), \(transaction.now))
        """)
      try seed(transaction)
      transaction.record("installation created", ["schema": String(Self.newest)])
    }
  }

  /// All steps are one transaction: whatever ends it leaves the old schema or the new one, and nothing between.
  private static func migrated(_ database: Database, from version: Int) async throws -> Database {
    guard version < newest else { return database }
    let isSQLite = database.engine is SQLite
    do {
      try await database.write(as: .system) { transaction in
        let connection = transaction.read.connection
        var version = version
        if !isSQLite {
          // An index of a large table takes its time.
          try connection.takeTime()
          try connection.goAlone()
          version =
            try transaction.row("SELECT schema_version FROM installation")?["schema_version"] ?? 0
          guard version < newest else { throw DoneAlready() }
        }
        for (index, migration) in SchemaTexts.migrations.enumerated() where index >= version {
          try connection.script(migration.text)
          transaction.record("schema migrated", ["to": String(index + 1)])
        }
        try transaction.change("UPDATE installation SET schema_version = \(newest)")
        if isSQLite { try connection.script(SQLiteFile.marks(version: newest)) }
      }
    } catch is DoneAlready {}
    return database
  }

  /// Another Pierhead has made or migrated the database while this one waited for its turn.
  private struct DoneAlready: Error {}

  static var newest: Int { SchemaTexts.migrations.count }

  private static func require(_ version: Int, of place: String, migrates: Bool) throws {
    if version > newest {
      throw Unusable(
        "\(place) was written by a newer Pierhead (schema \(version), this one knows \(newest)).")
    }
    if version < newest && !migrates {
      throw Unusable(
        "\(place) has the older schema \(version): run `pierhead migrate` first (after a backup).")
    }
  }

  /// Checks the whole of a large file that was opened unchecked; nothing to do for any other. Others work on it meanwhile.
  /// Throws `Unusable` where it is damaged.
  package func checkFile() async throws {
    guard let path = uncheckedFile else { return }
    try await Self.onThreadOfItsOwn {
      try engine.apart { connection in try Self.check(connection, path) }
    }
  }

  private static func check(_ connection: any Connection, _ path: String) throws {
    let answer: String = try connection.run("PRAGMA quick_check(1)").first?["quick_check"] ?? ""
    guard answer == "ok" else {
      throw Unusable("\(path) is damaged (\(answer)): restore a backup.")
    }
  }
}

/// What the first hundred bytes of a SQLite file tell, without opening it (sqlite.org/fileformat2.html, 1.3).
struct SQLiteFile {
  /// "PIER", in the header's field for an application's id.
  static let applicationID: UInt32 = 0x5049_4552

  let path: String
  let header: [UInt8]
  let size: Int

  init(_ path: String) throws {
    self.path = path
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Unusable("\(path) can't be read.")
    }
    defer { try? file.close() }  // it was only read
    do {
      size = Int(try file.seekToEnd())
      try file.seek(toOffset: 0)
      header = Array(try file.read(upToCount: 100) ?? Data())
    } catch { throw Unusable("\(path) can't be read.") }
  }

  /// The schema's version, once all else says that this is a whole file of ours. With a log beside it, the file may
  /// lack pages that a crash kept from it: the log has them.
  func version(hasLog: Bool) throws -> Int {
    guard size > 0 else { throw Unusable("\(path) is empty: it is not a Pierhead database.") }
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw Unusable("\(path) is not a SQLite database.")
    }
    guard number(at: 68) == Self.applicationID else {
      throw Unusable("\(path) is a database of another program.")
    }
    let pageSize = Int(header[16]) << 8 | Int(header[17])
    let expected = (pageSize == 1 ? 65536 : pageSize) * Int(number(at: 28))
    guard size >= expected || hasLog else {
      throw Unusable("\(path) is cut short (\(size) of \(expected) bytes): restore a backup.")
    }
    return Int(number(at: 60))
  }

  static func marks(version: Int) -> String {
    "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);"
  }

  private func number(at offset: Int) -> UInt32 {
    header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
