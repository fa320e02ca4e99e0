import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

extension Pierhead {
  /// A source of money of a project.
  func money(_ state: String, in project: ProgrammeItemID) async throws {
    try await programme.add(
      Source.self, ["name": "Example fund", "state": state],
      as: ProgrammeItemID(at: database.wall.now()), to: project, by: .system)
  }

  /// A gate as it stands.
  func line(_ gate: ProgrammeItemID) async throws -> GateLine {
    try await gates.gate(gate, for: .system).line
  }
}

struct GateDoorTests {
  @Test(arguments: TestDatabase.engines)
  func `a gate is not passed while the equality gate is not complete`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let project = try await pierhead.project("Hub")
      let gate = try await pierhead.gate("outline", in: project)
      #expect(await result { try await pierhead.decide("pass", at: gate) } == "invalid: outcome")
      try await pierhead.recordEquality(at: gate)
      // The money is not said yet.
      #expect(await result { try await pierhead.decide("pass", at: gate) } == "invalid: outcome")
      try await pierhead.money("unconfirmed", in: project)
      clock.move(seconds: 60)
      #expect(await result { try await pierhead.decide("pass", at: gate) } == "done")
      #expect(try await pierhead.line(gate).isPassed)
      // The full business case asks that it is secured.
      let full = try await pierhead.gate("full", tranche: 1, in: project)
      try await pierhead.recordEquality(at: full)
      #expect(try await pierhead.line(full).check.gaps.map(\.part) == [.funding])
      #expect(await result { try await pierhead.decide("pass", at: full) } == "invalid: outcome")
      #expect(await result { try await pierhead.decide("return", at: full) } == "done")
      clock.move(seconds: 60)
      #expect(await result { try await pierhead.decide("stop", at: full) } == "done")
      let all = try await pierhead.gates.gates(of: project, for: .system).gates
      #expect(all.isStopped && all.line(full)?.decisions.count == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a pass with conditions needs one for each part that is missing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let gate = try await pierhead.gate(in: pierhead.project("Hub"))
      let whole = try await pierhead.conditions(for: gate)
      #expect(whole.count == 15)
      for part in EqualityPart.allCases {
        let some = whole.filter { !$0.key.hasPrefix(part.rawValue) }
        let said = await result { try await pierhead.decide("conditions", some, at: gate) }
        #expect(
          said
            == "invalid: \(part.rawValue)_words, \(part.rawValue)_due, \(part.rawValue)_owner")
      }
      let late = whole.merging(["advice_due": "19/11/2026"]) { _, new in new }
      #expect(
        await result { try await pierhead.decide("conditions", late, at: gate) }
          == "invalid: advice_due")
      let decision = try await pierhead.decide("conditions", whole, at: gate)
      let line = try await pierhead.line(gate)
      #expect(line.isPassed && line.conditions(of: decision).count == 5)
      #expect(Set(line.decisions[0].value.conditionFor.keys) == Set(EqualityPart.allCases))
      #expect(line.decisions[0].value.equality == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the schema holds a pass to what is known, and a decision is never changed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let project = try await pierhead.project("Hub")
      let gate = try await pierhead.gate(in: project)
      try await pierhead.money("secured", in: project)
      try await pierhead.recordEquality(["baseline": ""], at: gate)
      let equality = try #require(try await pierhead.line(gate).equality)
      var decision = GateDecision(
        gate: gate, outcome: .pass, body: "Board", decidedOn: TestDatabase.noon.day, why: "So",
        equality: equality.id, equalityNumber: equality.number,
        has: [.assessment, .advice, .engagement], funding: .secured, fundingNeed: .known)
      func write(_ decision: GateDecision) async -> String {
        await result {
          try await pierhead.database.write(as: .system) { transaction in
            try transaction.begin(decision, in: project)
            transaction.record("tried", project)
          }
        }
      }
      #expect(await write(decision) != "done")
      // Nobody can say that something is there that is not.
      decision.has.insert(.baseline)
      #expect(await write(decision) != "done")
      // Nor pass with conditions without one for what is missing.
      decision.has.remove(.baseline)
      (decision.outcome, decision.conditions) = (.conditions, 1)
      #expect(await write(decision) != "done")
      (decision.outcome, decision.conditions) = (.back, 0)
      #expect(await write(decision) == "done")
      let standing = try #require(try await pierhead.line(gate).decisions.first)
      let changed = await result {
        try await pierhead.database.write(as: .system) { transaction in
          try transaction.change(standing, to: standing.value)
          transaction.record("tried", project)
        }
      }
      #expect(changed != "done")
      #expect(try await pierhead.line(gate).decisions.count == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is found later opens the assessment again, until there is a new version`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let project = try await pierhead.project("Hub")
      let gate = try await pierhead.gate(in: project)
      try await pierhead.money("secured", in: project)
      let assumption = ProgrammeItemID(at: TestDatabase.noon)
      try await pierhead.programme.add(
        Risk.self, ["sort": "assumption", "words": "Women will come in the evening"],
        as: assumption, to: project, by: .system)
      try await pierhead.recordEquality(at: gate)
      try await pierhead.decide("pass", at: gate)
      clock.move(days: 30)
      let found = [
        "words": "Few women came.", "found_on": "18/12/2026", "assumption": assumption.text,
      ]
      let item = ProgrammeItemID(at: clock.wall.now())
      for _ in 0..<2 {
        try await pierhead.gates.find(found, as: item, at: gate, by: .system)
      }
      var line = try await pierhead.line(gate)
      #expect(line.reopenedBy.map(\.value.assumption) == [assumption])
      #expect(line.check.gaps.map(\.part) == [.assessment] && line.check.isReopened)
      // It was passed, and stays so; another pass needs the new version.
      #expect(line.isPassed)
      clock.move(days: 1)
      #expect(await result { try await pierhead.decide("pass", at: gate) } == "invalid: outcome")
      // The same version again is no new one, however it is written.
      try await pierhead.recordEquality(
        ["assessment": "version 1", "assessment_reference": "Looked at"], at: gate)
      #expect(try await pierhead.line(gate).check.isReopened)
      let other = try await pierhead.gate("outline", in: project)
      try await pierhead.recordEquality(at: other)
      #expect(try await pierhead.line(other).check.isReopened)
      try await pierhead.recordEquality(["assessment": "Version 2"], at: gate)
      line = try await pierhead.line(gate)
      #expect(line.check.isComplete && line.reopenedBy.isEmpty)
      #expect(try await pierhead.line(other).check.isReopened)
      #expect(await result { try await pierhead.decide("pass", at: gate) } == "done")
      // As of the days between it was open again.
      let asOf = AsOf.end(of: TestDatabase.noon.day.adding(days: 30))
      let then = try await pierhead.gates.all(asOf, for: .system)[0]
      #expect(then.line(gate)?.check.isReopened == true)
      let before = AsOf.end(of: TestDatabase.noon.day)
      let first = try await pierhead.gates.all(before, for: .system)[0]
      #expect(first.line(gate)?.check.isComplete == true && first.findings.isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a condition is met with evidence or waived with a reason, and equality is never waived`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let project = try await pierhead.project("Hub")
      let gate = try await pierhead.gate(in: project)
      let free = try await pierhead.gateCondition(at: gate)
      let line = try await pierhead.line(gate)
      let advice = try #require(line.openConditions.first { $0.value.part == .advice }).id
      let gates = pierhead.gates
      let met = [
        "evidence": "Minutes of the panel", "settled_by": "Pearl Example",
        "settled_on": "20/11/2026",
      ]
      #expect(
        await result {
          try await gates.waive(advice, from: 1, ["waived_because": "No time"], by: .system)
        }
          == "invalid: waived_because")
      // The schema says so too.
      let standing = try #require(line.openConditions.first { $0.value.part == .advice })
      var waived = standing.value
      (waived.state, waived.settledOn, waived.waivedBecause) = (
        .waived, TestDatabase.noon.day, "So"
      )
      let forced = await result {
        try await pierhead.database.write(as: .system) { [waived] transaction in
          try transaction.change(standing, to: waived)
          transaction.record("tried", project)
        }
      }
      #expect(forced != "done")
      // It is met once the part is there.
      #expect(
        await result { try await gates.meet(advice, from: 1, met, by: .system) }
          == "invalid: evidence")
      try await pierhead.recordEquality(at: gate)
      #expect(
        await result { try await gates.meet(advice, from: 1, ["evidence": "x"], by: .system) }
          == "invalid: settled_by, settled_on")
      try await gates.meet(advice, from: 1, met, by: .system)
      #expect(
        await result { try await gates.meet(advice, from: 2, met, by: .system) } == "conflict")
      #expect(
        await result { try await gates.waive(free, from: 1, [:], by: .system) }
          == "invalid: waived_because")
      try await gates.waive(free, from: 1, ["waived_because": "It is built"], by: .system)
      let after = try await pierhead.line(gate)
      #expect(after.openConditions.count == 4)
      #expect(after.conditions.first { $0.id == advice }?.value.evidence == "Minutes of the panel")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `open conditions are listed across projects, overdue first, until a later decision counts`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let (one, other) = (
        try await pierhead.project("Hub"), try await pierhead.project("Pledge")
      )
      var gates: [ProgrammeItemID] = []
      for (project, due) in [(one, "31/12/2026"), (other, "01/12/2026")] {
        let gate = try await pierhead.gate(in: project)
        try await pierhead.money("secured", in: project)
        try await pierhead.recordEquality(at: gate)
        _ = try await pierhead.gateCondition("By \(due)", due: due, at: gate)
        gates.append(gate)
      }
      func listed() async throws -> [String] {
        try await pierhead.gates.openConditions(page: 1, for: .system)
          .map { "\($0.projectName): \($0.condition.value.words)" }
      }
      #expect(try await listed() == ["Pledge: By 01/12/2026", "Hub: By 31/12/2026"])
      clock.move(days: 1)
      try await pierhead.decide("pass", at: gates[1])
      #expect(try await listed() == ["Hub: By 31/12/2026"])
      // One that is told late of an earlier day does not count.
      try await pierhead.decide("stop", ["decided_on": "19/11/2026"], at: gates[0])
      #expect(try await listed() == ["Hub: By 31/12/2026"])
      #expect(try await pierhead.line(gates[0]).isPassed)
      try await pierhead.programme.archive(one, from: 1, true, by: .system)
      #expect(try await listed() == [])
      #expect(try await pierhead.gates.openConditions(page: 2, for: .system).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `who owns a project prepares it, and the programme office decides`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let owner = try await pierhead.user("action_owner")
      let other = try await pierhead.user("action_owner")
      let reader = try await pierhead.user("board_member")
      let office = try await pierhead.user("programme_office")
      let gate = try await pierhead.gate(in: pierhead.project("Hub", owner: owner))
      let gates = pierhead.gates
      let draft = ["state": "draft", "reference": "In the shared folder"]
      func prepare(_ user: User, _ fields: [String: String], from number: Int = 0) async -> String {
        await result {
          try await gates.prepare("need", of: gate, from: number, fields, by: user)
        }
      }
      #expect(await prepare(reader, draft) == "forbidden")
      #expect(await prepare(other, draft) == "forbidden")
      #expect(await prepare(owner, draft) == "done")
      #expect(await prepare(office, ["state": "ready"]) == "conflict")
      #expect(await prepare(owner, ["state": "not_needed"], from: 1) == "invalid: no_need")
      #expect(await prepare(owner, ["state": "draft", "link": "x:y"], from: 1) == "invalid: link")
      #expect(
        await prepare(
          owner, ["state": "not_needed", "no_need": "It stands in the strategy"], from: 1)
          == "done")
      #expect(
        await result { try await gates.prepare("no-such", of: gate, from: 0, draft, by: owner) }
          == "not found")
      let decision = [
        "outcome": "return", "body": "Board", "decided_on": "20/11/2026", "why": "So",
      ]
      let id = ProgrammeItemID(at: TestDatabase.noon)
      #expect(
        await result { try await gates.decide(decision, as: id, at: gate, by: owner) }
          == "forbidden")
      // A form that is sent twice is one decision.
      for _ in 0..<2 { try await gates.decide(decision, as: id, at: gate, by: office) }
      let view = try await gates.gate(gate, for: reader)
      #expect(view.line.decisions.count == 1 && !view.mayChange)
      #expect(view.line.products.first { $0.key == "need" }?.state == .notNeeded)
      #expect(
        await result {
          try await gates.choose(["set": "short"], for: view.project.project.id, by: office)
        }
          == "conflict")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `gates come in their order with their tranches, and others may be chosen at first`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let project = try await pierhead.project("Hub")
      func names() async throws -> [String] {
        try await pierhead.gates.gates(of: project, for: .system).gates.gates.map(\.name)
      }
      let full = try await pierhead.gate("full", tranche: 2, in: project, tranches: 2)
      try await pierhead.gates.addTranche(of: full, by: .system)
      #expect(
        try await names() == [
          "Declaration of intent", "Strategic outline case", "Outline business case",
          "Full business case, tranche 1", "Full business case, tranche 2",
          "Full business case, tranche 3", "Delivery", "Close",
        ])
      let close = try await pierhead.gate("close", in: project)
      #expect(
        await result { try await pierhead.gates.addTranche(of: close, by: .system) } == "conflict")
      try await pierhead.gates.plan(close, from: 1, ["due": "Q4 27/28"], by: .system)
      #expect(
        await result {
          try await pierhead.gates.plan(close, from: 1, ["due": "May 2028"], by: .system)
        } == "conflict")
      #expect(
        await result { try await pierhead.gates.choose(["set": "x"], for: project, by: .system) }
          == "invalid: set")
      try await pierhead.gates.choose(["set": "short"], for: project, by: .system)
      #expect(
        try await names() == [
          "Declaration of intent", "Business justification case", "Delivery", "Close",
        ])
      #expect(await result { try await pierhead.line(close) } == "not found")
    }
  }
}
