import Database

extension Access {
  /// Whether this database holds anything that only the server's key opens.
  package static func holdsSealedSecrets(_ database: Database) async throws -> Bool {
    try await database.read { reader in
      try reader.row("SELECT id FROM accounts WHERE totp_secret IS NOT NULL LIMIT 1") != nil
    }
  }
}
