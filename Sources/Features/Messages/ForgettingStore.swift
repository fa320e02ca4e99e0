import Core
import Database

extension Transaction {
  /// Takes words and address away from a message to somebody who wants nothing more from us. One that has not gone is
  /// dropped. One that is on its way is left until its receipt has come, and is blanked in its time.
  package func forgetMessage(once: String) throws {
    try change(
      """
      UPDATE messages SET state = CASE WHEN ended_at IS NULL THEN 'dropped' ELSE state END,
        ended_at = COALESCE(ended_at, \(now)), settled_at = COALESCE(settled_at, \(now)),
        due_at = NULL, claimed_until = NULL, recipient = NULL, contents = NULL, salt = NULL
      WHERE once = \(once) AND state <> 'sending'
      """)
  }
}
