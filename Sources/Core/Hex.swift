/// The bytes that pairs of hexadecimal digits stand for, or nil where something else is among them.
package func bytes(ofHex text: String) -> [UInt8]? {
  let digits = text.utf8.map { byte -> UInt8? in
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
  guard digits.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  for at in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[at], let low = digits[at + 1] else { return nil }
    bytes.append(high << 4 | low)
  }
  return bytes
}
