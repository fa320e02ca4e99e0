import Core
import Database

extension Reader {
  /// What waited then, without what was ended.
  func waits(_ asOf: AsOf) throws -> [Standing<Wait>] {
    try standing(Wait.self, asOf).filter { !$0.isArchived }
  }

  /// What milestones are called that stand in no list.
  func milestoneNames(_ ids: [ProgrammeItemID]) throws -> [ProgrammeItemID: String] {
    guard !ids.isEmpty else { return [:] }
    let found = try rows(
      "SELECT item_id, name FROM milestone_versions WHERE until_at IS NULL AND item_id IN (\(list: ids)) LIMIT 1000"
    )
    return Dictionary(uniqueKeysWithValues: try found.map { (try $0["item_id"], try $0["name"]) })
  }

  /// Everything that a milestone ever waited for, the newest change first.
  func waitHistory(
    of milestone: ProgrammeItemID, page: Int, size: Int
  ) throws -> [Standing<Wait>] {
    try rows(
      "\(Wait.select) WHERE v.milestone_id = \(milestone) ORDER BY v.from_at DESC, v.item_id DESC, v.number DESC \(SQL.page(page, of: size))"
    ).map { try Standing($0) }
  }
}

extension Transaction {
  /// Whoever asks this waits until others who asked it have ended, so that two changes can't close a loop together.
  func alone() throws { try change("UPDATE programme_state SET changes = changes + 1") }

  /// Adds that a milestone waits for another, or brings it back. Throws in words where that can't be.
  func wait(_ wait: Wait, of project: ProgrammeItemID, as id: ProgrammeItemID) throws {
    try alone()
    guard let needed = try read.found(Milestone.self, wait.needed), !needed.isArchived,
      let home = needed.project, try read.found(Project.self, home)?.isArchived == false
    else { throw Rejection.invalid("needed", Reason("wait.needed")) }
    guard wait.needed != wait.milestone else {
      throw Rejection.invalid("needed", Reason("wait.itself"))
    }
    let all = try read.standing(Wait.self)
    let old = all.first {
      $0.value.milestone == wait.milestone && $0.value.needed == wait.needed
    }
    if let old, !old.isArchived { throw Rejection.invalid("needed", Reason("wait.twice")) }
    let edges = all.filter { !$0.isArchived }.map(\.value.edge)
    if let loop = Waiting.loop(wait.edge, edges) {
      let names = try read.milestoneNames(Array(Set(loop.prefix(4) + loop.suffix(4))))
      throw Rejection.invalid(
        "needed",
        Reason("wait.loop", ["words": Waiting.words(loop.map { names[$0] ?? $0.text })]))
    }
    if let old {
      try change(old, to: wait, isArchived: false)
    } else {
      try begin(wait, in: project, as: id)
    }
    record(
      "milestone made to wait", wait.milestone,
      ["for": wait.needed.text, "weeks": String(wait.weeks)])
  }
}

extension Wait {
  var edge: Waiting.Edge { Waiting.Edge(waiting: milestone, needed: needed, weeks: weeks) }
}
