import Core
import Database

/// A message that an attempt has to itself for some time.
struct Claimed: Sendable {
  let id: MessageID
  let channel: Channel
  let kind: String
  let recipient: String
  let values: [String: String]
  let about: SubjectID
  let createdAt: Instant
  let firstTriedAt: Instant
  /// This try included. It is also the proof of the claim: another claim has another number.
  let tries: Int
  /// An earlier attempt may have been taken.
  let isUnsure: Bool
  let until: Instant
}

extension Keeper {
  /// Claims what is due, for so many seconds. Two servers never get the same message: the second finds its number of
  /// tries moved. What its person's wishes keep from going is held instead.
  func claim(atMost most: Int, seconds: Int64) throws -> [Claimed] {
    let due = try rows(
      """
      SELECT m.id, m.channel, m.kind, m.recipient, m.contents, m.about, m.created_at,
        m.first_tried_at, m.tries, m.is_unsure, m.is_released, p.safe_contact
      FROM messages m LEFT JOIN people p ON p.id = m.person_id
      WHERE m.state = 'created' AND m.due_at <= \(now)
        AND (m.claimed_until IS NULL OR m.claimed_until < \(now))
      ORDER BY m.due_at, m.id \(SQL.page(1, of: most - 1))
      """)
    let until = now.adding(seconds: seconds)
    return try due.compactMap { row in
      let id: MessageID = try row["id"]
      let tries: Int = try row["tries"]
      if try !row["is_released"], SafeContact.holds(try row["safe_contact"]) {
        try hold(id, tries: tries)
        return nil
      }
      let first = try row["first_tried_at"] ?? now
      let claimed = try change(
        """
        UPDATE messages SET claimed_until = \(until), tries = tries + 1, is_unsure = TRUE,
          first_tried_at = \(first)
        WHERE id = \(id) AND state = 'created' AND tries = \(tries) RETURNING id
        """)
      guard !claimed.isEmpty else { return nil }
      return try Claimed(
        id: id, channel: row["channel"], kind: row["kind"], recipient: row["recipient"],
        values: Contents.values(row["contents"]), about: row["about"],
        createdAt: row["created_at"], firstTriedAt: first, tries: tries + 1,
        isUnsure: row["is_unsure"], until: until)
    }
  }

  private func hold(_ id: MessageID, tries: Int) throws {
    try change(
      """
      UPDATE messages SET state = 'held', problem = \(Trouble.safeContact), due_at = NULL,
        claimed_until = NULL
      WHERE id = \(id) AND state = 'created' AND tries = \(tries)
      """)
  }

  /// The provider has it. Nothing where a receipt came first.
  func sent(
    _ claimed: Claimed, by provider: String, as state: MessageState, reference: String?
  ) throws {
    try change(
      """
      UPDATE messages SET state = \(state), provider = \(provider),
        provider_reference = \(reference), sent_at = \(now), problem = NULL,
        ended_at = \(state.isFinal ? now : nil), due_at = NULL, claimed_until = NULL
      WHERE id = \(claimed.id) AND state = 'created' AND tries = \(claimed.tries)
      """)
  }

  /// It is tried again later.
  func postpone(
    _ claimed: Claimed, until due: Instant, because trouble: Trouble, isUnsure: Bool
  ) throws {
    try change(
      """
      UPDATE messages SET due_at = \(due), claimed_until = NULL, problem = \(trouble),
        is_unsure = \(isUnsure)
      WHERE id = \(claimed.id) AND state = 'created' AND tries = \(claimed.tries)
      """)
  }

  /// Makes due at once what waits or is claimed until later than anything may be: the clock has been put back since.
  func hurry(after latest: Instant) throws {
    try change(
      """
      UPDATE messages SET due_at = \(now), claimed_until = NULL
      WHERE state = 'created' AND (due_at > \(latest) OR claimed_until > \(latest))
      """)
  }

  /// It arrived, as a receipt tells.
  func delivered(_ id: MessageID) throws {
    try change(
      """
      UPDATE messages SET state = 'delivered', ended_at = \(now), problem = NULL, due_at = NULL,
        claimed_until = NULL WHERE id = \(id) AND state IN ('created', 'sending')
      """)
  }

  /// Lets go what attempts of another run of this program had, which alone holds the database.
  func releaseClaims() throws {
    try change(
      "UPDATE messages SET claimed_until = NULL WHERE state = 'created' AND claimed_until IS NOT NULL"
    )
  }

  /// Takes words and addresses away from what ended before a moment. Answers how many.
  func blank(endedBefore moment: Instant) throws -> Int {
    try change(
      """
      UPDATE messages SET recipient = NULL, contents = NULL, salt = NULL
      WHERE id IN (
        SELECT id FROM messages WHERE contents IS NOT NULL AND ended_at < \(moment)
          AND (state = 'delivered' OR settled_at IS NOT NULL)
        ORDER BY ended_at, id LIMIT 500)
      RETURNING id
      """
    ).count
  }
}

extension Reader {
  func hasDueMessages(at now: Instant) throws -> Bool {
    try row(
      """
      SELECT id FROM messages WHERE state = 'created' AND due_at <= \(now)
        AND (claimed_until IS NULL OR claimed_until < \(now)) LIMIT 1
      """) != nil
  }

  /// What waits for a receipt since before a moment.
  func messagesWithoutReceipt(
    since moment: Instant
  ) throws -> [(id: MessageID, channel: Channel)] {
    try rows(
      """
      SELECT id, channel FROM messages WHERE state = 'sending' AND sent_at < \(moment)
      ORDER BY sent_at, id LIMIT 100
      """
    ).map { (try $0["id"], try $0["channel"]) }
  }
}

extension Transaction {
  /// A message did not arrive, and that is the end of it: the record says so. `tries` is that of the attempt that
  /// ended so, or nil where the news comes from elsewhere. Nothing where it has ended otherwise.
  func fail(
    _ id: MessageID, _ happening: MessageState.Happening, because trouble: Trouble,
    tries: Int? = nil
  ) throws {
    let found = try row("SELECT state, tries, about, kind FROM messages WHERE id = \(id)")
    guard let found, let state = try (found["state"] as MessageState).after(happening),
      try tries == nil || tries == found["tries"]
    else { return }
    let before: MessageState = try found["state"]
    let changed = try changed(
      """
      UPDATE messages SET state = \(state), problem = \(trouble), ended_at = \(now), due_at = NULL,
        claimed_until = NULL WHERE id = \(id) AND state = \(before) RETURNING id
      """)
    guard changed != nil else { throw Superseded() }
    let about: SubjectID = try found["about"]
    record(
      "message did not arrive", about,
      [
        "message": id.text, "kind": try found["kind"], "from": before.rawValue,
        "to": state.rawValue, "reason": trouble.rawValue,
      ])
  }
}

/// Another server was first. Nothing is left to do.
struct Superseded: Error {}
