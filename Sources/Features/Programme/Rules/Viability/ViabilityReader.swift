import Core

/// Why a rule can't be read, and where.
package struct ViabilityProblem: Error, Hashable, Sendable {
  /// The character at which it goes wrong, counted from 1; one past the end where something is missing there.
  package let at: Int
  /// What is wrong, in words that name the place.
  package let reason: Reason

  init(_ key: String, at: Int, _ values: [String: String] = [:]) {
    self.at = at
    reason = Reason(key, values.merging(["at": String(at)]) { value, _ in value })
  }
}

extension ViabilityRule {
  /// Reads a rule as somebody wrote it. `known` are the short names of the project's sources, whose spelling is taken over.
  /// Throws the first thing that is wrong.
  package static func read(
    _ text: String, knowing known: [String]
  ) throws(ViabilityProblem) -> ViabilityRule {
    try read(text, Dictionary(known.map { ($0.lowercased(), $0) }) { first, _ in first })
  }

  /// Reads a rule whose sources may be called anything, as when it is read back from where it is kept.
  package static func read(kept text: String) throws(ViabilityProblem) -> ViabilityRule {
    try read(text, nil)
  }

  private static func read(
    _ text: String, _ known: [String: String]?
  ) throws(ViabilityProblem) -> ViabilityRule {
    // Bytes first: to count the characters of a very long text takes long.
    guard text.utf8.count <= longest * 4, text.count <= longest else {
      throw ViabilityProblem("viability.long", at: longest + 1, ["limit": String(longest)])
    }
    var reader = ViabilityReader(try ViabilitySign.all(of: text), known)
    let rule = ViabilityRule(try reader.rule())
    guard rule.sources.count <= mostSources else {
      throw ViabilityProblem("viability.many", at: 1, ["limit": String(mostSources)])
    }
    // As it is kept it may be longer than it was written, and must still be read.
    guard rule.description.count <= longest else {
      throw ViabilityProblem("viability.long", at: longest + 1, ["limit": String(longest)])
    }
    return rule
  }
}

/// Reads signs into clauses, from left to right, never looking back.
struct ViabilityReader {
  private let signs: [ViabilitySign]
  private let known: [String: String]?
  private var place = 0

  init(_ signs: [ViabilitySign], _ known: [String: String]?) {
    (self.signs, self.known) = (signs, known)
  }

  private var sign: ViabilitySign { signs[place] }

  private mutating func take(_ kind: ViabilitySign.Kind) -> Bool {
    guard sign.kind == kind else { return false }
    place += 1
    return true
  }

  mutating func rule() throws(ViabilityProblem) -> Clause {
    if sign.kind == .end { throw ViabilityProblem("viability.empty", at: 1) }
    _ = take(.word(.needs))
    let clause = try joined(depth: 0)
    switch sign.kind {
    case .end: return clause
    case .close: throw ViabilityProblem("viability.closes-nothing", at: sign.at)
    case .comma: throw ViabilityProblem("viability.comma", at: sign.at)
    default: throw between()
    }
  }

  /// One clause, or several with the same word between them.
  private mutating func joined(depth: Int) throws(ViabilityProblem) -> Clause {
    var parts = [try one(depth: depth)]
    var word: ViabilityWord?
    while case .word(let next) = sign.kind, next == .and || next == .or {
      if let word, word != next { throw ViabilityProblem("viability.mixed", at: sign.at) }
      word = next
      place += 1
      parts.append(try one(depth: depth))
    }
    return Clause.joined(parts, byAnd: word != .or)
  }

  private mutating func one(depth: Int) throws(ViabilityProblem) -> Clause {
    switch sign.kind {
    case .name: return .source(try name())
    case .open:
      let opened = try open(depth)
      let clause = try joined(depth: depth + 1)
      try close(opened)
      return clause
    case .number(let text): return try count(text, depth: depth)
    case .word(.at): return try money(depth: depth)
    case .money: throw ViabilityProblem("viability.money-alone", at: sign.at, ["what": sign.text])
    default: throw missing()
    }
  }

  /// `2 of (B, C, D)`
  private mutating func count(_ text: String, depth: Int) throws(ViabilityProblem) -> Clause {
    let number = sign
    place += 1
    guard take(.word(.of)) else {
      throw ViabilityProblem("viability.expected", at: sign.at, ["after": text, "what": "of"])
    }
    let opened = try listOpens(depth)
    var parts: [Clause] = []
    repeat {
      let at = sign.at
      let part = try joined(depth: depth + 1)
      if parts.contains(part) {
        throw ViabilityProblem("viability.twice", at: at, ["what": "\(part)"])
      }
      parts.append(part)
    } while take(.comma)
    try close(opened)
    guard let least = Int(text), (1...parts.count).contains(least) else {
      throw ViabilityProblem(
        "viability.count", at: number.at, ["what": text, "most": String(parts.count)])
    }
    return .count(least, of: parts)
  }

  /// `at least £3,000,000 from (A, B, C)`
  private mutating func money(depth: Int) throws(ViabilityProblem) -> Clause {
    place += 1
    guard take(.word(.least)) else {
      throw ViabilityProblem("viability.expected", at: sign.at, ["after": "at", "what": "least"])
    }
    guard case .money(let pence) = sign.kind else {
      throw ViabilityProblem("viability.amount", at: sign.at)
    }
    guard let pence, pence > 0 else {
      throw ViabilityProblem("viability.bad-amount", at: sign.at, ["what": sign.text])
    }
    let amount = sign.text
    place += 1
    guard take(.word(.from)) else {
      throw ViabilityProblem("viability.expected", at: sign.at, ["after": amount, "what": "from"])
    }
    let opened = try listOpens(depth)
    var names: [SourceName] = []
    repeat {
      let at = sign.at
      guard case .name = sign.kind else {
        // A source counts whole; what "B and C" would be worth is not clear.
        throw sign.kind == .open || sign.kind == .word(.at)
          ? ViabilityProblem("viability.only-names", at: at) : missing()
      }
      let name = try name()
      if names.contains(name) {
        throw ViabilityProblem("viability.twice", at: at, ["what": name.written])
      }
      names.append(name)
    } while take(.comma)
    if case .word(let word) = sign.kind, word == .and || word == .or {
      throw ViabilityProblem("viability.only-names", at: sign.at)
    }
    try close(opened)
    return .money(pence, from: names)
  }

  private mutating func name() throws(ViabilityProblem) -> SourceName {
    let sign = sign
    place += 1
    guard sign.text.utf8.count <= SourceName.longest else {
      throw ViabilityProblem(
        "viability.long-name", at: sign.at, ["limit": String(SourceName.longest)])
    }
    guard let known else { return SourceName(sign.text) }
    guard let spelled = known[sign.text.lowercased()] else {
      let names = known.values.sorted()
      throw ViabilityProblem(
        names.isEmpty ? "viability.no-sources" : "viability.unknown", at: sign.at,
        ["what": sign.text, "names": names.prefix(20).joined(separator: ", ")])
    }
    return SourceName(spelled)
  }

  private mutating func open(_ depth: Int) throws(ViabilityProblem) -> ViabilitySign {
    let opened = sign
    guard depth < ViabilityRule.deepest else {
      throw ViabilityProblem(
        "viability.deep", at: sign.at, ["limit": String(ViabilityRule.deepest)])
    }
    place += 1
    return opened
  }

  private mutating func listOpens(_ depth: Int) throws(ViabilityProblem) -> ViabilitySign {
    guard sign.kind == .open else {
      throw ViabilityProblem("viability.list", at: sign.at, ["after": signs[place - 1].text])
    }
    return try open(depth)
  }

  private mutating func close(_ opened: ViabilitySign) throws(ViabilityProblem) {
    if take(.close) { return }
    if sign.kind == .end { throw ViabilityProblem("viability.not-closed", at: opened.at) }
    if sign.kind == .comma { throw ViabilityProblem("viability.comma", at: sign.at) }
    throw between()
  }

  /// A source or a bracket should stand here.
  private func missing() -> ViabilityProblem {
    guard place > 0 else {
      return ViabilityProblem("viability.begins", at: sign.at, ["what": sign.text])
    }
    return ViabilityProblem("viability.missing", at: sign.at, ["after": signs[place - 1].text])
  }

  /// Two things stand side by side.
  private func between() -> ViabilityProblem {
    ViabilityProblem(
      "viability.between", at: sign.at,
      ["after": place > 0 ? signs[place - 1].text : "", "what": sign.text])
  }
}
