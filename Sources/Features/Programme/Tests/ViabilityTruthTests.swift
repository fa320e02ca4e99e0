import Core
import Support
import Testing

@testable import Programme

/// Random rules beside a table of truth that knows nothing of how they are read.
struct ViabilityTruthTests {
  private static let parts = 8
  private static let rulesOfPart = 12_500

  @Test(arguments: 1...parts)
  func `a hundred thousand random rules say what their table of truth says`(part: Int) throws {
    var random = Seeded()
    print("viability, part \(part): seed \(random.seed)")
    for number in 1...Self.rulesOfPart {
      let made = Made(&random)
      let place: Comment = "seed \(random.seed), rule \(number): \(made.text)"
      let rule = try ViabilityRule.read(made.text, knowing: made.names)
      let kept = rule.description
      #expect(try ViabilityRule.read(kept: kept) == rule, place)
      #expect(try ViabilityRule.read(kept, knowing: made.names).description == kept, place)
      for choice in 0..<(1 << made.names.count) {
        let all = made.sources.enumerated().map { index, source in
          FundingSource(
            source.name, choice >> index & 1 == 1 ? .secured : .lost, pence: made.pence[index])
        }
        let isViable = rule.verdict(all) == .viable
        #expect(isViable == made.tree.holds(choice, made.pence), place)
      }
      let answer = rule.answer(made.sources)
      #expect(answer == made.expected(beside: answer), place)
      let totals = FundingTotals(made.sources)
      #expect(totals.secured == made.total { $0 == .secured }, place)
      #expect(totals.possible == made.total { $0 != .lost }, place)
      for name in made.names {
        #expect(rule.fall(without: name, made.sources) == made.fall(without: name), place)
      }
    }
  }

  @Test func `random signs are read or refused, and what is read is read again`() throws {
    var random = Seeded()
    print("viability, random signs: seed \(random.seed)")
    let signs = [
      "A", "b", "(", ")", ",", "and", "or", "of", "at", "least", "from", "needs", "2", "0", "£5",
      "£", "£1,000", " ", "  ", "-", "é", "\u{200D}", "👩‍👩‍👧", "\n", "99999999999999999999", ".",
    ]
    var readable = 0
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 0...14, using: &random))
        .map { _ in signs.randomElement(using: &random)! }
        .joined(separator: Bool.random(using: &random) ? " " : "")
      do {
        let rule = try ViabilityRule.read(text, knowing: ["A", "B", "b-"])
        #expect(try ViabilityRule.read(kept: rule.description) == rule, "\(text)")
        readable += 1
      } catch {
        #expect((1...(text.count + 1)).contains(error.at), "seed \(random.seed): \(text)")
        #expect(!error.reason.words.contains("{"), "\(text)")
      }
    }
    #expect(readable > 100)
  }
}

/// A rule as a tree, over sources by their place.
private indirect enum Tree {
  case leaf(Int)
  case and([Tree])
  case or([Tree])
  case of(Int, [Tree])
  case money(Int, [Int])

  func holds(_ choice: Int, _ pence: [Int]) -> Bool {
    switch self {
    case .leaf(let place): return choice >> place & 1 == 1
    case .and(let parts):
      for part in parts where !part.holds(choice, pence) { return false }
      return true
    case .or(let parts):
      for part in parts where part.holds(choice, pence) { return true }
      return false
    case .of(let least, let parts):
      var count = 0
      for part in parts where part.holds(choice, pence) { count += 1 }
      return count >= least
    case .money(let least, let places):
      var sum = 0
      for place in places where choice >> place & 1 == 1 { sum += pence[place] }
      return sum >= least
    }
  }
}

/// A random rule, the text that somebody may write for it, and random sources.
private struct Made {
  let names: [String]
  let sources: [FundingSource]
  /// Amounts where an amount that is not known is nothing.
  let pence: [Int]
  /// Amounts where an amount that is not known is enough for anything.
  let penceAtMost: [Int]
  private(set) var tree: Tree
  private(set) var text = ""

  init(_ random: inout Seeded) {
    let pool = ["A", "B", "erdf", "City-Fund", "x9", "2nd", "Zz", "and-more", "needs1"]
    let names = Array(pool.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random)))
    sources = names.map { name in
      FundingSource(
        name, [.secured, .lost, .notKnown, .notKnown].randomElement(using: &random)!,
        pence: Int.random(in: 0..<8, using: &random) == 0
          ? nil
          : Int.random(in: 0...5, using: &random) * 100 + Int.random(in: 0...1, using: &random),
        percent: Int.random(in: 0..<8, using: &random) == 0
          ? nil : Int.random(in: 0...100, using: &random))
    }
    self.names = names
    pence = sources.map { $0.pence ?? 0 }
    penceAtMost = sources.map { $0.pence ?? 1_000_000 }
    tree = .leaf(0)
    // A rule may not be too long, also in the form in which it is kept.
    repeat {
      tree = grown(depth: Int.random(in: 0...3, using: &random), &random)
      text = written(tree, &random)
    } while text.count > ViabilityRule.longest / 2
    if Bool.random(using: &random) { text = "needs " + text }
  }

  private func grown(depth: Int, _ random: inout Seeded) -> Tree {
    let leaf = Tree.leaf(Int.random(in: names.indices, using: &random))
    if depth == 0 { return leaf }
    func some() -> [Tree] {
      (0..<Int.random(in: 1...4, using: &random)).map { _ in
        grown(depth: depth - Int.random(in: 1...depth, using: &random), &random)
      }
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return leaf
    case 1: return .and(some())
    case 2: return .or(some())
    case 3:
      // A list names nothing twice; parts of another truth are other parts.
      var seen: Set<[Bool]> = []
      let parts = some().filter { part in
        seen.insert((0..<(1 << names.count)).map { part.holds($0, penceAtMost) }).inserted
      }
      return .of(Int.random(in: 1...parts.count, using: &random), parts)
    default:
      let places = names.indices.shuffled(using: &random)
        .prefix(Int.random(in: 1...names.count, using: &random))
      return .money(Int.random(in: 1...900, using: &random), Array(places))
    }
  }

  private func written(_ tree: Tree, _ random: inout Seeded) -> String {
    func word(_ text: String) -> String {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text.uppercased()
      case 1: text.lowercased()
      default: text
      }
    }
    func list(_ parts: [String]) -> String {
      "(" + parts.joined(separator: Bool.random(using: &random) ? "," : " , ") + ")"
    }
    func joined(_ parts: [Tree], _ with: String) -> String {
      parts.map { part in
        let text = written(part, &random)
        switch part {
        case .and(let inner) where inner.count > 1, .or(let inner) where inner.count > 1:
          return "(\(text))"
        // One part alone may hide two.
        case .and, .or: return "( \(text))"
        default: return Int.random(in: 0..<5, using: &random) == 0 ? "(\(text) )" : text
        }
      }.joined(separator: "  \(word(with)) ")
    }
    switch tree {
    case .leaf(let place): return word(names[place])
    case .and(let parts): return joined(parts, "and")
    case .or(let parts): return joined(parts, "or")
    case .of(let least, let parts):
      return "\(least) \(word("of")) \(list(parts.map { written($0, &random) }))"
    case .money(let least, let places):
      let rest = least % 100
      let amount = rest == 0 ? "\(least / 100)" : "\(least / 100).\(rest < 10 ? "0" : "")\(rest)"
      return
        "\(word("at")) \(word("least")) £\(amount) \(word("from")) \(list(places.map { word(names[$0]) }))"
    }
  }

  // MARK: What must come out, by looking at every choice

  private var open: [Int] { sources.indices.filter { sources[$0].certainty == .notKnown } }

  /// The choice of all sources in which of the open ones those of `some` come.
  private func choice(_ some: Int, _ sources: [FundingSource]) -> Int {
    var (choice, next) = (0, 0)
    for (place, source) in sources.enumerated() {
      switch source.certainty {
      case .secured: choice |= 1 << place
      case .lost: continue
      case .notKnown:
        if some >> next & 1 == 1 { choice |= 1 << place }
        next += 1
      }
    }
    return choice
  }

  private func verdict(_ sources: [FundingSource]) -> ViabilityAnswer.Verdict {
    let most = 1 << sources.filter { $0.certainty == .notKnown }.count
    let sure = (0..<most).allSatisfy { tree.holds(choice($0, sources), pence) }
    let possible = (0..<most).contains { tree.holds(choice($0, sources), penceAtMost) }
    return sure ? .viable : possible ? .open : .notViable
  }

  /// The whole answer; its words are taken over.
  func expected(beside answer: ViabilityAnswer) -> ViabilityAnswer {
    let verdict = verdict(sources)
    // The rule may not name all sources, and has its own order: the ways are compared as sets.
    let all = (0..<(1 << open.count)).filter { tree.holds(choice($0, sources), pence) }
    let smallest = all.filter { one in !all.contains { $0 != one && $0 & one == $0 } }
    let ways = smallest.map { way in
      Set(open.indices.filter { way >> $0 & 1 == 1 }.map { names[open[$0]] })
    }
    let isSame =
      verdict != .open
      || answer.ways.allSatisfy { ways.contains(Set($0)) }
        && Set(answer.ways).count == min(ways.count, ViabilityAnswer.mostWays)
        && answer.ways.map(\.count)
          == Array(ways.map(\.count).sorted().prefix(ViabilityAnswer.mostWays))
    return ViabilityAnswer(
      verdict: verdict, lines: answer.lines, ways: isSame ? answer.ways : [],
      wayCount: verdict == .open ? ways.count : 0, missing: [],
      chance: isNear(answer.chance, chance(verdict)) ? answer.chance : chance(verdict))
  }

  private func isNear(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return abs(one - other) < 1e-9
  }

  private func chance(_ verdict: ViabilityAnswer.Verdict) -> Double? {
    if verdict != .open { return verdict == .viable ? 1 : 0 }
    var sum = 0.0
    let named = open.filter { isNamed($0, tree) }
    if named.contains(where: { sources[$0].percent == nil }) { return nil }
    for some in 0..<(1 << open.count) {
      let choice = choice(some, sources)
      let holds = tree.holds(choice, pence)
      if holds != tree.holds(choice, penceAtMost) { return nil }
      guard holds else { continue }
      sum += open.indices.reduce(1.0) { product, index in
        // A source that the rule does not name makes no difference.
        let chance = Double(sources[open[index]].percent ?? 50) / 100
        return product * (some >> index & 1 == 1 ? chance : 1 - chance)
      }
    }
    return sum
  }

  private func isNamed(_ place: Int, _ tree: Tree) -> Bool {
    switch tree {
    case .leaf(let own): own == place
    case .and(let parts), .or(let parts), .of(_, let parts): parts.contains { isNamed(place, $0) }
    case .money(_, let places): places.contains(place)
    }
  }

  func total(_ of: (FundingSource.Certainty) -> Bool) -> Int {
    sources.reduce(0) { of($1.certainty) ? $0 + ($1.pence ?? 0) : $0 }
  }

  func fall(without name: String) -> ViabilityRule.Fall {
    let before = verdict(sources)
    if before == .notViable { return .hasFallen }
    let after = verdict(
      sources.map { $0.name == name ? FundingSource(name, .lost, pence: $0.pence) : $0 })
    if after == .notViable { return .falls }
    return before == .viable && after == .open ? .opensAgain : .stands
  }
}
