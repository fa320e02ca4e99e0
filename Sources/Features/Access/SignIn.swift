import Core
import Database

/// Coming in and going out.
extension Access {
  /// Everything at once: address, password and code. Whatever is wrong, the answer has the same words and takes
  /// the same time, so that nobody learns who has an account. `code` is the authenticator's or a recovery code.
  package func signIn(
    email: String, password: String, code: String, from caller: Caller
  ) async throws -> Arrival {
    let email = Account.key(email)
    let (found, device) = try await database.read { reader in
      guard let found = try reader.credentials(email: email) else {
        return (nil as Credentials?, nil as String?)
      }
      return (found, try reader.knownDevice(of: found.id, among: caller.deviceHashes))
    }
    let tries = try await admit(
      to: buckets(email: email, device: device, address: caller.address))
    let isRight = try await hasher.isRight(password, for: found?.passwordHash)
    guard let found, found.isOpen, isRight else {
      try await refuse(found?.id, because: found == nil ? "unknown" : "password", caller)
      throw Self.notRight
    }
    let arrival = try await arrive(found, proving: code, from: caller)
    guard let arrival else { throw Self.notRight }
    try await settle(tries)
    return arrival
  }

  /// Ends the session. Its cookie is worth nothing from now on.
  package func signOut(_ visitor: SessionID, by user: User) async throws {
    try await database.write(as: user) { transaction in
      guard try transaction.endSession(visitor, of: user.id) else {
        return transaction.record("signed out", user.id, ["session": "had ended"])
      }
      transaction.record("signed out", user.id)
    }
  }

  static let notRight = Rejection.invalid("email", Reason("access.not-right"))

  /// Comes in where the second factor is right, or records the refusal and gives nil.
  private func arrive(
    _ found: Credentials, proving code: String, from caller: Caller
  ) async throws -> Arrival? {
    try await database.write(as: User(id: found.id, name: found.name)) { transaction in
      guard let proof = try accept(code, of: found, in: transaction) else {
        transaction.record(
          "sign-in refused", found.id, ["because": "code", "from": caller.address])
        return nil
      }
      let arrival = try open(for: found, from: caller, in: transaction)
      transaction.record(
        "signed in", found.id,
        ["with": proof.rawValue, "from": caller.address, "device": caller.device])
      return arrival
    }
  }

  private func refuse(_ account: AccountID?, because: String, _ caller: Caller) async throws {
    try await database.write(as: .nobody) { transaction in
      guard let account else {
        return transaction.record(
          "sign-in refused", ["because": because, "from": caller.address])
      }
      transaction.record(
        "sign-in refused", account, ["because": because, "from": caller.address])
    }
  }

  /// Takes out the tries that a success forgives, and rows that nothing asks for any more. The record keeps who
  /// signed in and when.
  private func settle(_ tries: [String]) async throws {
    try await database.keep { keeper in
      for id in tries { try keeper.deleteTry(id) }
      try keeper.forgetSessions(
        before: keeper.now.adding(seconds: -Self.sessionMemory),
        devicesBefore: keeper.now.adding(seconds: -Self.deviceLife))
    }
  }

  /// Seconds: a month.
  private static let sessionMemory: Int64 = 30 * 86400
}

// MARK: - The second factor and the session

extension Access {
  /// What somebody proved themselves with.
  enum Proof: String {
    case authenticator
    case recoveryCode = "recovery code"
  }

  /// Whether the code is this account's, now and for the first time; it is used up. Nil too where the account has
  /// changed since its password was checked.
  func accept(
    _ code: String, of found: Credentials, in transaction: borrowing Transaction
  ) throws -> Proof? {
    guard let now = try transaction.read.credentials(found.id), now.isOpen,
      now.passwordHash == found.passwordHash, let sealed = now.secret
    else { return nil }
    let authenticator = Authenticator(secret: try secrets.open(sealed, for: found.id.text))
    if let step = authenticator.step(of: code, at: transaction.now) {
      return try transaction.useStep(step, of: found.id) ? .authenticator : nil
    }
    guard let code = RecoveryCode.read(code),
      try transaction.useRecoveryCode(of: found.id, hash: recoveryHash(code, of: found.id))
    else { return nil }
    return .recoveryCode
  }

  /// A new session under a new name, in place of the one that this browser had.
  func open(
    for found: Credentials, from caller: Caller, in transaction: borrowing Transaction
  ) throws -> Arrival {
    let token = Token()
    let id: SessionID = transaction.newID()
    if let old = caller.session { _ = try transaction.endSession(old, of: found.id) }
    try transaction.insertSession(
      id, of: found.id, tokenHash: token.hash, device: caller.device, address: caller.address)
    let devices = try remember(caller, for: found.id, in: transaction)
    return Arrival(
      user: try user(of: found, transaction.read, on: transaction.today), token: token.text,
      devices: devices)
  }

  /// Fresh recovery codes in place of all earlier ones, as they are shown once.
  func renewRecoveryCodes(
    of account: AccountID, in transaction: borrowing Transaction
  ) throws -> [String] {
    let codes = RecoveryCode.fresh()
    try transaction.replaceRecoveryCodes(
      of: account,
      hashes: codes.compactMap(RecoveryCode.read).map { recoveryHash($0, of: account) })
    return codes
  }

  private func recoveryHash(_ code: String, of account: AccountID) -> String {
    secrets.hash("\(account):\(code)", for: "recovery")
  }

  /// The cookie of known devices, with a token for this account in it. A browser that several people use keeps
  /// one for each.
  private func remember(
    _ caller: Caller, for account: AccountID, in transaction: borrowing Transaction
  ) throws -> String {
    if try transaction.read.knownDevice(of: account, among: caller.deviceHashes) != nil {
      return caller.devices
    }
    let token = Token()
    try transaction.insertDevice(token.hash, of: account)
    return ([token] + caller.deviceTokens).prefix(Caller.mostDevices).map(\.text)
      .joined(separator: ".")
  }

  /// Seconds: half a year.
  package static let deviceLife: Int64 = 180 * 86400
}

extension Caller {
  static let mostDevices = 5

  var device: String { Device.name(userAgent) }

  var deviceTokens: [Token] {
    devices.split(separator: ".").prefix(Self.mostDevices).compactMap {
      Token(checking: String($0))
    }
  }

  var deviceHashes: [String] { deviceTokens.map(\.hash) }
}
