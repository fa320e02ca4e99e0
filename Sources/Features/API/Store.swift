import Core
import Database
import Web

extension Keeper {
  func forgetAnswers(before moment: Instant) throws {
    try change("DELETE FROM api_answers WHERE answered_at < \(moment)")
  }

  /// Takes the key for this request, or says what was answered to the one that has it.
  func begin(_ asked: Asked) throws -> (requestHash: String, reply: Reply)? {
    let made = try change(
      """
      INSERT INTO api_answers (account_id, key, request_hash, answered_at)
      VALUES (\(asked.account), \(asked.key), \(asked.hash), \(now))
      ON CONFLICT (account_id, key) DO NOTHING RETURNING key
      """)
    guard made.isEmpty else { return nil }
    let row = try row(
      """
      SELECT request_hash, status, body, location, version FROM api_answers
      WHERE account_id = \(asked.account) AND key = \(asked.key)
      """)
    guard let row else { throw Fault("the answer of a key is gone") }
    let body: String = try row["body"]
    return (
      try row["request_hash"],
      try Reply(
        status: row["status"], body: JSONReader.read(Array(body.utf8)), location: row["location"],
        version: row["version"])
    )
  }

  func keep(_ reply: Reply, to asked: Asked) throws {
    try change(
      """
      UPDATE api_answers SET status = \(reply.status), body = \(reply.body.text),
        location = \(reply.location), version = \(reply.version)
      WHERE account_id = \(asked.account) AND key = \(asked.key)
      """)
  }

  func forget(_ asked: Asked) throws {
    try change(
      "DELETE FROM api_answers WHERE account_id = \(asked.account) AND key = \(asked.key)")
  }
}
