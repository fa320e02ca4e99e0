/// Whether a project can go ahead with the sources as they stand, and why.
package struct ViabilityAnswer: Hashable, Sendable {
  package enum Verdict: String, Sendable {
    case viable
    case notViable = "not viable"
    case open
  }

  /// What one part of the rule says.
  package struct Line: Hashable, Sendable {
    package let verdict: Verdict
    package let words: String
  }

  package let verdict: Verdict
  /// One for each part that the rule needs.
  package let lines: [Line]
  /// Sources that are not known yet and would together be enough, each way without one that it does not need; those with the
  /// fewest sources first, at most `mostWays`. Empty unless the answer is open.
  package let ways: [[String]]
  /// How many such ways there are in all.
  package let wayCount: Int
  /// Names of the rule that are no source of the project any more. They count as not known.
  package let missing: [String]
  /// From 0 to 1, every way in which the sources can turn out counted, where each comes or not by itself whatever the others
  /// do. Nil where a chance or an amount that matters is not known.
  package let chance: Double?

  package static let mostWays = 5
}

extension ViabilityRule {
  /// What the rule says of the sources as they stand.
  package func answer(_ sources: [FundingSource]) -> ViabilityAnswer {
    let position = FundingPosition(of: self, sources)
    let verdict = position.verdict(whole)
    let parts: [Clause] = if case .all(let parts) = whole { parts } else { [whole] }
    let lines = parts.map { position.line($0) }
    guard verdict == .open else {
      return ViabilityAnswer(
        verdict: verdict, lines: lines, ways: [], wayCount: 0, missing: position.missing,
        chance: verdict == .viable ? 1 : 0)
    }
    let table = position.table(whole, .nothing)
    let smallest = table.smallest
    return ViabilityAnswer(
      verdict: verdict, lines: lines,
      ways: smallest.first(ViabilityAnswer.mostWays).map { position.names(of: $0) },
      wayCount: smallest.count, missing: position.missing,
      chance: table == position.table(whole, .enough) ? position.chance(table) : nil)
  }

  /// What it says, without why.
  package func verdict(_ sources: [FundingSource]) -> ViabilityAnswer.Verdict {
    FundingPosition(of: self, sources).verdict(whole)
  }

  package enum Fall: String, Sendable {
    /// The project can't go ahead any more.
    case falls
    /// It had what it needs, and would have to find something in its place.
    case opensAgain
    /// Nothing changes.
    case stands
    /// It can't go ahead anyway.
    case hasFallen

    package var words: String {
      switch self {
      case .falls: "can't go ahead any more"
      case .opensAgain: "must find something in its place"
      case .stands: "is not changed by it"
      case .hasFallen: "can't go ahead anyway"
      }
    }
  }

  /// What becomes of the project if one source is lost.
  package func fall(without name: String, _ sources: [FundingSource]) -> Fall {
    fall(without: [name], sources)
  }

  /// What becomes of the project if several sources are lost together.
  package func fall(without names: [String], _ sources: [FundingSource]) -> Fall {
    let before = verdict(sources)
    if before == .notViable { return .hasFallen }
    let lost = Set(names.map { SourceName($0) })
    let after = verdict(
      sources.map {
        lost.contains(SourceName($0.name)) ? FundingSource($0.name, .lost, pence: $0.pence) : $0
      })
    if after == .notViable { return .falls }
    return before == .viable && after == .open ? .opensAgain : .stands
  }

  /// What becomes of several projects if one source is lost: those that fall come first, then those that open again, each in the
  /// order given. Those to which nothing happens are left out.
  package static func falls<Project>(
    without name: String,
    _ projects: [(project: Project, rule: ViabilityRule, sources: [FundingSource])]
  ) -> [(project: Project, fall: Fall)] {
    let all = projects.map { ($0.project, $0.rule.fall(without: name, $0.sources)) }
    return all.filter { $0.1 == .falls } + all.filter { $0.1 == .opensAgain }
  }

  /// The sources without which the project can't go ahead, whatever else comes.
  package func pillars(_ sources: [FundingSource]) -> [String] {
    names.filter { fall(without: $0, sources) == .falls }
  }
}

/// The sources that a rule names as they stand: those that may still turn out either way have a place in the tables.
struct FundingPosition {
  /// What an amount that is not known counts as.
  enum Unknown { case nothing, enough }

  private var settled: [SourceName: Bool] = [:]
  private var open: [SourceName] = []
  private var known: [SourceName: FundingSource] = [:]
  let missing: [String]

  init(of rule: ViabilityRule, _ sources: [FundingSource]) {
    let all = Dictionary(sources.map { (SourceName($0.name), $0) }) { first, _ in first }
    for name in rule.sources {
      known[name] = all[name]
      switch all[name]?.certainty {
      case .secured: settled[name] = true
      case .lost: settled[name] = false
      default: open.append(name)
      }
    }
    missing = rule.sources.filter { all[$0] == nil }.map(\.written)
  }

  func names(of choice: Int) -> [String] {
    open.indices.filter { choice >> $0 & 1 == 1 }.map { open[$0].written }
  }

  /// More money never does harm, so it is enough to ask what is when nothing more comes, and when everything does.
  func verdict(_ clause: Clause) -> ViabilityAnswer.Verdict {
    holds(clause, withAll: false) ? .viable : holds(clause, withAll: true) ? .open : .notViable
  }

  /// Whether the clause holds with none of the open sources, or with all of them and any amount that is not known.
  private func holds(_ clause: Clause, withAll: Bool) -> Bool {
    switch clause {
    case .source(let name): return settled[name] ?? withAll
    case .all(let parts): return parts.allSatisfy { holds($0, withAll: withAll) }
    case .any(let parts): return parts.contains { holds($0, withAll: withAll) }
    case .count(let least, of: let parts):
      return parts.filter { holds($0, withAll: withAll) }.count >= least
    case .money(let pence, from: let names):
      let come = names.filter { settled[$0] ?? withAll }
      return come.reduce(0) { $0.addingOrMost(worth($1, withAll ? .enough : .nothing, pence)) }
        >= pence
    }
  }

  private func worth(_ name: SourceName, _ unknown: Unknown, _ enough: Int) -> Int {
    known[name]?.pence ?? (unknown == .nothing ? 0 : enough)
  }

  /// The choices of open sources with which the clause holds.
  func table(_ clause: Clause, _ unknown: Unknown) -> ChoiceTable {
    switch clause {
    case .source(let name):
      if let settled = settled[name] { return ChoiceTable(sources: open.count, always: settled) }
      guard let place = open.firstIndex(of: name) else {
        return ChoiceTable(sources: open.count, always: false)
      }
      return ChoiceTable(sources: open.count, having: place)
    case .all(let parts):
      return parts.reduce(ChoiceTable(sources: open.count, always: true)) {
        $0 & table($1, unknown)
      }
    case .any(let parts):
      return parts.reduce(ChoiceTable(sources: open.count, always: false)) {
        $0 | table($1, unknown)
      }
    case .count(let least, of: let parts):
      return ChoiceTable(sources: open.count, least: least, of: parts.map { table($0, unknown) })
    case .money(let pence, from: let names):
      let come = names.filter { settled[$0] == true }
      return ChoiceTable(
        sources: open.count, least: pence,
        base: come.reduce(0) { $0.addingOrMost(worth($1, unknown, pence)) },
        amounts: open.map { names.contains($0) ? worth($0, unknown, pence) : 0 })
    }
  }

  /// Nil where a chance is not known.
  func chance(_ table: ChoiceTable) -> Double? {
    let chances = open.compactMap { known[$0]?.chance }
    guard chances.count == open.count else { return nil }
    return table.chance(chances.map { Double($0) / 100 })
  }
}

// MARK: - In words

extension FundingPosition {
  func line(_ clause: Clause) -> ViabilityAnswer.Line {
    let verdict = verdict(clause)
    return ViabilityAnswer.Line(verdict: verdict, words: words(clause, verdict))
  }

  private func words(_ clause: Clause, _ verdict: ViabilityAnswer.Verdict) -> String {
    switch clause {
    case .source(let name):
      guard known[name] != nil else { return "\(name) is not among the sources" }
      return switch settled[name] {
      case true?: "\(name) is secured"
      case false?: "\(name) is lost"
      case nil: "\(name) is not known yet"
      }
    case .money(let pence, from: let names):
      let secured = names.filter { settled[$0] == true }.compactMap { known[$0]?.pence }
      let still = names.filter { settled[$0] == nil }.compactMap { known[$0]?.pence }
      let unknown = names.filter { settled[$0] != false && known[$0]?.pence == nil }
      var words =
        "\(Money.spoken(secured.reduce(0) { $0.addingOrMost($1) })) of \(Money.spoken(pence)) is secured from \(Self.list(names.map(\.written), "and")), and \(Money.spoken(still.reduce(0) { $0.addingOrMost($1) })) more may come"
      if !unknown.isEmpty {
        words += "; nobody knows how much from \(Self.list(unknown.map(\.written), "and"))"
      }
      return words
    case .count(let least, of: let parts):
      let there = parts.filter { self.verdict($0) == .viable }.count
      let may = parts.filter { self.verdict($0) == .open }.count
      return "\(clause): \(min(there, least)) of \(least) is there, and \(may) more may come"
    case .all, .any:
      return switch verdict {
      case .viable: "\(clause): this is there"
      case .notViable: "\(clause): this can't come any more"
      case .open: "\(clause): this is not known yet"
      }
    }
  }

  /// `A, B and C`
  static func list(_ names: [String], _ word: String) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}

extension ViabilityAnswer {
  /// Why, in sentences.
  package var why: String {
    switch verdict {
    case .viable: return "What it needs is secured."
    case .notViable:
      let failing = lines.filter { $0.verdict == .notViable }.map(\.words)
      return "It can't go ahead with what is left. \(failing.joined(separator: ". "))."
    case .open:
      guard !ways.isEmpty else {
        return "Nobody can say yet: an amount is not known that decides whether it is enough."
      }
      let words = ways.map { FundingPosition.list($0, "and") }
      let more = wayCount - ways.count
      let rest = more == 0 ? "" : ". There \(more == 1 ? "is 1 more way" : "are \(more) more ways")"
      return "Still needed: \(words.joined(separator: "; or "))\(rest)."
    }
  }

  /// `about 42 %`; nil where it can't be said.
  package var spokenChance: String? {
    chance.map { chance in
      if chance <= 0 { return "0 %" }
      if chance >= 1 { return "100 %" }
      if chance < 0.01 { return "less than 1 %" }
      if chance > 0.99 { return "more than 99 %" }
      return "about \(Int((chance * 100).rounded())) %"
    }
  }
}
