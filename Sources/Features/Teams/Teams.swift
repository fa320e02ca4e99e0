import Core
import Database
import Households
import Referrals

/// The door to teams: who is at work and who covers, what each carries, which posts end, and what waits on a Monday.
package struct Teams: Sendable {
  let database: Database
  let households: Households
  package let lists: TeamLists

  package init(_ database: Database, households: Households, lists: TeamLists) {
    self.database = database
    self.households = households
    self.lists = lists
  }

  var wall: Wall { database.wall }

  static let teamOnPage = 50

  /// The advocates this user looks after, a page of them in an order, and whether there are more. It shows no resident.
  package func team(
    _ order: TeamOrder, page: Int, for user: User
  ) async throws -> (colleagues: [Colleague], hasMore: Bool) {
    let scope = try user.must(.keepTeam)
    let (today, weights) = (wall.today, households.lists.loadWeights)
    return try await database.read { reader in
      var all = try reader.colleagues(in: scope, of: user, on: today)
      let loads = try reader.loads(
        inDistricts: scope == .all ? nil : user.districts, on: today, weights)
      for index in all.indices { all[index].load = loads[all[index].id] ?? Load() }
      let sorted = all.sorted { order.places($0, before: $1) }
      let rest = sorted.dropFirst((page - 1) * Self.teamOnPage)
      return (Array(rest.prefix(Self.teamOnPage)), rest.count > Self.teamOnPage)
    }
  }

  /// One colleague whole. It shows no resident.
  package func colleague(_ id: AccountID, for user: User) async throws -> ColleagueView {
    let scope = try user.must(.keepTeam)
    let (today, weights) = (wall.today, households.lists.loadWeights)
    return try await database.read { reader in
      guard var colleague = try reader.colleagues(in: scope, of: user, on: today, only: id).first
      else { throw Rejection.notFound("Colleague") }
      colleague.load = try reader.load(of: id, on: today, weights)
      return ColleagueView(
        colleague: colleague, absences: try reader.absenceView(of: id, on: today),
        posts: try reader.posts(of: id))
    }
  }

  // MARK: - Absences and cover

  /// One's own time away. It shows no resident.
  package func ownAbsences(for user: User) async throws -> AbsenceView {
    try user.must(.planAbsences)
    let today = wall.today
    return try await database.read { reader in try reader.absenceView(of: user.id, on: today) }
  }

  /// Enters time away, for oneself or for an advocate of one's scope.
  package func addAbsence(
    _ draft: AbsenceDraft, of account: AccountID, by user: User
  ) async throws {
    let scope = try user.must(.planAbsences)
    let kinds = lists.absenceKinds
    try await database.write(as: user) { transaction in
      let name = try transaction.read.plannable(account, in: scope, of: user, on: transaction.today)
      let new = try NewAbsence(draft, kinds, today: transaction.today)
      if try transaction.read.isAway(account, from: new.from, until: new.until) {
        throw Rejection.invalid("absence_from", Reason("absence.overlap"))
      }
      let cover = try transaction.read.cover(
        draft.cover, of: account, from: new.from, until: new.until, on: transaction.today)
      let id = try transaction.insertAbsence(
        of: account, new.kind, from: new.from, until: new.until, coveredBy: cover?.id)
      transaction.record(
        "absence entered", account,
        [
          "absence": id.text, "of": name, "kind": new.kind, "from": new.from.description,
          "until": new.until.description, "cover": cover?.name ?? "",
          "cover_account": cover?.id.text ?? "",
        ])
    }
  }

  /// Ends an absence now, whether it has begun or not. What it covered is no longer seen.
  package func endAbsence(_ id: AbsenceID, by user: User) async throws -> AccountID {
    let scope = try user.must(.planAbsences)
    return try await database.write(as: user) { transaction in
      let absence = try transaction.read.absence(id, in: scope, of: user, on: transaction.today)
      try transaction.endAbsence(absence)
      transaction.record(
        "absence ended", absence.account, ["absence": id.text, "of": absence.name])
      return absence.account
    }
  }

  /// Lets somebody else cover from now on: the absence ends and goes on as another.
  package func changeCover(
    _ id: AbsenceID, to cover: String, by user: User
  ) async throws -> AccountID {
    let scope = try user.must(.planAbsences)
    return try await database.write(as: user) { transaction in
      let old = try transaction.read.absence(id, in: scope, of: user, on: transaction.today)
      let from = max(old.from, transaction.today)
      let new = try transaction.read.cover(
        cover, of: old.account, from: from, until: old.until, on: transaction.today)
      if new?.id == old.coveredBy { return old.account }
      try transaction.endAbsence(old)
      let next = try transaction.insertAbsence(
        of: old.account, old.kind, from: from, until: old.until, coveredBy: new?.id)
      transaction.record(
        "cover changed", old.account,
        [
          "absence": next.text, "of": old.name, "from": old.coverName ?? "", "to": new?.name ?? "",
          "cover_account": new?.id.text ?? "",
        ])
      return old.account
    }
  }
}
