import Access
import Core
import Database
import Foundation
import Messages

/// Backups and the way back: what the commands `backup`, `restore` and `backup-key` do.
extension Pierhead {
  /// Makes a backup of a database that this process opens itself, whatever its schema.
  package static func backUp(
    _ configuration: Configuration, to path: String, publicKey: String, output: some CommandOutput
  ) async throws -> Int32 {
    var needs = Database.Needs()
    needs.creates = false
    needs.takesOlder = true
    let database = try await Database.open(configuration.database, needs: needs)
    defer { database.close() }
    do {
      return try await backUp(database, configuration, to: path, publicKey: publicKey, output)
    } catch let backup as UnusableBackup {
      output.remark("\(backup)\n")
      return 2
    }
  }

  static func backUp(
    _ database: Database, _ configuration: Configuration, to path: String, publicKey: String,
    _ output: some CommandOutput
  ) async throws -> Int32 {
    guard let key = BackupKey("public \(publicKey)") else {
      throw UnusableBackup("The backup key is not one of Pierhead's.")
    }
    let serverKey = KeyFile.text(configuration.keyFile)
    let made = try await database.backUp(to: path, for: key, serverKey: serverKey)
    if made.isCurrent { try await database.write(as: .system) { try $0.note(made) } }
    output.say("\(made.sha256)  \(path)\n")
    output.remark(
      "The backup holds \(made.trailer.rows) rows and \(made.trailer.lastEvent) events, and was read again: it is whole.\n"
    )
    if serverKey == nil {
      output.remark(
        "The server's key \(configuration.keyFile) was not found, so it is not in the backup: keep a copy of it.\n"
      )
    }
    return 0
  }

  /// Puts a backup into a new database. Answers the exit status: 0 done, 2 a backup that can't be used.
  package static func restore(
    _ configuration: Configuration, from path: String, onlyChecking: Bool,
    output: some CommandOutput
  ) async throws -> Int32 {
    do {
      let key = try BackupKeyFile.read(configuration)
      let backup = try BackupReader(path, opening: key)
      guard !onlyChecking else {
        let trailer = try Database.check(backup)
        output.remark(
          "The backup of \(backup.header.madeAt) is whole: \(trailer.rows) rows and \(trailer.lastEvent) events.\n"
        )
        return 0
      }
      let serverKey = backup.header.serverKey
      if let serverKey, let there = KeyFile.text(configuration.keyFile), there != serverKey {
        throw Unusable(
          "The key file \(configuration.keyFile) is there already and is not the one of this backup: move it away, or name another with PIERHEAD_KEY_FILE."
        )
      }
      // First, and taken back: a database without its key would be of little use, and can't be restored into again.
      let putsKey = serverKey != nil && KeyFile.text(configuration.keyFile) == nil
      if putsKey, let serverKey { try KeyFile.put(serverKey, configuration.keyFile) }
      do {
        try await Database.restore(
          try BackupReader(path, opening: key), to: configuration.database
        ) { transaction in
          try transaction.endEverySession()
          try transaction.holdWaitingMessages()
        }
      } catch {
        if putsKey { unlink(configuration.keyFile) }
        throw error
      }
      let database = try await Database.open(configuration.database)
      defer { database.close() }
      try await fill(database)
      output.remark("The backup of \(backup.header.madeAt) stands. Nobody is signed in.\n")
      if serverKey == nil {
        output.remark(
          "The backup does not hold the server's key: put the file \(configuration.keyFile) back before you start.\n"
        )
      }
      return 0
    } catch let backup as UnusableBackup {
      output.remark("\(backup)\n")
      return 2
    }
  }
}

/// The operator's file of the backup key.
package enum BackupKeyFile {
  /// The key that a setting names, or that is where it usually is.
  static func read(_ configuration: Configuration) throws -> BackupKey {
    guard let key = try find(configuration.backupKeyFile) else {
      throw Unusable(
        "The backup key \(configuration.backupKeyFile) is missing: name the right file with --key or PIERHEAD_BACKUP_KEY."
      )
    }
    return key
  }

  /// The same for whoever makes a backup: where no file was named and none is there, makes a new key and says so.
  package static func readOrMake(
    _ configuration: Configuration, output: some CommandOutput
  ) throws -> BackupKey {
    let path = configuration.backupKeyFile
    if let key = try find(path) { return key }
    guard !configuration.namesBackupKey else { return try read(configuration) }
    let key = try make(path)
    output.remark(
      """
      Made the backup key \(path). Only it opens the backups: copy it to another place now, and leave here the half that makes them (\(path).public).

      """)
    return key
  }

  /// A new key in `path`, which only its owner reads, and its public half beside it.
  package static func make(_ path: String) throws -> BackupKey {
    let key = BackupKey.make()
    for (path, text) in [(path, key.text), (path + ".public", key.publicText)] {
      guard !FileManager.default.fileExists(atPath: path) else {
        throw Unusable("\(path) is there already: a key is never overwritten.")
      }
      guard
        FileManager.default.createFile(
          atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
      else { throw Unusable("The backup key can't be written to \(path).") }
    }
    return key
  }

  private static func find(_ path: String) throws -> BackupKey? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    guard let key = BackupKey(String(decoding: data, as: UTF8.self)) else {
      throw Unusable("The backup key \(path) is not one of Pierhead's.")
    }
    return key
  }
}
