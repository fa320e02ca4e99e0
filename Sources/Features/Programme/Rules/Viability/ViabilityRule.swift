/// What must come together before a project can go ahead, over the short names of its sources:
/// `needs A and (B or 2 of (C, D, E))`, `needs at least £3,000,000 from (A, B)`. There is no "not", so more money never makes
/// a project less viable.
package struct ViabilityRule: Hashable, Sendable, CustomStringConvertible {
  let whole: Clause
  let sources: [SourceName]

  /// Sources that one rule may name, so that every way in which they can turn out can be looked at.
  static let mostSources = 20
  /// Characters of a rule.
  static let longest = 1000
  /// Brackets within brackets.
  static let deepest = 20

  init(_ whole: Clause) {
    self.whole = whole
    var names: [SourceName] = []
    whole.visit { name in if !names.contains(name) { names.append(name) } }
    sources = names
  }

  /// The sources that it names, in the order in which they first stand.
  package var names: [String] { sources.map(\.written) }

  /// The rule in the form in which it is kept. Read again, it is the same rule.
  package var description: String { "needs \(whole)" }

  /// Whether a source may be called so: up to 30 letters from a to z, digits and hyphens, with at least one letter, and no
  /// word of the rule itself.
  package static func isName(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { SourceName.isLetter($0) || SourceName.isOther($0) }
    return isPlain && text.utf8.contains { SourceName.isLetter($0) }
      && (1...SourceName.longest).contains(text.utf8.count)
      && ViabilityWord(rawValue: text.lowercased()) == nil
  }
}

/// The words that a rule is made of.
enum ViabilityWord: String, CaseIterable {
  case needs, and, or, of, at, least, from
}

/// A source as a rule names it; capitals make no difference.
struct SourceName: Hashable, Sendable, CustomStringConvertible {
  let written: String
  private let key: String

  static let longest = 30

  init(_ written: String) { (self.written, key) = (written, written.lowercased()) }

  var description: String { written }

  static func == (one: SourceName, other: SourceName) -> Bool { one.key == other.key }
  func hash(into hasher: inout Hasher) { hasher.combine(key) }

  static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// A digit or a hyphen.
  static func isOther(_ byte: UInt8) -> Bool { (48...57).contains(byte) || byte == 45 }
}

/// A part of a rule.
indirect enum Clause: Hashable, Sendable {
  case source(SourceName)
  case all([Clause])
  case any([Clause])
  case count(Int, of: [Clause])
  /// At least so many pence from these together, each named once.
  case money(Int, from: [SourceName])

  /// All of them, or one of them, with what stands twice said once and what says the same in brackets taken out of them.
  static func joined(_ parts: [Clause], byAnd: Bool) -> Clause {
    var flat: [Clause] = []
    for part in parts {
      let inner: [Clause] =
        switch (part, byAnd) {
        case (.all(let inner), true), (.any(let inner), false): inner
        default: [part]
        }
      for one in inner where !flat.contains(one) { flat.append(one) }
    }
    if flat.count == 1, let only = flat.first { return only }
    return byAnd ? .all(flat) : .any(flat)
  }

  func visit(_ name: (SourceName) -> Void) {
    switch self {
    case .source(let one): name(one)
    case .all(let parts), .any(let parts), .count(_, of: let parts):
      for part in parts { part.visit(name) }
    case .money(_, from: let names):
      for one in names { name(one) }
    }
  }
}

extension Clause: CustomStringConvertible {
  var description: String {
    switch self {
    case .source(let name): name.written
    case .all(let parts): parts.map(\.inside).joined(separator: " and ")
    case .any(let parts): parts.map(\.inside).joined(separator: " or ")
    case .count(let least, of: let parts):
      "\(least) of (\(parts.map(\.description).joined(separator: ", ")))"
    case .money(let pence, from: let names):
      "at least \(Money.spoken(pence)) from (\(names.map(\.written).joined(separator: ", ")))"
    }
  }

  /// As it stands beside an "and" or an "or".
  private var inside: String {
    switch self {
    case .all, .any: "(\(self))"
    default: description
    }
  }
}
