import Core

/// One event of the record, as a person reads it.
package struct RecordEntry: Sendable {
  package let n: Int
  package let happenedAt: Instant
  package let account: AccountID
  /// The account's name, or nil for the system itself.
  package let who: String?
  package let verb: String
  package let isLook: Bool
  package let subject: String?
  /// Nil where it was blanked for erasure.
  package let detail: String?
}

/// A page of the record and whether there is more.
package struct RecordPart: Sendable {
  package let title: String
  package let entries: [RecordEntry]
  /// The event from which the next, older part starts.
  package let older: Int?

  package static let size = 50
  /// How many events one search of lists goes through.
  package static let searched = 20_000
  /// How many lists one page shows at most; the next goes on from there.
  package static let listsShown = 1000
}
