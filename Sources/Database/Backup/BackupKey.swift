import CSodium
import Core
import Foundation

/// The pair of keys by which backups are sealed and opened. Whoever makes backups needs the public half alone, so the
/// server can't open what it has made; the secret half opens every one, and belongs to the operator, elsewhere.
package struct BackupKey: Sendable {
  package let publicKey: [UInt8]
  /// Nil where only the public half is here.
  package let secretKey: [UInt8]?

  /// A new pair (X25519, by libsodium's `crypto_box_keypair`).
  package static func make() -> BackupKey {
    var publicKey = [UInt8](repeating: 0, count: Int(crypto_box_publickeybytes()))
    var secretKey = [UInt8](repeating: 0, count: Int(crypto_box_secretkeybytes()))
    crypto_box_keypair(&publicKey, &secretKey)
    return BackupKey(publicKey: publicKey, secretKey: secretKey)
  }

  package init(publicKey: [UInt8], secretKey: [UInt8]? = nil) {
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  /// Reads `text`: a line `public HEX`, and where the secret half is here a line `secret HEX`. Nil where it is no key,
  /// or where the two don't belong together.
  package init?(_ text: String) {
    var halves: [Substring: [UInt8]] = [:]
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard words.count == 2, ["public", "secret"].contains(words[0]),
        let half = bytes(ofHex: String(words[1])), half.count == 32
      else { return nil }
      halves[words[0]] = half
    }
    guard let publicKey = halves["public"] else { return nil }
    if let secretKey = halves["secret"] {
      var derived = [UInt8](repeating: 0, count: 32)
      guard crypto_scalarmult_base(&derived, secretKey) == 0, derived == publicKey else {
        return nil
      }
    }
    self.init(publicKey: publicKey, secretKey: halves["secret"])
  }

  /// What its file holds.
  package var text: String {
    guard let secretKey else { return publicText }
    return """
      # Opens every backup that was made with it. Keep it away from the server and from the backups.
      public \(Chain.hex(of: publicKey))
      secret \(Chain.hex(of: secretKey))

      """
  }

  /// What the file of the server may hold, which can only make backups.
  package var publicText: String {
    """
    # Makes backups. Only its other half, which is kept elsewhere, opens them.
    public \(Chain.hex(of: publicKey))

    """
  }

  package var publicHex: String { Chain.hex(of: publicKey) }
}

/// A backup that can't be used, and why, in one sentence for a person. Commands end with status 2.
package struct UnusableBackup: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
