import Core
import Foundation
import HTTPTypes
import Web

/// Where GOV.UK Notify tells what became of a message (its "delivery receipts").
package struct MessageCallback: Sendable {
  let messages: Messages

  package init(_ messages: Messages) { self.messages = messages }

  package var routes: [Route] { [.post("/callbacks/notify", .callback, receive)] }

  /// Bytes. A receipt has some hundreds.
  private static let limit = 16 * 1024

  /// 200 for every receipt that can be read, known or not: whoever asks learns nothing. What can't be read is 400, and
  /// who does not have the token 401.
  private func receive(_ visit: Visit) async throws -> Answer {
    guard let token = messages.settings.callbackToken, let sent = visit.bearerToken,
      NotifyKey.isSame(token, sent)
    else {
      var refusal = Answer.text("The token is missing or wrong.\n", .unauthorized)
      refusal.headers[.wwwAuthenticate] = "Bearer"
      return refusal
    }
    let bytes = try await visit.bytes(atMost: Self.limit)
    guard let sent = Self.read(bytes) else {
      return .text("This is not a delivery receipt.\n", .badRequest)
    }
    if let id = sent.reference.flatMap({ MessageID(checking: $0) }),
      let state = NotifyProvider.state(sent.status)
    {
      try await messages.receive(Receipt(message: id, state: state))
    }
    return .text("")
  }

  private struct Sent: Decodable {
    let reference: String?
    let status: String
  }

  private static func read(_ bytes: [UInt8]) -> Sent? {
    do { return try JSONDecoder().decode(Sent.self, from: Data(bytes)) } catch { return nil }
  }
}
