import Core
import Database
import People
import ReferralFile

/// Putting two records together, and taking them apart.
extension Duplicates {
  /// Puts one record of a pair into the other, in one transaction: all that names it names the other from now on, and
  /// each row that changes is noted, so that it can be undone whole.
  package func merge(
    _ id: PersonPairID, _ draft: MergeDraft, by user: User
  ) async throws -> PersonMergeID {
    let scope = try user.must(.decideDuplicates)
    let (variants, vocabulary) = (variants, vocabulary)
    return try await database.write(as: user) { transaction in
      let view = try Self.view(id, transaction.read, scope, user, variants)
      let plan = try PlannedMerge(draft, view, vocabulary)
      return try Self.merge(plan, transaction)
    }
  }

  private static func merge(
    _ plan: PlannedMerge, _ transaction: borrowing Transaction
  ) throws -> PersonMergeID {
    let id: PersonMergeID = transaction.newID()
    let (kept, merged) = (plan.kept.person.id, plan.merged.person.id)
    try transaction.insertMerge(plan, id)
    try transaction.end(plan.ending, for: id)
    try transaction.take(plan.taken, from: merged, into: kept, for: id)
    let moved = try transaction.move(from: merged, to: kept, for: id)
    try transaction.point(merged, to: kept)
    for person in [merged, kept] { try transaction.makeFindable(person) }
    transaction.record(
      "people put together", kept,
      [
        "merge": id.text, "kept": kept.text, "merged": merged.text,
        // How many needs moved would tell of restricted ones.
        "moved": moved.filter { $0.table != "person_needs" }
          .map { "\($0.table) \($0.rows)" }.joined(separator: "; "),
        "taken": plan.taken.map(\.rawValue).joined(separator: "; "),
        "ended": plan.ending.map(\.text).joined(separator: "; "),
        "values": "sha256 "
          + digest(
            try transaction.read.values(of: kept).sorted { $0.key < $1.key }
              .map { "\($0.key)=\($0.value)" }.joined(separator: "\n")),
        "reason": "sha256 " + digest(id.text + plan.reason),
      ])
    return id
  }

  /// Records that were put together, the latest first, and whether there are more.
  package func merges(page: Int, for user: User) async throws -> (lines: [MergeLine], hasMore: Bool)
  {
    let scope = try user.must(.decideDuplicates)
    return try await database.look(as: user, "merges listed") { look in
      let found = try look.read.merges(page: page, in: scope, of: user)
      let lines = Array(found.prefix(Self.pageSize))
      look.lists(lines.map(\.kept))
      return (lines, found.count > Self.pageSize)
    }
  }

  /// What was put together once, and what an undo would do.
  package func findMerge(_ id: PersonMergeID, for user: User) async throws -> MergeView {
    let scope = try user.must(.decideDuplicates)
    return try await database.look(as: user, "merge seen") { look in
      guard let line = try look.read.merge(id, in: scope, of: user) else {
        throw Rejection.notFound("Merge")
      }
      look.shows(line.kept)
      let now = try look.read.values(of: line.kept)
      let changed = try look.read.changedValues(id)
      let fields = MergeField.allCases.filter { field in
        changed.contains { change in field.columns.contains { $0.column == change.value.column } }
      }
      let kept = fields.filter { field in
        changed.contains { change in
          field.columns.contains(change.value) && now[change.value.column] != change.after
        }
      }
      return MergeView(
        line: line, moves: try look.read.movedRows(id),
        values: fields.filter { !kept.contains($0) }.map(\.label),
        stays: try look.read.since(line) + kept.map { "\($0.label), which was changed since" },
        obstacle: line.undoneAt == nil ? try Self.obstacle(line, look.read) : nil)
    }
  }

  /// Takes two records apart: every row and value that the merge changed is as it was before, unless it was changed
  /// since. What was written since stays with the record that was kept.
  package func undo(_ id: PersonMergeID, because reason: String, by user: User) async throws {
    let scope = try user.must(.decideDuplicates)
    var problems: [Problem] = []
    let given = GivenReason(reason, &problems)
    guard problems.isEmpty else { throw Rejection.invalid(problems) }
    do {
      try await database.write(as: user) { transaction in
        guard let line = try transaction.read.merge(id, in: scope, of: user) else {
          throw Rejection.notFound("Merge")
        }
        if line.undoneAt != nil { throw Rejection.conflict(Reason("duplicates.undone")) }
        if let obstacle = try Self.obstacle(line, transaction.read) {
          throw Rejection.conflict(obstacle)
        }
        try transaction.point(line.merged, to: nil)
        try transaction.moveBack(id, from: line.kept, to: line.merged)
        try transaction.giveBack(id, of: line.kept)
        try transaction.resume(id)
        for person in [line.merged, line.kept] { try transaction.makeFindable(person) }
        try transaction.markUndone(id, because: given.text)
        transaction.record(
          "people taken apart", line.kept,
          [
            "merge": id.text, "kept": line.kept.text, "merged": line.merged.text,
            "reason": "sha256 " + digest(id.text + given.text),
          ])
      }
    } catch is Clash {
      throw Rejection.conflict(Reason("duplicates.in-the-way"))
    }
  }

  /// The last merge comes undone first, so that each finds all as it left it.
  private static func obstacle(_ line: MergeLine, _ reader: borrowing Reader) throws -> Reason? {
    if try reader.isMerged(line.kept) { return Reason("duplicates.put-on") }
    if try reader.lastTurn(into: line.kept) > line.turn { return Reason("duplicates.later-first") }
    return nil
  }
}
