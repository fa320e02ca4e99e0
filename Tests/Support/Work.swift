import Access
import App
import Core
import Database
import Foundation
import Households
import ReferralFile
import Referrals

/// Work that many tests begin with, done through the doors.
extension Pierhead {
  /// The referral that its organisation calls so.
  package func referral(_ externalID: String) async throws -> ReferralID {
    let found: ReferralID? = try await database.read(fresh: true) {
      try $0.row("SELECT id FROM referrals WHERE external_id = \(externalID)")?["id"]
    }
    guard let found else { throw Rejection.notFound("Referral") }
    return found
  }

  /// A household of one person, whose referral is made and accepted.
  package func household(
    _ id: String, _ changes: [String: String] = [:], by leader: User
  ) async throws -> HouseholdID {
    try await importRows([unlike(id, changes)])
    return try await accept(id, by: leader)
  }

  /// Accepts a referral, with those of its group that its organisation calls so.
  package func accept(_ id: String, with others: String..., by leader: User) async throws
    -> HouseholdID
  {
    var joining: [ReferralID] = []
    for other in others { joining.append(try await referral(other)) }
    return try await referrals.accept(
      referral(id), with: joining, district: nil, despite: "Agreed.", by: leader)
  }

  /// Asks that a household moves to a district, and answers the request.
  package func transferRequest(
    for household: HouseholdID, to district: String, by user: User
  ) async throws -> TransferRequestID {
    try await referrals.askToMove(
      household, to: district, because: "They live there now.",
      handover: "They like to meet in the morning.", by: user)
    guard let request = try await referrals.movable(household, for: user).waiting else {
      throw Rejection.notFound("Request")
    }
    return request.id
  }

  /// Closes an account.
  package func disable(_ user: User) async throws { try await access.disable(user.id, by: .system) }

  /// The same, with this advocate assigned.
  package func household(
    _ id: String, _ changes: [String: String] = [:], by leader: User, for advocate: User
  ) async throws -> HouseholdID {
    let household = try await household(id, changes, by: leader)
    try await households.assign(advocate.id.text, to: household, by: leader)
    return household
  }

  /// A note of today.
  package func note(
    _ body: String, on day: String = "2026-11-20", id: ContactNoteID? = nil
  ) -> NoteDraft {
    NoteDraft(
      id: id ?? ContactNoteID(at: database.wall.now()), kind: "phone", happenedOn: day, body: body,
      person: "")
  }

  /// Writes a note of today.
  package func write(_ body: String, on household: HouseholdID, by user: User) async throws {
    try await households.addNote(note(body), to: household, by: user)
  }

  /// A user as the next request finds them: with whom they cover that day.
  package func again(_ user: User) async throws -> User { try await access.user(user.id) }

  /// A browser that this user is signed in with.
  package func browser(_ user: User) async throws -> Browser {
    Browser(self, session: try await session(of: user))
  }
}

/// A row about somebody who is like nobody else: their name is spelled out from the id, and so is their birthday.
package func unlike(_ id: String, _ changes: [String: String] = [:]) -> [String: String] {
  var number = id.unicodeScalars.reduce(7) { ($0 &* 31 &+ Int($1.value)) % 99_991 }
  let born = Day(1950, 1, 1)!.adding(days: number % 18_000).description
  var name = ""
  for _ in 0..<4 {
    name += ["ba", "ko", "mi", "ru", "te", "sha", "lo"][number % 7]
    number /= 7
  }
  return row(id, ["full_name": "\(name.capitalized) No\(id)", "date_of_birth": born])
    .merging(changes) { _, new in new }
}

/// How a call ended, as a page would tell it: done, forbidden, not found, conflict, or the fields that are wrong.
package func result<T>(_ call: () async throws -> T) async -> String {
  do {
    _ = try await call()
    return "done"
  } catch Rejection.forbidden {
    return "forbidden"
  } catch Rejection.notFound {
    return "not found"
  } catch Rejection.conflict {
    return "conflict"
  } catch Rejection.invalid(let problems) {
    return "invalid: " + problems.map { $0.field ?? "" }.joined(separator: ", ")
  } catch {
    return "\(error)"
  }
}

/// Something that happens by chance, the same for the same seed, so that a failure can be seen again.
package struct Seeded: RandomNumberGenerator {
  package let seed: UInt64
  private var random: Splitmix

  package init(_ seed: UInt64 = .random(in: 0..<1_000_000)) {
    self.seed = seed
    random = Splitmix(state: seed)
  }

  package mutating func next() -> UInt64 { random.next() }
}
