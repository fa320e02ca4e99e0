import App
import ArgumentParser
import Core
import Database
import Foundation

/// `pierhead backup PATH`
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes everything into one sealed file, while the server goes on.",
    discussion: """
      The file is read again before it stands under its name. Ends with 0 and prints its SHA-256; with 2 when it can't be \
      written there. Without a backup key one is made, in pierhead-backup.key: copy it to another place.
      """)

  @OptionGroup var settings: Settings
  @Argument(help: "The file to write. It must not be there yet.") var path: String
  @Option(help: "The backup key, or its half that makes backups; else PIERHEAD_BACKUP_KEY.")
  var key: String?

  func run() async throws {
    let configuration = try settings.configuration(["BACKUP_KEY": key])
    if case .sqlite(let path) = configuration.database,
      !FileManager.default.fileExists(atPath: path)
    {
      throw Unusable("There is no database at \(path).")
    }
    let publicKey = try BackupKeyFile.readOrMake(configuration, output: Terminal()).publicHex
    // A server that does the work may stand in another folder.
    let path = URL(fileURLWithPath: path).standardizedFileURL.path
    let (done, lock) = try await askServer(
      .backUp(path: path, publicKey: publicKey), configuration, output: Terminal(), next: { nil })
    if let done { throw ExitCode(done) }
    let status = try await App.Pierhead.backUp(
      configuration, to: path, publicKey: publicKey, output: Terminal())
    withExtendedLifetime(lock) {}
    throw ExitCode(status)
  }
}

/// `pierhead restore PATH`
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Puts a backup into a new database.",
    discussion: """
      The backup may come from SQLite or PostgreSQL, and from an older Pierhead. Everybody must sign in again, and messages \
      that waited are held, because they may have been sent since. Ends with 2 when the backup can't be used, with 78 when \
      there is a database already.
      """)

  @OptionGroup var settings: Settings
  @Argument(help: "The backup.") var path: String
  @Option(help: "The backup key with its secret half; else PIERHEAD_BACKUP_KEY.") var key: String?
  @Flag(help: "Read the whole backup and say whether it is whole. Nothing is written.")
  var dryRun = false

  func run() async throws {
    let configuration = try settings.configuration(["BACKUP_KEY": key])
    var lock: FileLock?
    if case .sqlite(let file) = configuration.database, !dryRun {
      lock = try FileLock(for: file)
      guard lock != nil else { throw Unusable("A server holds \(file): stop it first.") }
    }
    let status = try await App.Pierhead.restore(
      configuration, from: path, onlyChecking: dryRun, output: Terminal())
    withExtendedLifetime(lock) {}
    throw ExitCode(status)
  }
}

/// `pierhead backup-key PATH`
struct MakeBackupKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup-key", abstract: "Makes the key that opens backups.",
    discussion:
      "Writes both halves into PATH, and the half that only makes backups into PATH.public.")

  @Argument(help: "The file to write. It must not be there yet.") var path: String

  func run() throws {
    _ = try BackupKeyFile.make(path)
    StandardError.write(
      "Keep \(path) away from the server and from the backups. The server needs \(path).public alone.\n"
    )
  }
}
