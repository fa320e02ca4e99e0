import Core
import Database
import Web

/// A token by which programs act for an account. Its secret is known to nobody here.
package struct AccessToken: Sendable {
  package let id: AccessTokenID
  package let account: AccountID
  package let holder: String
  package let email: String
  /// What it is for, in the words of whoever made it.
  package let purpose: String?
  package let createdAt: Instant?
  /// Nil where it was made on the machine.
  package let madeBy: String?
  package let expiresAt: Instant
  /// To the hour.
  package let lastUsedAt: Instant?
}

/// What is asked of a new token: checked.
struct TokenOrder: Sendable {
  let days: Int
  let purpose: String?

  static let longest = 365
  /// Characters of what it is for.
  static let limit = 200

  init(days: Int?, purpose: String?, mustHavePurpose: Bool) throws(Rejection) {
    var problems: [Problem] = []
    let purpose = purpose?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    let count = purpose.unicodeScalars.count
    if purpose.isEmpty, mustHavePurpose {
      problems.append(Problem("purpose", Reason("access.token-purpose")))
    }
    if count > Self.limit {
      problems.append(
        Problem(
          "purpose",
          Reason("too-long", ["what": "What it is for", "limit": "200", "count": String(count)])))
    }
    if days.map({ (1...Self.longest).contains($0) }) != true {
      problems.append(Problem("days", Reason("access.token-days")))
    }
    guard let days, problems.isEmpty else { throw .invalid(problems) }
    (self.days, self.purpose) = (days, purpose.isEmpty ? nil : purpose)
  }
}

extension Access {
  /// A bearer token for programs, made on the machine. It is told once, here.
  package func token(
    email: String, days: Int, purpose: String? = nil, by user: User
  ) async throws -> String {
    let account = try await find(email: email, by: user)
    let order = try TokenOrder(days: days, purpose: purpose, mustHavePurpose: false)
    guard account.state != .disabled else {
      throw Rejection.conflict(Reason("access.already-disabled"))
    }
    let token = Token()
    try await database.write(as: user) { transaction in
      try transaction.make(token, for: account.id, order)
    }
    return Self.bearerPrefix + token.text
  }

  /// The same on a page, by an administrator who proves again who they are. Only for accounts that see nobody but whom they
  /// sent themselves: those of partners. With one for a colleague, an administrator would see people.
  package func token(
    email: String, days: String, purpose: String, password: String, code: String,
    by visitor: Visitor
  ) async throws -> String {
    let user = visitor.user
    try user.must(.manageAccounts)
    var problems: [Problem] = []
    let account = try await found(email: email, by: user)
    if account == nil { problems.append(Problem("email", Reason("access.token-nobody"))) }
    if let account, account.state != .active || !onlySends(account) {
      problems.append(Problem("email", Reason("access.token-partners")))
    }
    var order: TokenOrder?
    do {
      order = try TokenOrder(days: Int(days), purpose: purpose, mustHavePurpose: true)
    } catch {
      if case .invalid(let more) = error { problems += more }
    }
    guard let account, let order, problems.isEmpty else { throw Rejection.invalid(problems) }
    let token = Token()
    try await proven(user, password, code) { transaction in
      try transaction.make(token, for: account.id, order)
    }
    return Self.bearerPrefix + token.text
  }

  private func found(email: String, by user: User) async throws -> Account? {
    do {
      return try await find(email: email, by: user)
    } catch Rejection.notFound {
      return nil
    }
  }

  private func onlySends(_ account: Account) -> Bool {
    let powers = book.powers(of: account.roles)
    return Set(powers.grants.keys) == [.sendReferrals] && powers.fieldGroups.isEmpty
  }

  static let tokensShown = 25

  /// A page of the tokens that work, those that end first at the top.
  package func tokens(
    page: Int = 1, by user: User
  ) async throws -> (tokens: [AccessToken], hasMore: Bool) {
    try user.must(.manageAccounts)
    let now = database.wall.now()
    let found = try await database.read { try $0.tokens(at: now, page: page) }
    return (Array(found.prefix(Self.tokensShown)), found.count > Self.tokensShown)
  }

  /// One's own tokens that work.
  package func ownTokens(_ user: User) async throws -> [AccessToken] {
    let now = database.wall.now()
    return try await database.read { try $0.tokens(of: user.id, at: now) }
  }

  /// A token of `holder` that works, or of anybody where that is nil: for administrators. One's own are one's own to see.
  package func token(
    _ id: AccessTokenID, of holder: AccountID?, by user: User
  ) async throws -> AccessToken {
    if holder != user.id { try user.must(.manageAccounts) }
    let now = database.wall.now()
    guard let found = try await database.read({ try $0.token(id, of: holder, at: now) }) else {
      throw Rejection.notFound("Token")
    }
    return found
  }

  /// Ends it at once.
  package func end(_ id: AccessTokenID, of holder: AccountID?, by user: User) async throws {
    if holder != user.id { try user.must(.manageAccounts) }
    try await database.write(as: user) { transaction in
      guard let found = try transaction.read.token(id, of: holder, at: transaction.now) else {
        throw Rejection.notFound("Token")
      }
      try transaction.endToken(id)
      transaction.record("access token ended", found.account, ["token": id.text])
    }
  }
}

extension Transaction {
  /// A new token, and the event of it.
  fileprivate func make(
    _ token: Token, for account: AccountID, _ order: TokenOrder
  ) throws {
    let end = now.adding(seconds: Int64(order.days) * 86400)
    let id = try insertToken(token.hash, of: account, for: order.purpose, until: end)
    record(
      "access token made", account,
      ["token": id.text, "until": end.description, "for": order.purpose ?? ""])
  }
}
