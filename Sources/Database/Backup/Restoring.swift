import Core
import Foundation
import Schema

extension Database {
  /// Puts a backup into a new database, all of it or nothing, and brings it up to this program's schema. `finishing` runs
  /// in the same transaction, after the rows stand: what must be otherwise in a database that has gone back in time.
  ///
  /// `open` opens the backup: more than once where a connection breaks and all of it begins again.
  ///
  /// Throws `Unusable`, and touches nothing, where a database is there already; `UnusableBackup` where the backup can't be
  /// used.
  package static func restore(
    _ open: @autoclosure @escaping @Sendable () throws -> BackupReader, to address: Address,
    wall: Wall = .real,
    finishing: @escaping @Sendable (borrowing Transaction) throws -> Void
  ) async throws {
    let schema = try open().header.schema
    guard (1...newest).contains(schema) else {
      throw UnusableBackup(
        "The backup was made by a newer Pierhead (schema \(schema), this one knows \(newest))."
      )
    }
    switch address {
    case .sqlite(let path): try await restore(open, toFile: path, wall, finishing)
    case .postgresql(let url):
      let database = Database(try Postgres(address: url, readers: 1), wall: wall)
      defer { database.close() }
      let tables = try await database.read { reader in
        try reader.row(
          "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = current_schema()"
        )?["n"] ?? 0
      }
      guard tables == 0 else {
        throw Unusable("That PostgreSQL database holds tables already: restore into an empty one.")
      }
      try await database.fill(from: open, finishing)
      await database.countAnew()
    }
  }

  /// Builds the file under another name, so that a crash leaves no half of one.
  private static func restore(
    _ open: @escaping @Sendable () throws -> BackupReader, toFile path: String, _ wall: Wall,
    _ finishing: @escaping @Sendable (borrowing Transaction) throws -> Void
  ) async throws {
    let files = FileManager.default
    for suffix in ["", "-wal"] where files.fileExists(atPath: path + suffix) {
      throw Unusable("\(path + suffix) is there already: move it away, or restore to another path.")
    }
    let building = path + ".new"
    func remove() throws {
      for suffix in ["", "-wal", "-shm"] where files.fileExists(atPath: building + suffix) {
        try files.removeItem(atPath: building + suffix)
      }
    }
    try remove()
    guard
      files.createFile(
        atPath: building, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw Unusable("\(path) can't be created there.") }
    do {
      let database = Database(try SQLite(path: building, readers: 1), wall: wall)
      do { try await database.fill(from: open, finishing) } catch {
        database.close()
        throw error
      }
      database.close()
      guard rename(building, path) == 0 else {
        throw Unusable("\(path) can't be created there.")
      }
      try DiskName.keep(path)
    } catch {
      try remove()
      throw error
    }
  }

  private func fill(
    from open: @escaping @Sendable () throws -> BackupReader,
    _ finishing: @escaping @Sendable (borrowing Transaction) throws -> Void
  ) async throws {
    let isSQLite = engine is SQLite
    try await write(as: .system) { transaction in
      let backup = try open()
      let connection = transaction.read.connection
      let schema = backup.header.schema
      for migration in SchemaTexts.migrations.prefix(schema) {
        try connection.script(migration.text)
      }
      if isSQLite { try connection.script(SQLiteFile.marks(version: Self.newest)) }
      let trailer = try Self.rows(of: backup, into: transaction, isSQLite)
      for (index, migration) in SchemaTexts.migrations.enumerated() where index >= schema {
        try connection.script(migration.text)
        try transaction.change("UPDATE installation SET schema_version = \(index + 1)")
        transaction.record("schema migrated", ["to": String(index + 1)])
      }
      try finishing(transaction)
      transaction.record(
        "backup restored",
        [
          "made": backup.header.madeAt, "events": String(trailer.lastEvent),
          "schema": String(schema),
        ])
    }
    guard case .sound = try await verify() else {
      throw UnusableBackup("The record in the backup is not sound: use another.")
    }
  }

  /// Empties the tables of what migrations have put there, and fills them from the backup. References between tables are
  /// checked when all rows stand.
  private static func rows(
    of backup: BackupReader, into transaction: borrowing Transaction, _ isSQLite: Bool
  ) throws -> BackupTrailer {
    let connection = transaction.read.connection
    try connection.takeTime()
    let shapes = try TableShape.all(connection, isSQLite: isSQLite)
    let references = try References(connection, isSQLite: isSQLite)
    for shape in shapes {
      try transaction.change("DELETE FROM \(SQL(trusted: "\"\(shape.name)\""))")
    }
    var filled: Set<String> = []
    var table = ""
    var columns: [String] = []
    var rows: [[Value]] = []
    func copy() throws {
      guard !rows.isEmpty else { return }
      try connection.copy(into: "\"\(table)\"", columns: columns.map { "\"\($0)\"" }, rows: rows)
      rows.removeAll(keepingCapacity: true)
    }
    while true {
      switch try backup.next() {
      case .table(let name, let names):
        try copy()
        guard let shape = shapes.first(where: { $0.name == name }),
          Set(shape.columns) == Set(names), filled.insert(name).inserted
        else {
          throw UnusableBackup("The backup holds a table \(name) that this Pierhead does not know.")
        }
        (table, columns) = (name, names)
      case .row(let values):
        rows.append(values)
        if rows.count == 2000 { try copy() }
      case .end(let trailer):
        try copy()
        guard filled.count == shapes.count else { throw BackupReader.garbled }
        try references.check(connection)
        return trailer
      }
    }
  }
}

/// The references between tables, let go while rows come in any order.
private struct References {
  private let again: [String]
  private let isSQLite: Bool

  init(_ connection: any Connection, isSQLite: Bool) throws {
    self.isSQLite = isSQLite
    guard !isSQLite else {
      // Until the transaction ends, which checks them.
      try connection.script("PRAGMA defer_foreign_keys = ON")
      again = []
      return
    }
    let found = try connection.run(
      """
      SELECT quote_ident(conname) AS name, conrelid::regclass::text AS of_table,
        pg_get_constraintdef(oid) AS meaning
      FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
      ORDER BY conname
      """)
    again = try found.map { row in
      "ALTER TABLE \(try row["of_table"] as String) ADD CONSTRAINT \(try row["name"] as String) \(try row["meaning"] as String)"
    }
    for row in found {
      try connection.script(
        "ALTER TABLE \(try row["of_table"] as String) DROP CONSTRAINT \(try row["name"] as String)")
    }
  }

  /// Throws where a row names one that is not there.
  func check(_ connection: any Connection) throws {
    for statement in again { try connection.script(statement) }
    if isSQLite, let row = try connection.run("PRAGMA foreign_key_check").first {
      throw UnusableBackup(
        "The backup is not whole: a row of \(try row["table"] as String) names what is not there.")
    }
  }
}
