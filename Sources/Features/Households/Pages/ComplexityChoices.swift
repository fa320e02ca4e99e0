import Core
import HTML

/// The levels of complexity that are offered on a day, each with what it means.
package func complexityChoices(_ vocabulary: Vocabulary, on day: Day) -> [Choice] {
  vocabulary.complexityLevels.filter { $0.entry.valid.holds(on: day) }.map {
    Choice($0.entry.key, $0.entry.label, hint: $0.meaning)
  }
}
