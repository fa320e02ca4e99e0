import Core
import Database

/// The door to the programme: what it wants, its projects, and what is said of them. No resident stands in it, so its
/// pages are no looks at people; each change leaves its event like any other.
package struct Programme: Sendable {
  let database: Database
  package let lists: ProgrammeLists
  let board: Board

  package init(_ database: Database, lists: ProgrammeLists) {
    self.database = database
    self.lists = lists
    board = Board()
  }

  var wall: Wall { database.wall }

  // MARK: - Reading

  /// Everything as it stands, or stood when a day had ended.
  package func portfolio(_ asOf: AsOf = .current, for user: User) async throws -> Portfolio {
    try user.must(.readProgramme)
    return try await database.read { try $0.portfolio(asOf) }
  }

  /// Everything as it stands, with what pages made of it while nothing changes.
  func shown(for user: User) async throws -> Board.Entry {
    try user.must(.readProgramme)
    let (board, now) = (board, wall.now())
    return try await database.read { reader in
      let changes = try reader.programmeChanges()
      if let entry = board.entry(changes, at: now) { return entry }
      return board.keep(
        Board.Entry(portfolio: try reader.portfolio(.current), changes: changes, madeAt: now))
    }
  }

  /// One project, archived or not.
  package func project(
    _ id: ProgrammeItemID, for user: User
  ) async throws -> ProjectView {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard let line = try reader.portfolio(.current, only: id).lines.first else {
        throw Rejection.notFound("Project")
      }
      return ProjectView(
        line: line,
        objectives: try reader.standing(Frame.self).filter {
          $0.value.sort == .objective && !$0.isArchived
        }, mayChange: Self.may(user, change: line.project.value))
    }
  }

  /// One thing of the portfolio with its history, the newest version first.
  package func item(
    _ id: ProgrammeItemID, page: Int = 1, for user: User
  ) async throws -> ItemView {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard let kind = try reader.kind(of: id) else { throw Rejection.notFound("Item") }
      return try reader.itemView(id, kind, page: page) { project in
        project.map { Self.may(user, change: $0) } ?? user.may(.keepProgramme)
      }
    }
  }

  /// Who may be named as an owner.
  package func owners(for user: User) async throws -> [Colleague] {
    try user.must(.readProgramme)
    let today = wall.today
    return try await database.read { try $0.programmeOwners(on: today) }
  }

  /// What was said of a project in one respect, the newest first.
  package func ratings(
    of project: ProgrammeItemID, in respect: String, for user: User
  ) async throws -> [Standing<Rating>] {
    try user.must(.readProgramme)
    return try await database.read { reader in
      guard
        let rating = try reader.standing(Rating.self, of: project)
          .first(where: { $0.value.respect == respect })
      else { return [] }
      return try reader.history(of: rating.id, Rating.self)
    }
  }

  /// Whether somebody may keep a project up to date: the programme office any, its owner this one.
  static func may(_ user: User, change project: Project) -> Bool {
    switch user.grants[.updateProjects] {
    case .all: true
    case nil: false
    default: project.owner == user.id
    }
  }

  // MARK: - Changing

  package func addProject(
    _ fields: [String: String], once: Once<ProgrammeItemID>? = nil, by user: User
  ) async throws -> ProgrammeItemID {
    try user.must(.keepProgramme)
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      let project = try Project.read(fields, nil, lists, today: transaction.today)
      try transaction.read.check(project, nil, on: transaction.today)
      let id = try transaction.begin(project)
      transaction.record("project added", id, ["name": project.name])
      return id
    }
  }

  /// Adds a milestone, a risk or a source to a project. The form's id makes a form that is sent twice one thing.
  func add<Value: Readable>(
    _ kind: Value.Type, _ fields: [String: String], as id: ProgrammeItemID,
    to project: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      try transaction.mayChange(project)
      if try transaction.read.kind(of: id) != nil { return }
      let value = try Value.read(fields, nil, lists, today: transaction.today)
      try transaction.begin(value, in: project, as: id)
      transaction.record("\(Value.kind.rawValue) added", id, ["project": project.text])
    }
  }

  package func addMilestone(
    _ fields: [String: String], as id: ProgrammeItemID, to project: ProgrammeItemID, by user: User
  ) async throws {
    try await add(Milestone.self, fields, as: id, to: project, by: user)
  }

  package func addFrame(
    _ fields: [String: String], as id: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      if try transaction.read.kind(of: id) != nil { return }
      let frame = try Frame.read(fields, nil, lists, today: transaction.today)
      try transaction.begin(frame, as: id)
      transaction.record("\(frame.sort.rawValue) added", id)
    }
  }

  /// Changes any thing by its form. `number` is the version that the form was made from. Answers the version that stands
  /// then.
  @discardableResult
  package func change(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    let lists = lists
    return try await database.write(as: user, once: once) { transaction in
      switch try transaction.read.kind(of: id) {
      case .frame: try transaction.change(Frame.self, id, from: number, fields, lists)
      case .project: try transaction.change(Project.self, id, from: number, fields, lists)
      case .milestone: try transaction.change(Milestone.self, id, from: number, fields, lists)
      case .risk: try transaction.change(Risk.self, id, from: number, fields, lists)
      case .source: try transaction.change(Source.self, id, from: number, fields, lists)
      case .pack: try transaction.change(Pack.self, id, from: number, fields, lists)
      case .clearance: try transaction.change(Clearance.self, id, from: number, fields, lists)
      case .aim, .rating, .exemption, nil: throw Rejection.notFound("Item")
      }
      return try transaction.read.number(of: id)
    }
  }

  /// Takes a thing out of all lists, or puts it back. Nothing is deleted. Answers the version that stands then.
  @discardableResult
  package func archive(
    _ id: ProgrammeItemID, from number: Int, _ isArchived: Bool, once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try await database.write(as: user, once: once) { transaction in
      switch try transaction.read.kind(of: id) {
      case .frame: try transaction.archive(Frame.self, id, from: number, isArchived)
      case .project:
        try user.must(.keepProgramme)
        try transaction.archive(Project.self, id, from: number, isArchived)
      case .milestone: try transaction.archive(Milestone.self, id, from: number, isArchived)
      case .risk: try transaction.archive(Risk.self, id, from: number, isArchived)
      case .source: try transaction.archive(Source.self, id, from: number, isArchived)
      case .pack: try transaction.archive(Pack.self, id, from: number, isArchived)
      case .clearance: try transaction.archive(Clearance.self, id, from: number, isArchived)
      case .aim, .rating, .exemption, nil: throw Rejection.notFound("Item")
      }
      return try transaction.read.number(of: id)
    }
  }

  /// Agrees on another date. The one before stays in the history with the reason. Answers the version that stands then.
  @discardableResult
  package func rebaseline(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    try await database.write(as: user, once: once) { transaction in
      let old = try transaction.open(Milestone.self, id, from: number)
      let (milestone, reason) = try old.value.agreed(on: fields)
      try transaction.change(old, to: milestone, Cause(because: reason))
      transaction.record(
        "milestone re-baselined", id,
        [
          "from": old.value.baseline?.description ?? "",
          "to": milestone.baseline?.description ?? "",
        ])
      return old.number + 1
    }
  }

  /// Rates a project in one respect.
  package func rate(
    _ project: ProgrammeItemID, in respect: String, _ fields: [String: String],
    once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    let lists = lists
    try await database.write(as: user, once: once) { transaction in
      guard lists.respects.has(respect, on: transaction.today) else {
        throw Rejection.notFound("Respect")
      }
      try transaction.mayChange(project)
      let line = try transaction.read.portfolio(.current, only: project).lines.first
      let proposed = line?.proposals(lists, on: transaction.today)[respect]
      let (rating, reason) = try Rating.read(
        fields, respect: respect, proposed: proposed, lists.ratings, today: transaction.today)
      try transaction.rate(rating, of: project, Cause(because: reason))
    }
  }

  /// Says which objectives a project serves.
  package func serve(
    _ objectives: [String], in project: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.updateProjects)
    try await database.write(as: user, once: once) { transaction in
      try transaction.mayChange(project)
      let known = try transaction.read.standing(Frame.self).filter { $0.value.sort == .objective }
      let chosen = Set(objectives.compactMap { ProgrammeItemID(checking: $0) })
      guard chosen.isSubset(of: known.map(\.id)) else {
        throw Rejection.invalid("objective", Reason("programme.objective"))
      }
      let standing = try transaction.read.standing(Aim.self, of: project)
      for aim in standing where aim.isArchived == chosen.contains(aim.value.objective) {
        try transaction.change(aim, to: aim.value, isArchived: !aim.isArchived)
      }
      for objective in chosen.subtracting(standing.map(\.value.objective)).sorted(by: {
        $0.text < $1.text
      }) {
        try transaction.begin(Aim(objective: objective), in: project)
      }
      transaction.record("objectives chosen", project, ["objectives": String(chosen.count)])
    }
  }
}
