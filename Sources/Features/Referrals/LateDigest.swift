import Core
import Database
import Messages

/// Answers of one district that are so late that they were escalated, and that nobody has given yet.
struct LatePlace: Sendable {
  /// GSS code. Nil where a referral has none.
  let district: String?
  let count: Int
  /// When the newest of them was escalated.
  let newest: Instant
}

/// Somebody who decides referrals.
struct Decider: Sendable {
  let id: AccountID
  let address: String
  /// Of those districts. Nil: everywhere.
  let districts: [String]?
  /// When they were last told of late answers.
  let toldAt: Instant?
}

/// What one member of staff is told of late answers on a day: how many there are, and no word about anybody.
struct LateDigest: Sendable, Equatable {
  let account: AccountID
  let address: String
  let count: Int

  /// Who is told today: each for whom an answer was escalated since they were last told, once a day at most.
  static func due(
    of places: [LatePlace], to deciders: [Decider], on today: Day
  ) -> [LateDigest] {
    deciders.compactMap { one in
      if one.toldAt?.day == today { return nil }
      let theirs = places.filter { place in
        one.districts.map { districts in place.district.map(districts.contains) ?? false } ?? true
      }
      let isNew = theirs.contains { place in one.toldAt.map { $0 < place.newest } ?? true }
      guard isNew, EmailAddress(one.address) != nil else { return nil }
      return LateDigest(
        account: one.id, address: one.address, count: theirs.reduce(0) { $0 + $1.count })
    }
  }

  func message(on today: Day, at origin: String) -> NewMessage {
    NewMessage(
      Self.kind, by: .email, to: .address(address),
      values: [
        "referrals": count == 1 ? "1 referral waits" : "\(count) referrals wait",
        "link": origin + ReferralPages.latePath,
      ], about: account, district: nil, once: "\(Self.kind)/\(account)/\(today)")
  }

  /// A key of `messages.csv`.
  static let kind = "late-answers"
}

extension Reader {
  func lateDigests(on today: Day) throws -> [LateDigest] {
    let places = try latePlaces(on: today)
    guard !places.isEmpty else { return [] }
    return LateDigest.due(of: places, to: try deciders(on: today), on: today)
  }
}
