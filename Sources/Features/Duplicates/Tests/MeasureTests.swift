import App
import Core
import ReferralFile
import Support
import Testing

@testable import Duplicates

/// How many altered copies are found: a small run of what `pierhead bench-duplicates` does.
struct MeasureTests {
  @Test(arguments: TestDatabase.engines)
  func `nearly all altered copies are found, and nearly all that is found is right`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let seed = UInt64.random(in: 0..<1_000_000)
      print("seed \(seed)")
      let result = try await DuplicateMeasure(pierhead.duplicates).run(
        people: 1500, copies: 220, seed: seed)
      #expect(result.copies == 220)
      #expect(result.recall >= 0.92, "seed \(seed): \(result)")
      #expect(result.precision >= 0.95, "seed \(seed): \(result)")
    }
  }

  /// The list of spellings must not be what the measure is about.
  @Test func `most names of the measure are in no list of the check`() throws {
    let variants = try ReferenceData().variants
    let made = AlteredPeople(people: 2000, copies: 0, seed: 1).records
    let words = Set(made.flatMap { NameKey($0.name).sorted.split(separator: " ").map(String.init) })
    let listed = words.filter { variants.join($0, $0) }
    print("\(listed.count) of \(words.count) words are listed")
    #expect(listed.count * 5 < words.count)
  }
}
