import Core
import Database

extension Reader {
  /// A link that can still be used.
  func link(_ tokenHash: String, at now: Instant) throws -> OneTimeLink? {
    try row(
      """
      SELECT token_hash, account_id, purpose, password_hash, totp_secret
      FROM one_time_links
      WHERE token_hash = \(tokenHash) AND used_at IS NULL AND expires_at > \(now)
      """
    ).map { row in
      try OneTimeLink(
        tokenHash: row["token_hash"], account: row["account_id"], purpose: row["purpose"],
        passwordHash: row["password_hash"],
        secret: row["totp_secret"])
    }
  }
}

extension Transaction {
  /// Makes a link, and voids the account's earlier ones.
  func insertLink(
    _ tokenHash: String, of account: AccountID, for purpose: OneTimeLink.Purpose,
    until expiresAt: Instant, secret: String? = nil
  ) throws {
    try voidLinks(of: account)
    try change(
      """
      INSERT INTO one_time_links (token_hash, account_id, purpose, expires_at, totp_secret)
      VALUES (\(tokenHash), \(account), \(purpose), \(expiresAt), \(secret))
      """)
  }

  func voidLinks(of account: AccountID) throws {
    try change("DELETE FROM one_time_links WHERE account_id = \(account)")
  }

  /// Whether the link could still be used. It can't be now, and what waited in it is gone.
  func useLink(_ tokenHash: String) throws -> Bool {
    try changed(
      """
      UPDATE one_time_links SET used_at = \(now), password_hash = NULL, totp_secret = NULL
      WHERE token_hash = \(tokenHash) AND used_at IS NULL AND expires_at > \(now)
      RETURNING token_hash
      """) != nil
  }
}

extension Keeper {
  /// Keeps what was chosen on the way until the second factor is proved.
  func holdProofs(in tokenHash: String, passwordHash: String, secret: String?) throws {
    try change(
      """
      UPDATE one_time_links SET password_hash = \(passwordHash), totp_secret = \(secret)
      WHERE token_hash = \(tokenHash) AND used_at IS NULL
      """)
  }
}
