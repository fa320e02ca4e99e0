import CSodium
import Core

/// A key of GOV.UK Notify, `NAME-SERVICE-SECRET`, and the tokens made with it.
package struct NotifyKey: Sendable, Discreet {
  /// Who we are, the token's `iss`.
  package let service: String
  private let secret: String

  /// Nil where it is not a name and two UUIDs.
  package init?(_ written: String) {
    let bytes = Array(written.utf8)
    guard bytes.count > 74, bytes[bytes.count - 37] == UInt8(ascii: "-"),
      bytes[bytes.count - 74] == UInt8(ascii: "-"),
      let secret = MessageID(checking: String(decoding: bytes.suffix(36), as: UTF8.self)),
      let service = MessageID(
        checking: String(decoding: bytes[(bytes.count - 73)..<(bytes.count - 37)], as: UTF8.self))
    else { return nil }
    self.service = service.text
    self.secret = secret.text
  }

  /// A JSON Web Token (RFC 7519) as Notify wants it: HS256, who we are, and now, which must be right to 30 seconds.
  package func token(at now: Instant) -> String {
    let head = Self.base64url(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
    let claims = Self.base64url(Array(#"{"iss":"\#(service)","iat":\#(now.seconds)}"#.utf8))
    let signed = "\(head).\(claims)"
    return "\(signed).\(Self.base64url(Self.hmac(Array(signed.utf8), key: Array(secret.utf8))))"
  }

  /// HMAC-SHA256 (RFC 2104) with a key of any length.
  static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    var state = crypto_auth_hmacsha256_state()
    var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_init(&state, key, key.count)
    crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
    crypto_auth_hmacsha256_final(&state, &digest)
    return digest
  }

  /// Whether two secrets are the same, in a time that tells nothing of either.
  static func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (hmac(Array(one.utf8), key: []), hmac(Array(other.utf8), key: []))
    return sodium_memcmp(one, other, one.count) == 0
  }

  private static func base64url(_ bytes: [UInt8]) -> String {
    let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
    let capacity = sodium_base64_encoded_len(bytes.count, variant)
    var text = [CChar](repeating: 0, count: capacity)
    sodium_bin2base64(&text, capacity, bytes, bytes.count, variant)
    return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
