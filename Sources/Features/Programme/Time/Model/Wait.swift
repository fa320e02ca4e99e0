import Core
import Database

/// That a milestone can't be done before another one, of its own project or of another.
package struct Wait: Kept {
  package static let mostWeeks = 260

  /// The one that waits.
  package var milestone: ProgrammeItemID
  /// The one that must be done first.
  package var needed: ProgrammeItemID
  /// Whole weeks of work that must lie between both.
  package var weeks = 0
  package var note: String?

  package static let kind = ItemKind.wait
  package static let columns = ["milestone_id", "needed_id", "weeks", "note"]

  package var values: [Value] { [milestone.stored, needed.stored, weeks.stored, note.stored] }
}

extension Wait {
  package init(_ row: Row) throws {
    try self.init(
      milestone: row["milestone_id"], needed: row["needed_id"], weeks: row["weeks"],
      note: row["note"])
  }
}

/// A milestone with the project that it is of.
struct NamedMilestone: Sendable {
  let standing: Standing<Milestone>
  let projectID: ProgrammeItemID
  let projectName: String

  var id: ProgrammeItemID { standing.id }
  var name: String { standing.value.name }
  /// As one says it where milestones of several projects stand together.
  var words: String { "\(name) (\(projectName))" }
}

/// That one waits for another, with what comes of it.
struct WaitLine: Sendable {
  let wait: Standing<Wait>
  let waiting: NamedMilestone
  /// Nil where it, or its project, is archived.
  let needed: NamedMilestone?
  /// What it is called, archived or not.
  let neededName: String
  let effect: Waiting.Effect
}

/// Everything that waits in the portfolio, those that are pushed first.
struct WaitingView: Sendable {
  let lines: [WaitLine]

  /// What a milestone waits for.
  func lines(of milestone: ProgrammeItemID) -> [WaitLine] {
    lines.filter { $0.waiting.id == milestone }
  }

  /// What waits for a milestone.
  func lines(waitingFor milestone: ProgrammeItemID) -> [WaitLine] {
    lines.filter { $0.wait.value.needed == milestone }
  }

  /// Where the project waits, or is waited for.
  func lines(touching project: ProgrammeItemID) -> [WaitLine] {
    lines.filter { $0.waiting.projectID == project || $0.needed?.projectID == project }
  }

  /// Milestones that something pushes, or that wait for what will not come.
  var troubled: Set<ProgrammeItemID> {
    Set(lines.filter(\.effect.isTrouble).map(\.waiting.id))
  }
}
