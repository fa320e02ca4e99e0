import Foundation
import Fuzzed
import Testing

/// What libFuzzer found worth keeping, and what was written by hand, is tried each time. See `scripts/fuzz`.
struct KeptTests {
  private static let corpus = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "Corpus")

  @Test(arguments: Fuzzed.allCases)
  func `what was found stays as it must be`(fuzzed: Fuzzed) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.corpus.appending(path: fuzzed.rawValue), includingPropertiesForKeys: nil)
    #expect(files.count >= 5, "the corpus of \(fuzzed) is gone")
    for file in files {
      do {
        try fuzzed.attempt(Array(Data(contentsOf: file)))
      } catch {
        Issue.record("\(file.lastPathComponent): \(error)")
      }
    }
  }
}
