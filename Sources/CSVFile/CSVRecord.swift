/// One record of a file: its fields in UTF-8, quotes taken off, white space as sent.
package struct CSVRecord: Sendable {
  /// The line on which the record starts; the first line of the file is 1.
  package let line: Int
  /// How many fields the record has, those that were too many to keep included.
  package let count: Int
  /// The index of the field that passed the record's limit and was cut off there, if one did.
  package let overlong: Int?
  let bytes: [UInt8]
  /// Where each kept field ends in `bytes`.
  let ends: [Int]

  /// A field's text as sent; empty where the record has no such field.
  package subscript(index: Int) -> String {
    bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range(index)]), as: UTF8.self)
    }
  }

  /// A field's text without the white space around it.
  package func trimmed(_ index: Int) -> String {
    bytes.withUnsafeBufferPointer { all in
      let field = UnsafeBufferPointer(rebasing: all[range(index)])
      return String(
        decoding: UnsafeBufferPointer(rebasing: field[WhiteSpace.trimmed(field)]), as: UTF8.self)
    }
  }

  /// Several fields at once; empty for -1.
  package func trimmed(_ places: [Int]) -> [String] {
    bytes.withUnsafeBufferPointer { all in
      places.map { place in
        guard place >= 0 else { return "" }
        let range = range(place)
        guard !range.isEmpty else { return "" }
        let field = UnsafeBufferPointer(rebasing: all[range])
        let inner = WhiteSpace.trimmed(field)
        return String(decoding: UnsafeBufferPointer(rebasing: field[inner]), as: UTF8.self)
      }
    }
  }

  func range(_ index: Int) -> Range<Int> {
    guard index < ends.count else { return 0..<0 }
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }
}

/// Unicode's White_Space, as bytes of UTF-8.
package enum WhiteSpace {
  /// The part of the field between the white space around it.
  static func trimmed(_ field: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = 0
    var end = field.count
    while start < end {
      if isASCII(field[start]) {
        start += 1
      } else if field[start] >= 0xC2, let width = width(field, at: start), start + width <= end {
        start += width
      } else {
        break
      }
    }
    while end > start {
      if isASCII(field[end - 1]) {
        end -= 1
      } else if end - start >= 2, field[end - 1] >= 0x80, width(field, at: end - 2) == 2 {
        end -= 2
      } else if end - start >= 3, field[end - 1] >= 0x80, width(field, at: end - 3) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }

  package static func trimmed(_ text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: $0[trimmed($0)], as: UTF8.self) }
  }

  @inline(__always)
  private static func isASCII(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// How many bytes the white space that starts here has, outside ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A,
  /// U+2028, U+2029, U+202F, U+205F, U+3000. Nil for anything else.
  private static func width(_ field: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    guard index + 1 < field.count else { return nil }
    let (first, second) = (field[index], field[index + 1])
    if first == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : nil }
    guard index + 2 < field.count else { return nil }
    let third = field[index + 2]
    let isSpace =
      switch (first, second) {
      case (0xE1, 0x9A): third == 0x80
      case (0xE2, 0x80): (0x80...0x8A).contains(third) || [0xA8, 0xA9, 0xAF].contains(third)
      case (0xE2, 0x81): third == 0x9F
      case (0xE3, 0x80): third == 0x80
      default: false
      }
    return isSpace ? 3 : nil
  }
}
