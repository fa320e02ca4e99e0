import Core
import Database

/// Somebody of the demonstration.
package struct DemoAccount: Sendable {
  package let role: String
  package let name: String
  package let districts: [String]

  package init(_ role: String, name: String, districts: [String] = []) {
    self.role = role
    self.name = name
    self.districts = districts
  }

  /// In a domain that can't exist (RFC 2606).
  package var email: String { "\(role.replacing("_", with: "-"))@pierhead.example" }
}

/// The demonstration: accounts without a password, entered by one-time links. Only `serve --demo` does this.
extension Access {
  /// A one-time sign-in link for each; opens the accounts that are not there yet.
  package func demoAccounts(
    _ accounts: [DemoAccount]
  ) async throws -> [(account: DemoAccount, id: AccountID, address: String)] {
    var links: [(account: DemoAccount, id: AccountID, address: String)] = []
    for account in accounts {
      let token = Token()
      let id = try await database.write(as: .system) { transaction in
        let id = try demoAccount(account, in: transaction)
        try transaction.insertLink(
          token.hash, of: id, for: .demo,
          until: transaction.now.adding(seconds: settings.linkLife))
        transaction.record("demonstration link made", id)
        return id
      }
      links.append((account, id, "\(settings.origin)/demo/\(token.text)"))
    }
    return links
  }

  /// Comes in by a demonstration's link, once. Nil where it is unknown, used or too old.
  package func arrive(byDemoLink token: String, from caller: Caller) async throws -> Arrival? {
    guard let (link, account) = try await link(token, for: [.demo]), account.disabledAt == nil
    else { return nil }
    return try await database.write(as: User(id: account.id, name: account.name)) { transaction in
      guard try transaction.useLink(link.tokenHash) else { throw Self.noLink }
      transaction.record("signed in", account.id, ["with": "demonstration link"])
      return try open(for: account, from: caller, in: transaction)
    }
  }

  private func demoAccount(
    _ account: DemoAccount, in transaction: borrowing Transaction
  ) throws -> AccountID {
    if let found = try transaction.read.credentials(email: account.email) { return found.id }
    let id: AccountID = transaction.newID()
    try transaction.insertAccount(
      id, email: account.email, name: account.name, organisation: nil)
    try transaction.insertDuties(of: id, roles: [account.role], districts: account.districts)
    transaction.record("account added", id, ["roles": account.role])
    return id
  }
}
