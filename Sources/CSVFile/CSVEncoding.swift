/// UTF-8 or Windows-1252, decided record by record.
///
/// A record whose bytes are valid UTF-8 is UTF-8; any other is Windows-1252. Nothing need be known of what follows, so
/// a file of any length is read as it comes, and a file stitched together from both is read rightly too. What would be
/// misread is a Windows-1252 record all of whose letters outside ASCII happen to spell valid UTF-8 ("É’" does): rare
/// enough in names and notes that an exact answer, which would mean reading each file twice, was not worth it.
package enum CSVEncoding {
  /// The fields in UTF-8: as they are, or brought over from Windows-1252. `ends` says where each field ends.
  static func decode(_ bytes: inout [UInt8], _ ends: inout [Int]) -> Bool {
    let isUTF8 = bytes.withUnsafeBufferPointer { all in
      guard hasHighByte(all) else { return true }
      // Field by field, lest the end of one and the start of the next make a letter.
      var start = 0
      for end in ends {
        guard isValidUTF8(all, start, end) else { return false }
        start = end
      }
      return isValidUTF8(all, start, all.count)
    }
    guard !isUTF8 else { return false }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count + bytes.count / 4)
    var start = 0
    for index in ends.indices {
      for byte in bytes[start..<ends[index]] { append(byte, to: &decoded) }
      start = ends[index]
      ends[index] = decoded.count
    }
    bytes = decoded
    return true
  }

  package static func hasHighByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    return all >= 0x80
  }

  /// Well-formed by table 3-7 of the Unicode Standard: no overlong forms, no surrogates, nothing past U+10FFFF.
  static func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end {
      let first = bytes[at]
      at += 1
      if first < 0x80 { continue }
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      let more: Int
      switch first {
      case 0xC2...0xDF: more = 1
      case 0xE0: (more, low) = (2, 0xA0)
      case 0xED: (more, high) = (2, 0x9F)
      case 0xE1...0xEF: more = 2
      case 0xF0: (more, low) = (3, 0x90)
      case 0xF1...0xF3: more = 3
      case 0xF4: (more, high) = (3, 0x8F)
      default: return false
      }
      guard at + more <= end else { return false }
      for next in 0..<more {
        guard bytes[at + next] >= low, bytes[at + next] <= high else { return false }
        (low, high) = (0x80, 0xBF)
      }
      at += more
    }
    return true
  }

  /// One byte of Windows-1252, as the WHATWG Encoding Standard reads it: the five bytes it leaves open are controls.
  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    if byte < 0x80 {
      bytes.append(byte)
    } else {
      let value = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : UInt32(byte)
      bytes.append(contentsOf: UTF8.encode(Unicode.Scalar(value)!)!)
    }
  }

  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
