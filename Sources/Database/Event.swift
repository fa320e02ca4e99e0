import CSodium
import Core

/// What one change or one look leaves in the record, before it has its place in the chain.
struct PendingEvent: Sendable {
  let happenedAt: Instant
  let account: AccountID
  let verb: String
  let subject: String?
  let isLook: Bool
  let detail: String
}

/// The place in the chain after which the next event comes.
package struct Head: Hashable, Sendable {
  package let n: Int
  package let hash: String

  package init(n: Int, hash: String) {
    self.n = n
    self.hash = hash
  }

  /// Before the first event of any installation.
  package static let start = Head(n: 0, hash: String(repeating: "0", count: 64))
}

/// The record's arithmetic. Every event holds a commitment, SHA-256 of a salt and its detail, and a hash
/// over the hash before it and all its own columns but salt and detail. So a detail can be blanked for
/// erasure, and the chain still proves everything else.
enum Chain {
  /// SHA-256 over `salt` and `detail`, in hex.
  static func commitment(salt: String, detail: String) -> String { sha256(salt + "\n" + detail) }

  static func hash(
    after previous: String, n: Int, at happenedAt: Instant, by account: String, verb: String,
    subject: String?, isLook: Bool, commitment: String
  ) -> String {
    sha256(
      "\(previous)\n\(n)\n\(happenedAt)\n\(account)\n\(verb)\n\(subject ?? "-")\n\(isLook ? 1 : 0)\n\(commitment)"
    )
  }

  /// 128 random bits, in hex.
  static func salt() -> String { hex(of: random(16)) }

  static func random(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  static func sha256(_ text: String) -> String {
    var text = text
    return text.withUTF8 { sha256($0) }
  }

  static func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    crypto_hash_sha256(&digest, bytes.baseAddress, UInt64(bytes.count))
    return hex(of: digest)
  }

  static func hex(of bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }
      for (index, byte) in bytes.enumerated() {
        buffer[index * 2] = digit(byte >> 4)
        buffer[index * 2 + 1] = digit(byte & 15)
      }
      return bytes.count * 2
    }
  }
}
