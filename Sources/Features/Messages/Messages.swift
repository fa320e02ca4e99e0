import Core
import Database

/// The door to messages: what goes out to people, what became of it, and what a member of staff must decide.
package struct Messages: Sendable {
  let database: Database
  package let kinds: MessageKinds
  package let settings: MessageSettings
  package let providers: Providers

  package init(
    _ database: Database, kinds: MessageKinds, settings: MessageSettings, providers: Providers
  ) {
    self.database = database.keeping(["messages"])
    self.kinds = kinds
    self.settings = settings
    self.providers = providers
  }

  /// What hands over the messages of this database.
  package var sender: Sender {
    Sender(database: database, kinds: kinds, settings: settings, providers: providers)
  }

  /// Takes back what attempts had that a crash cut off, so that they need not wait for their time to run out. For a
  /// process that holds the database alone.
  package func recover() async throws { try await database.keep { try $0.releaseClaims() } }

  /// A page of messages, newest first, whether there are more, and how sending goes.
  package func list(
    _ filter: MessageFilter, for user: User
  ) async throws -> (messages: [Message], hasMore: Bool, sender: SenderState) {
    let scope = try user.must(.readMessages)
    return try await database.look(as: user, "messages listed") { look in
      let found = try look.read.messages(filter, in: scope, of: user)
      let shown = Array(found.prefix(MessageFilter.size))
      look.lists(shown.map(\.about))
      return (shown, found.count > MessageFilter.size, try look.read.senderState())
    }
  }

  /// One message.
  package func find(_ id: MessageID, for user: User) async throws -> Message {
    let scope = try user.must(.readMessages)
    return try await database.look(as: user, "message seen") { look in
      guard let message = try look.read.message(id, in: scope, of: user) else {
        throw Rejection.notFound("Message")
      }
      look.shows(message.about)
      return message
    }
  }

  /// Sends a held message after all, or drops it, and says why. What a person told us about safe contact is theirs:
  /// only a member of staff who has read it decides.
  package func decide(
    _ id: MessageID, choice: String, note: String, by user: User
  ) async throws {
    let scope = try user.must(.readMessages)
    try await database.write(as: user) { transaction in
      let message = try transaction.message(id, in: scope)
      guard message.state == .held else { throw Rejection.conflict(Reason("message.not-held")) }
      let decision = try HeldDecision(choice: choice, note: note)
      var address = message.recipient
      if let person = message.person {
        address = try transaction.read.reach(person, by: message.channel).address
      }
      if decision.isSent, address == nil {
        throw Rejection.invalid("choice", Reason("message.no-address"))
      }
      guard try transaction.decide(message, decision, to: address) else {
        throw Rejection.conflict(Reason("message.not-held"))
      }
      transaction.record(
        decision.isSent ? "held message sent" : "held message dropped", message.about,
        ["message": id.text, "reason": "sha256 " + digest(id.text + decision.note)])
    }
  }

  /// Sends a message that did not arrive once more, as a new message to the same address, and answers it.
  package func sendAgain(_ id: MessageID, by user: User) async throws -> MessageID {
    let scope = try user.must(.readMessages)
    return try await database.write(as: user) { transaction in
      let message = try transaction.message(id, in: scope)
      guard message.needsSomebody, message.state != .held, try transaction.settle(id) else {
        throw Rejection.conflict(Reason("message.settled"))
      }
      guard let again = try transaction.sendAgain(id) else {
        throw Rejection.conflict(Reason("message.blanked"))
      }
      transaction.record(
        "message sent again", message.about, ["message": id.text, "as": again.text])
      return again
    }
  }

  /// Nothing more is to be done about a message that did not arrive.
  package func settle(_ id: MessageID, by user: User) async throws {
    let scope = try user.must(.readMessages)
    try await database.write(as: user) { transaction in
      let message = try transaction.message(id, in: scope)
      guard message.needsSomebody, message.state != .held, try transaction.settle(id) else {
        throw Rejection.conflict(Reason("message.settled"))
      }
      transaction.record("message settled", message.about, ["message": id.text])
    }
  }

  /// Takes a provider's receipt. One of a message that we do not know, that has ended or that says nothing new changes
  /// nothing, so that receipts may come twice and in any order.
  package func receive(_ receipt: Receipt) async throws {
    let state = try await database.read { try $0.messageState(receipt.message) }
    guard let next = state?.after(.receipt(receipt.state)) else { return }
    if next == .delivered {
      try await database.keep { try $0.delivered(receipt.message) }
    } else {
      try await database.failing(
        receipt.message, .receipt(receipt.state), because: next.trouble ?? .lost)
    }
  }
}

extension Transaction {
  fileprivate func message(_ id: MessageID, in scope: Scope) throws -> Message {
    guard let message = try read.message(id, in: scope, of: user) else {
      throw Rejection.notFound("Message")
    }
    return message
  }
}
