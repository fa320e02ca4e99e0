import Core
import Database
import Web

/// Who may come in, and what they may do: accounts, roles, sign-in and sessions.
package struct Access: Sendable, Discreet {
  let database: Database
  let book: RoleBook
  let secrets: Secrets
  let hasher = PasswordHasher()
  let passwords: PasswordRule
  package let settings: AccessSettings

  /// Reads the roles, once. `key` is the server's key of 32 bytes, kept outside the database: without it no
  /// second factor of this database opens.
  package init(
    _ database: Database, key: [UInt8], settings: AccessSettings = AccessSettings()
  ) async throws {
    self.database = database.keeping(Self.kept)
    self.settings = settings
    secrets = try Secrets(key)
    passwords = PasswordRule(context: settings.contextWords + settings.districts.map(\.name))
    book = try await database.read { reader in try reader.roleBook() }
  }

  /// Written without an event: states of signing in, not history. Who signed in, who was refused and whose
  /// session was ended is history, and stands in the record.
  static let kept = [
    "sessions", "sign_in_attempts", "one_time_links", "totp_used", "known_devices",
    "access_tokens",
  ]

  /// Fills a new database with the roles that come with Pierhead.
  package static func install(_ transaction: borrowing Transaction) throws {
    try transaction.insertShippedRoles()
  }

  /// Whose session a cookie is, or nil where it is unknown or over. Every request asks this.
  package func identify(_ cookie: String) async throws -> Visitor? {
    guard let token = Token(checking: cookie) else { return nil }
    let (hash, now) = (token.hash, database.wall.now())
    let found = try await database.read(isOneStatement: true) { reader in
      try reader.liveSession(hash, on: now.day)
    }
    guard let found, isLive(found, at: now) else { return nil }
    if now > found.lastSeenAt.adding(seconds: Self.touchEvery) {
      // The session goes on without it: the next request notes it again.
      try await unlessAway { keeper in try keeper.touchSession(found.id) }
    }
    let user = user(
      found.account, name: found.name, email: found.email, roles: found.roles,
      districts: found.districts, covers: found.covers, organisation: found.organisation)
    return Visitor(
      user: user, session: found.id, formToken: secrets.formToken(of: token.text))
  }

  /// Whose access token this is, or nil where it is unknown, over or withdrawn.
  package func identify(bearer: String) async throws -> User? {
    guard bearer.hasPrefix(Self.bearerPrefix),
      let token = Token(checking: String(bearer.dropFirst(Self.bearerPrefix.count)))
    else { return nil }
    let (hash, now) = (token.hash, database.wall.now())
    let found = try await database.read { reader in
      try reader.tokenHolder(hash, at: now).map {
        (
          token: $0.token, lastUsedAt: $0.lastUsedAt,
          user: try user(of: $0.holder, reader, on: now.day)
        )
      }
    }
    guard let found else { return nil }
    if found.lastUsedAt.map({ now > $0.adding(seconds: Self.touchTokenEvery) }) ?? true {
      try await unlessAway { keeper in try keeper.touchToken(found.token) }
    }
    return found.user
  }

  /// The page that somebody's work starts on.
  package func home(of user: User) -> String {
    if user.may(.readInbox) { return "/inbox" }
    if user.may(.readToday) { return "/today" }
    if user.may(.manageAccounts) { return "/accounts" }
    return user.may(.readRecord) ? "/record" : "/account"
  }

  /// Every role there is, by label.
  package var roles: [Role] { book.roles }

  /// Seconds between two notes that a session is in use.
  static let touchEvery: Int64 = 60
  /// Seconds between two notes that a token is in use: programs ask often, and people ask only whether it is used at all.
  static let touchTokenEvery: Int64 = 3600
  /// So that a token that strays into a file or a log is recognised by scanners.
  static let bearerPrefix = "pierhead_"

  /// Notes what may go missing, and does not wait for long.
  private func unlessAway(
    _ body: @escaping @Sendable (borrowing Keeper) throws -> Void
  ) async throws {
    do { try await database.keep(patience: .seconds(1), body) } catch is Away {}
  }

  private func isLive(_ session: LiveSession, at now: Instant) -> Bool {
    now < session.lastSeenAt.adding(seconds: settings.idle)
      && now < session.createdAt.adding(seconds: settings.absolute)
  }

  func user(of found: Credentials, _ reader: borrowing Reader, on day: Day) throws -> User {
    let duties = try reader.duties(of: found.id, on: day)
    return user(
      found.id, name: found.name, email: found.email, roles: duties.roles,
      districts: duties.districts, covers: duties.covers, organisation: found.organisation)
  }

  private func user(
    _ id: AccountID, name: String, email: String, roles: [String], districts: [String],
    covers: [AccountID], organisation: String?
  ) -> User {
    let powers = book.powers(of: roles)
    return User(
      id: id, name: name, email: email, roles: roles, grants: powers.grants,
      fieldGroups: powers.fieldGroups, districts: districts, covers: covers,
      organisation: organisation)
  }
}
