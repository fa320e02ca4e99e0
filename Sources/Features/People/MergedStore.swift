import Core
import Database

/// Another record that was put into this one.
package struct PersonMerge: Sendable {
  package let id: PersonMergeID
  package let name: String
  package let mergedAt: Instant
}

/// The condition that everything of a person is within a user's scope. `person` is a column with the person's id. It is
/// given by the room that knows both referrals and households.
package typealias Wholeness = @Sendable (_ person: SQL, Scope, User) -> SQL

extension Reader {
  /// These people, by their ids.
  package func people(_ ids: [PersonID]) throws -> [PersonID: Person] {
    let found = try rows(
      "SELECT \(Person.columns) FROM people p WHERE p.id IN (\(list: ids)) ORDER BY p.id LIMIT 1000"
    )
    return Dictionary(
      uniqueKeysWithValues: try found.map { row in
        let person = try Person(row)
        return (person.id, person)
      })
  }

  /// The records that are part of these people's records now, the latest first, for a user who may take them apart: whoever
  /// is also known outside the scope is left out, so that no page tells of it.
  package func merges(
    into people: [PersonID], whole: Wholeness, for user: User
  ) throws -> [PersonMerge] {
    guard user.may(.decideDuplicates) else { return [] }
    let scope = try user.must(.decideDuplicates)
    return try rows(
      """
      SELECT g.id, g.merged_at, p.full_name FROM person_merges g JOIN people p ON p.id = g.merged_person_id
      WHERE g.kept_person_id IN (\(list: people)) AND g.undone_at IS NULL
        AND \(whole("g.kept_person_id", scope, user))
      ORDER BY g.merged_at DESC, g.id DESC LIMIT 20
      """
    ).map {
      try PersonMerge(id: $0["id"], name: $0["full_name"], mergedAt: $0["merged_at"])
    }
  }
}
