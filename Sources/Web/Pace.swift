import Core
import Foundation

/// How fast one user may look at people, or send: nobody reads five records a second, but a thief's program does.
package final class Pace: @unchecked Sendable {
  private let perMinute: Int
  private let reason: Reason
  private let lock = NSLock()
  private var minute: Int64 = 0
  private var counts: [AccountID: Int] = [:]

  /// `perMinute` 0 is no limit. `reason` is the key of what a person is told beyond it.
  package init(perMinute: Int, reason: String = "pace") {
    self.perMinute = perMinute
    self.reason = Reason(reason)
  }

  /// Counts one, or throws `tooMany`.
  func step(_ user: AccountID, at now: Instant) throws(Rejection) {
    guard perMinute > 0 else { return }
    let isOver = lock.withLock {
      if minute != now.seconds / 60 {
        minute = now.seconds / 60
        counts = [:]
      }
      counts[user, default: 0] += 1
      return counts[user, default: 0] > perMinute
    }
    guard isOver else { return }
    throw .tooMany(reason, retryAfter: Int(60 - now.seconds % 60))
  }
}
