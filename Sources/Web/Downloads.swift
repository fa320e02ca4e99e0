import Core
import Foundation

/// A download costs more than a page and takes more away. So one user has one at a time, and so many in an hour.
///
/// How much one may hold is for whoever makes it: as many rows as a page of the list shows, with `LIMIT` in its SQL.
package final class Downloads: @unchecked Sendable {
  private let perHour: Int
  private let lock = NSLock()
  private var hour: Int64 = 0
  private var counts: [AccountID: Int] = [:]
  private var running: Set<AccountID> = []

  /// `perHour` 0 is no limit; one at a time holds always.
  package init(perHour: Int) { self.perHour = perHour }

  /// Runs what makes a download. Throws `tooMany` where the user's last one has not ended, or they had enough.
  package func one<T>(
    for user: AccountID, at now: Instant, _ body: () async throws -> T
  ) async throws -> T {
    let refused: Reason? = lock.withLock {
      if hour != now.seconds / 3600 {
        hour = now.seconds / 3600
        counts = [:]
      }
      guard !running.contains(user) else { return Reason("downloads.running") }
      guard perHour == 0 || counts[user, default: 0] < perHour else { return Reason("downloads") }
      counts[user, default: 0] += 1
      running.insert(user)
      return nil
    }
    if let refused {
      let wait = refused.key == "downloads" ? 3600 - now.seconds % 3600 : 5
      throw Rejection.tooMany(refused, retryAfter: Int(wait))
    }
    defer { lock.withLock { _ = running.remove(user) } }
    return try await body()
  }
}
