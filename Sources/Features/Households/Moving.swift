import Core
import Database

extension Households {
  /// A household that this user may read, as far as another verb of theirs reaches.
  package func household(
    _ id: HouseholdID, in scope: Scope, of user: User, reading reader: borrowing Reader
  ) throws -> Household {
    try user.must(.readHouseholds)
    guard let household = try reader.household(id, in: scope, of: user) else {
      throw Rejection.notFound("Household")
    }
    return household
  }

  /// Moves an open household from one district to another, or within one to whoever is assigned next. Whoever worked
  /// with it stops today; why, and what the next advocate must know, stay in its history. The permission is the
  /// caller's: who decides a move does not see the household yet.
  package func move(
    _ id: HouseholdID, from: String, to district: String, because reason: String, handover: String,
    by transaction: borrowing Transaction
  ) throws {
    let found = try transaction.read.household(id, in: .all, of: transaction.user)
    guard let household = found, household.districtCode == from,
      try transaction.move(household, to: district, because: reason, handover: handover)
    else { throw Rejection.conflict(Reason("transfer.moved-meanwhile")) }
    let current = try transaction.read.assignments(of: id).first { $0.until == nil }
    try transaction.endAssignment(current, of: id)
    transaction.record(
      "household moved", id,
      [
        "household": household.reference, "from": from, "to": district,
        "advocate until now": current?.advocate ?? "",
        "why": "sha256 " + digest(id.text + reason),
        "handover": "sha256 " + digest(id.text + handover),
      ])
  }
}
