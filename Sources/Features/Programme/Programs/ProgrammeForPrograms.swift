import Core
import Database

/// One thing of the portfolio with its form, in a list.
package struct ItemLine: Sendable {
  package let id: ProgrammeItemID
  package let kind: ItemKind
  package let project: ProgrammeItemID?
  package let number: Int
  package let since: Instant
  package let isArchived: Bool
  package let fields: [String: String]

  init<Value: Readable>(_ standing: Standing<Value>) {
    (id, kind, project) = (standing.id, Value.kind, standing.project)
    (number, since, isArchived) = (standing.number, standing.since, standing.isArchived)
    fields = standing.value.fields()
  }
}

/// How a project stands in one respect: what was said, and what the facts say.
package struct RespectLine: Sendable {
  package let respect: String
  package let said: RatingLine?
  /// Whether what was said went against the facts and its time is over.
  package let isOver: Bool
  package let proposed: String?
  package let facts: [String]
}

/// What programs read and change of the programme, through the same rules as the pages.
extension Programme {
  /// Throws unless it is a day of the past or today. Nil is now.
  func asOf(_ day: Day?) throws(Rejection) -> AsOf {
    let today = wall.today
    guard let day else { return .current }
    guard (1900...today.year).contains(day.year), day <= today else {
      throw .invalid("on", Reason("programme.on"))
    }
    return AsOf(day, today: today)
  }

  /// The portfolio as it stands, or stood when a day had ended, as the command prints it.
  package func report(on day: Day?, for user: User) async throws -> ProgrammeReport {
    ProgrammeReport(
      try await portfolio(try asOf(day), for: user), on: day ?? wall.today, lists)
  }

  /// Projects that are not archived, by their ids: at most `limit` of those after `after`.
  package func projects(
    on day: Day?, after: ProgrammeItemID?, limit: Int, for user: User
  ) async throws -> (lines: [PortfolioLine], hasMore: Bool) {
    let asOf = try asOf(day)
    let portfolio =
      asOf == .current
      ? try await shown(for: user).portfolio : try await portfolio(asOf, for: user)
    let lines = portfolio.lines.filter { line in after.map { line.id.text > $0.text } ?? true }
      .sorted { $0.id.text < $1.id.text }
    return (Array(lines.prefix(limit)), lines.count > limit)
  }

  /// Things of one kind that are not archived, by their ids: of a project, or of none.
  package func items(
    _ form: ItemForm, of project: ProgrammeItemID?, on day: Day?, after: ProgrammeItemID?,
    limit: Int, for user: User
  ) async throws -> (lines: [ItemLine], hasMore: Bool) {
    try user.must(.readProgramme)
    let asOf = try asOf(day)
    return try await database.read { reader in
      if let project, try reader.found(Project.self, project) == nil {
        throw Rejection.notFound("Project")
      }
      let lines = try reader.lines(form.type, of: project, asOf, after: after, limit: limit)
      return (Array(lines.prefix(limit)), lines.count > limit)
    }
  }

  /// How a project stands in every respect that is rated today.
  package func respects(
    of project: ProgrammeItemID, for user: User
  ) async throws -> [RespectLine] {
    let line = try await self.project(project, for: user).line
    let today = wall.today
    let proposals = line.proposals(lists, on: today)
    return lists.respects.entries(on: today).map { respect in
      let (said, proposed) = (line.ratings[respect.key], proposals[respect.key])
      return RespectLine(
        respect: respect.key, said: said, isOver: said?.hasExpired(on: today) ?? false,
        proposed: proposed?.rating, facts: proposed?.facts.map(\.words) ?? [])
    }
  }

  /// Adds a thing of the programme itself.
  package func add(
    _ form: ItemForm, _ fields: [String: String], as id: ProgrammeItemID,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try await add(form.type, fields, as: id, once: once, by: user)
  }

  /// Adds a thing to a project.
  package func add(
    _ form: ItemForm, _ fields: [String: String], as id: ProgrammeItemID,
    to project: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try await add(form.type, fields, as: id, to: project, once: once, by: user)
  }
}
