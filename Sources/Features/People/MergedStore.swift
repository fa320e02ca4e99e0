import Core
import Database

/// Another record that was put into this one.
package struct PersonMerge: Sendable {
  package let id: PersonMergeID
  package let name: String
  package let mergedAt: Instant
}

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

  /// The records that are part of these people's records now, the latest first.
  package func merges(into people: [PersonID]) throws -> [PersonMerge] {
    try rows(
      """
      SELECT g.id, g.merged_at, p.full_name FROM person_merges g JOIN people p ON p.id = g.merged_person_id
      WHERE g.kept_person_id IN (\(list: people)) AND g.undone_at IS NULL
      ORDER BY g.merged_at DESC, g.id DESC LIMIT 20
      """
    ).map {
      try PersonMerge(id: $0["id"], name: $0["full_name"], mergedAt: $0["merged_at"])
    }
  }
}
