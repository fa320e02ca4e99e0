import App
import Foundation
import Logging
import Synchronization

/// The log of everything that tests ask of pages and programs, at the most talkative level, in the file that
/// PIERHEAD_TEST_LOG names; without one nobody listens. `scripts/test` looks in it for what must not be there.
enum TestLog {
  static func logger() -> Logger {
    guard let file else {
      var quiet = Logger(label: "test")
      quiet.logLevel = .critical
      return quiet
    }
    var logger = Logger(label: "test") { _ in
      LineLog(.json) { line in file.withLock { $0.write(Data(line.utf8)) } }
    }
    logger.logLevel = .trace
    return logger
  }

  private static let file: Mutex<FileHandle>? = {
    guard let path = ProcessInfo.processInfo.environment["PIERHEAD_TEST_LOG"],
      FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { return nil }
    return Mutex(handle)
  }()
}
