import Core
import Foundation

/// A backup that was made and read again.
package struct MadeBackup: Sendable {
  /// Whether the database has this program's schema, and so can note that it was made.
  package let isCurrent: Bool
  package let trailer: BackupTrailer
  package let bytes: Int
  /// Of the file, in hex, for whoever copies it elsewhere.
  package let sha256: String
}

extension Database {
  /// Writes everything, as it stands at one moment, into a sealed file, and reads the file again: every piece, every row and
  /// the whole chain of events. Others go on reading and writing meanwhile. The file stands under its name only once all of it
  /// is sound and on the disk. Throws `UnusableBackup` where it can't be written there.
  package func backUp(
    to path: String, for key: BackupKey, serverKey: String?
  ) async throws -> MadeBackup {
    let now = wall.now()
    return try await Self.onThreadOfItsOwn {
      guard !FileManager.default.fileExists(atPath: path) else {
        throw UnusableBackup("\(path) is there already: a backup never overwrites a file.")
      }
      let building = path + ".part"
      // What a backup that was cut off has left is of no use to anyone.
      unlink(building)
      let descriptor = Glibc.open(building, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw UnusableBackup(
          "The backup can't be written to \(path): \(String(cString: strerror(errno))).")
      }
      do {
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let sealed = try SealedWriter(file, at: path, for: key.publicKey)
        let (schema, trailer) = try engine.apart { connection in
          try dump(connection, into: sealed, at: now, serverKey)
        }
        let sha256 = try sealed.finish()
        let read = try Self.check(BackupReader(SealedReader(building, own: sealed.key)))
        guard read == trailer else { throw BackupReader.garbled }
        // One that came between is not overwritten either.
        guard link(building, path) == 0 else {
          throw UnusableBackup(
            "The backup can't be written to \(path): \(String(cString: strerror(errno))).")
        }
        unlink(building)
        try DiskName.keep(path)
        return MadeBackup(
          isCurrent: schema == Self.newest, trailer: trailer, bytes: sealed.size, sha256: sha256)
      } catch {
        unlink(building)
        throw error
      }
    }
  }

  private func dump(
    _ connection: any Connection, into sealed: SealedWriter, at now: Instant, _ serverKey: String?
  ) throws -> (schema: Int, BackupTrailer) {
    guard
      let installation = try connection.run("SELECT schema_version FROM installation").first
    else { throw Fault("the database does not say what schema it has") }
    let schema: Int = try installation["schema_version"]
    var encoder = try BackupEncoder(
      sealed,
      BackupHeader(
        schema: schema, engine: engine.name, madeAt: now.description,
        serverKey: serverKey))
    let shapes = try TableShape.all(connection, isSQLite: engine is SQLite)
    var all = 0
    for shape in shapes {
      try encoder.table(shape.name, shape.columns)
      var rows = 0
      let columns = shape.columns.map { "\"\($0)\"" }.joined(separator: ", ")
      // In this order whoever reads the backup can follow the chain.
      let order = shape.name == "events" ? " ORDER BY n" : ""
      try connection.each(SQL(trusted: "SELECT \(columns) FROM \"\(shape.name)\"\(order)")) {
        values in
        try encoder.row(shape.canonical(values))
        rows += 1
      }
      try encoder.endOfTable(rows: rows)
      all += rows
    }
    guard let row = try connection.run("SELECT n, hash FROM event_head").first else {
      throw Fault("the record has no head")
    }
    let trailer = try BackupTrailer(
      tables: shapes.count, rows: all, lastEvent: row["n"], hash: row["hash"])
    try encoder.end(trailer)
    return (schema, trailer)
  }

  /// Reads a backup from its first to its last row, and follows the chain of its events. Throws `UnusableBackup` where
  /// something is not as it was written.
  package static func check(_ backup: BackupReader) throws -> BackupTrailer {
    var last = Head.start
    var events: Columns?
    while true {
      switch try backup.next() {
      case .table(let name, let columns):
        events = name == "events" ? Columns(columns) : nil
      case .row(let values):
        guard let events else { continue }
        let row = Row(events, values)
        if let reason = fault(in: row, after: last) {
          throw UnusableBackup(
            "The record in the backup is not sound: event \(last.n + 1): \(reason).")
        }
        last = try Head(n: row["n"], hash: row["hash"])
      case .end(let trailer):
        guard last == Head(n: trailer.lastEvent, hash: trailer.hash) else {
          throw UnusableBackup("The record in the backup is not sound: its end is missing.")
        }
        return trailer
      }
    }
  }

  /// Long work that waits for the disk, beside the threads that answer people, and behind them in line for a processor.
  static func onThreadOfItsOwn<T: Sendable>(
    _ body: @escaping @Sendable () throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        // On Linux: of this thread alone.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        continuation.resume(with: Result { try body() })
      }
      thread.name = "pierhead.backup"
      thread.stackSize = 4 << 20
      thread.start()
    }
  }
}
