import Access
import Core
import Database

/// The door to calendars that programs read without signing in. Whoever has a link sees milestones and meetings, and no person.
package struct CalendarLinks: Sendable {
  let programme: Programme
  let access: Access

  package init(_ programme: Programme, access: Access) {
    (self.programme, self.access) = (programme, access)
  }

  static let most = 5

  func links(of user: User) async throws -> [CalendarLink] {
    try user.must(.readProgramme)
    return try await programme.database.read { try $0.calendarLinks(of: user.id) }
  }

  /// Makes a link. Its address is told once, here; only its hash is kept.
  package func make(by user: User) async throws -> String {
    try user.must(.readProgramme)
    let token = Token()
    try await programme.database.write(as: user) { transaction in
      let open = try transaction.read.calendarLinks(of: user.id).count
      guard open < Self.most else {
        throw Rejection.conflict(Reason("calendar.many", ["count": String(open)]))
      }
      let id: CalendarLinkID = transaction.newID()
      try transaction.insertCalendarLink(id, token.hash)
      transaction.record("calendar link made", id)
    }
    return access.address("/calendar/\(token.text)")
  }

  package func end(_ id: CalendarLinkID, by user: User) async throws {
    try user.must(.readProgramme)
    try await programme.database.write(as: user) { transaction in
      guard try transaction.endCalendarLink(id) else { throw Rejection.notFound("Link") }
      transaction.record("calendar link ended", id)
    }
  }

  /// What a link shows. Throws `notFound` for one that is unknown, has ended, or whose account may read the programme no
  /// more: which of these is not told. Throws `tooMany` for too many tries at what is no link.
  func calendar(_ token: String, from address: String) async throws -> String {
    // What can't be a link is no guess at one.
    guard let hash = Token(checking: token)?.hash else { throw Rejection.notFound("Calendar") }
    let today = programme.wall.today
    guard try await programme.database.read({ try $0.opensCalendar(hash, on: today) }) else {
      try await access.countTry(atLink: hash, from: address)
      throw Rejection.notFound("Calendar")
    }
    return try await programme.calendar(origin: access.address(""), for: .system)
  }
}
