import Core
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
