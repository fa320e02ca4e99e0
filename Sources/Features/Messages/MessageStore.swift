import Core
import Database

extension SQL {
  /// The messages that a scope lets a user see, for a statement about `messages AS m`.
  static func messages(in scope: Scope, of user: User) -> SQL {
    switch scope {
    case .all: "TRUE"
    case .district: "m.district_code IN (\(list: user.districts))"
    case .team, .own: "FALSE"
    }
  }

  /// A page of messages and one more, newest first.
  static func messages(_ filter: MessageFilter, in scope: Scope, of user: User) -> SQL {
    let part: SQL =
      switch filter.part {
      case .open:
        """
        m.settled_at IS NULL AND m.state IN
          ('temporary_failure', 'permanent_failure', 'technical_failure', 'held')
        """
      case .waiting: "m.state = 'created'"
      case .sending: "m.state = 'sending'"
      case .delivered: "m.state = 'delivered'"
      case .failed:
        "m.state IN ('temporary_failure', 'permanent_failure', 'technical_failure')"
      case .dropped: "m.state = 'dropped'"
      }
    let before: SQL = filter.before.map { "m.id < \($0)" } ?? "TRUE"
    return """
      \(columns) WHERE \(part) AND \(before) AND \(messages(in: scope, of: user))
      ORDER BY m.id DESC \(page(1, of: MessageFilter.size))
      """
  }

  fileprivate static let columns: SQL = """
    SELECT m.id, m.channel, m.kind, m.recipient, m.contents, m.person_id, m.about, m.created_at,
      m.state, m.problem, m.tries, m.due_at, m.provider, m.sent_at, m.ended_at, m.decision_note,
      m.settled_at
    FROM messages m
    """
}

extension Reader {
  func messages(_ filter: MessageFilter, in scope: Scope, of user: User) throws -> [Message] {
    try rows(.messages(filter, in: scope, of: user)).map { try Message($0, for: user) }
  }

  func message(_ id: MessageID, in scope: Scope, of user: User) throws -> Message? {
    try row("\(SQL.columns) WHERE m.id = \(id) AND \(SQL.messages(in: scope, of: user))")
      .map { try Message($0, for: user) }
  }

  func senderState() throws -> SenderState {
    let row = try row(
      """
      SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest FROM (
        SELECT created_at FROM messages WHERE state = 'created' ORDER BY due_at
        LIMIT \(SenderState.most)) AS w
      """)
    return SenderState(waiting: try row?["waiting"] ?? 0, oldest: try row?["oldest"])
  }

  /// The state of a message, whoever asks.
  func messageState(_ id: MessageID) throws -> MessageState? {
    try row("SELECT state FROM messages WHERE id = \(id)")?["state"]
  }
}

extension Transaction {
  /// Lets a held message go, or drops it. Answers whether it was still held.
  func decide(_ message: Message, _ decision: HeldDecision, to address: String?) throws -> Bool {
    let isSent = decision.isSent
    return try changed(
      """
      UPDATE messages SET state = \(isSent ? MessageState.created : .dropped),
        due_at = \(isSent ? now : nil), ended_at = \(isSent ? nil : now),
        settled_at = \(isSent ? nil : now), problem = NULL, recipient = \(address),
        is_released = \(isSent), decided_by = \(user.id), decision_note = \(decision.note)
      WHERE id = \(message.id) AND state = 'held' RETURNING id
      """) != nil
  }

  /// Nothing more is to be done about a failure. Answers whether it was still open.
  func settle(_ id: MessageID) throws -> Bool {
    try changed(
      """
      UPDATE messages SET settled_at = \(now), decided_by = \(user.id)
      WHERE id = \(id) AND settled_at IS NULL
        AND state IN ('temporary_failure', 'permanent_failure', 'technical_failure') RETURNING id
      """) != nil
  }

  /// The same message once more, as a message of its own; nil where it was blanked.
  func sendAgain(_ id: MessageID) throws -> MessageID? {
    let found = try row(
      """
      SELECT channel, kind, recipient, contents, salt, person_id, about, district_code, is_released
      FROM messages WHERE id = \(id) AND recipient IS NOT NULL AND contents IS NOT NULL
      """)
    guard let found else { return nil }
    let again: MessageID = newID()
    let (channel, kind, recipient) = try (
      found["channel"] as Channel, found["kind"] as String, found["recipient"] as String
    )
    let (contents, salt) = try (found["contents"] as String, found["salt"] as String)
    let (person, about) = try (found["person_id"] as PersonID?, found["about"] as SubjectID)
    let (district, released) = try (
      found["district_code"] as String?, found["is_released"] as Bool
    )
    try change(
      """
      INSERT INTO messages (id, once, channel, kind, recipient, contents, salt, person_id, about,
        district_code, created_at, state, tries, due_at, is_unsure, is_released, decided_by)
      VALUES (\(again), \("again/\(id)"), \(channel), \(kind), \(recipient), \(contents), \(salt),
        \(person), \(about), \(district), \(now), 'created', 0, \(now), FALSE, \(released),
        \(user.id))
      """)
    return again
  }
}

extension Message {
  /// Where somebody whom we help is reached is shown to those only who see households or the inbox.
  fileprivate init(_ row: Row, for user: User) throws {
    let person: PersonID? = try row["person_id"]
    let kind: String = try row["kind"]
    let isToResident = person != nil || MessageKinds.toResidents.contains(kind)
    let maySee = !isToResident || user.may(.readHouseholds) || user.may(.readInbox)
    let recipient: String? = try row["recipient"]
    let contents: String? = try row["contents"]
    try self.init(
      id: row["id"], channel: row["channel"], kind: kind,
      recipient: maySee ? recipient : nil,
      values: try maySee ? contents.map(Contents.shown) : nil, person: person,
      about: row["about"], createdAt: row["created_at"], state: row["state"],
      trouble: row["problem"], tries: row["tries"], dueAt: row["due_at"],
      provider: row["provider"], sentAt: row["sent_at"], endedAt: row["ended_at"],
      decisionNote: row["decision_note"], settledAt: row["settled_at"])
  }
}
