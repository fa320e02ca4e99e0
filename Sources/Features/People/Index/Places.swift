/// Districts as bits of one number: where somebody may be found, for a sieve that is read with the name. Two districts may
/// share a bit and a bit may outlive its reason, so it may say too much; whoever asks in a district asks exactly
/// afterwards. It never says too little.
package struct Places: Hashable, Sendable {
  package let bits: Int

  /// Wherever: nobody has said more.
  package static let anywhere = Places(bits: -1)

  /// These districts, by their codes. Somebody in none is found only by who looks everywhere.
  package init(_ districts: [String]) { bits = districts.reduce(0) { $0 | Self.bit(of: $1) } }

  private init(bits: Int) { self.bits = bits }

  /// One of the lower 62 bits, the same in every process: the code read as a number, so that codes that follow each other
  /// have bits of their own.
  private static func bit(of district: String) -> Int {
    1 << district.utf8.reduce(0) { ($0 * 10 + Int($1)) % 62 }
  }
}
