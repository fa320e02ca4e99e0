import App
import Core
import Households
import Support
import Testing

@testable import Teams

/// The load of advocates, as a team leader reads it.
struct LoadPageTests {
  @Test(arguments: TestDatabase.engines)
  func `how complex a household is counts in its advocate's load, and the pages say why`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let amir = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let nia = try await pierhead.user("advocate", name: "Nia Example", in: Place.liverpool)
      let first = try await pierhead.household("1", by: leader, for: amir)
      let second = try await pierhead.household("2", by: leader, for: amir)
      _ = try await pierhead.household("3", by: leader, for: nia)
      func loads() async throws -> [Int?] {
        try await pierhead.households.advocates(for: Place.liverpool, as: leader)
          .map(\.load?.weighted)
      }
      #expect(try await loads() == [8, 4])
      let vocabulary = pierhead.reference.vocabulary
      for (id, level) in [(first, "high"), (second, "standard")] {
        try await pierhead.households.setComplexity(
          level, of: id, because: "", vocabulary, by: leader)
      }
      #expect(try await loads() == [14, 4])
      let team = try await pierhead.teams.team(.load, page: 1, for: leader).colleagues
      #expect(team.map(\.load.weighted) == [14, 4] && team[0].load.people == 2)

      let browser = try await pierhead.browser(leader)
      let form = try await browser.get("/households/\(first)/assignments").words
      #expect(form.contains("Amir Example (2 households, 1 of them High, 2 people, load 14)"))
      let sum = "14, which is 1 household × 3, 1 household (High) × 9, 2 people × 1"
      let all =
        "each household counts 3, or more if it is more complex (Raised 6, High 9)"
      for path in ["/team", "/team/\(amir.id)"] {
        let page = try await browser.get(path).words
        #expect(page.contains(sum) && page.contains(all), "\(path): \(page)")
      }
      #expect(form.contains(all))
    }
  }
}
