import Core
import Database

/// After which contact note a list goes on: newest first.
package struct NotePlace: Sendable {
  package let day: Day
  package let id: ContactNoteID

  package init(day: Day, id: ContactNoteID) { (self.day, self.id) = (day, id) }
}

extension Households {
  /// The households this user may see, in the order in which they were opened, and whether there are more.
  package func list(
    after: HouseholdID?, limit: Int, for user: User
  ) async throws -> (lines: [HouseholdLine], hasMore: Bool) {
    let scope = try user.must(.readHouseholds)
    return try await database.look(as: user, "households listed") { look in
      let found = try look.read.households(after: after, limit: limit, in: scope, of: user)
      let lines = Array(found.prefix(limit))
      look.lists(lines.map(\.id))
      return (lines, found.count > limit)
    }
  }

  /// The contact notes of a household, newest first, and whether there are more.
  package func notes(
    of id: HouseholdID, after: NotePlace?, limit: Int, for user: User
  ) async throws -> (notes: [ContactNote], hasMore: Bool) {
    let scope = try user.must(.readHouseholds)
    return try await database.look(as: user, "household seen") { look in
      guard try look.read.household(id, in: scope, of: user) != nil else {
        throw Rejection.notFound("Household")
      }
      look.shows(id)
      let found = try look.read.notes(of: id, after: after, limit: limit)
      return (Array(found.prefix(limit)), found.count > limit)
    }
  }
}
