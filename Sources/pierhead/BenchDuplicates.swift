import App
import ArgumentParser
import Core
import Database
import Duplicates

/// `pierhead bench-duplicates`: how many altered copies of made-up people are found, how many of the pairs are right,
/// and how long a check takes among very many people.
struct BenchDuplicates: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-duplicates", shouldDisplay: false)

  @OptionGroup var settings: Settings
  @Option var people = 10_000
  @Option var copies = 1000
  @Option(help: "How many people a timed check looks among.") var among = 100_000
  @Option var checks = 2000
  @Option var seed: UInt64 = .random(in: 0..<1_000_000)
  @Flag(help: "Prints the copies that are missed.") var mistakes = false

  func run() async throws {
    let configuration = try settings.configuration()
    var lock: FileLock?
    if case .sqlite(let path) = configuration.database { lock = try FileLock(for: path) }
    let pierhead = try await Pierhead(configuration)
    defer { withExtendedLifetime(lock) { pierhead.close() } }
    let measure = DuplicateMeasure(pierhead.duplicates)
    print("seed \(seed), \(pierhead.database.engineName)")
    if mistakes {
      for line in measure.mistakes(people: people, copies: copies, seed: seed) { print(line) }
    }
    let result = try await measure.run(people: people, copies: copies, seed: seed)
    for kind in result.kinds {
      print("  \(kind.words): \(kind.found) of \(kind.copies)")
    }
    print("recall \(percent(result.recall)): \(result.right) of \(result.copies) copies")
    print("precision \(percent(result.precision)): \(result.right) of \(result.found) pairs")
    if among > people + copies {
      try await measure.fill(among - people - copies, seed: seed &+ 1)
      let times = try await measure.times(of: checks)
      print(
        "a check among \(among) people: median \(milliseconds(times[times.count / 2])), slowest hundredth \(milliseconds(times[times.count * 99 / 100]))"
      )
    }
  }

  private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
  private func milliseconds(_ seconds: Double) -> String {
    "\((seconds * 100_000).rounded() / 100) ms"
  }
}
