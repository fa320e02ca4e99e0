import Core
import Foundation

/// The lock beside a SQLite file: one process at a time works on it. Others ask it to work for them, over the
/// Unix socket that stands beside it.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// The socket through which commands reach the process that holds the file.
  package static func socket(for path: String) -> String { path + ".socket" }

  /// Takes the lock, or answers nil where another process holds it.
  package init?(for path: String) throws {
    let lock = path + ".lock"
    descriptor = open(lock, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Unusable("\(lock) can't be written: \(String(cString: strerror(errno))).")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      Foundation.close(descriptor)
      return nil
    }
  }

  /// Waits up to ten seconds for the lock.
  package static func waiting(for path: String) async throws -> FileLock? {
    for _ in 0..<100 {
      if let lock = try FileLock(for: path) { return lock }
      // tidy: waits for another process, not for a clock
      try await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }

  deinit { Foundation.close(descriptor) }
}
