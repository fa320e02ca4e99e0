import Core
import Database
import Web

/// What everybody may do with their own account.
extension Access {
  /// One's own account, how many recovery codes are left, and where one is signed in.
  package func own(
    _ user: User
  ) async throws -> (account: Account, codesLeft: Int, sessions: [Session]) {
    let now = database.wall.now()
    let settings = settings
    return try await database.read { reader in
      guard let account = try reader.account(user.id, on: now.day) else {
        throw Rejection.notFound("Account")
      }
      return (
        account, try reader.unusedRecoveryCodes(of: user.id),
        try reader.sessions(
          of: user.id, seenAfter: now.adding(seconds: -settings.idle),
          createdAfter: now.adding(seconds: -settings.absolute))
      )
    }
  }

  /// Ends one of one's own sessions. Another's is answered as one that does not exist.
  package func end(_ session: SessionID, by user: User) async throws {
    try await database.write(as: user) { transaction in
      guard try transaction.endSession(session, of: user.id) else {
        throw Rejection.notFound("Session")
      }
      transaction.record("session ended", user.id)
    }
  }

  /// Ends all of one's sessions but the one that asks.
  package func endOthers(than session: SessionID, by user: User) async throws {
    try await database.write(as: user) { transaction in
      try transaction.endSessions(of: user.id, but: session)
      transaction.record("other sessions ended", user.id)
    }
  }

  /// A new password, once the one in use and a code were given again. Other browsers have to sign in again.
  package func changePassword(
    to new: String, current: String, code: String, by visitor: Visitor
  ) async throws {
    let id = visitor.user.id
    guard let account = try await database.read({ try $0.credentials(id) }) else {
      throw Rejection.notFound("Account")
    }
    try check(new, of: account)
    let hash = try await hasher.hash(new)
    try await proven(visitor.user, current, code) { transaction in
      try transaction.setPassword(of: id, hash: hash)
      try transaction.endSessions(of: id, but: visitor.session)
      try transaction.voidLinks(of: id)
      transaction.record("password changed", id)
    }
  }

  /// First step to another authenticator: password and a code again. What it gives goes to the app.
  package func beginRenewal(
    password: String, code: String, by visitor: Visitor
  ) async throws -> Enrolment {
    let user = visitor.user
    let (token, authenticator) = (Token(), Authenticator())
    let sealed = secrets.seal(authenticator.secret, for: user.id.text)
    try await proven(user, password, code) { transaction in
      try transaction.insertLink(
        token.hash, of: user.id, for: .authenticator,
        until: transaction.now.adding(seconds: Self.renewalLife), secret: sealed)
      transaction.record("authenticator renewal begun", user.id)
    }
    return enrolment(authenticator, of: user.email, token: token.text)
  }

  /// The same step again, after a wrong code.
  package func renewal(_ token: String, by visitor: Visitor) async throws -> Enrolment {
    let (_, account, sealed) = try await renewalLink(token, visitor.user)
    let authenticator = Authenticator(secret: try secrets.open(sealed, for: account.id.text))
    return enrolment(authenticator, of: account.email, token: token)
  }

  /// Last step: a code of the new app. Gives ten new recovery codes; the earlier ones are void.
  package func confirmRenewal(
    _ code: String, with token: String, by visitor: Visitor
  ) async throws -> [String] {
    let (link, account, sealed) = try await renewalLink(token, visitor.user)
    _ = try await admit(to: [bucket("link", link.tokenHash, settings.triesPerAccount)])
    return try await database.write(as: visitor.user) { transaction in
      try prove(code, by: sealed, of: account.id, in: transaction)
      guard try transaction.useLink(link.tokenHash) else { throw Self.noLink }
      try transaction.setSecret(of: account.id, sealed: sealed)
      try transaction.endSessions(of: account.id, but: visitor.session)
      let codes = try renewRecoveryCodes(of: account.id, in: transaction)
      transaction.record("authenticator renewed", account.id)
      return codes
    }
  }

  /// Seconds.
  private static let renewalLife: Int64 = 15 * 60

  private func renewalLink(
    _ token: String, _ user: User
  ) async throws -> (OneTimeLink, Credentials, sealed: String) {
    guard let (link, account) = try await link(token, for: [.authenticator]),
      account.id == user.id, let sealed = link.secret
    else { throw Self.noLink }
    return (link, account, sealed)
  }

  /// Makes a change after password and code were given again. Tries are counted apart from those at the door,
  /// which strangers can use up.
  func proven(
    _ user: User, _ password: String, _ code: String,
    _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
  ) async throws {
    _ = try await admit(to: [bucket("again", user.id.text, settings.triesPerAccount)])
    let found = try await database.read { try $0.credentials(user.id) }
    let isRight = try await hasher.isRight(password, for: found?.passwordHash)
    let isProven = try await database.write(as: user) { transaction in
      guard let found, isRight, try accept(code, of: found, in: transaction) != nil else {
        transaction.record("change refused", user.id, ["because": "password or code"])
        return false
      }
      try change(transaction)
      return true
    }
    guard isProven else {
      throw Rejection.invalid("current", Reason("access.again-not-right"))
    }
  }
}
