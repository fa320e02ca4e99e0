import Core
import Database

/// How a project stands in one respect.
package struct Rating: Kept {
  /// The key of a respect: overall, schedule and so on.
  package var respect: String
  /// The key of the scale it is said by.
  package var scale: String
  /// A key of that scale; nil is not rated.
  package var rating: String?
  /// Until when a rating that goes against the facts may stand.
  package var expiresOn: Day?
  /// The month that it was said for, `2021-01`.
  package var period: String?

  package static let kind = ItemKind.rating
  package static let columns = ["respect", "scale", "rating", "expires_on", "period"]

  package var values: [Value] {
    [respect.stored, scale.stored, rating.stored, expiresOn.stored, period.stored]
  }
}

extension Rating {
  package init(_ row: Row) throws {
    try self.init(
      respect: row["respect"], scale: row["scale"], rating: row["rating"],
      expiresOn: row["expires_on"], period: row["period"])
  }
}
