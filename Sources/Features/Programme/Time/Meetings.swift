import Core
import Database

/// The door to bodies and their meetings, which the programme office keeps.
extension Programme {
  /// Meetings from today on, the next first, or those that were, the last first.
  func meetings(
    isPast: Bool, page: Int, size: Int, for user: User
  ) async throws -> [MeetingLine] {
    try user.must(.readProgramme)
    let today = wall.today
    return try await database.read { reader in
      let found = try reader.meetings(today, isPast: isPast, page: page, size: size)
      let names = try reader.bodyNames(Set(found.map(\.value.body)))
      return found.map { MeetingLine(meeting: $0, bodyName: names[$0.value.body] ?? "") }
    }
  }

  func bodies(for user: User) async throws -> [Standing<Body>] {
    try user.must(.readProgramme)
    return try await database.read { try $0.bodies() }
  }

  func body(_ id: ProgrammeItemID, page: Int, for user: User) async throws -> TimeItem<Body> {
    try user.must(.readProgramme)
    return try await database.read {
      try $0.timeItem(Body.self, id, page: page, mayChange: user.may(.keepProgramme)) {
        $0.fields()
      }
    }
  }

  func meeting(
    _ id: ProgrammeItemID, page: Int, for user: User
  ) async throws -> TimeItem<Meeting> {
    try user.must(.readProgramme)
    return try await database.read {
      try $0.meetingItem(id, page: page, mayChange: user.may(.keepProgramme))
    }
  }

  /// When the body that decides on a milestone meets, by the name that stands there. Nil where no body has that name.
  func meetings(
    ofBodyNamed name: String, for user: User
  ) async throws -> (body: Standing<Body>, dates: [MeetingRule.Date])? {
    try user.must(.readProgramme)
    let (today, workingDays) = (wall.today, lists.workingDays)
    return try await database.read { reader in
      guard let body = try reader.bodies().first(where: { $0.value.key == Body.key(name) }) else {
        return nil
      }
      let dates = try reader.meetings(of: body.id, from: today).map {
        MeetingRule.Date(
          id: $0.id, day: $0.value.day, papersDue: $0.value.papersDue(workingDays))
      }
      return (body, dates)
    }
  }

  // MARK: - Changing

  package func addBody(
    _ fields: [String: String], as id: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      if try transaction.read.kind(of: id) != nil { return }
      let body = try Body.read(fields, nil, lists, today: transaction.today)
      try transaction.alone()
      try transaction.read.check(body, nil)
      try transaction.begin(body, as: id)
      transaction.record("body added", id, ["name": body.name])
    }
  }

  package func addMeeting(
    _ fields: [String: String], as id: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      if try transaction.read.kind(of: id) != nil { return }
      let typed = try Meeting.read(fields, nil, lists, today: transaction.today)
      try transaction.alone()
      let meeting = try transaction.read.checked(typed, nil, was: nil)
      try transaction.begin(meeting, as: id)
      transaction.record("meeting added", id, ["on": meeting.day.description])
    }
  }

  /// Answers the version that stands then, as all that follows here does.
  @discardableResult
  package func changeBody(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.open(Body.self, id, from: number)
      let body = try Body.read(fields, old.value, lists, today: transaction.today)
      guard body != old.value else {
        transaction.unchanged(.body, id)
        return number
      }
      try transaction.alone()
      try transaction.read.check(body, id)
      try transaction.change(old, to: body)
      transaction.record("body changed", id, ["version": String(number + 1)])
      return number + 1
    }
  }

  @discardableResult
  package func changeMeeting(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let old = try transaction.open(Meeting.self, id, from: number)
      let typed = try Meeting.read(fields, old.value, lists, today: transaction.today)
      try transaction.alone()
      let meeting = try transaction.read.checked(typed, id, was: old.value)
      guard meeting != old.value else {
        transaction.unchanged(.meeting, id)
        return number
      }
      try transaction.change(old, to: meeting)
      transaction.record("meeting changed", id, ["version": String(number + 1)])
      return number + 1
    }
  }

  /// Takes a body out of all lists, or puts it back. Its meetings stay.
  @discardableResult
  package func archiveBody(
    _ id: ProgrammeItemID, from number: Int, _ isArchived: Bool, once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try await database.write(as: user, once: once) { transaction in
      let old = try transaction.open(Body.self, id, from: number)
      try transaction.alone()
      if !isArchived { try transaction.read.check(old.value, id) }
      try transaction.archive(Body.self, id, from: number, isArchived)
      return try transaction.read.number(of: id)
    }
  }

  @discardableResult
  package func archiveMeeting(
    _ id: ProgrammeItemID, from number: Int, _ isArchived: Bool, once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try await database.write(as: user, once: once) { transaction in
      let old = try transaction.open(Meeting.self, id, from: number)
      try transaction.alone()
      if !isArchived { _ = try transaction.read.checked(old.value, id, was: old.value) }
      try transaction.archive(Meeting.self, id, from: number, isArchived)
      return try transaction.read.number(of: id)
    }
  }
}
