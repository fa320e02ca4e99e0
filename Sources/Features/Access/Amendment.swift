import Core
import Database

/// What an administrator changes of an account.
package struct AccountAmendment: Sendable {
  package var name: String
  package var organisation: String
  package var roles: [String]
  package var districts: [String]
  /// That of the account when it was read.
  package var version: Int

  package init(
    name: String, organisation: String, roles: [String], districts: [String], version: Int
  ) {
    self.name = name
    self.organisation = organisation
    self.roles = roles
    self.districts = districts
    self.version = version
  }
}

extension Access {
  /// Changes what an account is called and what it may do, from the next page that its owner opens. Nobody changes
  /// their own roles and districts: that takes another administrator.
  package func amend(_ id: AccountID, _ amendment: AccountAmendment, by user: User) async throws {
    try user.must(.manageAccounts)
    var new = amendment
    new.name = amendment.name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    new.organisation = amendment.organisation.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    new.roles = Set(amendment.roles).sorted()
    new.districts = Set(amendment.districts).sorted()
    let amended = new
    let problems = problems(
      name: amended.name, roles: amended.roles, districts: amended.districts)
    guard problems.isEmpty else { throw Rejection.invalid(problems) }
    try await database.write(as: user) { transaction in
      guard let old = try transaction.read.account(id, on: transaction.today) else {
        throw Rejection.notFound("Account")
      }
      let isSameDuty =
        old.roles.sorted() == amended.roles
        && old.districts.sorted() == amended.districts
      guard id != user.id || isSameDuty else {
        throw Rejection.invalid("roles", Reason("access.own-roles"))
      }
      guard
        try transaction.amendAccount(
          id, version: amended.version, name: amended.name,
          organisation: amended.organisation.isEmpty ? nil : amended.organisation)
      else { throw Rejection.conflict(Reason("access.amended-meanwhile")) }
      try transaction.amendDuties(of: old, roles: amended.roles, districts: amended.districts)
      transaction.record(
        "account amended", id,
        [
          "roles from": old.roles.sorted().joined(separator: ", "),
          "roles to": amended.roles.joined(separator: ", "),
          "districts from": old.districts.sorted().joined(separator: ", "),
          "districts to": amended.districts.joined(separator: ", "),
          "name": old.name == amended.name ? "unchanged" : "changed",
          "organisation": (old.organisation ?? "") == amended.organisation
            ? "unchanged" : "changed",
        ])
    }
  }
}
