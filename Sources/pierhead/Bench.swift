import App
import ArgumentParser
import Core
import Database
import Foundation
import ReferralFile

/// `pierhead bench-data`: a large database of made-up people, and what a load runner needs to know of it.
struct BenchData: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "bench-data", shouldDisplay: false)

  @OptionGroup var settings: Settings
  @Option var households = 10_000
  @Option var people = 30_000
  @Option var referrals = 40_000
  @Option var notes = 100_000

  func run() async throws {
    let configuration = try settings.configuration()
    var lock: FileLock?
    if case .sqlite(let path) = configuration.database { lock = try FileLock(for: path) }
    let pierhead = try await Pierhead(configuration)
    let lines = try await Crowd(pierhead).make(
      households: households, people: people, referrals: referrals, notes: notes)
    withExtendedLifetime(lock) { pierhead.close() }
    for line in lines { StandardOutput.write(line + "\n") }
  }
}

/// `pierhead bench-file`: a referral file of made-up people.
struct BenchFile: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "bench-file", shouldDisplay: false)

  @Option var rows = 100_000
  @Option var seed: UInt64 = 1
  @Argument var file: String

  func run() async throws { try FileMaker.write(rows: rows, seed: seed, to: file) }
}
