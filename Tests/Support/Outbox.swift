import App
import Core
import Database
import Messages

/// Messages of the tests, written through the outbox.
extension Pierhead {
  /// A message to a referrer that was refused.
  package func failedMessage(_ once: String, in district: String?) async throws -> MessageID {
    let referral = ReferralID(at: database.wall.now())
    _ = try await database.write(as: .system) { transaction in
      try transaction.send(
        NewMessage(
          "referral-received", by: .email, to: .address("ref@example.org"),
          values: ["reference": "EX-1"], about: referral, district: district, once: once))
    }
    try database.tamper(
      """
      UPDATE messages SET state = 'permanent_failure', problem = 'refused', due_at = NULL,
        ended_at = \(database.wall.now()) WHERE once = \(once)
      """)
    let id: MessageID? = try await database.read(fresh: true) {
      try $0.row("SELECT id FROM messages WHERE once = \(once)")?["id"]
    }
    guard let id else { throw Fault("the message was not written") }
    return id
  }
}
