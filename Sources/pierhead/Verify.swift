import App
import ArgumentParser
import Core
import Foundation

/// `pierhead verify`
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks that the record is as it was written.",
    discussion: """
      Ends with 0 when it is sound and prints the number and the hash of the last event: keep them elsewhere, \
      and give them back with --anchor. Ends with 1 and "event N: reason" for the first event that is not.
      """)

  @OptionGroup var settings: Settings
  @Option(
    help:
      "A file of earlier results. A sound result is added to it; it is made when it is not there.")
  var anchor: String?

  func run() async throws {
    let known = try anchor.map(read) ?? ""
    let output = Kept()
    let status = try await perform(
      .verify(anchors: known), settings.configuration(), output: output)
    if status == 0, let anchor { try add(output.said, to: anchor, known) }
    throw ExitCode(status)
  }

  private func read(_ path: String) throws -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private func add(_ line: String, to path: String, _ known: String) throws {
    guard !known.split(separator: "\n").contains(where: { "\($0)\n" == line }) else { return }
    try (known + line).write(toFile: path, atomically: true, encoding: .utf8)
  }
}

/// The terminal, and what was said on it.
private final class Kept: CommandOutput, @unchecked Sendable {
  private let lock = NSLock()
  private var bytes: [UInt8] = []

  var said: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }

  func say(_ more: [UInt8]) {
    lock.withLock { bytes += more }
    Terminal().say(more)
  }

  func remark(_ text: String) { Terminal().remark(text) }
}
