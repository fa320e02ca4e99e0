import CSodium
import Core
import Database
import Foundation
import Outside
import Web

/// Where a webhook may be sent: an address of the internet over https. On request of a setting also this machine
/// itself, for trying it out.
package struct WebhookAddress: Hashable, Sendable {
  package let url: String
  package let host: String
  package let port: Int
  package let isSecure: Bool
  /// This machine itself, which a setting allows.
  package let isLoopback: Bool

  /// Characters.
  static let limit = 500

  package init(_ text: String, allowsLoopback: Bool) throws(Rejection) {
    let wrong = Rejection.invalid("url", Reason("webhook.url"))
    guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (33...126).contains($0) }),
      let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.fragment == nil
    else { throw wrong }
    isLoopback = Self.loopback.contains(host.lowercased())
    switch parts.scheme?.lowercased() {
    case "https": isSecure = true
    case "http" where isLoopback && allowsLoopback: isSecure = false
    default: throw wrong
    }
    let port = parts.port ?? (isSecure ? 443 : 80)
    guard (1...65535).contains(port) else { throw wrong }
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if let address = NetworkAddress(written: bare), !address.isPublic,
      !(isLoopback && allowsLoopback)
    {
      throw .invalid("url", Reason("webhook.inside"))
    }
    guard !isLoopback || allowsLoopback else {
      throw .invalid("url", Reason("webhook.inside"))
    }
    (url, self.host, self.port) = (text, bare, port)
  }

  private static let loopback: Set = ["localhost", "127.0.0.1", "[::1]", "::1"]
}

/// When a telling that went wrong is tried again: after 1, 2, 4 … minutes, at most 6 hours apart, for three days.
enum Patience {
  static let longest: Int64 = 3 * 86400
  /// Seconds that no pause is longer than.
  static let longestPause: Int64 = 6 * 3600

  /// Nil where nobody tries again. `tries` includes the one that has just gone wrong.
  static func next(after tries: Int, now: Instant, since happenedAt: Instant) -> Instant? {
    let pause = Int64(min(60 << min(tries - 1, 12), longestPause))
    let next = now.adding(seconds: pause)
    return next > happenedAt.adding(seconds: longest) ? nil : next
  }
}

/// What goes over the wire: ids, the kind and the moment; and proof that it comes from us.
struct Telling: Sendable {
  let body: String
  let headers: [(name: String, value: String)]

  init(_ delivery: DueDelivery, secret: String, at now: Instant) {
    let json: JSON = [
      "id": .string(delivery.id.text), "kind": .string(delivery.kind),
      "subject": .text(delivery.subject), "happened_at": .string(delivery.happenedAt.description),
    ]
    body = json.text
    headers = [
      ("Content-Type", "application/json"), ("Pierhead-Delivery", delivery.id.text),
      (
        "Pierhead-Signature",
        "t=\(now.seconds),v1=\(Self.signature(of: body, at: now.seconds, secret: secret))"
      ),
    ]
  }

  /// HMAC-SHA256 in hex over the seconds since 1970, a full stop and the body. Both sides know the secret as text.
  static func signature(of body: String, at seconds: Int64, secret: String) -> String {
    hmac("\(seconds).\(body)", secret: secret)
  }

  static func hmac(_ text: String, secret: String) -> String {
    let (key, text) = (Array(secret.utf8), Array(text.utf8))
    var state = crypto_auth_hmacsha256_state()
    var code = [UInt8](repeating: 0, count: 32)
    crypto_auth_hmacsha256_init(&state, key, key.count)
    crypto_auth_hmacsha256_update(&state, text, UInt64(text.count))
    crypto_auth_hmacsha256_final(&state, &code)
    return code.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
