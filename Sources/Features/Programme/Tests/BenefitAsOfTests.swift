import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

/// Benefits and readings that change on days by chance: what stood on a day is what a later look at that day finds.
struct BenefitAsOfTests {
  @Test(arguments: TestDatabase.engines)
  func `the readings of any earlier day are what stood on that day`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      var random = Seeded()
      print("seed \(random.seed), \(engine)")
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      let benefit = try await pierhead.benefit(in: pierhead.project("Hub"))
      func standing(_ asOf: AsOf) async throws -> [String] {
        try await pierhead.database.read(fresh: true) { reader in
          try reader.standing(Reading.self, asOf).filter { !$0.isArchived }.map {
            "\($0.id) \($0.number) \($0.value.on) \($0.value.value) \($0.reason ?? "")"
          } + reader.standing(Benefit.self, asOf).map { $0.value.name }
        }
      }
      var shown: [Day: [String]] = [:]
      for number in 0..<120 {
        clock.move(seconds: 60)
        let on = clock.wall.today.adding(days: -Int.random(in: 0...300, using: &random)).written
        let fields = [
          "value": "\(Int.random(in: -500...500, using: &random))", "on": on, "source": "Survey",
          "reason": "Counted again, \(number)",
        ]
        let all = try await programme.benefit(benefit, for: office).readings.map(\.reading)
        switch (Int.random(in: 0..<6, using: &random), all.randomElement(using: &random)) {
        case (0...1, let old?):
          try await programme.change(old.id, from: old.number, fields, by: office)
        case (2, let old?):
          try await programme.archive(old.id, from: old.number, true, by: office)
        case (3, _):
          let now = try await programme.item(benefit, for: office)
          let name = now.fields.merging(["name": "Measure \(number)"]) { $1 }
          try await programme.change(benefit, from: now.number, name, by: office)
        default:
          try await programme.addReading(
            fields, as: ProgrammeItemID(at: clock.wall.now()), of: benefit, by: office)
        }
        guard Bool.random(using: &random) else { continue }
        shown[clock.wall.today] = try await standing(.current)
        clock.move(days: Int.random(in: 1...3, using: &random))
      }
      #expect(shown.count > 30)
      for (day, words) in shown {
        let found = try await standing(.end(of: day))
        #expect(found == words, "seed \(random.seed), \(day)")
      }
    }
  }
}
