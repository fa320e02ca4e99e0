import Core
import Database

/// The door to what milestones wait for.
extension Programme {
  /// Everything that waits, as it stands or stood when a day had ended, those that are pushed first.
  func waiting(_ asOf: AsOf = .current, for user: User) async throws -> WaitingView {
    let portfolio =
      asOf == .current
      ? try await shown(for: user).portfolio : try await self.portfolio(asOf, for: user)
    let named = portfolio.milestones
    let (waits, names) = try await database.read { reader in
      let waits = try reader.waits(asOf)
      let lost = Set(waits.map(\.value.needed)).subtracting(named.keys)
      return (waits, try reader.milestoneNames(lost.sorted { $0.text < $1.text }))
    }
    let day: Day
    switch asOf {
    case .current: day = wall.today
    case .end(let of): day = of
    }
    let rule = Waiting(named.compactMapValues(\.point), waits.map(\.value.edge), on: day)
    let lines = waits.compactMap { wait -> WaitLine? in
      guard let waiting = named[wait.value.milestone] else { return nil }
      let needed = named[wait.value.needed]
      return WaitLine(
        wait: wait, waiting: waiting, needed: needed,
        neededName: needed?.words ?? names[wait.value.needed] ?? "",
        effect: rule.effect(wait.value.edge))
    }
    return WaitingView(lines: lines.sorted { $0.place < $1.place })
  }

  /// One milestone with the project that it is of, archived or not.
  func milestone(_ id: ProgrammeItemID, for user: User) async throws -> (
    milestone: NamedMilestone, mayChange: Bool
  ) {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard let standing = try reader.found(Milestone.self, id), let home = standing.project,
        let project = try reader.found(Project.self, home)
      else { throw Rejection.notFound("Milestone") }
      return (
        NamedMilestone(standing: standing, projectID: home, projectName: project.value.name),
        Self.may(user, change: project.value) && !project.isArchived && !standing.isArchived
      )
    }
  }

  /// What a milestone ever waited for; `size` a page, and one more where there are more.
  func waitHistory(
    of milestone: ProgrammeItemID, page: Int, size: Int, for user: User
  ) async throws -> [WaitChange] {
    try user.must(.readProgramme)
    return try await database.read { reader in
      let versions = try reader.waitHistory(of: milestone, page: page, size: size)
      let names = try reader.milestoneNames(versions.map(\.value.needed))
      let people = try reader.accountNames(Set(versions.map(\.by)))
      return versions.map {
        WaitChange(
          version: $0, needed: names[$0.value.needed] ?? "",
          by: people[$0.by] ?? User.system.name)
      }
    }
  }

  /// Says that a milestone waits for another. The form's id makes a form that is sent twice one thing.
  package func wait(
    _ milestone: ProgrammeItemID, _ fields: [String: String], as id: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    try await database.write(as: user, once: once) { transaction in
      let project = try transaction.mayChange(milestone: milestone)
      var typed = Typed(fields)
      let needed = typed.plain("needed").flatMap { ProgrammeItemID(checking: $0) }
      if needed == nil { typed.add("needed", Reason("wait.needed")) }
      let weeks = typed.whole("weeks", in: 0...Wait.mostWeeks) ?? 0
      let note = typed.text("note", "The note", limit: 500)
      try typed.check()
      guard let needed, try transaction.read.kind(of: id) == nil else { return }
      try transaction.wait(
        Wait(milestone: milestone, needed: needed, weeks: weeks, note: note), of: project, as: id)
    }
  }

  /// Ends that a milestone waits. It stays in the history, and saying it again brings it back.
  package func endWait(
    _ wait: ProgrammeItemID?, from number: Int, of milestone: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    try await database.write(as: user, once: once) { transaction in
      _ = try transaction.mayChange(milestone: milestone)
      guard let wait, let old = try transaction.read.found(Wait.self, wait),
        old.value.milestone == milestone, old.number == number, !old.isArchived
      else { throw Rejection.conflict(Reason("programme.changed")) }
      try transaction.change(old, to: old.value, isArchived: true)
      transaction.record(
        "milestone made to wait no more", milestone, ["for": old.value.needed.text])
    }
  }
}

/// One change of what a milestone waits for.
struct WaitChange: Sendable {
  let version: Standing<Wait>
  let needed: String
  let by: String
}

extension Transaction {
  /// The project of a milestone that stands and that this user may change.
  func mayChange(milestone id: ProgrammeItemID) throws -> ProgrammeItemID {
    guard let standing = try read.found(Milestone.self, id), let project = standing.project else {
      throw Rejection.notFound("Milestone")
    }
    try mayChange(project)
    if standing.isArchived { throw Rejection.conflict(Reason("wait.archived")) }
    return project
  }
}

extension Portfolio {
  /// Every milestone by its id, with its project.
  var milestones: [ProgrammeItemID: NamedMilestone] {
    var named: [ProgrammeItemID: NamedMilestone] = [:]
    for line in lines {
      for one in line.milestones {
        named[one.id] = NamedMilestone(
          standing: one, projectID: line.id, projectName: line.project.value.name)
      }
    }
    return named
  }
}

extension NamedMilestone {
  /// Nil where it was dropped.
  var point: Waiting.Point? {
    let value = standing.value
    return value.state == .dropped
      ? nil : Waiting.Point(due: value.due, isDone: value.state == .done)
  }
}

extension WaitLine {
  /// Where it stands in lists: what needs somebody first, of those the one that is due first.
  fileprivate var place: (Int, Day, String, String) {
    (
      effect.rank, waiting.standing.value.due?.first ?? Day(number: .max), waiting.words,
      wait.id.text
    )
  }
}
