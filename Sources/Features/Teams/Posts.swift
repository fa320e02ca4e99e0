import Core
import Database
import Households

extension Teams {
  /// Keeps a post of an advocate.
  package func addPost(_ draft: PostDraft, of account: AccountID, by user: User) async throws {
    let scope = try user.must(.keepTeam)
    try await database.write(as: user) { transaction in
      let colleague = try transaction.read.colleague(account, in: scope, transaction)
      let new = try NewPost(draft, districts: Self.districts(of: colleague, in: scope, for: user))
      try transaction.read.mustBeNew(new, of: account)
      let id = try transaction.insertPost(new, of: account)
      transaction.record("post added", account, Self.detail(id, new))
    }
  }

  /// Puts another post in the place of one, as when a contract is made longer. The earlier stays in the history.
  package func changePost(
    _ id: PostID, to draft: PostDraft, by user: User
  ) async throws -> AccountID {
    let scope = try user.must(.keepTeam)
    return try await database.write(as: user) { transaction in
      let old = try transaction.read.post(id, in: scope, of: user, on: transaction.today)
      let colleague = try transaction.read.colleague(old.account, in: scope, transaction)
      let new = try NewPost(draft, districts: Self.districts(of: colleague, in: scope, for: user))
      try transaction.replacePost(id)
      try transaction.read.mustBeNew(new, of: old.account)
      let next = try transaction.insertPost(new, of: old.account, replacing: id)
      transaction.record("post changed", old.account, Self.detail(next, new))
      return old.account
    }
  }

  /// One post, for the page that changes it. It shows no resident.
  package func post(_ id: PostID, for user: User) async throws -> (post: Post, districts: [String])
  {
    let scope = try user.must(.keepTeam)
    let today = wall.today
    return try await database.read { reader in
      let post = try reader.post(id, in: scope, of: user, on: today)
      let found = try reader.colleagues(in: scope, of: user, on: today, only: post.account)
      return (post, Self.districts(of: found[0], in: scope, for: user))
    }
  }

  /// What must be handed over because a post ends.
  package func handOver(_ id: PostID, for user: User) async throws -> HandOverView {
    let scope = try user.must(.keepTeam)
    let today = wall.today
    let (post, left, handedOver) = try await database.look(as: user, "hand-over seen") { look in
      let post = try look.read.post(id, in: scope, of: user, on: today)
      let left = try look.read.households(of: post.account, in: scope, of: user)
      let planned = try look.read.plannedDays(with: post.account, from: today)
      look.lists(left.map(\.id))
      return (
        post, left.map { HandOverLine(household: $0, planned: planned[$0.id] ?? []) },
        try look.read.handedOver(because: id)
      )
    }
    let advocates = try await households.advocates(for: post.district, as: user)
      .filter { $0.id != post.account }
    return HandOverView(post: post, left: left, handedOver: handedOver, advocates: advocates)
  }

  /// Hands households over to another advocate, all or none. `notes` say what the next one must know of each.
  package func handOver(
    _ id: PostID, _ chosen: [String], to advocate: String, notes: [String: String], by user: User
  ) async throws {
    let scope = try user.must(.keepTeam)
    let (today, households) = (wall.today, households)
    try await database.write(as: user) { transaction in
      let post = try transaction.read.post(id, in: scope, of: user, on: today)
      let left = try transaction.read.households(of: post.account, in: scope, of: user)
      let plan = try HandOverPlan(
        chosen, to: advocate, notes: notes, from: post.account, left: left.map(\.id))
      for (household, note) in plan.households {
        try households.assign(
          advocate, to: household, in: scope, because: HandOver(post: id, note: note),
          by: transaction)
      }
      transaction.record(
        "households handed over", post.account,
        ["post": id.text, "to": advocate, "households": String(plan.households.count)])
    }
  }

  /// A post stands in a district that the account has and that this user reaches.
  private static func districts(
    of colleague: Colleague, in scope: Scope, for user: User
  ) -> [String] {
    colleague.districts.filter { scope == .all || user.districts.contains($0) }
  }

  private static func detail(_ id: PostID, _ new: NewPost) -> KeyValuePairs<String, String> {
    [
      "post": id.text, "district": new.district, "from": new.from.description,
      "ends": new.endsOn?.description ?? "", "fixed_term": new.isFixedTerm ? "yes" : "no",
      "funding": new.funding,
    ]
  }
}

extension Reader {
  /// The same form sent again must not make a second post.
  fileprivate func mustBeNew(_ new: NewPost, of account: AccountID) throws {
    if try posts(of: account).contains(where: { $0.from == new.from && $0.district == new.district }
    ) {
      throw Rejection.invalid("post_from", Reason("post.twice"))
    }
  }

  fileprivate func colleague(
    _ id: AccountID, in scope: Scope, _ transaction: borrowing Transaction
  ) throws -> Colleague {
    let found = try colleagues(
      in: scope, of: transaction.user, on: transaction.today, only: id)
    guard let first = found.first else { throw Rejection.notFound("Colleague") }
    return first
  }
}
