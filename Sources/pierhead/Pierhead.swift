import App
import ArgumentParser
import Core
import Database
import Foundation

/// The program: one file a command group, each parsing words into what a door takes.
@main struct PierheadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pierhead",
    abstract: "Runs households' way into work, and keeps the record of it.",
    version: "Pierhead \(Release.words)",
    subcommands: [
      Serve.self, Import.self, Report.self, UserCommand.self, Verify.self, Backup.self,
      Restore.self,
      MakeBackupKey.self, Migrate.self, BenchData.self,
      BenchFile.self, BenchDuplicates.self,
    ])

  /// Exit status: 2 for arguments that can't be used, 78 for a database or configuration that can't.
  static func main() async {
    OwnProcess.leaveNoCore()
    do {
      var command = try parseAsRoot()
      if var async = command as? any AsyncParsableCommand {
        try await async.run()
      } else {
        try command.run()
      }
    } catch let unusable as Unusable {
      StandardError.write("\(unusable)\n")
      Foundation.exit(78)
    } catch let away as Away {
      let words =
        away.mayBeDone ? "what was asked for may have been done, or not" : "nothing of it was done"
      StandardError.write("The database is away, and \(words): \(away)\n")
      Foundation.exit(78)
    } catch let fault as Fault {
      StandardError.write("\(fault)\n")
      Foundation.exit(70)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let status = exitCode(for: error)
      let words = fullMessage(for: error)
      if status.isSuccess {
        StandardOutput.write(words + "\n")
        Foundation.exit(0)
      }
      StandardError.write(words + "\n")
      Foundation.exit(status == .validationFailure ? 2 : 70)
    }
  }
}

/// Settings that every command takes.
struct Settings: ParsableArguments {
  @Option(
    help: "sqlite:PATH or postgresql://…; else PIERHEAD_DATABASE, else sqlite:./pierhead.sqlite.")
  var database: String?

  func configuration(_ flags: [String: String?] = [:]) throws -> Configuration {
    try Configuration(flags: flags.merging(["DATABASE": database]) { flag, _ in flag })
  }
}

/// Standard output and standard error, written at once: what reads us may be a pipe.
enum StandardOutput {
  static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

enum StandardError {
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

struct Terminal: CommandOutput {
  func say(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }
  func remark(_ text: String) { StandardError.write(text) }
}

/// Has the server that holds a SQLite file do a command, and answers its status; or takes the file's lock, to do it here.
/// Neither with PostgreSQL.
func askServer(
  _ command: Command, _ configuration: Configuration, output: some CommandOutput,
  next: () throws -> [UInt8]?
) async throws -> (status: Int32?, lock: FileLock?) {
  guard case .sqlite(let path) = configuration.database else { return (nil, nil) }
  guard command.writes || FileManager.default.fileExists(atPath: path) else {
    throw Unusable("There is no database at \(path).")
  }
  if let lock = try FileLock(for: path) { return (nil, lock) }
  do {
    return (
      try CommandSocket.ask(FileLock.socket(for: path), command, output: output, next: next), nil
    )
  } catch let unusable as Unusable {
    // No server answers: it may be a command, which will be done soon.
    guard let lock = try await FileLock.waiting(for: path) else { throw unusable }
    return (nil, lock)
  }
}

/// Runs a command on the database: in this process, or through the server that holds the file.
func perform(
  _ command: Command, _ configuration: Configuration, output: some CommandOutput = Terminal(),
  next: @escaping () throws -> [UInt8]? = { nil }
) async throws -> Int32 {
  let (status, lock) = try await askServer(command, configuration, output: output, next: next)
  if let status { return status }
  let pierhead = try await Pierhead(configuration, creates: command.writes)
  defer { withExtendedLifetime(lock) { pierhead.close() } }
  if lock != nil {
    try await pierhead.recover()
    try await pierhead.clearUp()
  }
  return try await pierhead.run(command, output: output, next: next)
}
