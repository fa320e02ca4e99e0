import Database

extension Access {
  /// Seals a text so that only this server opens it, and only for the same owner.
  package func seal(_ text: String, for owner: String) -> String {
    secrets.seal(Array(text.utf8), for: owner)
  }

  /// Throws a fault where it was sealed by another server or for another owner.
  package func open(_ sealed: String, for owner: String) throws -> String {
    String(decoding: try secrets.open(sealed, for: owner), as: UTF8.self)
  }

  /// Whether this database holds anything that only the server's key opens.
  package static func holdsSealedSecrets(_ database: Database) async throws -> Bool {
    try await database.read { reader in
      try reader.row("SELECT id FROM accounts WHERE totp_secret IS NOT NULL LIMIT 1") != nil
        || reader.row("SELECT id FROM webhooks LIMIT 1") != nil
    }
  }
}
