import App
import Core
import Database
import Support
import Testing

@testable import Programme

/// A thousand changes on days by chance: what was shown on a day is what a later look at that day finds.
struct AsOfTests {
  @Test(arguments: TestDatabase.engines)
  func `the portfolio of any earlier day is what was shown on that day`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var edits = Edits(
        programme: pierhead.programme, clock: clock,
        office: try await pierhead.user("programme_office"), random: Seeded())
      print("seed \(edits.random.seed), \(engine)")
      var shown: [Day: String] = [:]
      for number in 0..<1000 {
        try await edits.next()
        // Some days see several changes, and some none.
        guard number % 50 != 49, Int.random(in: 0..<3, using: &edits.random) == 0 else { continue }
        shown[clock.wall.today] = try await edits.shown(.current)
        clock.move(days: Int.random(in: 1...4, using: &edits.random))
      }
      #expect(edits.done > 900, "seed \(edits.random.seed): \(edits.done)")
      #expect(shown.count > 200)
      for (day, words) in shown {
        let found = try await edits.shown(.end(of: day), day)
        #expect(found == words, "seed \(edits.random.seed), \(day)")
        if found != words { return }
      }
    }
  }

  private struct Edits {
    let programme: Programme
    let clock: TestClock
    let office: User
    var random: Seeded
    var done = 0

    func shown(_ asOf: AsOf, _ day: Day? = nil) async throws -> String {
      let portfolio = try await programme.portfolio(asOf, for: office)
      let report = ProgrammeReport(portfolio, on: day ?? clock.wall.today, programme.lists)
      return report.json + report.csv
    }

    private mutating func word() -> String {
      ["alpha", "beta", "gamma", "delta", "epsilon"].randomElement(using: &random)!
        + " \(Int.random(in: 0..<1000, using: &random))"
    }

    mutating func next() async throws {
      clock.move(seconds: Int64.random(in: 0...600, using: &random))
      do {
        try await change()
        done += 1
      } catch Rejection.conflict { return } catch Rejection.invalid { return }
    }

    private mutating func change() async throws {
      let lines = try await programme.portfolio(for: office).lines
      guard lines.count >= 3, let line = lines.randomElement(using: &random) else {
        _ = try await programme.addProject(
          ["name": word(), "workstream": "employer", "position": word()], by: office)
        return
      }
      let new = ProgrammeItemID(at: clock.wall.now())
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        _ = try await programme.addProject(
          ["name": word(), "workstream": "facilitator"], by: office)
      case 1:
        var fields = line.project.value.fields()
        fields["position"] = word()
        try await programme.change(line.id, from: line.project.number, fields, by: office)
      case 2, 3:
        try await programme.add(
          Milestone.self,
          [
            "name": word(),
            "due": ["", "2027-03", "late 2027-04", "Q4 2026/27"].randomElement(using: &random)!,
          ],
          as: new, to: line.id, by: office)
      case 4:
        try await programme.add(
          Risk.self,
          [
            "words": word(), "likelihood": "3",
            "impact": "\(Int.random(in: 1...5, using: &random))",
          ],
          as: new, to: line.id, by: office)
      case 5:
        try await programme.add(
          Source.self, ["name": word(), "amount": "\(Int.random(in: 1...9_000, using: &random))"],
          as: new, to: line.id, by: office)
      case 6, 7:
        guard let one = line.milestones.randomElement(using: &random) else { return }
        var fields = one.value.fields()
        fields["due"] = ["2027-05", "2027-06-30", "early 2027-09"].randomElement(using: &random)!
        try await programme.change(one.id, from: one.number, fields, by: office)
      case 8:
        guard let one = line.milestones.randomElement(using: &random) else { return }
        try await programme.rebaseline(
          one.id, from: one.number,
          [
            "baseline": "2027-\(Int.random(in: 10...12, using: &random))", "reason": word(),
            "expires_on": clock.wall.today.adding(days: 30).description,
          ],
          by: office)
      case 9:
        try await programme.rate(
          line.id, in: "schedule",
          [
            "rating": ["green", "amber", "red", ""].randomElement(using: &random)!,
            "reason": word(), "expires_on": clock.wall.today.adding(days: 30).description,
          ],
          by: office)
      case 10:
        guard let one = line.risks.randomElement(using: &random) else { return }
        try await programme.archive(one.id, from: one.number, true, by: office)
      default:
        guard Int.random(in: 0..<4, using: &random) == 0 else {
          try await programme.addFrame(
            ["sort": "objective", "workstream": "employer", "words": word()], as: new, by: office)
          return
        }
        try await programme.archive(line.id, from: line.project.number, true, by: office)
      }
    }
  }
}
