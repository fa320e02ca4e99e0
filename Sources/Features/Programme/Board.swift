import Core
import HTML
import Synchronization

/// The portfolio as it was last put together, kept in memory until something of it changes: it is read far more often than it
/// changes, and nobody sees another part of it than others do. Each page asks the database how many changes there were, so
/// several servers agree.
final class Board: Sendable {
  final class Entry: Sendable {
    let portfolio: Portfolio
    let changes: Int
    let madeAt: Instant
    private let parts = Mutex<[String: Markup]>([:])

    init(portfolio: Portfolio, changes: Int, madeAt: Instant) {
      (self.portfolio, self.changes, self.madeAt) = (portfolio, changes, madeAt)
    }

    /// A part of a page, made once.
    func part(_ name: String, _ make: () -> Markup) -> Markup {
      if let made = parts.withLock({ $0[name] }) { return made }
      let made = make()
      parts.withLock { $0[name] = made }
      return made
    }
  }

  private let standing = Mutex<Entry?>(nil)

  /// Seconds after which it is put together anew in any case: names of accounts are not counted as changes.
  static let longest: Int64 = 60

  func entry(_ changes: Int, at now: Instant) -> Entry? {
    standing.withLock { entry in
      guard let entry, entry.changes == changes, entry.madeAt.day == now.day,
        (entry.madeAt...entry.madeAt.adding(seconds: Self.longest)).contains(now)
      else { return nil }
      return entry
    }
  }

  func keep(_ entry: Entry) -> Entry {
    standing.withLock { standing in
      // A slower reader of an older state must not put it back.
      if standing.map({ $0.changes <= entry.changes }) ?? true { standing = entry }
    }
    return entry
  }
}
