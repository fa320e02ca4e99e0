import Core
import Database

/// One page of projects with what was said of each and what showed soon after.
package struct HindsightList: Sendable {
  package struct Line: Sendable {
    package let project: Standing<Project>
    /// By respect, how many months it was rated.
    package let rated: [String: Int]
    package let found: [Hindsight]

    /// How many months of a respect proved to be worse than was said.
    package func months(_ respect: String) -> Int {
      found.filter { $0.respect == respect }.reduce(0) { $0 + $1.months }
    }
  }

  package let lines: [Line]
  package let hasMore: Bool
  /// Whether more was changed than was read, so that something may be missing.
  package let isCut: Bool
}

/// The door to what was said and what came true.
extension Programme {
  /// Projects on a page.
  private static let pastProjectsOnPage = 20
  /// Versions of one kind that are read for a page.
  private static let mostVersions = 20_000

  package func hindsight(page: Int = 1, for user: User) async throws -> HindsightList {
    try user.must(.readProgramme)
    let (lists, today) = (lists, wall.today)
    let past = try await database.read {
      try $0.pastProjects(
        page: page, size: Self.pastProjectsOnPage, versions: Self.mostVersions, today: today)
    }
    let lines = past.projects.map { one in
      HindsightList.Line(
        project: one.project,
        rated: Dictionary(one.declared.map { ($0.respect, 1) }, uniquingKeysWith: +),
        found: Hindsight.runs(
          lists.ratings.watermelons(
            one.declared, one.history, labels: { lists.respects.label($0) }, today: today)))
    }
    return HindsightList(lines: lines, hasMore: past.hasMore, isCut: past.isCut)
  }
}
