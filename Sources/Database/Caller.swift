import Foundation
import Synchronization

/// Whoever waits for a commit, where they may be answered before it ends. Only the first answer counts.
final class Caller: Sendable {
  /// When they have waited long enough, as `Uptime` counts.
  let due: Int64
  private let hasAnswer = Atomic(false)

  init(due: Int64) { self.due = due }

  var isAnswered: Bool { hasAnswer.load(ordering: .acquiring) }

  /// True for the first to answer.
  func take() -> Bool { !hasAnswer.exchange(true, ordering: .acquiringAndReleasing) }
}

/// Nanoseconds since some moment. They go on evenly, whatever is done to the clock.
enum Uptime {
  static var nanoseconds: Int64 {
    var time = timespec()
    // tidy: not what time it is, but how long something has lasted
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
