import Core
import Database

extension Reader {
  /// Whether this token works for an account that may still be used, whose it is, and when it was last used.
  func tokenHolder(_ tokenHash: String, at now: Instant) throws -> (
    token: AccessTokenID, lastUsedAt: Instant?, holder: Credentials
  )? {
    let found = try row(
      """
      SELECT id, account_id, last_used_at FROM access_tokens
      WHERE token_hash = \(tokenHash) AND revoked_at IS NULL AND expires_at > \(now)
      """)
    guard let found, let holder = try credentials(try found["account_id"] as AccountID),
      holder.disabledAt == nil
    else { return nil }
    return (try found["id"], try found["last_used_at"], holder)
  }

  /// A page of all that work, and one more.
  func tokens(at now: Instant, page: Int) throws -> [AccessToken] {
    try tokens("", at: now, SQL.page(page, of: Access.tokensShown))
  }

  func tokens(of account: AccountID, at now: Instant) throws -> [AccessToken] {
    try tokens("AND t.account_id = \(account)", at: now, "LIMIT 50")
  }

  func token(
    _ id: AccessTokenID, of holder: AccountID?, at now: Instant
  ) throws -> AccessToken? {
    let found = try tokens("AND t.id = \(id)", at: now, "LIMIT 1").first
    return holder == nil || found?.account == holder ? found : nil
  }

  private func tokens(_ which: SQL, at now: Instant, _ part: SQL) throws -> [AccessToken] {
    try rows(
      """
      SELECT t.id, t.account_id, a.name AS holder, a.email, t.purpose, t.created_at, m.name AS made_by,
        t.expires_at, t.last_used_at
      FROM access_tokens t JOIN accounts a ON a.id = t.account_id
      LEFT JOIN accounts m ON m.id = t.made_by
      WHERE t.revoked_at IS NULL AND t.expires_at > \(now) AND a.disabled_at IS NULL \(which)
      ORDER BY t.expires_at, t.id \(part)
      """
    ).map {
      try AccessToken(
        id: $0["id"], account: $0["account_id"], holder: $0["holder"], email: $0["email"],
        purpose: $0["purpose"], createdAt: $0["created_at"], madeBy: $0["made_by"],
        expiresAt: $0["expires_at"], lastUsedAt: $0["last_used_at"])
    }
  }
}

extension Keeper {
  func touchToken(_ id: AccessTokenID) throws {
    try change("UPDATE access_tokens SET last_used_at = \(now) WHERE id = \(id)")
  }
}

extension Transaction {
  func insertToken(
    _ tokenHash: String, of account: AccountID, for purpose: String?, until expiresAt: Instant
  ) throws -> AccessTokenID {
    let id: AccessTokenID = newID()
    let maker = user.id == User.system.id ? nil : user.id
    try change(
      """
      INSERT INTO access_tokens (id, account_id, token_hash, expires_at, purpose, created_at, made_by)
      VALUES (\(id), \(account), \(tokenHash), \(expiresAt), \(purpose), \(now), \(maker))
      """)
    return id
  }

  func endToken(_ id: AccessTokenID) throws {
    try change(
      "UPDATE access_tokens SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL")
  }
}
