import Core
import Support
import Testing

@testable import Programme

struct GateRulesTests {
  struct Case: Sendable {
    let has: [String]
    let isReopened: Bool
    let funding: FundingState
    let need: FundingNeed
    let lacks: [String]
  }

  private static let people = ["assessment", "advice", "engagement", "baseline"]

  @Test(arguments: [
    Case(
      has: [], isReopened: false, funding: .unknown, need: .known,
      lacks: people + ["funding"]),
    Case(has: people, isReopened: false, funding: .secured, need: .secured, lacks: []),
    Case(has: people, isReopened: false, funding: .unconfirmed, need: .known, lacks: []),
    Case(
      has: people, isReopened: false, funding: .unconfirmed, need: .secured, lacks: ["funding"]),
    Case(has: people, isReopened: false, funding: .unknown, need: .known, lacks: ["funding"]),
    Case(has: people, isReopened: true, funding: .secured, need: .known, lacks: ["assessment"]),
    // What was never recorded can't be open again.
    Case(
      has: ["advice"], isReopened: true, funding: .secured, need: .known,
      lacks: ["assessment", "engagement", "baseline"]),
    Case(
      has: ["assessment", "no_advice", "engagement", "baseline"], isReopened: false,
      funding: .secured, need: .known, lacks: []),
  ])
  func `what is missing of the equality gate is named part by part`(one: Case) throws {
    let evidence = try Equality.read(
      Dictionary(uniqueKeysWithValues: one.has.map { ($0, "Words") }),
      of: ProgrammeItemID(at: TestDatabase.noon), isFirst: false)
    let check = EqualityCheck(
      evidence, isReopened: one.isReopened, funding: one.funding, need: one.need)
    #expect(check.gaps.map(\.part.rawValue) == one.lacks)
    #expect(check.isComplete == one.lacks.isEmpty)
    #expect(check.gaps.allSatisfy { $0.words.hasSuffix(".") && $0.words.contains(" ") })
    #expect(check.isReopened == (one.isReopened && one.has.contains("assessment")))
    #expect(
      EqualityCheck(nil, isReopened: true, funding: .secured, need: .known).gaps.map(\.part) == [
        .assessment, .advice, .engagement, .baseline,
      ])
  }

  @Test func `a pass needs everything, and a condition for each part that is missing`() {
    var random = Seeded()
    print("seed \(random.seed)")
    for _ in 0..<2_000 {
      var evidence = Equality(gate: ProgrammeItemID(at: TestDatabase.noon))
      if Bool.random(using: &random) { evidence.assessment = "1" }
      if Bool.random(using: &random) { evidence.noAdvice = "None fits" }
      if Bool.random(using: &random) { evidence.engagement = "Asked" }
      if Bool.random(using: &random) { evidence.baseline = "Known" }
      let check = EqualityCheck(
        Bool.random(using: &random) ? evidence : nil, isReopened: Bool.random(using: &random),
        funding: FundingState.allCases.randomElement(using: &random)!,
        need: FundingNeed.allCases.randomElement(using: &random)!)
      let lacking = Set(EqualityPart.allCases.filter { check.lacks($0) })
      let chosen = Set(EqualityPart.allCases.filter { _ in Bool.random(using: &random) })
      let seed = Comment("seed \(random.seed)")
      #expect(check.allows(.pass, conditionsFor: chosen) == lacking.isEmpty, seed)
      #expect(
        check.allows(.conditions, conditionsFor: chosen) == lacking.isSubset(of: chosen), seed)
      #expect(check.allows(.back, conditionsFor: []), seed)
      #expect(check.allows(.stop, conditionsFor: []), seed)
      let draft = try? DecisionDraft.read(  // tidy: what it throws is held against the rule
        Self.decision(chosen), of: evidence.gate, check, nil, today: TestDatabase.noon.day)
      #expect((draft != nil) == check.allows(.conditions, conditionsFor: chosen), seed)
    }
  }

  /// A pass with a condition for each of some parts, and one beside.
  private static func decision(_ parts: Set<EqualityPart>) -> [String: String] {
    var fields = [
      "outcome": "conditions", "body": "Board", "decided_on": "20/11/2026", "why": "Because",
    ]
    for name in parts.map(\.rawValue) + ["other1"] {
      fields["\(name)_words"] = "Bring it"
      fields["\(name)_due"] = "31/03/2027"
      fields["\(name)_owner"] = "Pearl Example"
    }
    return fields
  }

  struct Money: Sendable {
    let states: [Source.State?]
    let rule: ViabilityAnswer.Verdict?
    let funding: FundingState
  }

  @Test(arguments: [
    Money(states: [], rule: nil, funding: .unknown),
    Money(states: [.lost], rule: nil, funding: .unknown),
    Money(states: [.secured, .lost], rule: nil, funding: .secured),
    Money(states: [.secured, nil], rule: nil, funding: .unknown),
    Money(states: [.secured, .exploring], rule: nil, funding: .unconfirmed),
    Money(states: [.secured, .exploring], rule: .viable, funding: .secured),
    Money(states: [.secured, .secured], rule: .open, funding: .unconfirmed),
    Money(states: [.secured], rule: .notViable, funding: .unconfirmed),
  ])
  func `how certain the money is comes from its sources and from what the project needs`(
    one: Money
  ) {
    #expect(FundingState(one.states, rule: one.rule) == one.funding)
  }

  struct Reopening: Sendable {
    /// Minutes after noon at which the gates' assessments were recorded.
    let assessed: [Int?]
    let reopened: [Bool]
  }

  /// Something was found 10 minutes after noon.
  @Test(arguments: [
    Reopening(assessed: [nil, nil], reopened: [false, false]),
    Reopening(assessed: [1, nil], reopened: [true, false]),
    Reopening(assessed: [10, nil], reopened: [true, false]),
    Reopening(assessed: [11, nil], reopened: [false, false]),
    Reopening(assessed: [1, 2], reopened: [true, true]),
    // A new version at a later gate takes the place of the earlier ones.
    Reopening(assessed: [1, 11], reopened: [false, false]),
    // One at an earlier gate does not speak for a later.
    Reopening(assessed: [11, 2], reopened: [false, true]),
    Reopening(assessed: [1, 11, 2], reopened: [false, false, true]),
  ])
  func `what was found reopens assessments from before it`(one: Reopening) {
    func minute(_ minutes: Int) -> Instant {
      TestDatabase.noon.adding(seconds: Int64(minutes * 60))
    }
    let found = EqualityCheck.reopened(by: minute(10), one.assessed.map { $0.map(minute) })
    #expect(found == one.reopened)
  }

  @Test(
    arguments: [
      ("https://example.org/minutes", "https://example.org/minutes"),
      ("HTTP://example.org", "http://example.org"), ("javascript:alert(1)", nil),
      ("https:example.org", nil), ("https://", nil), ("https:///path", nil),
      ("ftp://example.org", nil), ("https://you@example.org", nil), ("https://exa mple.org", nil),
      ("https://example.org\\@x", nil), ("//example.org", nil), ("data:text/html,x", nil),
      ("https://" + String(repeating: "a", count: 500), nil),
    ] as [(String, String?)])
  func `only addresses of the web are links`(text: String, address: String?) {
    #expect(WebAddress.checked(text) == address)
  }

  // MARK: - The lists

  private static func sets(
    gates: [[String: String]]? = nil, products: [[String: String]]? = nil
  ) throws -> GateSets {
    try GateSets(
      sets: [["set": "s", "label": "Set", "meaning": "M", "valid_from": "", "valid_to": ""]],
      gates: gates ?? [gate("a", 1), gate("b", 2)],
      products: products ?? [product("a", "x"), product("b", "y")])
  }

  private static func gate(
    _ key: String, _ order: Int, from: String = "", to: String = "", set: String = "s"
  ) -> [String: String] {
    [
      "set": set, "key": key, "label": key, "meaning": "M", "order": String(order),
      "by_tranche": "no", "funding": "known", "valid_from": from, "valid_to": to,
    ]
  }

  private static func product(
    _ gate: String, _ key: String, case businessCase: String = "strategic"
  ) -> [String: String] {
    [
      "set": "s", "gate": gate, "case": businessCase, "key": key, "label": key, "valid_from": "",
      "valid_to": "",
    ]
  }

  @Test func `gates end and begin by their days, and an ended one keeps its words`() throws {
    let sets = try Self.sets(
      gates: [
        Self.gate("a", 1), Self.gate("b", 2, to: "2026-12-31"),
        Self.gate("c", 2, from: "2027-01-01"),
      ], products: ["a", "b", "c"].map { Self.product($0, "x") })
    let day = try #require(Day(iso: "2026-12-31"))
    #expect(sets.gates(of: "s", on: day).map(\.key) == ["a", "b"])
    #expect(sets.gates(of: "s", on: day.adding(days: 1)).map(\.key) == ["a", "c"])
    #expect(sets.gate("b", in: "s", on: day.adding(days: 1)).order == 2)
  }

  @Test func `lists that can't be used stop the program, with what is wrong`() {
    func fault(_ make: () throws -> GateSets) -> String {
      do {
        _ = try make()
        return "none"
      } catch { return "\(error)" }
    }
    #expect(fault { try Self.sets() } == "none")
    #expect(
      fault { try Self.sets(gates: [Self.gate("a", 1), Self.gate("b", 3)]) }.contains("orders"))
    #expect(
      fault { try Self.sets(gates: [Self.gate("a", 1), Self.gate("a", 2)]) }.contains("twice"))
    #expect(
      fault { try Self.sets(products: [Self.product("a", "x")]) }.contains("nothing for b"))
    #expect(
      fault {
        try Self.sets(products: ["a", "b", "c"].map { Self.product($0, "x") })
      }.contains("which gates.csv has not"))
    #expect(
      fault {
        try Self.sets(products: [Self.product("a", "x", case: "legal"), Self.product("b", "y")])
      }.contains("legal"))
    #expect(
      fault {
        try Self.sets(gates: [Self.gate("a", 1), Self.gate("b", 2), Self.gate("z", 1, set: "t")])
      }.contains("set t"))
  }
}
