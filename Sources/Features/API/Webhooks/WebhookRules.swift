import CSodium
import Core
import Database
import Foundation
import Web

/// Where a webhook may be sent: an address of the internet over https. On request of a setting also this machine
/// itself, for trying it out.
package struct WebhookAddress: Hashable, Sendable {
  package let url: String
  package let host: String
  package let port: Int
  package let isSecure: Bool

  /// Characters.
  static let limit = 500

  package init(_ text: String, allowsLoopback: Bool) throws(Rejection) {
    let wrong = Rejection.invalid("url", Reason("webhook.url"))
    guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (33...126).contains($0) }),
      let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.fragment == nil
    else { throw wrong }
    let isLoopback = Self.loopback.contains(host.lowercased())
    switch parts.scheme?.lowercased() {
    case "https": isSecure = true
    case "http" where isLoopback && allowsLoopback: isSecure = false
    default: throw wrong
    }
    let port = parts.port ?? (isSecure ? 443 : 80)
    guard (1...65535).contains(port) else { throw wrong }
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if let address = NetworkAddress(bare), !address.isPublic, !(isLoopback && allowsLoopback) {
      throw .invalid("url", Reason("webhook.inside"))
    }
    guard !isLoopback || allowsLoopback else {
      throw .invalid("url", Reason("webhook.inside"))
    }
    (url, self.host, self.port) = (text, bare, port)
  }

  private static let loopback: Set = ["localhost", "127.0.0.1", "[::1]", "::1"]
}

/// An IP address, to tell what is outside from what is inside our own network. Names are looked up when something is
/// sent, and every address that they give is held against this.
package struct NetworkAddress: Hashable, Sendable {
  /// 4 or 16.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Nil where the text is not an IP address as it is written properly.
  package init?(_ text: String) {
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: six) { Array($0) }
    } else {
      return nil
    }
  }

  /// Whether it is an address of the internet that somebody else may have (the IANA special-purpose registries, RFC 6890).
  package var isPublic: Bool { bytes.count == 4 ? Self.isPublic(bytes) : isPublicSix }

  private static func isPublic(_ four: [UInt8]) -> Bool {
    switch (four[0], four[1], four[2]) {
    case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
    case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _): false
    case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113), (192, 88, 99): false
    case (198, 18...19, _): false
    default: true
    }
  }

  /// Only 2000::/3 is given out; of it not what is for documentation, and nothing that carries an IPv4 address along.
  private var isPublicSix: Bool {
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
    case (0x20, 0x01, 0x0D, 0xB8), (0x20, 0x01, 0...1, _), (0x20, 0x02, _, _): return false
    case (0x3F, 0xFF, 0...0x0F, _): return false
    default: return true
    }
  }
}

/// When a telling that went wrong is tried again: after 1, 2, 4 … minutes, at most 6 hours apart, for three days.
enum Patience {
  static let longest: Int64 = 3 * 86400

  /// Nil where nobody tries again. `tries` includes the one that has just gone wrong.
  static func next(after tries: Int, now: Instant, since happenedAt: Instant) -> Instant? {
    let pause = Int64(min(60 << min(tries - 1, 12), 6 * 3600))
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
