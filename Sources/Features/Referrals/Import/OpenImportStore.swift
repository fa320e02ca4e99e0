import Core
import Database

extension Referrals {
  /// Since when a file is being read, or nil where none is.
  package func openImport() async throws -> Instant? {
    try await database.read(isOneStatement: true) { reader in
      try reader.row(
        """
        SELECT MIN(started_at) AS began FROM imports
        WHERE published_at IS NULL AND abandoned_at IS NULL
        """)?["began"]
    }
  }
}
