import CSodium
import Core

/// The server's key, and what is made with it: sealed texts, keyed hashes and form tokens. Each use has a key
/// of its own, derived from the one that the installation keeps outside the database.
struct Secrets: Sendable, Discreet {
  static let keyLength = 32

  private let sealing: [UInt8]
  private let hashing: [UInt8]
  private let forms: [UInt8]

  init(_ key: [UInt8]) throws {
    guard key.count == Self.keyLength else { throw Fault("the server's key must have 32 bytes") }
    guard sodium_init() >= 0 else { throw Fault("libsodium does not start") }
    sealing = Self.derived(1, from: key)
    hashing = Self.derived(2, from: key)
    forms = Self.derived(3, from: key)
  }

  /// A short, guessable value, such as a recovery code, as it may stand in a database that leaks.
  func hash(_ text: String, for purpose: String) -> String {
    Encoding.hex(Self.keyed(Array("\(purpose):\(text)".utf8), hashing, length: 32))
  }

  /// Proves that a form came from a page of this session. Nothing has to be stored for it.
  func formToken(of session: String) -> String {
    Encoding.base64url(Self.keyed(Array(session.utf8), forms, length: 16))
  }

  /// Seals bytes so that only this server opens them, and only for the same owner.
  func seal(_ bytes: [UInt8], for owner: String) -> String {
    let nonce = Encoding.random(Int(crypto_secretbox_NONCEBYTES))
    var box = [UInt8](repeating: 0, count: bytes.count + Int(crypto_secretbox_MACBYTES))
    crypto_secretbox_easy(&box, bytes, UInt64(bytes.count), nonce, key(of: owner))
    return Encoding.base64url(nonce + box)
  }

  func open(_ sealed: String, for owner: String) throws -> [UInt8] {
    let nonceLength = Int(crypto_secretbox_NONCEBYTES)
    guard let all = Encoding.bytes(base64url: sealed),
      all.count >= nonceLength + Int(crypto_secretbox_MACBYTES)
    else { throw Fault("a sealed value is damaged") }
    let box = Array(all[nonceLength...])
    var bytes = [UInt8](repeating: 0, count: box.count - Int(crypto_secretbox_MACBYTES))
    let nonce = Array(all[..<nonceLength])
    guard crypto_secretbox_open_easy(&bytes, box, UInt64(box.count), nonce, key(of: owner)) == 0
    else { throw Fault("a sealed value does not open: is this the key of this database?") }
    return bytes
  }

  private func key(of owner: String) -> [UInt8] {
    Self.keyed(Array(owner.utf8), sealing, length: Int(crypto_secretbox_KEYBYTES))
  }

  private static func derived(_ number: UInt64, from key: [UInt8]) -> [UInt8] {
    var derived = [UInt8](repeating: 0, count: keyLength)
    // The context must have eight letters, and our name has.
    crypto_kdf_derive_from_key(&derived, keyLength, number, "pierhead", key)
    return derived
  }

  private static func keyed(_ bytes: [UInt8], _ key: [UInt8], length: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    crypto_generichash(&digest, length, bytes, UInt64(bytes.count), key, key.count)
    return digest
  }
}

/// A secret that somebody carries in a cookie, a link or a header: 256 random bits. Only its SHA-256 is stored,
/// which is enough for a value that nobody can guess.
package struct Token: Sendable, Discreet {
  /// 43 characters that can stand in a URL.
  package let text: String

  package init() { text = Encoding.base64url(Encoding.random(32)) }

  /// What a visitor sent, or nil where it can't be a token.
  package init?(checking text: String) {
    guard text.utf8.count == 43, text.utf8.allSatisfy(Encoding.isBase64url) else { return nil }
    self.text = text
  }

  package var hash: String { Encoding.sha256(text) }
}

/// Bytes as text, and back.
enum Encoding {
  static func random(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  static func sha256(_ text: String) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    var text = text
    text.withUTF8 { _ = crypto_hash_sha256(&digest, $0.baseAddress, UInt64($0.count)) }
    return hex(digest)
  }

  static func hex(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }
      for (index, byte) in bytes.enumerated() {
        buffer[index * 2] = digit(byte >> 4)
        buffer[index * 2 + 1] = digit(byte & 15)
      }
      return bytes.count * 2
    }
  }

  /// Without padding (RFC 4648, section 5).
  static func base64url(_ bytes: [UInt8]) -> String {
    let capacity = sodium_base64_encoded_len(bytes.count, variant)
    var text = [CChar](repeating: 0, count: capacity)
    sodium_bin2base64(&text, capacity, bytes, bytes.count, variant)
    return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  static func bytes(base64url text: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: text.utf8.count)
    var length = 0
    let code = sodium_base642bin(
      &bytes, bytes.count, text, text.utf8.count, nil, &length, nil, variant)
    return code == 0 ? Array(bytes[..<length]) : nil
  }

  static func isBase64url(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Base 32 with the digits given, five bits each; what is left over of the last digit is zero.
  static func base32(_ bytes: [UInt8], _ digits: StaticString) -> String {
    var text: [UInt8] = []
    var (held, bits) = (0, 0)
    for byte in bytes {
      held = held << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(digits.utf8Start[held >> bits & 31])
      }
      held &= 1 << bits - 1
    }
    if bits > 0 { text.append(digits.utf8Start[held << (5 - bits) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// RFC 4648, as authenticator apps read secrets.
  static let rfc4648: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  /// Douglas Crockford's digits, where nothing is mistaken for something else.
  static let crockford: StaticString = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

  private static let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
}
