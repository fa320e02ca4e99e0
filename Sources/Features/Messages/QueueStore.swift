import Core
import Database

/// How many messages stand where, for whoever looks after the service. Nothing about any of them.
package struct MessageQueue: Sendable {
  /// Counted up to `most`.
  package let waiting: Int
  package let sending: Int
  /// Held for a member of staff, who has not decided.
  package let held: Int
  /// Did not arrive, and nobody has dealt with it.
  package let failed: Int
  /// When the oldest was written of those that wait.
  package let oldest: Instant?

  package static let most = 10_000
}

extension Messages {
  /// For the program itself and for whoever looks after it.
  package func queue() async throws -> MessageQueue {
    try await database.read(isOneStatement: true) { try $0.messageQueue() }
  }
}

extension Reader {
  func messageQueue() throws -> MessageQueue {
    func count(_ part: SQL) -> SQL {
      """
      (SELECT COUNT(*) FROM (SELECT 1 AS one FROM messages WHERE \(part) LIMIT \(MessageQueue.most))
        AS w)
      """
    }
    let unsettled: SQL = """
      settled_at IS NULL
        AND state IN ('temporary_failure', 'permanent_failure', 'technical_failure', 'held')
      """
    guard
      let row = try row(
        """
        SELECT \(count("state = 'created'")) AS waiting, \(count("state = 'sending'")) AS sending,
          \(count("\(unsettled) AND state = 'held'")) AS held,
          \(count("\(unsettled) AND state <> 'held'")) AS failed,
          (SELECT MIN(created_at) FROM (SELECT created_at FROM messages WHERE state = 'created'
            ORDER BY due_at LIMIT \(SenderState.most)) AS o) AS oldest
        """)
    else { throw Fault("messages can't be counted") }
    return MessageQueue(
      waiting: try row["waiting"], sending: try row["sending"], held: try row["held"],
      failed: try row["failed"], oldest: try row["oldest"])
  }
}
