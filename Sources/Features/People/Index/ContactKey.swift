import Core

/// Phone numbers, postcodes and email addresses as numbers, alike however they were written.
package enum ContactKey {
  /// The last nine digits of a phone number: the same at home and from abroad. Nil for fewer.
  package static func phone(_ written: some StringProtocol) -> Int? {
    let digits = written.utf8.filter { (48...57).contains($0) }
    guard digits.count >= 9 else { return nil }
    return digits.suffix(9).reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  package static func postcode(_ postcode: Postcode) -> Int {
    let text = postcode.text.lowercased()
    return packed(outward: postcode.district) * inwardSize + WordKey.packed(text.utf8.suffix(3), 3)
  }

  /// The keys of all postcodes with this outward part, such as L8.
  package static func postcodes(outward: String) -> Range<Int> {
    let first = packed(outward: outward)
    return first * inwardSize..<(first + 1) * inwardSize
  }

  /// FNV-1a over the address in small letters. Two addresses may share one, as unlikely as that is.
  package static func email(_ written: some StringProtocol) -> Int? {
    guard written.contains("@") else { return nil }
    let hash = written.lowercased().utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Int(hash >> 1)
  }

  private static let inwardSize = 37 * 37 * 37

  private static func packed(outward: String) -> Int {
    WordKey.packed(outward.lowercased().utf8, 4)
  }
}
