import Access
import CSodium
import Core
import Database

/// Who is told of changes, and what became of it.
package struct Webhooks: Sendable {
  let database: Database
  let access: Access
  let allowsLoopback: Bool

  /// `allowsLoopback` lets them be sent to this machine itself, to try them out.
  package init(_ database: Database, access: Access, allowsLoopback: Bool = false) {
    self.database = database.keeping(["webhook_deliveries"])
    self.access = access
    self.allowsLoopback = allowsLoopback
  }

  static let shown = 25

  /// The same database, where every change that a webhook tells of leaves a row in its own transaction.
  package static func hearing(_ database: Database) -> Database {
    database.telling(writing: ["webhook_deliveries"]) { keeper, happenings in
      for happening in happenings {
        guard let kind = ChangeKind.byVerb[happening.verb] else { continue }
        try keeper.writeDeliveries(of: kind, happening)
      }
    }
  }

  /// Begins to tell an address. Answers the secret that signs: it is told once, here.
  package func add(url: String, kinds: [String], by user: User) async throws -> String {
    try user.must(.manageAccounts)
    var problems = addressProblems(url)
    let known = kinds.compactMap(ChangeKind.init(rawValue:))
    if known.isEmpty || known.count < kinds.count {
      problems.append(Problem("kinds", Reason("webhook.kinds")))
    }
    guard problems.isEmpty else { throw Rejection.invalid(problems) }
    let secret = Self.newSecret()
    try await database.write(as: user) { transaction in
      guard try transaction.read.webhooks().count < 50 else {
        throw Rejection.invalid("url", Reason("webhook.many"))
      }
      let id: WebhookID = transaction.newID()
      try transaction.insertWebhook(
        id, url: url, secret: access.seal(secret, for: Self.owner(id)), kinds: Set(known).sorted())
      transaction.record(
        "webhook added", id,
        ["url": url, "kinds": Set(known).sorted().map(\.rawValue).joined(separator: ", ")])
    }
    return secret
  }

  private func addressProblems(_ url: String) -> [Problem] {
    do {
      _ = try WebhookAddress(url, allowsLoopback: allowsLoopback)
      return []
    } catch {
      if case .invalid(let problems) = error { return problems }
      return []
    }
  }

  /// Stops telling an address. What was still to be told is given up.
  package func end(_ id: WebhookID, by user: User) async throws {
    try user.must(.manageAccounts)
    try await database.write(as: user) { transaction in
      guard let found = try transaction.read.webhook(id) else {
        throw Rejection.notFound("Webhook")
      }
      guard found.endedAt == nil else { return }
      try transaction.endWebhook(id)
      transaction.record("webhook ended", id, ["url": found.url])
    }
  }

  /// Tells an address something that is no change, to see whether it hears.
  package func test(_ id: WebhookID, by user: User) async throws {
    try await change(id, by: user) { transaction, webhook in
      try transaction.insertTest(for: id)
      transaction.record("webhook tested", id, ["url": webhook.url])
    }
  }

  /// Tells at once what an address has not heard yet, also what was given up.
  package func tryAgain(_ id: WebhookID, by user: User) async throws {
    try await change(id, by: user) { transaction, webhook in
      let count = try transaction.retryDeliveries(of: id)
      guard count > 0 else { return }
      transaction.record("webhook tried again", id, ["deliveries": String(count)])
    }
  }

  /// Changes one that is not ended.
  private func change(
    _ id: WebhookID, by user: User,
    _ body: @escaping @Sendable (borrowing Transaction, Webhook) throws -> Void
  ) async throws {
    try user.must(.manageAccounts)
    try await database.write(as: user) { transaction in
      guard let found = try transaction.read.webhook(id) else {
        throw Rejection.notFound("Webhook")
      }
      guard found.endedAt == nil else { throw Rejection.conflict(Reason("webhook.ended")) }
      try body(transaction, found)
    }
  }

  package func list(by user: User) async throws -> [Webhook] {
    try user.must(.manageAccounts)
    return try await database.read { try $0.webhooks() }
  }

  /// One of them, with the last that it was told.
  package func find(
    _ id: WebhookID, by user: User
  ) async throws -> (webhook: Webhook, deliveries: [Delivery]) {
    try user.must(.manageAccounts)
    return try await database.read { reader in
      guard let found = try reader.webhook(id) else { throw Rejection.notFound("Webhook") }
      return (found, try reader.deliveries(of: id))
    }
  }

  /// Sends one telling: the address, the headers and the body. Answers the status of the other side, and throws where there
  /// is none. Follows no redirect, and connects only to addresses that are `isPublic`.
  package typealias Post =
    @Sendable (
      _ to: WebhookAddress, _ headers: [(name: String, value: String)], _ body: String
    ) async throws -> Int

  /// Tells what is due until its task is cancelled, and sweeps at its start and once an hour. A fault is told and survived:
  /// what could not be told now is told by a later round.
  package func run(onFault: @escaping @Sendable (any Error) -> Void) async {
    var swept: Instant?
    while !Task.isCancelled {
      var hasTold = false
      do {
        hasTold = try await tell() > 0
        let now = database.wall.now()
        // Also when the clock was put back behind the last one.
        if swept.map({ $0.adding(seconds: 3600) <= now || now < $0 }) ?? true {
          try await sweep()
          swept = now
        }
      } catch {
        onFault(error)
      }
      if !hasTold {
        // Nobody is told when a row is written, and two seconds are soon enough for a program.
        // tidy: it waits for what is due; being cancelled ends the wait, and then the loop.
        try? await Task.sleep(for: .seconds(2))
      }
    }
  }

  /// Tells what is due, and answers how many were tried. To be called again and again.
  @discardableResult
  package func tell() async throws -> Int {
    try await tell { address, headers, body in
      try await WebhookSender().post(to: address, headers: headers, body: body)
    }
  }

  /// The same by another way to send. Each webhook is told one after the other; one that does not answer holds nobody else up,
  /// and the rest that it was to be told now counts as not heard.
  @discardableResult
  package func tell(by post: @escaping Post) async throws -> Int {
    let now = database.wall.now()
    guard try await database.read({ try $0.hasDueDeliveries(at: now) }) else { return 0 }
    let due = try await database.keep { try $0.takeDue(Self.mostAtOnce) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for deliveries in Dictionary(grouping: due, by: \.webhook).values {
        group.addTask {
          var isSilent = false
          for delivery in deliveries {
            let status = isSilent ? nil : try await status(of: delivery, post)
            isSilent = status == nil
            try await settle(delivery, status)
          }
        }
      }
      try await group.waitForAll()
    }
    return due.count
  }

  /// Takes away what was settled long ago, and makes due what no pause puts off for so long.
  package func sweep() async throws {
    try await database.keep { keeper in
      try keeper.hurryDeliveries(after: keeper.now.adding(seconds: Patience.longestPause))
      try keeper.forgetDeliveries(before: keeper.now.adding(seconds: -30 * 86400))
    }
  }

  /// To each webhook, in one round.
  private static let mostAtOnce = 20

  /// What the other side answered, or nil for nothing.
  private func status(of delivery: DueDelivery, _ post: Post) async throws -> Int? {
    let secret = try access.open(delivery.secret, for: Self.owner(delivery.webhook))
    do {
      let address = try WebhookAddress(delivery.url, allowsLoopback: allowsLoopback)
      let telling = Telling(delivery, secret: secret, at: database.wall.now())
      return try await post(address, telling.headers, telling.body)
    } catch let fault as Fault {
      throw fault
    } catch {
      // Whatever the reason, it is tried again.
      return nil
    }
  }

  private func settle(_ delivery: DueDelivery, _ status: Int?) async throws {
    try await database.keep { keeper in
      if let status, (200...299).contains(status) {
        try keeper.delivered(delivery.id, status: status)
      } else {
        let next = Patience.next(
          after: delivery.tries + 1, now: keeper.now, since: delivery.happenedAt)
        try keeper.failed(delivery.id, status: status, next: next)
      }
    }
  }

  private static func owner(_ id: WebhookID) -> String { "webhook:\(id)" }

  /// 256 random bits, in hex.
  private static func newSecret() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    randombytes_buf(&bytes, bytes.count)
    return "whsec_"
      + bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }
}

extension Set<ChangeKind> {
  /// In the order in which they are declared.
  fileprivate func sorted() -> [ChangeKind] { ChangeKind.allCases.filter(contains) }
}
