import Core
import Database

/// What programs read and change of things that have doors of their own, by the addresses of all others.
extension Programme {
  /// Anything that programs know by its fields, with what it was before.
  package func thing(
    _ id: ProgrammeItemID, page: Int = 1, for user: User
  ) async throws -> ItemView {
    try user.must(.readProgramme)
    switch try await database.read({ try $0.kind(of: id) }) {
    case .body: return try await body(id, page: page, for: user).history
    case .meeting: return try await meeting(id, page: page, for: user).history
    case .touch: return try await touch(id, page: page, for: user).item.history
    default: return try await item(id, page: page, for: user)
    }
  }

  /// Changes a thing of a kind by its fields. Answers the version that stands then.
  package func changeThing(
    _ id: ProgrammeItemID, _ kind: ItemKind, from number: Int, _ fields: [String: String],
    once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    switch kind {
    case .body: try await changeBody(id, from: number, fields, once: once, by: user)
    case .meeting: try await changeMeeting(id, from: number, fields, once: once, by: user)
    case .touch: try await changeTouch(id, from: number, fields, once: once, by: user)
    default: try await change(id, from: number, fields, once: once, by: user)
    }
  }

  /// Takes a thing of a kind out of all lists, or puts it back. Answers the version that stands then.
  package func archiveThing(
    _ id: ProgrammeItemID, _ kind: ItemKind, from number: Int, _ isArchived: Bool,
    once: Once<Int>? = nil, by user: User
  ) async throws -> Int {
    switch kind {
    case .body: try await archiveBody(id, from: number, isArchived, once: once, by: user)
    case .meeting: try await archiveMeeting(id, from: number, isArchived, once: once, by: user)
    case .touch: try await archiveTouch(id, from: number, isArchived, once: once, by: user)
    default: try await archive(id, from: number, isArchived, once: once, by: user)
    }
  }

  /// Adds a thing of a kind that belongs to no project, by its own door where it has one.
  package func addThing(
    _ form: ItemForm, _ fields: [String: String], as id: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    switch form.kind {
    case .body: try await addBody(fields, as: id, once: once, by: user)
    case .meeting: try await addMeeting(fields, as: id, once: once, by: user)
    case .touch: try await addTouch(fields, as: id, once: once, by: user)
    case .pack: try await Packs(self).add(fields, as: id, once: once, by: user)
    default: try await add(form, fields, as: id, once: once, by: user)
    }
  }

  /// What was measured of a benefit, in the order in which it was added: at most `limit` of those after `after`.
  package func readings(
    of benefit: ProgrammeItemID, after: ProgrammeItemID?, limit: Int, for user: User
  ) async throws -> (lines: [ItemLine], hasMore: Bool) {
    _ = try await self.benefit(benefit, for: user)
    let lines = try await database.read {
      try $0.readings(of: benefit, after: after, limit: limit).map { ItemLine($0) }
    }
    return (Array(lines.prefix(limit)), lines.count > limit)
  }
}

/// A day on which a body meets, with what is worked out of it.
package struct MeetingDay: Sendable {
  package let id: ProgrammeItemID
  package let number: Int
  package let body: ProgrammeItemID
  package let bodyName: String
  package let day: Day
  package let papersDue: Day
  package let note: String?
}

/// That a milestone waits for another, with what comes of it.
package struct WaitingLine: Sendable {
  /// A milestone with the project that it is of; archived ones have a name alone.
  package struct Named: Sendable {
    package let id: ProgrammeItemID
    package let name: String
    package let project: ProgrammeItemID?
  }

  package let id: ProgrammeItemID
  package let number: Int
  package let waiting: Named
  package let needed: Named
  package let weeks: Int
  package let note: String?
  /// `pushes`, `gone`, `undated`, `fits`, `met` or `over`.
  package let effect: String
  /// By how much the other is too late, in words, and when the one that waits can be done at the earliest.
  package let slip: String?
  package let earliest: PlannedDate?

  package static let effects = ["pushes", "gone", "undated", "fits", "met", "over"]
}

/// Two that may be one, as the radar has found them.
package struct RadarLine: Sendable {
  package let pair: RadarPair
  /// What both say, by which a dismissal holds.
  package let said: String
  package let isDismissed: Bool
  /// What was said of the two last: its id and version, by whom, when and why.
  package let dismissal:
    (id: ProgrammeItemID, number: Int, by: String, since: Instant, why: String)?
}

extension Programme {
  /// Meetings from today on, the next first, or those that were, the last first; in parts of 50.
  package func meetingDays(
    isPast: Bool, page: Int, for user: User
  ) async throws -> (lines: [MeetingDay], hasMore: Bool) {
    let workingDays = lists.workingDays
    let found = try await meetings(isPast: isPast, page: page, size: 50, for: user)
    let lines = found.prefix(50).map { line in
      MeetingDay(
        id: line.meeting.id, number: line.meeting.number, body: line.meeting.value.body,
        bodyName: line.bodyName, day: line.meeting.value.day,
        papersDue: line.meeting.value.papersDue(workingDays), note: line.meeting.value.note)
    }
    return (lines, found.count > 50)
  }

  /// What waits for what, by the ids of that: at most `limit` of those after `after`. The day is of the past or today.
  package func waits(
    on day: Day?, after: ProgrammeItemID?, limit: Int, for user: User
  ) async throws -> (lines: [WaitingLine], hasMore: Bool) {
    let found = try await waiting(try asOf(day), for: user).lines
      .filter { line in after.map { line.wait.id.text > $0.text } ?? true }
      .sorted { $0.wait.id.text < $1.wait.id.text }
    return (found.prefix(limit).map(WaitingLine.init), found.count > limit)
  }

  /// One thing that waits, as it stands. Nil where it was ended, or never stood.
  package func wait(_ id: ProgrammeItemID, for user: User) async throws -> (
    milestone: ProgrammeItemID, number: Int
  ) {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard try reader.kind(of: id) == .wait, let found = try reader.found(Wait.self, id) else {
        throw Rejection.notFound("Wait")
      }
      return (found.value.milestone, found.number)
    }
  }

  /// What the radar finds, the likeliest first, dismissed or not; in parts of 50.
  package func radar(
    page: Int, for user: User
  ) async throws -> (lines: [RadarLine], hasMore: Bool) {
    let found = try await findings(for: user).dropFirst((page - 1) * 50)
    let lines = found.prefix(50).map { one in
      RadarLine(
        pair: one.pair, said: one.pair.said, isDismissed: one.isDismissed,
        dismissal: one.dismissal.map {
          ($0.standing.id, $0.standing.number, $0.by, $0.standing.since, $0.standing.reason ?? "")
        })
    }
    return (lines, found.count > 50)
  }

  /// The version of a dismissal that stands, archived or not.
  package func dismissal(_ id: ProgrammeItemID, for user: User) async throws -> Int {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard try reader.kind(of: id) == .dismissal, let found = try reader.found(Dismissal.self, id)
      else { throw Rejection.notFound("Dismissal") }
      return found.number
    }
  }
}

extension WaitingLine {
  fileprivate init(_ line: WaitLine) {
    let value = line.wait.value
    (id, number, weeks, note) = (line.wait.id, line.wait.number, value.weeks, value.note)
    waiting = Named(line.waiting)
    needed =
      line.needed.map { Named($0) }
      ?? Named(id: value.needed, name: line.neededName, project: nil)
    switch line.effect {
    case .pushes(let by, let earliest):
      (effect, slip, self.earliest) = ("pushes", by.description, earliest)
    case .gone: (effect, slip, earliest) = ("gone", nil, nil)
    case .undated: (effect, slip, earliest) = ("undated", nil, nil)
    case .fits: (effect, slip, earliest) = ("fits", nil, nil)
    case .met: (effect, slip, earliest) = ("met", nil, nil)
    case .over: (effect, slip, earliest) = ("over", nil, nil)
    }
  }
}

extension WaitingLine.Named {
  fileprivate init(_ milestone: NamedMilestone) {
    self.init(id: milestone.id, name: milestone.name, project: milestone.projectID)
  }
}
