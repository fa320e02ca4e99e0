import Core
import Database

/// Setting an account up by its link: a password, an authenticator proved by a code, ten recovery codes, in.
extension Access {
  /// Where a set-up has come to, or nil where the link is unknown, used or too old.
  package func setUpStep(_ token: String) async throws -> SetUpStep? {
    guard let (link, account) = try await setUpLink(token) else { return nil }
    guard link.passwordHash != nil else {
      return .password(name: account.name, email: account.email)
    }
    guard let sealed = link.secret else { return .code }
    let authenticator = Authenticator(secret: try secrets.open(sealed, for: account.id.text))
    return .enrol(enrolment(authenticator, of: account.email, token: token))
  }

  /// Holds the password until the second factor is proved. Throws `invalid` for one that is easy to guess.
  package func choosePassword(_ password: String, with token: String) async throws {
    guard let (link, account) = try await setUpLink(token) else { throw Self.noLink }
    try check(password, of: account)
    let hash = try await hasher.hash(password)
    var sealed: String?
    if link.purpose == .setUp {
      sealed = secrets.seal(Authenticator().secret, for: account.id.text)
    }
    let secret = sealed
    try await database.keep { keeper in
      try keeper.holdProofs(in: link.tokenHash, passwordHash: hash, secret: secret)
    }
  }

  /// The last step: the code is right, so the account is set up and its owner is in. The codes are for the day
  /// when the phone is lost, and are shown once; none where the authenticator stayed.
  package func confirmSetUp(
    _ code: String, with token: String, from caller: Caller
  ) async throws -> (arrival: Arrival, recoveryCodes: [String]) {
    guard let (link, account) = try await setUpLink(token), let hash = link.passwordHash else {
      throw Self.noLink
    }
    _ = try await admit(to: [bucket("link", link.tokenHash, settings.triesPerAccount)])
    return try await database.write(as: User(id: account.id, name: account.name)) { transaction in
      // Proved before the link is used up: it still holds the secret.
      if let sealed = link.secret {
        try prove(code, by: sealed, of: account.id, in: transaction)
        try transaction.setProofs(of: account.id, passwordHash: hash, secret: sealed)
      } else {
        guard try accept(code, of: account, in: transaction) != nil else {
          throw Rejection.invalid("code", Reason("access.code-wrong"))
        }
        try transaction.setPassword(of: account.id, hash: hash)
      }
      guard try transaction.useLink(link.tokenHash) else { throw Self.noLink }
      try transaction.endSessions(of: account.id)
      try transaction.forgetDevices(of: account.id)
      let codes =
        link.secret == nil ? [] : try renewRecoveryCodes(of: account.id, in: transaction)
      let arrival = try open(for: account, from: caller, in: transaction)
      transaction.record(
        link.secret == nil ? "password chosen anew" : "account set up", account.id,
        ["from": caller.address, "device": caller.device])
      return (arrival, codes)
    }
  }

  static let noLink = Rejection.notFound("Link")

  /// Whether this code comes from the secret, now and for the first time.
  func prove(
    _ code: String, by sealed: String, of account: AccountID,
    in transaction: borrowing Transaction
  ) throws {
    let authenticator = Authenticator(secret: try secrets.open(sealed, for: account.text))
    guard let step = authenticator.step(of: code, at: transaction.now),
      try transaction.useStep(step, of: account)
    else { throw Rejection.invalid("code", Reason("access.code-wrong")) }
  }

  func check(_ password: String, of account: Credentials) throws(Rejection) {
    if let reason = passwords.problem(
      with: password, email: account.email, name: account.name)
    {
      throw .invalid("password", reason)
    }
  }

  func enrolment(_ authenticator: Authenticator, of email: String, token: String) -> Enrolment {
    Enrolment(
      token: token, secret: authenticator.written,
      address: authenticator.address(of: email, issuer: settings.issuer))
  }

  /// A usable link of one of the purposes, and whose it is.
  func link(
    _ token: String, for purposes: Set<OneTimeLink.Purpose>
  ) async throws -> (OneTimeLink, Credentials)? {
    guard let hash = Token(checking: token)?.hash else { return nil }
    let now = database.wall.now()
    return try await database.read { reader in
      guard let link = try reader.link(hash, at: now), purposes.contains(link.purpose),
        let account = try reader.credentials(link.account)
      else { return nil }
      return (link, account)
    }
  }

  private func setUpLink(_ token: String) async throws -> (OneTimeLink, Credentials)? {
    try await link(token, for: [.setUp, .reset])
  }
}
