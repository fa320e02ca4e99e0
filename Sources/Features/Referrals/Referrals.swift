import Core
import Database
import Eligibility
import Households
import People
import ReferralFile

/// The door to referrals: who asks for help, and what becomes of it.
package struct Referrals: Sendable {
  let database: Database
  let households: Households
  let vocabulary: Vocabulary
  let lists: Lists
  let variants: NameVariants
  /// Our own, as the referrer of those whose referral staff key.
  let organisation: String
  let eligibility: Eligibility
  let telling: Telling
  /// Where people find these pages, for messages: scheme and host.
  let origin: String

  package init(
    _ database: Database, households: Households, vocabulary: Vocabulary, lists: Lists,
    variants: NameVariants, organisation: String, eligibility: Eligibility, telling: Telling,
    origin: String
  ) {
    self.database = database.keeping(
      [
        "imports", "people", "person_needs", "person_matches", "referral_groups", "referrals",
        "proposed_amendments",
      ] + SearchIndex.tables)
    self.households = households
    self.vocabulary = vocabulary
    self.lists = lists
    self.variants = variants
    self.organisation = organisation
    self.eligibility = eligibility
    self.telling = telling
    self.origin = origin
  }

  var wall: Wall { database.wall }

  /// What waits, in the order in which it should be looked at.
  package func inbox(_ filter: InboxFilter, for user: User) async throws -> Inbox {
    let scope = try user.must(.readInbox)
    let places = try places(filter, scope, user)
    return try await database.look(as: user, "inbox seen") { look in
      let totals = try look.read.inboxTotals(of: places, seenBy: user)
      let beside = try look.read.waitingBesideAFile(filter, of: places, totals, seenBy: user)
      var found = try look.read.inbox(filter, in: scope, of: user, only: beside)
      let hasMore = found.count > InboxFilter.size
      if hasMore { found.removeLast() }
      let needs = try look.read.needs(of: found.map(\.person), seenBy: user)
      let transfers = try look.read.transfers(of: found.map(\.id))
      for index in found.indices {
        found[index].needs = needs[found[index].person] ?? []
        found[index].sentFrom = transfers[found[index].id]
      }
      addAnswers(to: &found)
      look.lists(found.map(\.id))
      return Inbox(
        lines: found, hasMore: hasMore, waiting: totals.waiting, urgent: totals.urgent)
    }
  }

  /// One referral, with those who want to join and those who may be the same person.
  package func find(_ id: ReferralID, for user: User) async throws -> ReferralView {
    let scope = try user.must(.readInbox)
    return try await database.look(as: user, "referral seen") { look in
      guard let referral = try look.read.referral(id, in: scope, of: user) else {
        throw Rejection.notFound("Referral")
      }
      look.shows(id)
      guard let beside = try look.read.beside(id) else { throw Rejection.notFound("Referral") }
      let person = referral.person.id
      let (companions, hidden) = try look.read.companions(of: referral, in: scope, user)
      return ReferralView(
        referral: referral, needs: try look.read.needs(of: [person], seenBy: user)[person] ?? [],
        companions: companions, hiddenCompanions: hidden,
        lookalikes: beside.mayLookAlike
          ? try look.read.lookalikes(of: referral, in: scope, user) : [],
        amendments: beside.hasAmendments ? try look.read.amendments(of: id, for: user) : [],
        sent: try SentValue.read(beside.content, for: user),
        householdReference: beside.householdReference,
        acts: beside.hasActs ? try look.read.acts(of: id) : [],
        keyed: beside.isKeyed ? try look.read.keyed(id) : nil,
        returning: beside.returns
          ? try look.read.returning(referral, in: scope, of: user) : .none,
        mayDecide: user.may(.decideReferrals),
        eligibility: try eligibilityView(
          of: referral, escalatedAt: beside.escalatedAt, look.read, scope, user),
        merges: beside.hasMerges
          ? try look.read.merges(into: [person], whole: Self.wholePeople, for: user) : [])
    }
  }

  /// Opens a household with the person of this referral as its lead, and with those others of its group that
  /// were chosen. `district` is asked only where the referral has none, `despite` why where the rules of one of them
  /// do not say yes. Throws `Stale` where `version` was named and is over.
  package func accept(
    _ id: ReferralID, with others: [ReferralID], district: String?, despite reason: String? = nil,
    version: Int? = nil, once: Once<HouseholdID>? = nil, by user: User
  ) async throws -> HouseholdID {
    let scope = try user.must(.decideReferrals)
    return try await database.write(as: user, once: once) { transaction in
      guard let lead = try transaction.read.referral(id, in: scope, of: user) else {
        throw Rejection.notFound("Referral")
      }
      try Stale.check(version, against: lead.version)
      try lead.mustWait()
      guard let place = lead.districtCode ?? district, vocabulary.districts[place] != nil else {
        throw Rejection.invalid("district", Reason("referral.district"))
      }
      var accepted = [lead]
      for other in Set(others).subtracting([id]).sorted(by: { $0.text < $1.text }) {
        guard let found = try transaction.read.referral(other, in: scope, of: user),
          found.group == lead.group, lead.group != nil
        else { throw Rejection.invalid("others", Reason("referral.others")) }
        try found.mustWait()
        accepted.append(found)
      }
      let despite = try mayAccept(accepted, despite: reason, transaction.read, scope, user)
      let household = try households.open(
        accepted.map { $0.joining(vocabulary) }, in: place, by: transaction)
      if let level = lead.complexity ?? accepted.compactMap(\.complexity).first {
        try households.carryComplexity(level, to: household, by: transaction)
      }
      for referral in accepted {
        try transaction.accept(referral, into: household, in: place, despite[referral.id])
        transaction.record(
          "referral accepted", referral.id,
          [
            "from": "waiting", "to": "accepted", "household": household.text,
            "district": referral.districtCode ?? "none, now \(place)",
            "eligibility": despite[referral.id]?.verdict.words
              ?? EligibilityAnswer.Verdict.eligible.words,
            "despite": despite[referral.id].map { "sha256 " + digest(referral.id.text + $0.reason) }
              ?? "",
          ])
        try telling.tell(.started, referral.id, in: transaction)
      }
      return household
    }
  }

  /// Says no, with a reason.
  package func decline(
    _ id: ReferralID, because reason: String, note: String, version: Int? = nil,
    once: Once<Void>? = nil, by user: User
  ) async throws {
    let scope = try user.must(.decideReferrals)
    let decline = try Decline(reason: reason, note: note, vocabulary, on: wall.today)
    try await database.write(as: user, once: once) { transaction in
      guard let referral = try transaction.read.referral(id, in: scope, of: user) else {
        throw Rejection.notFound("Referral")
      }
      try Stale.check(version, against: referral.version)
      try referral.mustWait()
      try transaction.decline(referral, decline)
      try transaction.addAct(.declined, id, reason: decline.reason, note: decline.note)
      transaction.record(
        "referral declined", id,
        [
          "from": "waiting", "to": "declined", "reason": decline.reason,
          "note": decline.note.map { "sha256 " + digest(id.text + $0) } ?? "",
        ])
      try telling.tell(.ended, id, in: transaction)
    }
  }

  /// Takes back a decline or a withdrawal, also long after: the referral waits again, and what was is kept.
  package func reopen(
    _ id: ReferralID, version: Int? = nil, once: Once<Void>? = nil, by user: User
  ) async throws {
    let scope = try user.must(.decideReferrals)
    try await database.write(as: user, once: once) { transaction in
      guard let referral = try transaction.read.referral(id, in: scope, of: user) else {
        throw Rejection.notFound("Referral")
      }
      try Stale.check(version, against: referral.version)
      guard referral.state == .declined || referral.state == .withdrawn else {
        throw Rejection.conflict(Reason("referral.not-declined"))
      }
      try transaction.reopen(referral)
      try transaction.addAct(.reopened, id)
      transaction.record(
        "referral reopened", id,
        ["from": referral.state.rawValue, "to": "waiting", "reason": referral.declineReason ?? ""])
    }
  }

  /// The districts whose totals a page shows; "" is the place of those that have none.
  private func places(_ filter: InboxFilter, _ scope: Scope, _ user: User) throws -> [String] {
    let own = scope == .all ? Array(vocabulary.districts.keys) + [""] : user.districts
    guard let wanted = filter.district else { return own }
    guard own.contains(wanted) else { throw Rejection.notFound("District") }
    return [wanted]
  }
}

extension Referral {
  fileprivate func joining(_ vocabulary: Vocabulary) -> Joining {
    Joining(
      person: person.id, referral: id, relationship: relationship,
      source: "\(organisation) (\(vocabulary.route(route)))", referredOn: referredOn)
  }
}
