import CCurl
import Core
import Foundation
import Outside

/// Sends tellings over the network. The other side is chosen by an administrator and looked up by name, so it could lead
/// into our own network: only addresses of the internet are connected to, nobody is followed elsewhere, no proxy is
/// asked, and who answers over https proves who they are.
struct WebhookSender: Sendable {
  var deadline = Self.deadline

  /// For all of it: looking up the name, connecting, sending and the answer.
  static let deadline = Duration.seconds(10)
  /// Bytes that an answer may have. Nobody reads them.
  static let most = 64 * 1024

  /// There was no whole answer before the deadline, or nobody who may be reached.
  struct NoAnswer: Error {}

  /// What may be connected to.
  static func mayReach(_ address: NetworkAddress, loopbackToo: Bool) -> Bool {
    address.isPublic || (loopbackToo && address.isLoopback)
  }

  /// The status of the answer. Waits for the network on a thread of its own.
  func post(
    to address: WebhookAddress, headers: [(name: String, value: String)], body: String
  ) async throws -> Int {
    try await withUnsafeThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try status(
              of: address.url, mayReachLoopback: address.isLoopback, headers: headers, body: body)
          })
      }
    }
  }

  /// The status that was answered. With `mayReachLoopback` this machine itself may be reached too, in clear text.
  func status(
    of url: String, mayReachLoopback: Bool, headers: [(name: String, value: String)], body: String
  ) throws -> Int {
    let curl = try Curl(
      url, protocols: mayReachLoopback ? "http,https" : "https", deadline: deadline,
      most: Self.most)
    curl.reach { Self.mayReach($0, loopbackToo: mayReachLoopback) }
    curl.set(
      CURLOPT_HTTPHEADER,
      headers.map { "\($0.name): \($0.value)" } + ["User-Agent: pierhead", "Expect:"])
    curl.set(CURLOPT_POST, 1)
    curl.set(CURLOPT_POSTFIELDSIZE, body.utf8.count)
    curl.set(CURLOPT_COPYPOSTFIELDS, body)
    let outcome = curl.perform()
    guard outcome.code == CURLE_OK, outcome.status > 0 else { throw NoAnswer() }
    return outcome.status
  }
}
