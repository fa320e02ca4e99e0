import CSVFile
import Foundation

/// A name with everything set aside in which one person's names differ from time to time: script, case, accents,
/// spacing, punctuation and the order of words.
///
/// The name is brought to Latin letters (ICU Any-Latin; Latin-ASCII). Apostrophes and modifier letters vanish, so that
/// "O’Brien" is one word; every other mark and all white space parts words: "Al-Masri" is "al" and "masri". The words
/// are sorted. That "al masri" and "almasri" are one name is settled when keys are compared: see `matches`.
package struct NameKey: Hashable, Sendable {
  /// The words sorted, one space between them: what a database column keeps.
  package let sorted: String
  let shape: NameShape

  package init(_ name: String) {
    var folded = NameFold()
    folded.take(name)
    self.init(stored: folded.sorted(orElse: name))
  }

  /// From `sorted`, as it was kept.
  package init(stored: String) {
    sorted = stored
    var stored = stored
    shape = stored.withUTF8 { NameShape($0) }
  }

  package var parts: [Substring] { sorted.split(separator: " ") }

  /// The words of a name as they are folded, in the order written. A name without a letter or digit is one word.
  package static func words(of name: String) -> [String] {
    var folded = NameFold()
    folded.take(name)
    return folded.words(orElse: name)
  }
}

/// What can be said of a key in a few bytes, to tell most pairs of names apart without reading them.
struct NameShape: Hashable, Sendable {
  /// A bit for each letter or digit that occurs.
  var letters: UInt32 = 0
  /// Letters in all, spaces not counted.
  var length: UInt16 = 0
  var words: UInt16 = 0
  /// A bit for each word, by a hash of it: keys that share a word share a bit.
  var wordBits: UInt64 = 0

  init(_ sorted: UnsafeBufferPointer<UInt8>) {
    var hash: UInt32 = 2_166_136_261
    for byte in sorted {
      if byte == 32 {
        endWord(&hash)
      } else {
        // Digits fall on letters' bits: harmless, it only lets a pair through to the full comparison.
        letters |= 1 << UInt32(byte & 31)
        length &+= 1
        hash = (hash ^ UInt32(byte)) &* 16_777_619
      }
    }
    if !sorted.isEmpty { endWord(&hash) }
  }

  private mutating func endWord(_ hash: inout UInt32) {
    words &+= 1
    wordBits |= 1 << UInt64((hash ^ hash >> 15) & 63)
    hash = 2_166_136_261
  }

  /// Whether two edits or fewer could turn one into the other, spacing and order aside: an edit adds or takes away one
  /// letter at most, or puts one for another.
  @inline(__always)
  func isNear(_ other: NameShape) -> Bool {
    (letters ^ other.letters).nonzeroBitCount <= 4
      && abs(Int32(length) - Int32(other.length)) <= 2
  }

  /// Whether all but one part could be equal. Keys of as many words must then share one; where the numbers differ the
  /// spacing may be why.
  @inline(__always)
  func mayShare(_ other: NameShape) -> Bool {
    wordBits & other.wordBits != 0 || words != other.words || words <= 1
  }
}

/// Gathers the words of a name.
struct NameFold {
  private var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var isInWord = false

  /// All letters and digits so far, in the order written.
  var letters: [UInt8] { bytes }

  mutating func take(_ name: String) {
    var name = name
    let isPlain = name.withUTF8 { all in
      guard !CSVEncoding.hasHighByte(all) else { return false }
      bytes.reserveCapacity(all.count)
      for byte in all { take(ascii: byte) }
      return true
    }
    if isPlain { return }
    if name.unicodeScalars.allSatisfy(Latin.covers) {
      for scalar in name.unicodeScalars { take(latin: scalar) }
    } else {
      for scalar in Latin.transliterated(name).unicodeScalars { take(scalar) }
    }
  }

  /// The words sorted and parted by spaces. A name without a letter or digit is kept as it is, spaces taken out, so
  /// that only the very same one equals it.
  func sorted(orElse name: String) -> String {
    guard !starts.isEmpty else {
      return name.lowercased().filter { !$0.isWhitespace }
    }
    guard starts.count > 1 else { return String(decoding: bytes, as: UTF8.self) }
    let words = starts.indices.map { index in
      bytes[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : bytes.count)]
    }
    var sorted: [UInt8] = []
    sorted.reserveCapacity(bytes.count + words.count)
    for word in words.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if !sorted.isEmpty { sorted.append(32) }
      sorted.append(contentsOf: word)
    }
    return String(decoding: sorted, as: UTF8.self)
  }

  /// The words in the order written.
  func words(orElse name: String) -> [String] {
    guard !starts.isEmpty else { return [sorted(orElse: name)].filter { !$0.isEmpty } }
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
      return String(decoding: bytes[starts[index]..<end], as: UTF8.self)
    }
  }

  private mutating func take(ascii byte: UInt8) {
    switch byte {
    case 97...122, 48...57: letter(byte)
    case 65...90: letter(byte + 32)
    case 39, 96: break
    default: isInWord = false
    }
  }

  private mutating func take(latin scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0..<0x80: take(ascii: UInt8(scalar.value))
    case 0x300...0x36F: break
    default: for byte in Latin.letters(scalar).utf8 { take(ascii: byte) }
    }
  }

  /// A character behind the transliteration: nearly always ASCII.
  private mutating func take(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { return take(ascii: UInt8(scalar.value)) }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .modifierLetter, .modifierSymbol, .format,
      .finalPunctuation, .initialPunctuation:
      break
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      for byte in scalar.properties.lowercaseMapping.utf8 { letter(byte) }
    default: isInWord = false
    }
  }

  private mutating func letter(_ byte: UInt8) {
    if !isInWord {
      starts.append(bytes.count)
      isInWord = true
    }
    bytes.append(byte)
  }
}

/// Bringing names to ASCII letters by ICU's rules. Latin letters with accents, the common case, are looked up in a table
/// that ICU fills once; a call costs about 7 µs.
enum Latin {
  static func transliterated(_ text: String) -> String {
    text.applyingTransform(rules, reverse: false) ?? text
  }

  /// Latin-1 letters, Latin Extended-A, -B and Additional, marks above and below, and the common apostrophes.
  static func covers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80, 0xC0...0x24F, 0x300...0x36F, 0x1E00...0x1EFF, 0x2018, 0x2019, 0x2BC, 0xA0: true
    default: false
    }
  }

  static func letters(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0xC0...0x24F: table[Int(scalar.value) - 0xC0]
    case 0x1E00...0x1EFF: table[Int(scalar.value) - 0x1E00 + 0x190]
    case 0xA0: " "
    default: ""
    }
  }

  private static let rules = StringTransform("Any-Latin; Latin-ASCII")

  private static let table: [String] =
    (Array(UInt32(0xC0)...0x24F) + Array(0x1E00...0x1EFF)).map { value in
      transliterated(String(Unicode.Scalar(value)!))
    }
}
