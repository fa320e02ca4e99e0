import App
import ArgumentParser
import Core
import Database
import Foundation

/// `pierhead serve`
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves the pages until it is told to stop.")

  @OptionGroup var settings: Settings
  @Option(help: "The address to listen on.") var host: String?
  @Option(help: "The port to listen on; 0 takes any that is free.") var port: Int?
  @Flag(
    help:
      "Made-up data in a file of its own, on this machine only, with a sign-in link for each role.")
  var demo = false
  @Option(
    help:
      "With --demo: the moment at which its clock stands still, such as 2026-11-20T09:00:00Z.")
  var at: String?

  func run() async throws {
    let wall = try wall()
    var configuration = try settings.configuration(["HOST": host, "PORT": port.map(String.init)])
    if demo { try Demonstration.prepare(&configuration) }
    var lock: FileLock?
    if case .sqlite(let path) = configuration.database {
      lock = try FileLock(for: path)
      guard lock != nil else {
        throw Unusable(
          "\(path) is held by another Pierhead: a server, or a command that is not done yet.")
      }
    }
    // As much is checked in less than a second.
    let pierhead = try await Pierhead(configuration, wall: wall, largestCheckedFirst: 64 << 20)
    try await pierhead.fill()
    var socket: CommandSocket?
    if case .sqlite(let path) = configuration.database {
      try await pierhead.recover()
      socket = try CommandSocket(FileLock.socket(for: path), serving: pierhead)
    }
    defer {
      socket?.close()
      withExtendedLifetime(lock) { pierhead.close() }
    }
    let links = demo ? try await Demonstration.fill(pierhead) : []
    try await pierhead.serve(isDemo: demo, logger: try configuration.logger()) { address in
      for (role, path) in links { StandardOutput.write("\(role)  \(address)\(path)\n") }
      StandardOutput.write("Listening on \(address)\n")
    }
  }

  /// Only made-up people can be looked at as if it were another day.
  private func wall() throws -> Wall {
    guard let at else { return .real }
    guard demo, let moment = Instant(iso: at) else {
      throw Unusable("--at names a moment, such as 2026-11-20T09:00:00Z, and goes with --demo.")
    }
    return .stopped(at: moment)
  }
}

/// `pierhead migrate`
struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings an older database up to this program. Make a backup first.")

  @OptionGroup var settings: Settings

  func run() async throws {
    let configuration = try settings.configuration()
    var lock: FileLock?
    if case .sqlite(let path) = configuration.database {
      lock = try FileLock(for: path)
      guard lock != nil else { throw Unusable("A server holds \(path): stop it first.") }
    }
    var needs = Database.Needs()
    needs.migrates = true
    needs.seed = { transaction in try ReferenceData.shipped().install(transaction) }
    let database = try await Database.open(configuration.database, needs: needs)
    try await Pierhead.fill(database)
    withExtendedLifetime(lock) { database.close() }
    StandardError.write("The database is up to date.\n")
  }
}
