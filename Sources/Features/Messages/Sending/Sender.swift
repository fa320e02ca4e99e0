import Core
import Database
import Foundation

/// What hands messages over. Two of them, in two servers on one database, share the work.
package struct Sender: Sendable {
  let database: Database
  let kinds: MessageKinds
  let settings: MessageSettings
  let providers: Providers

  /// How many messages are on their way at once.
  static let most = 8
  /// Hours after which a receipt is no longer awaited: as long as GOV.UK Notify's providers try.
  static let receiptHours: Int64 = 72

  var wall: Wall { database.wall }

  /// Seconds for which an attempt has its message: it may ask and then send.
  var claim: Int64 { settings.deadline * 2 + 10 }

  /// Sends what is due until its task is cancelled, and sweeps at its start and once an hour. A fault is told and
  /// survived: what could not be done now is done by a later round.
  package func run(onFault: @escaping @Sendable (any Error) -> Void) async {
    var swept: Instant?
    while !Task.isCancelled {
      var isBusy = false
      do {
        isBusy = try await round() == Self.most
        let now = wall.now()
        // Also when the clock was put back behind the last one.
        if swept.map({ $0.adding(seconds: 3600) <= now || now < $0 }) ?? true {
          try await sweep()
          swept = now
        }
      } catch {
        onFault(error)
      }
      if !isBusy {
        // Nobody is told when a row is written, and two seconds are soon enough for a message.
        // tidy: it waits for what is due; being cancelled ends the wait, and then the loop.
        try? await Task.sleep(for: .seconds(2))
      }
    }
  }

  /// Sends some of what is due, and answers how many were tried.
  @discardableResult
  package func round() async throws -> Int {
    let now = wall.now()
    guard try await database.read({ try $0.hasDueMessages(at: now) }) else { return 0 }
    let claim = claim
    let claimed = try await database.keep { try $0.claim(atMost: Self.most, seconds: claim) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for message in claimed {
        group.addTask { try await finish(message, try await attempt(message)) }
      }
      try await group.waitForAll()
    }
    return claimed.count
  }

  /// One try, on a thread of its own, because it waits for the network.
  private func attempt(_ message: Claimed) async throws -> Attempt {
    guard let provider = providers.provider(for: message.channel) else {
      return .unsendable(.noProvider)
    }
    let day = message.createdAt.day
    guard let words = kinds.words(message.kind, by: message.channel, on: day),
      let body = words.filled(with: message.values)
    else { return .unsendable(.noWords) }
    let letter = Letter(
      id: message.id, channel: message.channel, to: message.recipient,
      subject: words.subject ?? "", body: body, writtenAt: message.createdAt)
    let (wall, deadline) = (wall, settings.deadline)
    return await withUnsafeContinuation { continuation in
      Thread.detachNewThread {
        if message.isUnsure {
          switch provider.find(letter.id, now: wall.now()) {
          case .notThere, .cannotAsk: break
          // What became of it comes by a receipt, or by the sweeper's question.
          case .there(let reference, _):
            continuation.resume(returning: .accepted(reference: reference))
            return
          case .noAnswer(let trouble, let seconds):
            continuation.resume(returning: .later(trouble, seconds: seconds, isUnsure: true))
            return
          }
        }
        // Whoever slept past their claim has lost the message to another.
        guard wall.now().adding(seconds: deadline) <= message.until else {
          continuation.resume(returning: .later(.noAnswer, isUnsure: message.isUnsure))
          return
        }
        continuation.resume(returning: provider.send(letter, now: wall.now()))
      }
    }
  }

  private func finish(_ message: Claimed, _ attempt: Attempt) async throws {
    let name = providers.provider(for: message.channel)?.name ?? ""
    switch attempt {
    case .accepted(let reference):
      try await database.keep {
        try $0.sent(message, by: name, as: .sending, reference: reference)
      }
    case .handedOver:
      try await database.keep { try $0.sent(message, by: name, as: .delivered, reference: nil) }
    case .refused: try await fail(message, .refused, because: .refused)
    case .unsendable(let trouble): try await fail(message, .unsendable, because: trouble)
    case .later(let trouble, let seconds, let isUnsure):
      let now = wall.now()
      let pause = Retry(firstPause: settings.firstPause).pause(
        after: message.tries, since: message.firstTriedAt, now: now, of: message.id,
        asked: seconds)
      guard let pause else { return try await fail(message, .gaveUp, because: .unreachable) }
      try await database.keep {
        try $0.postpone(
          message, until: now.adding(seconds: pause), because: trouble, isUnsure: isUnsure)
      }
    }
  }

  private func fail(
    _ message: Claimed, _ happening: MessageState.Happening, because trouble: Trouble
  ) async throws {
    try await database.failing(message.id, happening, because: trouble, tries: message.tries)
  }

  /// What was handed over long ago and has no receipt: the provider is asked once more, and then it has failed. And
  /// words and addresses of what ended long ago are blanked.
  package func sweep() async throws {
    let now = wall.now()
    let latest = now.adding(seconds: Retry(firstPause: settings.firstPause).longestPause)
    try await database.keep { try $0.hurry(after: latest) }
    let limit = now.adding(seconds: -Self.receiptHours * 3600)
    for (id, channel) in try await database.read({
      try $0.messagesWithoutReceipt(since: limit)
    }) {
      switch await find(id, by: channel) {
      case .there(_, .delivered?): try await database.keep { try $0.delivered(id) }
      case .there(_, let state?):
        try await database.failing(
          id, .receipt(state), because: state.trouble ?? .lost)
      case .noAnswer: continue
      case .there(_, nil), .notThere, .cannotAsk:
        try await database.failing(id, .noReceipt, because: .noReceipt)
      }
    }
    let end = now.adding(seconds: -Int64(settings.keptDays) * 86400)
    while try await database.keep({ try $0.blank(endedBefore: end) }) == 500 {}
  }

  private func find(_ id: MessageID, by channel: Channel) async -> Finding {
    guard let provider = providers.provider(for: channel) else { return .cannotAsk }
    let wall = wall
    return await withUnsafeContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: provider.find(id, now: wall.now()))
      }
    }
  }
}

extension Database {
  /// Writes that a message did not arrive, unless news of its end came first.
  func failing(
    _ id: MessageID, _ happening: MessageState.Happening, because trouble: Trouble,
    tries: Int? = nil
  ) async throws {
    do {
      try await write(as: .system) {
        try $0.fail(id, happening, because: trouble, tries: tries)
      }
    } catch is Superseded {
      return
    }
  }
}
