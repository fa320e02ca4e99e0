import App
import Foundation
import Logging

/// The log of everything that tests ask of pages and programs, at the most talkative level, in the file that
/// PIERHEAD_TEST_LOG names; without one nobody listens. `scripts/test` looks in it for what must not be there.
enum TestLog {
  static func logger() -> Logger {
    guard let file else {
      var quiet = Logger(label: "test")
      quiet.logLevel = .critical
      return quiet
    }
    var logger = Logger(label: "test") { _ in LineLog(.json) { file.write($0) } }
    logger.logLevel = .trace
    return logger
  }

  /// Takes whole lines from any thread.
  private final class LogFile: @unchecked Sendable {
    private let handle: FileHandle
    private let lock = NSLock()

    init?(_ path: String) {
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { return nil }
      self.handle = handle
    }

    func write(_ line: String) { lock.withLock { handle.write(Data(line.utf8)) } }
  }

  private static let file = ProcessInfo.processInfo.environment["PIERHEAD_TEST_LOG"].flatMap {
    LogFile($0)
  }
}
