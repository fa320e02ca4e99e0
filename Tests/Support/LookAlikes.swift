import App
import Core
import Database
import Duplicates

/// Records that look alike, made through the doors.
extension Pierhead {
  /// Two records of one name and birthday, as the pair that waits for somebody. The second takes `others` besides.
  package func pair(
    _ id: String, _ changes: [String: String] = [:], others: [String: String] = [:]
  ) async throws -> PersonPairID {
    let one = unlike(id, changes)
    let two = unlike("\(id)x", changes).merging([
      "full_name": one["full_name"] ?? "", "date_of_birth": one["date_of_birth"] ?? "",
    ]) { _, new in new }.merging(others) { _, new in new }
    try await importRows([one, two])
    try await duplicates.compareAll()
    let found: PersonPairID? = try await database.read(fresh: true) {
      try $0.row(
        """
        SELECT x.id FROM person_pairs x
        JOIN referrals a ON a.person_id = x.person_id OR a.person_id = x.other_person_id
        JOIN referrals b ON b.person_id = x.person_id OR b.person_id = x.other_person_id
        WHERE a.external_id = \(id) AND b.external_id = \("\(id)x") ORDER BY x.id LIMIT 1
        """)?["id"]
    }
    guard let found else { throw Rejection.notFound("Pair") }
    return found
  }

  /// A pair put together: the first record is kept, and all its values.
  package func merged(_ pair: PersonPairID, by user: User) async throws -> PersonMergeID {
    var draft = MergeDraft()
    draft.kept = "first"
    for field in [
      "name", "known_as", "born", "phone", "email", "safe_contact", "language", "interpreter",
      "address",
    ] {
      draft.picks[field] = "first"
    }
    draft.household = "first"
    draft.reason = "They told us."
    draft.seen = try await duplicates.find(pair, for: user).seen
    return try await duplicates.merge(pair, draft, by: user)
  }

  /// Two records that were put together, each for itself again.
  package func takenApart(_ merge: PersonMergeID, by user: User) async throws {
    try await duplicates.undo(merge, because: "They are two people.", by: user)
  }
}
