/// What holds in each way in which some sources can turn out: a bit for each choice of those that come. Choice 5 is the first
/// and the third. With 20 sources there are a million choices, which fill 128 KiB.
struct ChoiceTable: Equatable, Sendable {
  /// How many sources, at most 20.
  let sources: Int
  private var words: [UInt64]

  /// For the first six sources: the choices in a word that have them.
  private static let patterns: [UInt64] = [
    0xAAAA_AAAA_AAAA_AAAA, 0xCCCC_CCCC_CCCC_CCCC, 0xF0F0_F0F0_F0F0_F0F0, 0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000, 0xFFFF_FFFF_0000_0000,
  ]

  init(sources: Int, always: Bool) {
    self.sources = sources
    words = Array(repeating: always ? .max : 0, count: max(1, 1 << (sources - 6)))
    trim()
  }

  /// The choices that have one source, counted from 0.
  init(sources: Int, having source: Int) {
    self.init(sources: sources, always: false)
    for index in words.indices {
      words[index] =
        source < 6 ? Self.patterns[source] : index >> (source - 6) & 1 == 1 ? .max : 0
    }
    trim()
  }

  /// The choices whose worth reaches the least: `base`, and the amount of each source that comes. No amount is below zero.
  init(sources: Int, least: Int, base: Int, amounts: [Int]) {
    self.init(sources: sources, always: false)
    var worth = [base]
    worth.reserveCapacity(choices)
    for amount in amounts {
      for index in worth.indices { worth.append(worth[index].addingOrMost(amount)) }
    }
    for (choice, sum) in worth.enumerated() where sum >= least {
      words[choice >> 6] |= 1 << (choice & 63)
    }
  }

  /// The choices in which at least so many of the tables hold.
  init(sources: Int, least: Int, of tables: [ChoiceTable]) {
    // reached[n]: at least n of those looked at so far.
    var reached = [ChoiceTable(sources: sources, always: true)]
    reached += Array(repeating: ChoiceTable(sources: sources, always: false), count: least)
    for table in tables {
      for count in stride(from: least, to: 0, by: -1) {
        reached[count] = reached[count] | (reached[count - 1] & table)
      }
    }
    self = reached[least]
  }

  private var choices: Int { 1 << sources }

  /// Keeps bits that stand for no choice at zero.
  private mutating func trim() {
    if sources < 6 { words[0] &= (1 << UInt64(choices)) - 1 }
  }

  subscript(choice: Int) -> Bool { words[choice >> 6] >> UInt64(choice & 63) & 1 == 1 }

  /// When none of the sources comes.
  var whenNone: Bool { self[0] }
  /// When all of them come.
  var whenAll: Bool { self[choices - 1] }

  static func & (one: ChoiceTable, other: ChoiceTable) -> ChoiceTable {
    one.with(other) { $0 & $1 }
  }

  static func | (one: ChoiceTable, other: ChoiceTable) -> ChoiceTable {
    one.with(other) { $0 | $1 }
  }

  private func with(_ other: ChoiceTable, _ join: (UInt64, UInt64) -> UInt64) -> ChoiceTable {
    var table = self
    for index in words.indices { table.words[index] = join(words[index], other.words[index]) }
    return table
  }

  /// The choices from which no source can be taken, for a table in which more sources never do harm.
  var smallest: ChoiceTable {
    var table = self
    for source in 0..<sources {
      for index in words.indices {
        // Where it holds without this source, at the place of the choice with it.
        let without: UInt64
        if source < 6 {
          without = (words[index] & ~Self.patterns[source]) << (1 << UInt64(source))
        } else {
          let bit = 1 << (source - 6)
          without = index & bit == 0 ? 0 : words[index ^ bit]
        }
        table.words[index] &= ~without
      }
    }
    return table
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The choices in which it holds, those with the fewest sources first, then by the order of the sources; at most so many.
  func first(_ most: Int) -> [Int] {
    var found: [Int] = []
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        found.append(index << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
      if found.count > 4096 { found = Self.sorted(found, most) }
    }
    return Self.sorted(found, most)
  }

  private static func sorted(_ choices: [Int], _ most: Int) -> [Int] {
    let order = choices.sorted {
      ($0.nonzeroBitCount, reversed($0)) < ($1.nonzeroBitCount, reversed($1))
    }
    return Array(order.prefix(most))
  }

  /// So that a choice with an earlier source is the lower number.
  private static func reversed(_ choice: Int) -> UInt { ~UInt(bitPattern: choice).bitSwapped }

  /// How likely it is, where each source comes with a chance of its own from 0 to 1.
  func chance(_ chances: [Double]) -> Double {
    var values = (0..<choices).map { self[$0] ? 1.0 : 0.0 }
    for source in stride(from: sources - 1, through: 0, by: -1) {
      let half = 1 << source
      for choice in 0..<half {
        values[choice] += (values[choice + half] - values[choice]) * chances[source]
      }
    }
    return values[0]
  }
}

extension Int {
  /// The sum, or the most that a number can be.
  func addingOrMost(_ other: Int) -> Int {
    let (sum, isTooMuch) = addingReportingOverflow(other)
    return isTooMuch ? .max : sum
  }
}

extension UInt {
  /// The bits in the other order.
  fileprivate var bitSwapped: UInt {
    var (from, to): (UInt, UInt) = (self, 0)
    for _ in 0..<UInt.bitWidth {
      to = to << 1 | from & 1
      from >>= 1
    }
    return to
  }
}
