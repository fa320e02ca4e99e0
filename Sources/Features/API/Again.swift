import Core
import Database
import HTTPTypes
import Hummingbird
import Web

/// What was answered before to the same request, thrown out of the transaction that would have done it again.
struct AnsweredBefore: Error {
  let reply: Reply
}

extension API {
  /// Does what a request asks, once for each key of one account. `door` is handed what it must leave in its own
  /// transaction; `reply` makes the answer of what the door answers, and that answer is kept: so it may hold ids and
  /// codes, and nothing about a person. An answer with a problem is not kept, and neither is a rejection: the request
  /// changed nothing, and may be put right and sent again with the same key.
  func once<Done: Sendable>(
    _ call: Call, _ bytes: [UInt8], reply: @escaping @Sendable (Done) -> Reply,
    _ door: (Once<Done>?) async throws -> Done
  ) async throws -> Reply {
    guard let key = try call.key() else { return reply(try await door(nil)) }
    let asked = Asked(call, key, bytes)
    let hours = Int64(settings.keyHours)
    let once = Once<Done>(writing: ["api_answers"]) { keeper in
      try keeper.forgetAnswers(before: keeper.now.adding(seconds: -hours * 3600))
      guard let earlier = try keeper.begin(asked) else { return }
      guard earlier.requestHash == asked.hash else {
        throw Rejection.invalid("Idempotency-Key", Reason("api.key-used"))
      }
      throw AnsweredBefore(reply: earlier.reply)
    } after: { keeper, done in
      let answer = reply(done)
      if answer.isProblem { try keeper.forget(asked) } else { try keeper.keep(answer, to: asked) }
    }
    do {
      return reply(try await door(once))
    } catch let before as AnsweredBefore {
      return before.reply
    }
  }
}

/// A request with a key, as it is told from others.
struct Asked: Sendable {
  let account: AccountID
  let key: String
  /// Of all that says what is asked.
  let hash: String

  init(_ call: Call, _ key: String, _ bytes: [UInt8]) {
    account = call.user.id
    self.key = key
    let request = call.visit.request
    hash = digest(
      [
        request.method.rawValue, request.uri.path, call.visit.header(.ifMatch) ?? "",
        String(decoding: bytes, as: UTF8.self),
      ].joined(separator: "\n"))
  }
}
