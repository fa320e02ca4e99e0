import App
import Core
import Database
import Programme

extension Pierhead {
  /// A body that decides, whose name no other has.
  package func programmeBody() async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    try await programme.addBody(
      ["name": "Board \(id)", "sort": "board", "papers_days": "5"], as: id, by: .system)
    return id
  }

  /// A meeting of a body a month from now.
  package func meeting(of body: ProgrammeItemID) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    try await programme.addMeeting(
      ["body": body.text, "meets_on": database.wall.today.adding(days: 30).description], as: id,
      by: .system)
    return id
  }
}

extension Pierhead {
  /// Engagement of a project with people of one community on one question, in a month from now.
  package func touch(
    of project: ProgrammeItemID, _ community: String = "Somali women",
    _ fields: [String: String] = [:]
  ) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    let month = String(database.wall.today.adding(days: 30).description.prefix(7))
    try await programme.addTouch(
      [
        "sort": "engagement", "project": project.text, "name": "Talks", "community": community,
        "question": "What keeps people from apprenticeships?", "begins": month,
      ].merging(fields) { $1 }, as: id, by: .system)
    return id
  }
}

extension Pierhead {
  /// A link for a calendar program, made anew; a user has few, so the one before is ended.
  package func calendarLink(of user: User) async throws -> CalendarLinkID {
    guard user.may(.readProgramme) else { return CalendarLinkID(at: database.wall.now()) }
    let links = CalendarLinks(programme, access: access)
    for open in try await database.read(
      fresh: true,
      {
        try $0.rows(
          "SELECT id FROM calendar_links WHERE account_id = \(user.id) AND ended_at IS NULL LIMIT 50"
        ).map { try $0["id"] as CalendarLinkID }
      })
    { try await links.end(open, by: user) }
    _ = try await links.make(by: user)
    let made: CalendarLinkID? = try await database.read(fresh: true) {
      try $0.row(
        "SELECT id FROM calendar_links WHERE account_id = \(user.id) AND ended_at IS NULL LIMIT 1"
      )?["id"]
    }
    guard let made else { throw Fault("a link that was made is not there") }
    return made
  }
}

extension Pierhead {
  /// That one milestone of a project waits for another.
  package func wait(in project: ProgrammeItemID) async throws -> ProgrammeItemID {
    let id = ProgrammeItemID(at: database.wall.now())
    let (first, second) = (
      try await milestone("First", in: project), try await milestone("Second", in: project)
    )
    try await programme.wait(second, ["needed": first.text], as: id, by: .system)
    return id
  }

  /// That somebody has said of what a project and a partner do that they are not one.
  package func dismissal(of project: ProgrammeItemID) async throws -> ProgrammeItemID {
    let mark = ProgrammeItemID(at: database.wall.now()).text.suffix(6)
    let community = "Weavers from \(mark.filter(\.isLetter))x"
    let one = try await touch(of: project, community)
    _ = try await touch(of: project, community, ["project": "", "partner": "Example Trust"])
    let found = try await programme.radar(page: 1, for: .system).lines
    guard
      let line = found.first(where: { [$0.pair.first.key, $0.pair.second.key].contains(one.text) })
    else { throw Fault("the radar has not found two that are alike") }
    try await programme.dismiss(
      line.pair.key, said: line.said, ["reason": "They ask other people."], by: .system)
    let again = try await programme.radar(page: 1, for: .system).lines
    guard let id = again.first(where: { $0.pair.key == line.pair.key })?.dismissal?.id else {
      throw Fault("a dismissal that was made is not there")
    }
    return id
  }
}
