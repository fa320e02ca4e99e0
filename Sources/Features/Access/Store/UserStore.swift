import Core
import Database

extension Access {
  /// An account as the user it is today, for the demonstration and for measuring.
  package func user(_ id: AccountID) async throws -> User {
    let today = database.wall.today
    return try await database.read { reader in
      guard let found = try reader.credentials(id) else { throw Rejection.notFound("Account") }
      return try user(of: found, reader, on: today)
    }
  }
}
