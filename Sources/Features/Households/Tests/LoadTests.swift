import Core
import Support
import Testing

@testable import Households

/// What an advocate carries: households by how complex they are, and the people in them.
struct LoadTests {
  private let labels = ["raised": "Raised", "high": "High", "old": "Old"]
  private static let day = Day(2026, 11, 20)!

  private func weights(
    household: Int = 3, person: Int = 1, _ levels: (String, Int, until: Day?)...
  ) -> LoadWeights {
    LoadWeights(
      caseload: DatedList([
        DatedList.Entry(
          key: "household", label: "", number: 100, from: nil,
          until: Self.day.adding(days: -1)),
        DatedList.Entry(
          key: "household", label: "", number: household, from: Self.day, until: nil),
        DatedList.Entry(key: "member", label: "", number: person, from: nil, until: nil),
      ]),
      Vocabulary(
        needs: [:], routes: [:], benefits: [:], languages: [:], districts: [:], declineReasons: [],
        complexityLevels: levels.map { key, weight, until in
          Vocabulary.ComplexityLevel(
            entry: Vocabulary.Entry(
              key: key, label: labels[key] ?? key, valid: Validity(from: nil, to: until)),
            meaning: "", weight: weight)
        }))
  }

  @Test(
    arguments: [
      ([], 0, 0, ""),
      ([(nil, 1)], 1, 4, "1 household × 3, 1 person × 1"),
      // Nobody has said how complex it is, or it is an ordinary one: they count alike.
      ([(nil, 1), ("standard", 2)], 5, 14, "3 households × 3, 5 people × 1"),
      ([("high", 1), (nil, 1)], 2, 14, "1 household × 3, 1 household (High) × 9, 2 people × 1"),
      (
        [("high", 2), ("raised", 1)], 3, 27,
        "1 household (Raised) × 6, 2 households (High) × 9, 3 people × 1"
      ),
      // A level that is on no list counts as an ordinary household, one that has ended as it did.
      ([("gone", 1), ("old", 1)], 0, 15, "1 household × 3, 1 household (Old) × 12"),
    ] as [([(String?, Int)], Int, Int, String)])
  func `a load counts more for households that are more complex, and says its sum`(
    counted: [(String?, Int)], people: Int, load: Int, sum: String
  ) {
    let weights = weights(
      ("standard", 1, nil), ("raised", 2, nil), ("high", 3, nil),
      ("old", 4, Self.day.adding(days: -1)))
    let found = Load(
      counted.map { (level: $0.0, households: $0.1) }, people: people, quiet: 0, weights,
      on: Self.day)
    #expect(found.weighted == load && found.sum == sum)
    #expect(found.households == counted.reduce(0) { $0 + $1.1 })
  }

  @Test func `the weight of a level is that of the day`() {
    let weights = weights(
      ("high", 3, Self.day.adding(days: 9)), ("high", 5, nil))
    for (days, each) in [(0, 9), (9, 9), (10, 15)] {
      #expect(weights.household("high", on: Self.day.adding(days: days)) == each)
    }
  }

  @Test func `the words say what counts how much`() {
    #expect(
      weights(("standard", 1, nil), ("high", 3, nil)).words(on: Self.day)
        == "each household counts 3, or more if it is more complex (High\u{A0}9). Each person in it counts 1."
    )
    #expect(
      weights().words(on: Self.day)
        == "each household counts 3. Each person in it counts 1.")
  }

  @Test func `whatever is carried, the load is the sum that it says`() {
    var random = Seeded()
    for _ in 0..<200 {
      let weights = weights(
        household: .random(in: 1...5, using: &random), person: .random(in: 0...3, using: &random),
        ("standard", 1, nil), ("raised", .random(in: 1...4, using: &random), nil),
        ("high", .random(in: 1...9, using: &random), nil))
      let counted = [nil, "standard", "raised", "high"].shuffled(using: &random).map {
        (level: $0, households: Int.random(in: 0...4, using: &random))
      }
      let people = Int.random(in: 0...9, using: &random)
      let load = Load(counted, people: people, quiet: 0, weights, on: Self.day)
      let terms = load.sum.split(separator: ", ").map { term in
        term.split(separator: " ").compactMap { Int($0) }.reduce(1, *)
      }
      #expect(terms.reduce(0, +) == load.weighted, "seed \(random.seed): \(load.sum)")
      #expect(load.households == counted.reduce(0) { $0 + $1.households }, "seed \(random.seed)")
    }
  }
}
