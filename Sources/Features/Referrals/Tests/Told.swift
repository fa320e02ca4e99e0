import App
import Core
import Database
import Foundation
import ReferralFile
import Referrals
import Support

/// What an import's report says in JSON.
struct Told: Decodable {
  struct Row: Decodable {
    struct Problem: Decodable { let code: String }
    let result: String
    let problems: [Problem]
  }
  let read: Int
  let accepted: Int
  let warned: Int
  let rejected: Int
  let unchanged: Int
  let rows: [Row]

  init(_ report: ImportReport) throws {
    self = try JSONDecoder().decode(Told.self, from: Data(report.bytes))
  }

  /// For each row what became of it, and why: "warned differs".
  var results: [String] {
    rows.map { ([$0.result] + $0.problems.map(\.code)).joined(separator: " ") }
  }
}

/// A file that lies beside the tests of the file's format.
func sample(_ name: String) throws -> [UInt8] {
  var root = URL(filePath: #filePath).resolvingSymlinksInPath()
  for _ in 0..<5 { root.deleteLastPathComponent() }
  return Array(
    try Data(contentsOf: root.appending(path: "Tests/ReferralFileTests/Samples/\(name)")))
}

/// The tables that tell of people.
let casework = [
  "referrals", "referral_groups", "people", "person_needs", "person_matches", "households",
  "household_members", "assignments", "contact_notes", "proposed_amendments", "counters",
]

extension Pierhead {
  func group(of externalID: String) async throws -> ReferralGroupID? {
    try await database.read(fresh: true) {
      try $0.row("SELECT group_id FROM referrals WHERE external_id = \(externalID)")?["group_id"]
    }
  }

  func person(of externalID: String) async throws -> PersonID {
    let found: PersonID? = try await database.read(fresh: true) {
      try $0.row("SELECT person_id FROM referrals WHERE external_id = \(externalID)")?["person_id"]
    }
    guard let found else { throw Rejection.notFound("Person") }
    return found
  }
}
