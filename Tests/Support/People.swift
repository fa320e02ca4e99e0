import App
import Core
import Database
import Foundation
import ReferralFile
import Referrals

@testable import Access

/// People of the tests, made through the doors.
extension Pierhead {
  /// An account with these roles, as the user it is.
  package func user(
    _ role: String, name: String = "Test Example", in districts: String...
  ) async throws -> User {
    let email = "\(role).\(UUID().uuidString.prefix(8).lowercased())@example.org"
    _ = try await access.add(
      email: email, name: name, roles: [role], districts: districts, by: .system)
    return try await access.user(access.find(email: email, by: .system).id)
  }

  /// A signed-in session of a user, as its cookie's value.
  package func session(of user: User) async throws -> String {
    try await access.testSession(of: user.id)
  }

  /// Reads a referral file, given as rows of column and value, and answers its report as JSON.
  @discardableResult
  package func importRows(
    _ rows: [[String: String]], as partner: String? = nil, by user: User = .system
  ) async throws -> ImportReport {
    let names = Column.allCases.map(\.name)
    func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
    let lines =
      [names.joined(separator: ",")]
      + rows.map { row in names.map { cell(row[$0] ?? "") }.joined(separator: ",") }
    return try await importText(lines.joined(separator: "\r\n"), as: partner, by: user)
  }

  @discardableResult
  package func importText(
    _ text: String, isDryRun: Bool = false, as partner: String? = nil, by user: User = .system
  ) async throws -> ImportReport {
    var options = ImportOptions()
    options.name = "test.csv"
    options.format = .json
    options.isDryRun = isDryRun
    options.partner = partner
    var rest: [UInt8]? = Array(text.utf8)
    return try await referrals.importFile(
      options, by: user,
      progress: { _ in },
      next: {
        defer { rest = nil }
        return rest
      }
    ).0
  }
}

/// A row of a referral file of a made-up person, with what a test changes of it.
package func row(_ id: String, _ changes: [String: String] = [:]) -> [String: String] {
  [
    "referral_id": id, "referrer_organisation": "Example Advice Centre", "route": "partner",
    "referred_on": "2026-11-10", "full_name": "Person \(id)", "date_of_birth": "1980-01-01",
    "agreed_to_share": "yes", "district": "Liverpool",
  ].merging(changes) { _, new in new }
}

/// The districts that tests use most.
package enum Place {
  package static let liverpool = "E08000012"
  package static let wirral = "E08000015"
}

extension Access {
  /// A session without proof.
  func testSession(of id: AccountID) async throws -> String {
    try await database.write(as: .system) { transaction in
      guard let account = try transaction.read.credentials(id) else {
        throw Rejection.notFound("Account")
      }
      transaction.record("signed in", id, ["with": "a test"])
      return try open(for: account, from: Caller(address: "127.0.0.1"), in: transaction).token
    }
  }
}
