import Core

/// What was said of a project at the end of each month, and what became of it: made from all versions of what it has.
package struct PastProject: Sendable {
  /// Over how many months it looks back.
  static let months = 36

  package let project: Standing<Project>
  package let declared: [DeclaredRating]
  package let history: ProjectHistory

  /// Each list by thing, and of each thing the oldest version first.
  init(
    _ project: Standing<Project>, ratings: [Standing<Rating>], milestones: [Standing<Milestone>],
    risks: [Standing<Risk>], budgets: [Standing<Budget>], today: Day
  ) {
    self.project = project
    let ends = Self.ends(before: today)
    declared = Self.things(ratings).flatMap { versions in
      ends.compactMap { end, name in Self.declared(versions, end, name) }
    }
    history = ProjectHistory(
      milestones: Self.things(milestones).compactMap(Self.milestone),
      risks: Self.things(risks).compactMap(Self.risk),
      spend: Self.spend(budgets.filter { $0.until == nil && !$0.isArchived }.map(\.value), today))
  }

  /// What was spent up to the end of each quarter that is over, by the figures that stand now: when one was written down does
  /// not change what was spent.
  private static func spend(
    _ budgets: [Budget], _ today: Day
  ) -> [(on: Day, spend: ProjectFacts.Spend)] {
    budgets.map(\.quarter.last).filter { $0 < today }.sorted().compactMap { end in
      budgets.filter { $0.quarter.last <= end }.spend(on: end.adding(days: 1)).map { (end, $0) }
    }
  }

  /// The last days of the months before this one, the earliest first.
  private static func ends(before today: Day) -> [(day: Day, name: String)] {
    var ends: [(day: Day, name: String)] = []
    var day = today
    while ends.count < months {
      day = day.adding(days: -day.parts.2)
      guard let month = PlannedDate(.month, holding: day) else { break }
      ends.append((day, month.spoken))
    }
    return ends.reversed()
  }

  private static func things<Value: Kept>(
    _ versions: [Standing<Value>]
  ) -> [[Standing<Value>]] {
    Dictionary(grouping: versions, by: \.id).sorted { $0.key.text < $1.key.text }.map {
      $0.value.sorted { $0.number < $1.number }
    }
  }

  /// What stood when a day had ended; nothing where it was not rated, or where a word against the facts was over.
  private static func declared(
    _ versions: [Standing<Rating>], _ end: Day, _ name: String
  ) -> DeclaredRating? {
    let standing = versions.last { $0.since.day <= end && ($0.until.map { $0.day > end } ?? true) }
    guard let standing, !standing.isArchived, let rating = standing.value.rating,
      standing.value.expiresOn.map({ $0 >= end }) ?? true
    else { return nil }
    return DeclaredRating(name, end: end, respect: standing.value.respect, rating: rating)
  }

  private static func milestone(
    _ versions: [Standing<Milestone>]
  ) -> ProjectHistory.Milestone? {
    guard let last = versions.last else { return nil }
    return ProjectHistory.Milestone(
      last.value.name,
      promises: versions.map { one in
        (one.since.day, one.isArchived ? nil : one.value.due.map { $0.first...$0.last })
      },
      doneOn: last.value.state == .done ? last.value.doneOn : nil,
      droppedOn: since(versions) { $0.isArchived || $0.value.state == .dropped })
  }

  private static func risk(_ versions: [Standing<Risk>]) -> ProjectHistory.Risk? {
    // What began as something else was no risk that anybody could have seen.
    guard let first = versions.first, let last = versions.last, first.value.sort == .risk else {
      return nil
    }
    return ProjectHistory.Risk(
      last.value.words, openedOn: first.since.day,
      closedOn: since(versions) { $0.isArchived || $0.value.state == .closed },
      becameIssueOn: versions.first { $0.value.sort == .issue }?.since.day)
  }

  /// From which day on it is so, up to now; nil where it is not so now.
  private static func since<Value: Kept>(
    _ versions: [Standing<Value>], _ isSo: (Standing<Value>) -> Bool
  ) -> Day? {
    versions.reversed().prefix(while: isSo).last?.since.day
  }
}

/// A respect in which a project was said to stand well for some months on end, and what showed soon after.
package struct Hindsight: Hashable, Sendable {
  package let respect: String
  package let rating: String
  /// The key of the scale by which it was said.
  package let scale: String
  /// "January 2021" or "January 2021 to March 2021".
  package let period: String
  package let months: Int
  /// What showed, in sentences without their stops, each once.
  package let facts: [String]

  /// Months that follow each other with the same rating in the same respect are one.
  package static func runs(_ found: [Watermelon]) -> [Hindsight] {
    var runs: [[Watermelon]] = []
    for one in found.sorted(by: {
      ($0.declared.respect, $0.declared.end) < ($1.declared.respect, $1.declared.end)
    }) {
      if let last = runs.last?.last?.declared, last.respect == one.declared.respect,
        last.rating == one.declared.rating, last.end.days(until: one.declared.end) <= 31
      {
        runs[runs.count - 1].append(one)
      } else {
        runs.append([one])
      }
    }
    return runs.compactMap { run in
      guard let first = run.first, let last = run.last else { return nil }
      var facts: [String] = []
      for fact in run.flatMap(\.facts) where !facts.contains(fact) { facts.append(fact) }
      return Hindsight(
        respect: first.declared.respect, rating: first.declared.rating, scale: first.truth.scale,
        period: run.count == 1
          ? first.declared.name : "\(first.declared.name) to \(last.declared.name)",
        months: run.count, facts: facts)
    }
  }
}
