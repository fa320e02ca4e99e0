import Core
import Database

/// The door to the programme: what it wants, its projects, and what is said of them. No resident stands in it, so its
/// pages are no looks at people; each change leaves its event like any other.
package struct Programme: Sendable {
  let database: Database

  package init(_ database: Database) { self.database = database }

  var wall: Wall { database.wall }
}
