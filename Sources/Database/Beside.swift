import Core

/// What a request that may be sent again leaves beside its change, in the same transaction: so that neither stands
/// without the other, whatever happens between. `before` may throw what was answered the first time, and then nothing
/// is changed again.
package struct Once<Done: Sendable>: Sendable {
  let tables: Set<String>
  let before: @Sendable (borrowing Keeper) throws -> Void
  let after: @Sendable (borrowing Keeper, Done) throws -> Void

  /// Both may write these tables only, and record no event: the change does.
  package init(
    writing tables: Set<String>, before: @escaping @Sendable (borrowing Keeper) throws -> Void,
    after: @escaping @Sendable (borrowing Keeper, Done) throws -> Void
  ) {
    (self.tables, self.before, self.after) = (tables, before, after)
  }
}

/// A change as it is told to others: what was done to which record, and nothing about anybody.
package struct Happening: Sendable {
  package let verb: String
  /// The id of what the event is about.
  package let subject: String?
  package let happenedAt: Instant
}

extension PendingEvent {
  var told: Happening { Happening(verb: verb, subject: subject, happenedAt: happenedAt) }
}

/// Hears of every change inside its transaction, and may leave rows in these tables.
struct Listening: Sendable {
  let tables: Set<String>
  let hear: @Sendable (borrowing Keeper, [Happening]) throws -> Void
}
