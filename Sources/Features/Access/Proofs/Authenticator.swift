import CCrypto
import CSodium
import Core

/// Codes that change every 30 seconds, as authenticator apps make them (RFC 6238: HMAC-SHA1, six digits).
struct Authenticator: Sendable, Discreet {
  /// Seconds.
  static let step: Int64 = 30
  /// 160 bits, as RFC 4226 (section 4, R6) recommends.
  static let secretLength = 20

  let secret: [UInt8]

  init(secret: [UInt8] = Encoding.random(Authenticator.secretLength)) { self.secret = secret }

  /// The step whose code this is: now's, the one before or the one after, for clocks that are a little off.
  func step(of typed: String, at now: Instant) -> Int? {
    let typed = typed.filter { $0 != " " }
    guard typed.utf8.count == 6 else { return nil }
    let current = Int(now.seconds / Self.step)
    return (current - 1...current + 1).first { step in
      sodium_memcmp(Array(code(at: step).utf8), Array(typed.utf8), 6) == 0
    }
  }

  /// The code of one step, counted from 1970 (RFC 4226, section 5.3).
  func code(at step: Int) -> String {
    let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> ($0 * 8)) }
    var digest = [UInt8](repeating: 0, count: 20)
    var length: UInt32 = 0
    HMAC(EVP_sha1(), secret, Int32(secret.count), counter, counter.count, &digest, &length)
    let offset = Int(digest[19] & 15)
    let number = digest[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    let digits = String(number % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The secret, to type into an app by hand.
  var written: String { Encoding.base32(secret, Encoding.rfc4648) }

  /// What the picture says to an app (github.com/google/google-authenticator/wiki/Key-Uri-Format).
  func address(of email: String, issuer: String) -> String {
    "otpauth://totp/\(Self.escaped(issuer)):\(Self.escaped(email))?secret=\(written)"
      + "&issuer=\(Self.escaped(issuer))&algorithm=SHA1&digits=6&period=\(Self.step)"
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.reduce(into: "") { escaped, byte in
      if Encoding.isBase64url(byte) || byte == UInt8(ascii: ".") {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        escaped += "%" + Encoding.hex([byte]).uppercased()
      }
    }
  }
}

/// Ten codes for the day when the phone is lost; each works once.
enum RecoveryCode {
  static let count = 10
  /// 60 bits each: twelve digits of Crockford's base 32.
  private static let length = 12

  static func fresh() -> [String] {
    (0..<count).map { _ in
      let digits = Encoding.base32(Encoding.random(8), Encoding.crockford).prefix(length)
      return [digits.prefix(4), digits.dropFirst(4).prefix(4), digits.suffix(4)]
        .joined(separator: "-")
    }
  }

  /// The code as it was hashed, however it was typed; nil where this can't be one.
  static func read(_ typed: String) -> String? {
    var code = ""
    for character in typed.uppercased() where character != "-" && character != " " {
      switch character {
      case "O": code.append("0")
      case "I", "L": code.append("1")
      case "0"..."9",
        "A"..."Z" where character.isASCII && character != "U":
        code.append(character)
      default: return nil
      }
    }
    return code.utf8.count == length ? code : nil
  }
}
