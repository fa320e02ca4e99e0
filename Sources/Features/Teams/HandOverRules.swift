import Core

/// Households that may be handed over, each with its note: checked against what is left.
struct HandOverPlan: Sendable {
  let households: [(id: HouseholdID, note: String?)]

  /// Characters of a note.
  static let limit = 2_000

  init(
    _ chosen: [String], to advocate: String, notes: [String: String], from leaver: AccountID,
    left: [HouseholdID]
  ) throws(Rejection) {
    var problems: [Problem] = []
    let ids = chosen.compactMap { HouseholdID(checking: $0) }
    if chosen.isEmpty {
      problems.append(Problem("household", Reason("hand-over.household")))
    } else if ids.count != chosen.count || Set(ids).count != ids.count
      || !Set(ids).isSubset(of: left)
    {
      problems.append(Problem("household", Reason("hand-over.stale")))
    }
    if advocate.isEmpty || advocate == leaver.text {
      problems.append(Problem("advocate", Reason("assignment.advocate")))
    }
    let written = ids.map { id in
      (id: id, note: notes[id.text].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 })
    }
    for (id, note) in written {
      let count = note?.unicodeScalars.count ?? 0
      guard count > Self.limit else { continue }
      problems.append(
        Problem(
          "note-\(id)",
          Reason("too-long", ["what": "The note", "limit": "2,000", "count": String(count)])))
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    households = written
  }
}
