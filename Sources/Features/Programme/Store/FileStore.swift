import Core
import Database
import ProgrammeFile

extension Reader {
  /// By what files know them.
  func itemsOfFiles() throws -> [String: ProgrammeItemID] {
    let found = try rows(
      "SELECT id, file_key FROM programme_items WHERE file_key IS NOT NULL ORDER BY file_key LIMIT 100000"
    )
    return Dictionary(uniqueKeysWithValues: try found.map { (try $0["file_key"], try $0["id"]) })
  }

  /// The files that were read, the newest first.
  func programmeFiles(page: Int) throws -> [ReadFile] {
    try rows(
      """
      SELECT f.name, f.stands_from, f.lines, f.rejected, f.changed, f.read_at, a.name AS by_name
      FROM programme_files f LEFT JOIN accounts a ON a.id = f.read_by
      ORDER BY f.read_at DESC, f.id DESC \(SQL.page(page, of: ReadFile.aPage))
      """
    ).map { row in
      try ReadFile(
        name: row["name"], from: row["stands_from"], lines: row["lines"],
        rejected: row["rejected"], changed: row["changed"], at: row["read_at"],
        by: row["by_name"] ?? User.system.name)
    }
  }

  /// What is taken on from an earlier day must not change what was shown since.
  func mustPrecedeNothing(_ day: Day) throws {
    let moment = Instant(day.adding(days: 1), .midnight)
    for kind in ItemKind.allCases {
      let later = try row(
        "SELECT item_id FROM \(SQL(trusted: kind.table)) WHERE from_at >= \(moment) LIMIT 1")
      if later != nil { throw Rejection.invalid("from", Reason("programme.take-on")) }
    }
  }
}

extension Transaction {
  func insertFile(
    _ id: ProgrammeFileID, _ file: SentFile, from day: Day, lines: Int, rejected: Int, changes: Int
  ) throws {
    try change(
      """
      INSERT INTO programme_files (id, name, sha256, stands_from, lines, rejected, changed, read_at, read_by)
      VALUES (\(id), \(file.name), \(digest(file.bytes)), \(day), \(lines),
        \(rejected), \(changes), \(now), \(user.id))
      """)
  }

  /// Makes one thing as a file says it. `merge` says what the file makes of what stands.
  private func take<Value: Kept>(
    _ kind: Value.Type, _ key: String, in project: ProgrammeItemID?, _ name: String,
    _ taking: inout Taking, new: Value, merge: (Value) -> Value
  ) throws -> ProgrammeItemID {
    guard let id = taking.known[key] else {
      let id = try begin(new, in: project, taking.cause(today: today), fileKey: key)
      taking.known[key] = id
      taking.changes += 1
      return id
    }
    guard let old = try read.found(kind, id) else {
      throw Fault("an item of a file has no version")
    }
    let value = merge(old.value)
    guard value != old.value else { return id }
    guard old.origin == .file, !old.isArchived else {
      taking.kept.append(name)
      return id
    }
    try change(old, to: value, taking.cause(today: today))
    taking.changes += 1
    return id
  }

  func take(_ line: ProjectLine, _ taking: inout Taking) throws {
    let project = try take(
      Project.self, line.fileKey, in: nil, line.project, &taking,
      new: Project(
        name: line.project, workstream: line.workstream, owner: nil, sponsor: nil, board: nil,
        position: line.position, viability: nil, doubt: nil),
      merge: { old in
        var project = old
        project.workstream = line.workstream
        project.position = line.position ?? old.position
        return project
      })
    let ratings = try read.standing(Rating.self, of: project)
    for respect in line.ratings.keys.sorted() {
      let standing = ratings.first { $0.value.respect == respect }
      try rate(line.ratings[respect], respect, line, of: project, after: standing, &taking)
    }
    if let milestone = line.milestone, let key = line.milestoneKey {
      _ = try take(
        Milestone.self, key, in: project, milestone.name, &taking,
        new: Milestone(
          name: milestone.name, due: milestone.due, baseline: milestone.due,
          baselineNumber: milestone.due == nil ? 0 : 1, body: milestone.body,
          doubt: milestone.doubt),
        merge: { old in
          var one = old
          one.due = milestone.due ?? old.due
          one.body = milestone.body ?? old.body
          if old.baseline == nil, let due = milestone.due {
            one.baseline = due
            one.baselineNumber = 1
          }
          if one.due != nil { one.doubt = nil }
          return one
        })
    }
    if let source = line.source, let key = line.sourceKey {
      let new = Source(
        name: source.name, amount: source.amount,
        state: source.state.flatMap { Source.State(rawValue: $0.rawValue) },
        stateNote: source.stateNote, doubt: source.doubt)
      _ = try take(
        Source.self, key, in: project, source.name, &taking, new: new,
        merge: { old in
          var one = old
          (one.amount, one.state) = (new.amount ?? old.amount, new.state ?? old.state)
          (one.stateNote, one.doubt) = (new.stateNote ?? old.stateNote, new.doubt)
          return one
        })
    }
    if let risk = line.risk, let key = line.riskKey {
      _ = try take(
        Risk.self, key, in: project, risk, &taking, new: Risk(words: risk), merge: { $0 })
    }
  }

  private func rate(
    _ rating: String?, _ respect: String, _ line: ProjectLine, of project: ProgrammeItemID,
    after standing: Standing<Rating>?, _ taking: inout Taking
  ) throws {
    guard standing?.value.rating != rating else { return }
    if let standing, standing.origin != .file {
      taking.kept.append("\(line.project), \(respect)")
      return
    }
    try self.rate(
      Rating(
        respect: respect, scale: taking.scale, rating: rating,
        period: String(taking.from.description.prefix(7))),
      of: project, after: standing, taking.cause(today: today))
    taking.changes += 1
  }

  func take(_ line: FrameLine, _ taking: inout Taking) throws {
    guard let sort = Frame.Sort(rawValue: line.kind.rawValue) else {
      throw Fault("the frame has no \(line.kind.rawValue)")
    }
    let new = Frame(
      sort: sort, workstream: line.workstream, place: line.place, words: line.words, at: line.when,
      note: line.note, doubt: line.doubt)
    _ = try take(
      Frame.self, line.fileKey, in: nil, line.words, &taking, new: new, merge: { _ in new })
  }
}
