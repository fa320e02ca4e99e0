import App
import Core
import Testing

@testable import Programme

/// The lists as they are shipped.
struct ShippedRatingTests {
  private let today = Day.of("2026-11-22")

  @Test func `the shipped scales are those of their days`() throws {
    let rules = try ReferenceData().ratings
    #expect(rules.scale(on: .of("2021-01-31"))?.steps.map(\.key) == ["green", "amber", "red"])
    #expect(rules.scale(for: .deliveryConfidence, on: .of("2021-01-31"))?.steps.count == 5)
    #expect(rules.scale(for: .deliveryConfidence, on: today)?.steps.count == 3)
  }

  @Test func `every respect can be rated from the shipped thresholds`() throws {
    let rules = try ReferenceData().ratings
    let scale = try #require(rules.scale(on: today))
    for respect in Respect.all {
      let ratings = Set(rules.thresholds(of: respect, scale, on: today).map(\.rating))
      #expect(ratings == ["amber", "red"], "\(respect)")
    }
    let bad = ProjectFacts(
      milestones: [
        .init(
          "A", baseline: .of("2026-01-01")...(.of("2026-01-31")),
          due: .of("2026-03-01")...(.of("2026-03-31")))
      ],
      spend: .init(planned: 100, spent: 200), risks: [.init("R", score: 25)],
      engagement: .never(since: .of("2020-01-01")))
    let standing = rules.standing(bad, [:], labels: { $0 }, on: today)
    #expect(standing.count == 5 && standing.values.allSatisfy { $0.rating == "red" })
  }

  @Test func `a score of 16 is for the programme`() throws {
    let bands = try ReferenceData().riskBands
    #expect(bands.band(of: 15, on: today)?.isEscalated == false)
    #expect(bands.band(of: 16, on: today)?.isEscalated == true)
  }
}
