import Core
import Database

/// The door to what touches whom, and to the radar that compares it.
extension Programme {
  /// What is noted, the soonest first; what has no date comes last.
  func touches(for user: User) async throws -> [TouchLine] {
    try user.must(.readProgramme)
    return try await database.read { try $0.touches() }.sorted { $0.place < $1.place }
  }

  func touch(
    _ id: ProgrammeItemID, page: Int, for user: User
  ) async throws -> (line: TouchLine, item: TimeItem<Touch>) {
    try user.must(.readProgramme)
    return try await database.read {
      try $0.touchItem(id, page: page) { Self.mayTouch(user, $0) }
    }
  }

  /// The programme office notes anybody's, an owner those of their own projects.
  private static func mayTouch(_ user: User, _ project: Project?) -> Bool {
    project.map { may(user, change: $0) } ?? user.may(.keepProgramme)
  }

  package func addTouch(
    _ fields: [String: String], as id: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      if try transaction.read.kind(of: id) != nil { return }
      var touch = try Touch.read(fields, nil, lists, today: transaction.today)
      if let milestone = touch.milestone {
        guard let found = try transaction.read.found(Milestone.self, milestone), !found.isArchived
        else { throw Rejection.invalid("milestone", Reason("touch.milestone")) }
        touch.project = found.project
      }
      try transaction.mayTouch(touch)
      try transaction.begin(touch, as: id)
      transaction.record("touch added", id, ["kind": touch.sort.rawValue])
    }
  }

  /// Answers the version that stands then.
  @discardableResult
  package func changeTouch(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.touch(id, from: number)
      let touch = try Touch.read(fields, old.value, lists, today: transaction.today)
      try transaction.mayTouch(touch)
      guard touch != old.value else {
        transaction.unchanged(.touch, id)
        return number
      }
      try transaction.change(old, to: touch)
      transaction.record("touch changed", id, ["version": String(number + 1)])
      return number + 1
    }
  }

  /// Answers the version that stands then.
  @discardableResult
  package func archiveTouch(
    _ id: ProgrammeItemID, from number: Int, _ isArchived: Bool, once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try user.must(.updateProjects)
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.touch(id, from: number)
      guard old.isArchived != isArchived else {
        transaction.unchanged(.touch, id)
        return number
      }
      try transaction.change(old, to: old.value, isArchived: isArchived)
      transaction.record(isArchived ? "touch archived" : "touch brought back", id)
      return number + 1
    }
  }

  // MARK: - The radar

  /// What the radar finds, the likeliest first: dismissed or not.
  func findings(for user: User) async throws -> [RadarFinding] {
    try user.must(.readProgramme)
    let today = wall.today
    return try await database.read { try $0.findings(on: today) }
  }

  /// Says that two are not one. `said` is what both said when somebody looked at them.
  package func dismiss(
    _ key: String, said: String, _ fields: [String: String], once: Once<Void>? = nil,
    by user: User
  ) async throws {
    try user.must(.judgeRadar)
    try await database.write(as: user, once: once) { transaction in
      guard
        let finding = try transaction.read.findings(on: transaction.today)
          .first(where: { $0.pair.key == key }), finding.pair.said == said,
        let one = ProgrammeItemID(checking: min(finding.pair.first.key, finding.pair.second.key)),
        let other = ProgrammeItemID(checking: max(finding.pair.first.key, finding.pair.second.key))
      else { throw Rejection.conflict(Reason("radar.changed")) }
      try transaction.mayJudge(one, other)
      var typed = Typed(fields)
      let reason = typed.required("reason", "The reason", limit: 1000, missing: "programme.reason")
      try typed.check()
      let dismissal = Dismissal(one: one, other: other, said: said)
      let cause = Cause(because: reason)
      let old = try transaction.read.standing(Dismissal.self).first { $0.value.key == key }
      if let old {
        try transaction.change(old, to: dismissal, isArchived: false, cause)
      } else {
        try transaction.begin(dismissal, cause)
      }
      transaction.record("finding of the radar dismissed", one, ["other": other.text])
    }
  }

  /// Takes a dismissal back: the two are shown again.
  package func showAgain(
    _ id: ProgrammeItemID?, from number: Int, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.judgeRadar)
    try await database.write(as: user, once: once) { transaction in
      guard let id, let old = try transaction.read.found(Dismissal.self, id),
        old.number == number, !old.isArchived
      else { throw Rejection.conflict(Reason("programme.changed")) }
      try transaction.mayJudge(old.value.one, old.value.other)
      try transaction.change(old, to: old.value, isArchived: true, Cause(because: old.reason))
      transaction.record(
        "finding of the radar shown again", old.value.one, ["other": old.value.other.text])
    }
  }
}

extension Transaction {
  /// Throws unless this user may note it: of a project like the project itself, of a partner the programme office.
  fileprivate func mayTouch(_ touch: Touch) throws {
    guard let project = touch.project else {
      try user.must(.keepProgramme)
      return
    }
    guard let standing = try read.found(Project.self, project) else {
      throw Rejection.invalid("project", Reason("touch.owner"))
    }
    guard Programme.may(user, change: standing.value) else { throw Rejection.forbidden }
    if standing.isArchived { throw Rejection.invalid("project", Reason("programme.archived")) }
  }

  /// The version that a form was made from, if it still stands and this user may change it.
  fileprivate func touch(_ id: ProgrammeItemID, from number: Int) throws -> Standing<Touch> {
    guard let old = try read.found(Touch.self, id) else { throw Rejection.notFound("Touch") }
    try mayTouch(old.value)
    guard old.number == number else { throw Rejection.conflict(Reason("programme.changed")) }
    return old
  }

  /// The programme office and engagement leads judge every two, an owner those of which one is theirs.
  fileprivate func mayJudge(_ one: ProgrammeItemID, _ other: ProgrammeItemID) throws {
    if try user.must(.judgeRadar) == .all { return }
    for id in [one, other] {
      guard let project = try read.found(Touch.self, id)?.value.project,
        let standing = try read.found(Project.self, project)
      else { continue }
      if standing.value.owner == user.id { return }
    }
    throw Rejection.forbidden
  }
}

extension TouchLine {
  fileprivate var place: (Day, String) { (begins?.first ?? Day(number: .max), touch.id.text) }
}
