import Core
import Database

extension Keeper {
  /// A row for each webhook that wants to hear of it.
  func writeDeliveries(of kind: ChangeKind, _ happening: Happening) throws {
    let wanting = try rows(
      """
      SELECT k.webhook_id FROM webhook_kinds k JOIN webhooks w ON w.id = k.webhook_id
      WHERE k.kind = \(kind) AND w.ended_at IS NULL ORDER BY k.webhook_id LIMIT 50
      """)
    for row in wanting {
      let (id, webhook): (DeliveryID, WebhookID) = (newID(), try row["webhook_id"])
      try change(
        """
        INSERT INTO webhook_deliveries (id, webhook_id, kind, subject, happened_at, tries, next_try_at)
        VALUES (\(id), \(webhook), \(kind), \(happening.subject), \(happening.happenedAt), 0, \(now))
        """)
    }
  }

  /// What is due, so many for each webhook, each not to be taken by another for as long as a round may last.
  func takeDue(_ most: Int) throws -> [DueDelivery] {
    let webhooks = try rows(
      "SELECT DISTINCT webhook_id FROM webhook_deliveries WHERE next_try_at <= \(now) LIMIT 50"
    ).map { try $0["webhook_id"] as WebhookID }
    let due = try webhooks.flatMap { webhook in
      try rows(
        """
        SELECT d.id, d.webhook_id, w.url, w.secret, d.kind, d.subject, d.happened_at, d.tries
        FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
        WHERE d.webhook_id = \(webhook) AND d.next_try_at <= \(now)
        ORDER BY d.next_try_at, d.id LIMIT \(most)
        """)
    }.map {
      try DueDelivery(
        id: $0["id"], webhook: $0["webhook_id"], url: $0["url"], secret: $0["secret"],
        kind: $0["kind"], subject: $0["subject"], happenedAt: $0["happened_at"], tries: $0["tries"])
    }
    return try due.filter { delivery in
      // Where two servers look at once, one of them finds the number of tries moved on.
      try change(
        """
        UPDATE webhook_deliveries SET tries = tries + 1, next_try_at = \(now.adding(seconds: 300))
        WHERE id = \(delivery.id) AND tries = \(delivery.tries) AND next_try_at IS NOT NULL RETURNING id
        """
      ).isEmpty == false
    }
  }

  func delivered(_ id: DeliveryID, status: Int) throws {
    try change(
      """
      UPDATE webhook_deliveries SET delivered_at = \(now), next_try_at = NULL, last_status = \(status)
      WHERE id = \(id) AND next_try_at IS NOT NULL
      """)
  }

  /// Tried again at `next`; where that is nil, never.
  func failed(_ id: DeliveryID, status: Int?, next: Instant?) throws {
    let givenUpAt: Instant? = next == nil ? now : nil
    try change(
      """
      UPDATE webhook_deliveries SET next_try_at = \(next), given_up_at = \(givenUpAt),
        last_status = \(status)
      WHERE id = \(id) AND next_try_at IS NOT NULL
      """)
  }

  /// Makes due at once what waits until later than anything may: the clock has been put back since.
  func hurryDeliveries(after latest: Instant) throws {
    try change(
      "UPDATE webhook_deliveries SET next_try_at = \(now) WHERE next_try_at > \(latest)")
  }

  /// Takes away what was settled before a moment.
  func forgetDeliveries(before moment: Instant) throws {
    try change(
      "DELETE FROM webhook_deliveries WHERE next_try_at IS NULL AND happened_at < \(moment)")
  }
}

extension Reader {
  func hasDueDeliveries(at now: Instant) throws -> Bool {
    try row("SELECT id FROM webhook_deliveries WHERE next_try_at <= \(now) LIMIT 1") != nil
  }

  func webhooks() throws -> [Webhook] {
    try webhooks("WHERE w.ended_at IS NULL ORDER BY w.created_at DESC, w.id LIMIT 50")
  }

  func webhook(_ id: WebhookID) throws -> Webhook? {
    try webhooks("WHERE w.id = \(id) LIMIT 1").first
  }

  private func webhooks(_ which: SQL) throws -> [Webhook] {
    try rows(
      """
      SELECT w.id, w.url, w.created_at, c.name AS created_by, w.ended_at
      FROM webhooks w JOIN accounts c ON c.id = w.created_by \(which)
      """
    ).map { row in
      let id: WebhookID = try row["id"]
      let kinds = try rows(
        "SELECT kind FROM webhook_kinds WHERE webhook_id = \(id) ORDER BY kind LIMIT 100"
      ).compactMap { ChangeKind(rawValue: try $0["kind"]) }
      return try Webhook(
        id: id, url: row["url"], kinds: kinds, createdAt: row["created_at"],
        createdBy: row["created_by"], endedAt: row["ended_at"])
    }
  }

  /// The last that were written for a webhook, newest first.
  func deliveries(of webhook: WebhookID) throws -> [Delivery] {
    try rows(
      """
      SELECT id, kind, subject, happened_at, tries, next_try_at, delivered_at, given_up_at, last_status
      FROM webhook_deliveries WHERE webhook_id = \(webhook)
      ORDER BY id DESC LIMIT \(Webhooks.shown)
      """
    ).map {
      try Delivery(
        id: $0["id"], kind: $0["kind"], subject: $0["subject"], happenedAt: $0["happened_at"],
        tries: $0["tries"], nextTryAt: $0["next_try_at"], deliveredAt: $0["delivered_at"],
        givenUpAt: $0["given_up_at"], lastStatus: $0["last_status"])
    }
  }
}

extension Transaction {
  func insertWebhook(_ id: WebhookID, url: String, secret: String, kinds: [ChangeKind]) throws {
    try change(
      """
      INSERT INTO webhooks (id, url, secret, created_at, created_by)
      VALUES (\(id), \(url), \(secret), \(now), \(user.id))
      """)
    for kind in kinds {
      try change("INSERT INTO webhook_kinds (kind, webhook_id) VALUES (\(kind), \(id))")
    }
  }

  func insertTest(for webhook: WebhookID) throws {
    let id: DeliveryID = newID()
    try change(
      """
      INSERT INTO webhook_deliveries (id, webhook_id, kind, happened_at, tries, next_try_at)
      VALUES (\(id), \(webhook), \(Delivery.test), \(now), 0, \(now))
      """)
  }

  /// Makes due now what was not heard yet, also what was given up. Answers how many.
  func retryDeliveries(of webhook: WebhookID) throws -> Int {
    let unheard: SQL = "webhook_id = \(webhook) AND delivered_at IS NULL"
    guard try row("SELECT id FROM webhook_deliveries WHERE \(unheard) LIMIT 1") != nil else {
      return 0
    }
    return try changedRows(
      """
      UPDATE webhook_deliveries SET next_try_at = \(now), given_up_at = NULL
      WHERE \(unheard) RETURNING id
      """
    ).count
  }

  /// Ends it, with all that it was still to be told.
  func endWebhook(_ id: WebhookID) throws {
    try change(
      """
      UPDATE webhook_deliveries SET next_try_at = NULL, given_up_at = \(now)
      WHERE webhook_id = \(id) AND next_try_at IS NOT NULL
      """)
    try change("UPDATE webhooks SET ended_at = \(now) WHERE id = \(id) AND ended_at IS NULL")
  }
}
