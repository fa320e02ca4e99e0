import Core
import Database

extension SQL {
  /// When an account, named by an expression, was last told something of a kind; what was sent again does not count.
  package static func lastTold(_ kind: String, _ account: SQL) -> SQL {
    """
    (SELECT MAX(m.created_at) FROM messages m
      WHERE m.about = \(account) AND m.kind = \(kind) AND m.once NOT LIKE 'again/%')
    """
  }
}

extension Transaction {
  /// The database has gone back in time, and what waits in it may have gone out since: somebody decides about each.
  package func holdWaitingMessages() throws {
    try change(
      """
      UPDATE messages SET state = 'held', problem = \(Trouble.restored), due_at = NULL,
        claimed_until = NULL WHERE state = 'created'
      """)
  }

  /// Writes a message into the outbox, in the same transaction as what it tells about: both are there, or neither.
  /// It goes out some seconds later. The same occasion twice is one message. A message to somebody who told us how it is
  /// safe to reach them, or of whom we have no address, is held for a member of staff.
  ///
  /// Answers whether it was written now. Throws a fault where an address can't be used: whoever writes to one has looked
  /// at it.
  @discardableResult
  package func send(_ message: NewMessage) throws -> Bool {
    let known = try read.row("SELECT id FROM messages WHERE once = \(message.once)")
    guard known == nil else { return false }
    let (recipient, person, trouble) = try destination(of: message)
    let id: MessageID = newID()
    let contents = Contents.text(message.values)
    let salt = Contents.salt()
    let isHeld = trouble != nil
    let state = isHeld ? MessageState.held : .created
    // Another server may have written it since: then this one is not needed.
    let written = try changed(
      """
      INSERT INTO messages (id, once, channel, kind, recipient, contents, salt, person_id, about,
        district_code, created_at, state, problem, tries, due_at, is_unsure, is_released)
      VALUES (\(id), \(message.once), \(message.channel), \(message.kind), \(recipient), \(contents),
        \(salt), \(person), \(message.about), \(message.district), \(now), \(state), \(trouble), 0,
        \(isHeld ? nil : now), FALSE, FALSE)
      ON CONFLICT (once) DO NOTHING RETURNING id
      """)
    guard written != nil else { return false }
    record(
      "message written", message.about,
      [
        "message": id.text, "kind": message.kind, "by": message.channel.rawValue,
        "contents": "sha256 " + digest(salt + (recipient ?? "") + "\n" + contents),
        "held": isHeld ? "yes" : "",
      ])
    return true
  }

  /// Where a message goes, and why it is held.
  private func destination(
    of message: NewMessage
  ) throws -> (recipient: String?, person: PersonID?, Trouble?) {
    switch message.to {
    case .address(let written):
      guard let address = message.channel.address(written) else {
        throw Fault("a message was written to what is no address")
      }
      return (address, nil, nil)
    case .person(let person):
      let found = try read.reach(person, by: message.channel)
      let trouble: Trouble? =
        found.isHeld ? .safeContact : found.address == nil ? .noAddress : nil
      return (found.address, person, trouble)
    }
  }
}

extension Reader {
  /// Where a person can be reached, and whether they told us how it is safe.
  func reach(_ person: PersonID, by channel: Channel) throws -> (address: String?, isHeld: Bool) {
    let found = try row(
      "SELECT email, phone, safe_contact FROM people WHERE id = \(person)")
    guard let found else { throw Fault("a message was written to nobody") }
    let written: String? = try found[channel == .email ? "email" : "phone"]
    return (
      written.flatMap(channel.address), SafeContact.holds(try found["safe_contact"])
    )
  }
}

extension Channel {
  /// An address of this kind, or nil where it can't be used.
  package func address(_ written: String) -> String? {
    switch self {
    case .email: EmailAddress(written)?.text
    case .text: Phone(written)?.text
    }
  }
}

extension Channel: Storable {}
extension MessageState: Storable {}
extension Trouble: Storable {}
