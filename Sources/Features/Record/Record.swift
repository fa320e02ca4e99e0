import Core
import Database
import Households

/// The door to the record of changes and looks: for one household, and for one user.
package struct Record: Sendable {
  let database: Database
  let households: Households

  package init(_ database: Database, households: Households) {
    self.database = database
    self.households = households
  }

  /// Who changed or looked at a household, its people or their referrals, the newest first, before event
  /// `before`. Lists that showed them are a search of their own: see `lists`.
  package func of(
    _ household: HouseholdID, before: Int?, for user: User
  ) async throws -> RecordPart {
    let scope = try user.must(.readRecord)
    return try await database.look(as: user, "record of household seen", fresh: true) { look in
      guard let reference = try look.read.recordTitle(of: household, in: scope, user) else {
        throw Rejection.notFound("Household")
      }
      look.shows(household)
      let subjects = try look.read.subjects(of: household)
      let found = try look.read.events(about: subjects, before: before)
      return RecordPart(title: reference, found)
    }
  }

  /// Who saw a household, its people or their referrals in a list: a stretch of the record, the newest first.
  package func lists(
    showing household: HouseholdID, before: Int?, for user: User
  ) async throws -> RecordPart {
    let scope = try user.must(.readRecord)
    return try await database.look(as: user, "record of household seen", fresh: true) { look in
      guard let reference = try look.read.recordTitle(of: household, in: scope, user) else {
        throw Rejection.notFound("Household")
      }
      look.shows(household)
      let last = try look.read.lastEvent() + 1
      let end = max(1, min(before ?? last, last))
      let start = max(0, end - 1 - RecordPart.searched)
      let found = try look.read.lists(
        showing: try look.read.subjects(of: household), after: start, before: end)
      let isCut = found.count == RecordPart.listsShown
      return RecordPart(
        title: reference, entries: found,
        older: isCut ? found.last?.n : start > 0 ? start + 1 : nil)
    }
  }

  /// The household with this reference, if this user may read its record.
  package func household(called written: String, for user: User) async throws -> HouseholdID {
    let scope = try user.must(.readRecord)
    let reference = written.uppercased().filter { !$0.isWhitespace }
    guard !reference.isEmpty else {
      throw Rejection.invalid("reference", Reason("record.reference"))
    }
    let found = try await database.read { reader in
      try reader.household(called: reference, in: scope, user)
    }
    guard let found else { throw Rejection.invalid("reference", Reason("record.no-household")) }
    return found
  }

  /// All users by name, for who may read what each of them did.
  package func users(for user: User) async throws -> [(id: AccountID, name: String)] {
    try user.must(.readUserRecord)
    return try await database.read { reader in try reader.accountNames() }
  }

  /// What one user changed and looked at, the newest first.
  package func of(_ account: AccountID, before: Int?, for user: User) async throws -> RecordPart {
    if account != user.id { try user.must(.readUserRecord) }
    return try await database.look(as: user, "record of user seen", fresh: true) { look in
      guard let name = try look.read.accountName(account) else {
        throw Rejection.notFound("Account")
      }
      look.shows(account)
      return RecordPart(title: name, try look.read.events(by: account, before: before))
    }
  }
}

extension RecordPart {
  init(title: String, _ found: [RecordEntry]) {
    let shown = Array(found.prefix(Self.size))
    self.init(
      title: title, entries: shown, older: found.count > Self.size ? shown.last?.n : nil)
  }
}
