import Core
import Database

/// The door to packs: papers for a meeting, what of them is not for the public, and what officers said of them.
package struct Packs: Sendable {
  let programme: Programme

  package init(_ programme: Programme) { self.programme = programme }

  /// A pack in a list.
  package struct Line: Sendable {
    package let pack: Standing<Pack>
    package let clearances: [Standing<Clearance>]

    package var missing: Int { clearances.count { !$0.value.isGiven } }
  }

  /// A pack with all that hangs on it.
  struct View: Sendable {
    let line: Line
    /// Those that stand, with the names of their projects.
    let exemptions: [(exemption: Standing<Exemption>, project: String)]
    /// What can be marked: the projects as they stand on the pack's day.
    let projects: [(id: ProgrammeItemID, name: String)]
    let mayChange: Bool
  }

  static let onPage = 25

  // MARK: - Reading

  /// Packs, the latest meeting first.
  package func list(page: Int, for user: User) async throws -> (lines: [Line], hasMore: Bool) {
    try user.must(.readProgramme)
    return try await programme.database.read { reader in
      let packs = try reader.packs(page: page, size: Self.onPage)
      let clearances = Dictionary(
        grouping: try reader.clearances(of: packs.map(\.id)), by: \.value.pack)
      return (
        packs.prefix(Self.onPage).map {
          Line(pack: $0, clearances: inOrder(clearances[$0.id] ?? []))
        }, packs.count > Self.onPage
      )
    }
  }

  /// Those that are missing first, else in the order of the list.
  private func inOrder(_ clearances: [Standing<Clearance>]) -> [Standing<Clearance>] {
    let keys = programme.lists.packs.clearances.entries.map(\.key)
    let sorted = clearances.sorted {
      (keys.firstIndex(of: $0.value.subject) ?? keys.count, $0.id.text)
        < (keys.firstIndex(of: $1.value.subject) ?? keys.count, $1.id.text)
    }
    return sorted.filter { !$0.value.isGiven } + sorted.filter { $0.value.isGiven }
  }

  func view(_ id: ProgrammeItemID, for user: User) async throws -> View {
    try user.must(.readProgramme)
    let today = programme.wall.today
    return try await programme.database.read { reader in
      guard let pack = try reader.found(Pack.self, id) else { throw Rejection.notFound("Pack") }
      let projects = try reader.standing(Project.self, pack.value.asOf(today: today))
        .filter { !$0.isArchived }
      let names = Dictionary(projects.map { ($0.id, $0.value.name) }) { one, _ in one }
      return View(
        line: Line(pack: pack, clearances: inOrder(try reader.clearances(of: [id]))),
        exemptions: try reader.exemptions(of: id).filter { !$0.isArchived }.map {
          ($0, names[$0.value.subject] ?? "A project that does not stand then")
        }.sorted { ($0.project, $0.exemption.id.text) < ($1.project, $1.exemption.id.text) },
        projects: projects.map { ($0.id, $0.value.name) }
          .sorted { ($0.name.lowercased(), $0.id.text) < ($1.name.lowercased(), $1.id.text) },
        mayChange: user.may(.keepProgramme) && !pack.isArchived)
    }
  }

  /// The papers of a pack, as its day left the portfolio; as it stands while that day is not over.
  func paper(
    _ id: ProgrammeItemID, _ audience: PackPaper.Audience, for user: User
  ) async throws -> PackPaper {
    try user.must(.readProgramme)
    let (lists, today) = (programme.lists, programme.wall.today)
    return try await programme.database.read { reader in
      guard let pack = try reader.found(Pack.self, id)?.value else {
        throw Rejection.notFound("Pack")
      }
      let exemptions = try reader.exemptions(of: id).filter { !$0.isArchived }.map(\.value)
      let stands = min(pack.papersOn, today)
      let making = PackMaking(
        lists: lists, stands: stands, since: pack.sinceOn,
        exemptions: PackExemptions(exemptions, lists.packs), audience: audience,
        wanted: try reader.decisionsWanted(since: pack.sinceOn, AsOf(stands, today: today)))
      var paper = making.paper(
        "\(pack.body), \(pack.meetsOn.spoken)",
        now: try reader.portfolio(AsOf(stands, today: today)),
        before: try reader.portfolio(AsOf(min(pack.sinceOn, today), today: today)))
      paper.isOver = stands < today
      return paper
    }
  }

  /// The papers of no meeting: as anything stood on a day. Nothing of them is exempt.
  func paper(on day: Day?, since: Day?, for user: User) async throws -> PackPaper {
    try user.must(.readProgramme)
    let (lists, today) = (programme.lists, programme.wall.today)
    let stands = day ?? today
    guard stands <= today else { throw Rejection.invalid("on", Reason("programme.on")) }
    if let since, since >= stands { throw Rejection.invalid("since", Reason("pack.since-before")) }
    return try await programme.database.read { reader in
      let since =
        try since ?? reader.lastPapers(of: nil, before: stands)
        ?? stands.adding(days: -Pack.firstSpan)
      let making = PackMaking(
        lists: lists, stands: stands, since: since, exemptions: PackExemptions(), audience: .full,
        wanted: try reader.decisionsWanted(since: since, AsOf(stands, today: today)))
      var paper = making.paper(
        "Programme", now: try reader.portfolio(AsOf(stands, today: today)),
        before: try reader.portfolio(AsOf(since, today: today)))
      paper.isOver = stands < today
      return paper
    }
  }

  // MARK: - Changing

  /// Makes a pack, with what officers are asked for. Changes are told since the last papers of the same body.
  package func add(
    _ fields: [String: String], as id: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let lists = programme.lists
    try await programme.database.write(as: user, once: once) { transaction in
      if try transaction.read.kind(of: id) != nil { return transaction.unchanged(.pack, id) }
      var pack = try Pack.read(fields, nil, lists, today: transaction.today)
      if (fields["since_on"] ?? "").trimmed.isEmpty,
        let last = try transaction.read.lastPapers(of: pack.body, before: pack.papersOn)
      {
        pack.sinceOn = last
      }
      try transaction.begin(pack, as: id)
      for subject in lists.packs.clearances.entries(on: transaction.today) {
        try transaction.begin(Clearance(pack: id, subject: subject.key))
      }
      transaction.record("pack made", id, ["papers_on": pack.papersOn.description])
    }
  }

  /// Keeps a part of a project out of the public's pack.
  package func exempt(
    _ fields: [String: String], in pack: ProgrammeItemID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.keepProgramme)
    let lists = programme.lists.packs
    try await programme.database.write(as: user, once: once) { transaction in
      try transaction.mustBeOpen(pack)
      let exemption = try Exemption.read(fields, of: pack, lists, today: transaction.today)
      guard try transaction.read.found(Project.self, exemption.subject) != nil else {
        throw Rejection.invalid("project", Reason("pack.project"))
      }
      let old = try transaction.read.exemptions(of: pack).first {
        $0.value.subject == exemption.subject && $0.value.part == exemption.part
      }
      if let old, old.value == exemption, !old.isArchived {
        return transaction.unchanged(.exemption, old.id)
      }
      if let old {
        try transaction.change(old, to: exemption, isArchived: false)
      } else {
        try transaction.begin(exemption)
      }
      transaction.record(
        "pack part exempt", pack,
        [
          "project": exemption.subject.text, "part": exemption.part.rawValue,
          "ground": exemption.ground,
        ])
    }
  }

  /// Puts a part back into the public's pack.
  package func lift(
    _ exemption: ProgrammeItemID, in pack: ProgrammeItemID, once: Once<Void>? = nil,
    by user: User
  ) async throws {
    try user.must(.keepProgramme)
    try await programme.database.write(as: user, once: once) { transaction in
      try transaction.mustBeOpen(pack)
      let found = try transaction.read.exemptions(of: pack).first { $0.id == exemption }
      guard let found, !found.isArchived else {
        return transaction.unchanged(.exemption, pack)
      }
      try transaction.change(found, to: found.value, isArchived: true)
      transaction.record(
        "pack part for the public", pack,
        ["project": found.value.subject.text, "part": found.value.part.rawValue])
    }
  }
}

extension Pack {
  /// As of when the portfolio is shown: the end of the day of the papers, and how it stands until then.
  func asOf(today: Day) -> AsOf { papersOn < today ? .end(of: papersOn) : .current }
}

extension Transaction {
  fileprivate func mustBeOpen(_ pack: ProgrammeItemID) throws {
    guard let found = try read.found(Pack.self, pack) else { throw Rejection.notFound("Pack") }
    if found.isArchived { throw Rejection.conflict(Reason("pack.archived")) }
  }
}
