import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// A posted form: `application/x-www-form-urlencoded`, UTF-8, bounded.
package enum FormBody {
  /// Bytes. The longest field is a note of 10,000 characters; percent-encoding takes up to twelve for one.
  static let limit = 256 * 1024

  static func read(_ request: Request) async throws -> FormState {
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
      throw HTTPError(.unsupportedMediaType)
    }
    let buffer = try await request.body.collect(upTo: limit)
    return FormState(sent: try parse(buffer.readableBytesView))
  }

  /// Names and values in the order sent. Throws 400 for what is no form in UTF-8, or holds U+0000.
  package static func parse(_ bytes: some Collection<UInt8>) throws -> [(String, String)] {
    try bytes.split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (try decode(parts[0]), parts.count > 1 ? try decode(parts[1]) : "")
    }
  }

  private static func decode(_ bytes: some Collection<UInt8>) throws -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var at = bytes.makeIterator()
    while let byte = at.next() {
      switch byte {
      case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = at.next().flatMap(nibble), let low = at.next().flatMap(nibble) else {
          throw HTTPError(.badRequest)
        }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self), !decoded.contains(0) else {
      throw HTTPError(.badRequest)
    }
    return decoded.contains(UInt8(ascii: "\r")) ? withPlainLineEnds(decoded) : text
  }

  /// Browsers send line ends as CR LF, whatever was typed. A CR alone ends a line too, lest CR CR LF become CR LF.
  private static func withPlainLineEnds(_ bytes: [UInt8]) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    for (at, byte) in bytes.enumerated() {
      if byte != UInt8(ascii: "\r") {
        plain.append(byte)
      } else if at + 1 == bytes.count || bytes[at + 1] != UInt8(ascii: "\n") {
        plain.append(UInt8(ascii: "\n"))
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
