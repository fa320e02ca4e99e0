import Core
import Database

/// What administrators do with accounts, on pages and on the command line.
extension Access {
  /// Opens an account, and gives the token of its set-up link: nobody but its owner ever knows a password.
  /// Throws `invalid` for an address that can't be one or has an account, and for unknown roles and districts.
  package func add(
    email: String, name: String, roles: [String], districts: [String] = [],
    organisation: String? = nil, by user: User
  ) async throws -> Token {
    try user.must(.manageAccounts)
    let key = Account.key(email)
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let organisation = organisation.flatMap { $0.isEmpty ? nil : $0 }
    let problems = problems(name: name, email: key, roles: roles, districts: districts)
    guard problems.isEmpty else { throw Rejection.invalid(problems) }
    let token = Token()
    try await database.write(as: user) { transaction in
      guard try transaction.read.credentials(email: key) == nil else {
        throw Rejection.invalid("email", Reason("access.email-taken"))
      }
      let id: AccountID = transaction.newID()
      try transaction.insertAccount(id, email: key, name: name, organisation: organisation)
      try transaction.insertDuties(of: id, roles: roles, districts: districts)
      try transaction.insertLink(
        token.hash, of: id, for: .setUp, until: transaction.now.adding(seconds: settings.linkLife))
      transaction.record(
        "account added", id,
        [
          "roles": roles.joined(separator: ", "), "districts": districts.joined(separator: ", "),
        ])
    }
    return token
  }

  /// Ends all of an account's sessions and tokens at once; nobody gets in with it until it is set up anew.
  package func disable(_ id: AccountID, by user: User) async throws {
    try user.must(.manageAccounts)
    guard id != user.id else { throw Rejection.conflict(Reason("access.not-yourself")) }
    try await database.write(as: user) { transaction in
      guard let found = try transaction.read.credentials(id) else {
        throw Rejection.notFound("Account")
      }
      guard found.disabledAt == nil else {
        throw Rejection.conflict(Reason("access.already-disabled"))
      }
      try transaction.disableAccount(id)
      try transaction.endSessions(of: id)
      try transaction.voidLinks(of: id)
      transaction.record("account disabled", id)
    }
  }

  /// The same, for the command line.
  package func disable(email: String, by user: User) async throws {
    try await disable(find(email: email, by: user).id, by: user)
  }

  /// Ends all sessions of somebody else, who may sign in again.
  package func endSessions(of id: AccountID, by user: User) async throws {
    try user.must(.manageAccounts)
    try await database.write(as: user) { transaction in
      guard try transaction.read.credentials(id) != nil else {
        throw Rejection.notFound("Account")
      }
      try transaction.endSessions(of: id)
      transaction.record("sessions ended", id)
    }
  }

  /// A new link to choose a password with. Who has lost the authenticator too enrols another; else the one
  /// they have is asked for a code. Earlier links are void. A disabled account opens again when it is used.
  package func renewLink(
    of id: AccountID, keepingAuthenticator: Bool, by user: User
  ) async throws -> Token {
    try user.must(.manageAccounts)
    let token = Token()
    try await database.write(as: user) { transaction in
      guard let found = try transaction.read.credentials(id) else {
        throw Rejection.notFound("Account")
      }
      let keeps = keepingAuthenticator && found.isOpen
      try transaction.insertLink(
        token.hash, of: id, for: keeps ? .reset : .setUp,
        until: transaction.now.adding(seconds: settings.linkLife))
      transaction.record(
        "set-up link made", id, ["authenticator": keeps ? "stays" : "to be enrolled"])
    }
    return token
  }

  /// Accounts by name, those that are disabled last.
  package func list(page: Int = 1, size: Int = 25, by user: User) async throws -> AccountList {
    try user.must(.manageAccounts)
    let today = database.wall.today
    return try await database.read { reader in
      let pages = max(1, (try reader.accountCount() + size - 1) / size)
      let page = min(max(1, page), pages)
      return AccountList(
        accounts: try reader.accounts(after: (page - 1) * size, limit: size, on: today),
        page: page, pages: pages)
    }
  }

  package func find(_ id: AccountID, by user: User) async throws -> Account {
    try user.must(.manageAccounts)
    let today = database.wall.today
    guard let found = try await database.read({ try $0.account(id, on: today) }) else {
      throw Rejection.notFound("Account")
    }
    return found
  }

  package func find(email: String, by user: User) async throws -> Account {
    try user.must(.manageAccounts)
    let (key, today) = (Account.key(email), database.wall.today)
    guard let found = try await database.read({ try $0.account(email: key, on: today) }) else {
      throw Rejection.notFound("Account")
    }
    return found
  }

  /// Where somebody goes to set their account up.
  package func setUpAddress(_ token: Token) -> String {
    "\(settings.origin)/set-up/\(token.text)"
  }

  /// What is wrong with what an account is to be; `email` only where it is asked.
  func problems(
    name: String, email: String? = nil, roles: [String], districts: [String]
  ) -> [Problem] {
    var problems: [Problem] = []
    if name.isEmpty { problems.append(Problem("name", Reason("required", ["what": "a name"]))) }
    if name.count > 200 {
      problems.append(
        Problem(
          "name",
          Reason("too-long", ["what": "Name", "limit": "200", "count": String(name.count)])))
    }
    if let email, EmailAddress(email) == nil {
      problems.append(Problem("email", Reason("access.email-wrong")))
    }
    if roles.isEmpty {
      problems.append(Problem("roles", Reason("choose", ["what": "at least one role"])))
    }
    for role in roles where !book.knows(role) {
      problems.append(Problem("roles", Reason("access.unknown-role", ["role": role])))
    }
    let known = settings.districts.map(\.code)
    for code in districts where !known.isEmpty && !known.contains(code) {
      problems.append(Problem("districts", Reason("access.unknown-district", ["code": code])))
    }
    return problems
  }
}
