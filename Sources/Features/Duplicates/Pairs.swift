import Core
import Database
import Households
import People
import ReferralFile
import Referrals

/// What a member of staff does with a pair.
extension Duplicates {
  static let pageSize = 25

  /// Pairs that wait for somebody, those most alike first.
  package func list(page: Int, for user: User) async throws -> PairList {
    let scope = try user.must(.decideDuplicates)
    let variants = variants
    return try await database.look(as: user, "likely duplicates listed") { look in
      let found = try look.read.waitingPairs(page: page, in: scope, of: user)
      let pairs = Array(found.prefix(Self.pageSize))
      let ids = pairs.flatMap { [$0.first, $0.second] }
      let (people, features) = (try look.read.people(ids), try look.read.features(of: ids))
      let lines = pairs.compactMap { pair -> PairLine? in
        guard let first = people[pair.first], let second = people[pair.second],
          let one = features[pair.first], let two = features[pair.second]
        else { return nil }
        return PairLine(
          id: pair.id, first: first, second: second,
          reasons: Likeness(one, two, variants: variants).reasons,
          isUnsure: pair.state == .unsure, note: pair.reason)
      }
      look.lists(ids)
      return PairList(
        lines: lines, hasMore: found.count > Self.pageSize,
        isComparing: try look.read.isComparing())
    }
  }

  /// Two records side by side.
  package func find(_ id: PersonPairID, for user: User) async throws -> PairView {
    let scope = try user.must(.decideDuplicates)
    let variants = variants
    return try await database.look(as: user, "likely duplicates compared") { look in
      let view = try Self.view(id, look.read, scope, user, variants)
      look.lists([view.pair.first, view.pair.second])
      return view
    }
  }

  /// Both records whole, or "not found" for a pair that is not this user's or no longer one.
  static func view(
    _ id: PersonPairID, _ reader: borrowing Reader, _ scope: Scope, _ user: User,
    _ variants: NameVariants
  ) throws -> PairView {
    guard let pair = try reader.pair(id, in: scope, of: user),
      let (first, second) = try reader.sides(pair, in: scope, of: user)
    else { throw Rejection.notFound("Pair") }
    let features = try reader.features(of: [pair.first, pair.second])
    guard let one = features[pair.first], let two = features[pair.second] else {
      throw Rejection.notFound("Pair")
    }
    let versions = try [pair.first, pair.second].map {
      try reader.values(of: $0).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "\n")
    }
    let rows =
      (first.referrals + second.referrals).map(\.id.text)
      + (first.memberships + second.memberships).map { "\($0.id) \($0.leftOn?.description ?? "")" }
    return PairView(
      pair: pair, first: first, second: second,
      reasons: Likeness(one, two, variants: variants).reasons,
      seen: digest((versions + rows).joined(separator: "\n\n")))
  }

  /// Remembers that two records are two people, or that somebody was not sure.
  package func decide(
    _ id: PersonPairID, _ written: String, because reason: String, by user: User
  ) async throws -> PairAnswer {
    let scope = try user.must(.decideDuplicates)
    var problems: [Problem] = []
    let answer = PairAnswer(rawValue: written)
    if answer == nil { problems.append(Problem("answer", Reason("duplicates.answer"))) }
    // Why two are one is asked where they are put together.
    let given = answer == .same ? nil : GivenReason(reason, &problems)
    guard let answer, problems.isEmpty else { throw Rejection.invalid(problems) }
    let variants = variants
    guard let given else {
      _ = try await find(id, for: user)
      return answer
    }
    try await database.write(as: user) { transaction in
      let view = try Self.view(id, transaction.read, scope, user, variants)
      try transaction.decide(
        view.pair, answer == .different ? .different : .unsure, because: given.text)
      transaction.record(
        answer == .different ? "people told apart" : "likely duplicates left open", id,
        [
          "first": view.pair.first.text, "second": view.pair.second.text,
          "from": view.pair.state.rawValue, "reason": "sha256 " + digest(id.text + given.text),
        ])
    }
    return answer
  }
}
