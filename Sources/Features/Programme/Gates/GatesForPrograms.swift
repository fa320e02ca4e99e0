import Core
import Database

/// Where the list of open conditions goes on: after the condition that is due on this day.
package struct ConditionPlace: Sendable {
  let dueOn: Day
  let id: ProgrammeItemID

  package init(dueOn: Day, id: ProgrammeItemID) { (self.dueOn, self.id) = (dueOn, id) }
}

/// What programs read of the gates, in parts that go on where the last one ended.
extension Gates {
  /// Where projects stand, by their ids: at most `limit` of those after `after`. The day is of the past or today; nil is
  /// now.
  package func all(
    on day: Day?, after: ProgrammeItemID?, limit: Int, for user: User
  ) async throws -> (lines: [ProjectGates], hasMore: Bool) {
    let lines = try await all(programme.asOf(day), for: user)
      .filter { line in after.map { line.project.id.text > $0.text } ?? true }
      .sorted { $0.project.id.text < $1.project.id.text }
    return (Array(lines.prefix(limit)), lines.count > limit)
  }

  /// Open conditions of the whole portfolio, the first due first: at most `limit` of those after `after`.
  package func openConditions(
    after: ConditionPlace?, limit: Int, for user: User
  ) async throws -> (lines: [OpenCondition], hasMore: Bool) {
    try user.must(.readProgramme)
    let lines = try await programme.database.read {
      try $0.openConditions(after: after, limit: limit)
    }
    return (Array(lines.prefix(limit)), lines.count > limit)
  }
}
