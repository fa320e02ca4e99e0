import App
import Core
import Database
import Support
import Testing

@testable import Programme

/// Gates through changes by chance, held after each against a plain second way to say the rule.
struct GateSequenceTests {
  @Test(arguments: TestDatabase.engines)
  func `whatever happens, a gate is passed only as the rule says`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var run = try await Run(pierhead, clock, Seeded())
      print("seed \(run.random.seed), \(engine)")
      while run.step < 250 || (run.step < 2500 && !run.hasSeenAll) { try await run.next() }
      #expect(run.hasSeenAll, "seed \(run.random.seed)")
      for (day, words) in run.shown {
        let found = try await run.words(.end(of: day))
        #expect(found == words, "seed \(run.random.seed), \(day)")
      }
    }
  }

  /// What was done at one gate, told by the number of the step.
  private struct Known {
    var parts: Set<String> = []
    var version = ""
  }

  private struct Run {
    let pierhead: Pierhead
    let clock: TestClock
    let project: ProgrammeItemID
    let ids: [ProgrammeItemID]
    var random: Seeded
    var known: [Known]
    /// The step at which a version was first recorded anywhere in the project.
    var firstRecorded: [String: Int] = [:]
    var findings: [Int] = []
    var step = 0
    var (passed, refused, reopened) = (0, 0, 0)
    /// Chance has led to each of them.
    var hasSeenAll: Bool { passed > 0 && refused > 10 && reopened > 0 }
    var shown: [Day: String] = [:]

    init(_ pierhead: Pierhead, _ clock: TestClock, _ random: Seeded) async throws {
      (self.pierhead, self.clock, self.random) = (pierhead, clock, random)
      project = try await pierhead.project("Hub")
      _ = try await pierhead.gate(in: project)
      // The first three gates ask that the state of the money is known, the others that it is secured.
      ids = try await pierhead.gates.gates(of: project, for: .system).gates.gates.map(\.id)
      known = ids.map { _ in Known() }
      try await pierhead.money("unconfirmed", in: project)
    }

    func words(_ asOf: AsOf) async throws -> String {
      try await pierhead.gates.all(asOf, for: .system)[0].gates.map { line in
        "\(line.name) \(line.check.gaps.map(\.words)) \(line.decisions.map(\.value.outcome)) \(line.openConditions.count)"
      }.joined(separator: "\n")
    }

    /// The parts that are missing at a gate, worked out from the steps.
    private func lacks(_ place: Int) -> [String] {
      var lacks: [String] = []
      if !known[place].parts.contains("assessment") || isOpenAgain(place) {
        lacks.append("assessment")
      }
      lacks += ["advice", "engagement", "baseline"].filter { !known[place].parts.contains($0) }
      if place > 2 { lacks.append("funding") }
      return lacks
    }

    private func isOpenAgain(_ place: Int) -> Bool {
      findings.contains { found in
        func recorded(_ place: Int) -> Int? {
          known[place].parts.contains("assessment") ? firstRecorded[known[place].version] : nil
        }
        guard let own = recorded(place), own < found else { return false }
        return !(place..<known.count).contains { recorded($0).map { $0 > found } ?? false }
      }
    }

    mutating func next() async throws {
      step += 1
      clock.move(seconds: 60)
      let place = Int.random(in: 0..<ids.count, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0...2: try await record(place)
      case 3:
        guard Int.random(in: 0..<3, using: &random) == 0 else { break }
        try await pierhead.gates.find(
          ["words": "It is not so.", "found_on": clock.wall.today.description],
          as: ProgrammeItemID(at: clock.wall.now()), at: ids[place], by: .system)
        findings.append(step)
      case 4:
        shown[clock.wall.today] = try await words(.current)
        clock.move(days: 1)
      default: try await decide(place)
      }
      let line = try await pierhead.line(ids[place])
      #expect(line.check.gaps.map(\.part.rawValue) == lacks(place), "seed \(random.seed), \(step)")
      if line.check.isReopened { reopened += 1 }
    }

    private mutating func record(_ place: Int) async throws {
      var parts: Set<String> = []
      for part in ["assessment", "advice", "engagement", "baseline"]
      where Int.random(in: 0..<10, using: &random) > 0 { parts.insert(part) }
      guard !parts.isEmpty else { return }
      let version = "Version \(Int.random(in: 0...(step / 8), using: &random))"
      var fields: [String: String] = [:]
      for part in ["assessment", "advice", "engagement", "baseline"] {
        fields[part] = parts.contains(part) ? "Words of step \(step)" : ""
      }
      if parts.contains("assessment") { fields["assessment"] = version }
      try await pierhead.recordEquality(fields, at: ids[place])
      known[place] = Known(parts: parts, version: version)
      if parts.contains("assessment"), firstRecorded[version] == nil {
        firstRecorded[version] = step
      }
    }

    private mutating func decide(_ place: Int) async throws {
      let lacks = lacks(place)
      if Bool.random(using: &random) {
        let said = await result { try await pierhead.decide("pass", at: ids[place]) }
        #expect((said == "done") == lacks.isEmpty, "seed \(random.seed), \(step): \(said)")
        if said == "done" { passed += 1 } else { refused += 1 }
      } else {
        // A condition for all that is missing, or for all but one of it.
        let left = Bool.random(using: &random) ? lacks.randomElement(using: &random) : nil
        var fields = [
          "other1_words": "Show it", "other1_due": "01/01/2030", "other1_owner": "Pearl",
        ]
        for part in lacks where part != left {
          fields["\(part)_words"] = "Bring it"
          fields["\(part)_due"] = "01/01/2030"
          fields["\(part)_owner"] = "Pearl Example"
        }
        let said = await result { try await pierhead.decide("conditions", fields, at: ids[place]) }
        #expect((said == "done") == (left == nil), "seed \(random.seed), \(step): \(said)")
      }
    }
  }
}
