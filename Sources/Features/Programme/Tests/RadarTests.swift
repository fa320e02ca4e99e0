import Core
import Support
import Testing

@testable import Programme

struct RadarTests {
  private static func activity(
    _ key: String, _ community: String, _ purpose: String, _ from: String = "2027-03-01",
    _ until: String = "2027-03-31", owner: String? = nil
  ) -> RadarActivity {
    RadarActivity(
      key: key, owner: owner ?? "Owner \(key)", name: "Activity \(key)", community: community,
      purpose: purpose, from: .of(from), until: .of(until))
  }

  @Test(arguments: [
    (
      "Somali women", "Somali community", "barriers to apprenticeships",
      "Barriers to an apprenticeship", true
    ),
    ("Somali women", "Chinese women", "apprenticeships", "apprenticeships", false),
    ("Women", "women", "recruitment of nurses", "recruiting nurses", true),
    ("Somali women", "Young Somali people", "recruitment", "recruiting", true),
    ("Somali", "Somali", "housing", "recruitment", false),
    ("Somali", "Somali", "community", "communication", false),
    ("", "", "housing", "housing", false), ("the people", "People", "housing", "housing", false),
    ("Somali", "Somali", "", "", false), ("Yemeni families", "Yemeni family", "pay", "pay", true),
  ])
  func `two touch the same when their words do`(
    one: String, other: String, purpose: String, otherPurpose: String, isFound: Bool
  ) {
    let pairs = Radar.pairs([
      Self.activity("a", one, purpose), Self.activity("b", other, otherPurpose),
    ])
    #expect(pairs.isEmpty != isFound)
  }

  @Test(arguments: [
    ("2027-03-31", "2027-04-30", true), ("2027-04-01", "2027-04-30", false),
    ("2026-01-01", "2027-03-01", true), ("2026-01-01", "2027-02-28", false),
    ("2027-03-10", "2027-01-01", true),
  ])
  func `they must share a month`(from: String, until: String, isFound: Bool) {
    let pairs = Radar.pairs([
      Self.activity("a", "Somali", "pay"), Self.activity("b", "Somali", "pay", from, until),
    ])
    #expect(pairs.isEmpty != isFound)
  }

  @Test func `a pair says why, how much, and what might be done`() throws {
    let pair = try #require(
      Radar.pairs([
        Self.activity(
          "b", "Somali women", "what keeps women from apprenticeships", "2027-03-20", "2027-06-30"),
        Self.activity(
          "a", "Somali", "apprenticeships: what keeps women out", "2027-05-01", "2027-08-31"),
      ]).first)
    #expect(pair.key == "a+b" && pair.first.key == "b")
    #expect(
      pair.reasons == [
        "Both are for somali", "Both are about apprenticeship, keep and women",
        "Both are in the months from May 2027 to June 2027",
      ])
    // 40 for the community, 6 of 7 words of 40, 2 of 4 months of 20.
    #expect(pair.score == 40 + 34 + 10)
    #expect(
      pair.suggestion
        == "Ask Owner b and Owner a whether people can be asked once for both: “Activity b” and “Activity a”."
    )
    let after = try #require(
      Radar.pairs([
        Self.activity("a", "Somali", "pay", "2027-03-01", "2027-03-05"),
        Self.activity("b", "Somali", "pay", "2027-03-06", "2027-03-09"),
      ]).first)
    #expect(after.suggestion.hasPrefix("Ask Owner b to read what Owner a found"))
  }

  @Test func `one owner's own activities are no pair`() {
    #expect(
      Radar.pairs([
        Self.activity("a", "Somali", "pay", owner: "One"),
        Self.activity("b", "Somali", "pay", owner: "One"),
      ]).isEmpty)
  }

  @Test func `in any order the same pairs are found, each once and none with itself`() {
    var random = Seeded()
    print("radar: seed \(random.seed)")
    let communities = [
      "Somali", "Somali women", "Young Somali men", "Yemeni", "women", "Chinese elders", "",
    ]
    let purposes = ["pay", "recruitment", "recruiting staff", "pay and progression", "housing", ""]
    for _ in 0..<200 {
      let activities = (0..<12).map { number in
        let day = Day.of("2027-01-01").adding(days: .random(in: 0..<200, using: &random))
        return RadarActivity(
          key: "k\(number)", owner: "Owner \(Int.random(in: 0..<5, using: &random))",
          name: "N\(number)",
          community: communities.randomElement(using: &random)!,
          purpose: purposes.randomElement(using: &random)!, from: day,
          until: day.adding(days: .random(in: 0..<90, using: &random)))
      }
      let pairs = Radar.pairs(activities)
      #expect(Radar.pairs(activities.shuffled(using: &random)) == pairs, "seed \(random.seed)")
      #expect(Set(pairs.map(\.key)).count == pairs.count)
      #expect(pairs.map(\.score) == pairs.map(\.score).sorted(by: >))
      #expect(
        pairs.allSatisfy { $0.first.key != $0.second.key && $0.first.owner != $0.second.owner })
      #expect(pairs.allSatisfy { (0...100).contains($0.score) && $0.reasons.count == 3 })
      // Looked at two by two, without an index, the same come out.
      var alone: Set<RadarPair> = []
      for one in activities {
        for other in activities { alone.formUnion(Radar.pairs([one, other])) }
      }
      #expect(alone == Set(pairs), "seed \(random.seed)")
    }
  }
}
