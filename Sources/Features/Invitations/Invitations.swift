import Access
import Core
import Database
import Messages
import ReferralFile
import Referrals

/// The door to invitations: lists of people whom we ask whether we may contact them, each once, and what they answer.
package struct Invitations: Sendable {
  let database: Database
  let access: Access
  let messages: Messages
  let referrals: Referrals
  package let vocabulary: Vocabulary
  package let bases: LawfulBases
  let lists: Lists
  let variants: NameVariants

  package init(
    _ database: Database, access: Access, messages: Messages, referrals: Referrals,
    vocabulary: Vocabulary, lists: Lists, variants: NameVariants, bases: LawfulBases
  ) {
    self.database = database
    self.access = access
    self.messages = messages
    self.referrals = referrals
    self.vocabulary = vocabulary
    self.lists = lists
    self.variants = variants
    self.bases = bases
  }

  var wall: Wall { database.wall }

  static let listsOnPage = 25
  static let peopleOnPage = 50
  /// People who are put on a list by one change: others wait for no more than that.
  static let atOnce = 100

  /// Whether text messages can be sent from here.
  package var textsWork: Bool { messages.providers.text != nil }

  // MARK: - Lists

  /// A page of lists with their numbers, newest first, and whether there are more. It shows no person.
  package func lists(
    page: Int, for user: User
  ) async throws -> (lists: [(InvitationList, InvitationCounts)], hasMore: Bool) {
    let scope = try user.must(.invite)
    return try await database.read { reader in
      let found = try reader.invitationLists(page: page, in: scope, of: user)
      let shown = Array(found.prefix(Self.listsOnPage))
      let counts = try reader.counts(of: shown.map(\.id))
      return (
        shown.map { ($0, counts[$0.id] ?? InvitationCounts()) }, found.count > Self.listsOnPage
      )
    }
  }

  /// The districts that a user may make a list for; nil is the whole region.
  package func places(for user: User) throws(Rejection) -> [String?] {
    switch try user.must(.invite) {
    case .all: [nil] + vocabulary.districts.keys.sorted()
    case .district: user.districts
    case .team, .own: []
    }
  }

  /// Makes a list. The same form twice is one list.
  package func make(_ draft: InvitationListDraft, by user: User) async throws {
    let places = try places(for: user)
    try await database.write(as: user) { transaction in
      let until = try draft.check(bases, districts: places, today: transaction.today)
      guard try transaction.insert(draft, askUntil: until) else {
        _ = try transaction.read.invitationList(
          draft.id, in: try user.must(.invite), of: user)
        throw Rejection.conflict(Reason("invitation.made"))
      }
      transaction.record(
        "invitation list made", draft.id,
        [
          "basis": draft.basis, "district": draft.district, "ask until": until.description,
          "words": "sha256 "
            + digest(
              [draft.id.text, draft.name, draft.source, draft.basisNote].joined(separator: "\n")),
        ])
    }
  }

  /// A list without its people: what forms about it need.
  package func list(_ id: InvitationListID, for user: User) async throws -> InvitationList {
    let scope = try user.must(.invite)
    return try await database.read { try $0.invitationList(id, in: scope, of: user) }
  }

  /// A list with a page of its people.
  package func view(
    _ id: InvitationListID, _ state: Invitation.State?, page: Int, for user: User
  ) async throws -> InvitationListView {
    let scope = try user.must(.invite)
    return try await database.look(as: user, "invitation list seen") { look in
      let list = try look.read.invitationList(id, in: scope, of: user)
      look.shows(id)
      let people = try look.read.invitations(of: id, state, page: page)
      let shown = Array(people.prefix(Self.peopleOnPage))
      look.lists(shown.map(\.id))
      return InvitationListView(
        list: list, counts: try look.read.counts(of: [id])[id] ?? InvitationCounts(),
        leftOut: try look.read.leftOut(of: id), people: shown,
        hasMore: people.count > Self.peopleOnPage)
    }
  }

  /// One person on a list.
  package func find(
    _ id: InvitationID, for user: User
  ) async throws -> (person: Invitation, list: InvitationList) {
    let scope = try user.must(.invite)
    return try await database.look(as: user, "invitation seen") { look in
      let person = try look.read.invitation(id, in: scope, of: user)
      look.shows(id)
      return (person, try look.read.invitationList(person.list, in: scope, of: user))
    }
  }

  // MARK: - Who is on them

  /// What a row of this list must hold.
  package func rules(for list: InvitationList) -> InvitedRules {
    let (lists, codes) = (lists, Set(vocabulary.districts.keys))
    return InvitedRules(
      listDistrict: list.district,
      district: { codes.contains($0) ? $0 : lists.district($0) }, today: wall.today)
  }

  /// Puts one person on a list, or throws `invalid` with what is wrong or why they are left out.
  package func add(
    _ draft: InvitedDraft, to id: InvitationListID, by user: User
  ) async throws {
    let list = try await list(id, for: user)
    let added = try await add([try rules(for: list).check(draft)], to: id, by: user)
    if let reason = added.leftOut.keys.first {
      throw Rejection.invalid([Problem(nil, reason.reason)])
    }
  }

  /// Puts people on a list, a hundred in one change. Who is on a list already, has said no or is known to us is left out
  /// and counted.
  package func add(
    _ people: [NewInvited], to id: InvitationListID, by user: User
  ) async throws -> Added {
    let scope = try user.must(.invite)
    var total = Added()
    for start in stride(from: 0, to: people.count, by: Self.atOnce) {
      let part = Array(people[start..<min(people.count, start + Self.atOnce)])
      let keys = part.map { InvitedKeys($0.details).hashed(by: access) }
      let added = try await database.write(as: user) { transaction in
        let list = try transaction.read.invitationList(id, in: scope, of: user)
        guard transaction.today <= list.askUntil else {
          throw Rejection.conflict(Reason("invitation.over"))
        }
        let check = KnownCheck(list: list, user: user, variants: variants)
        var added = Added()
        for (person, keys) in zip(part, keys) {
          let reason: LeftOut?
          if let known = try check.invited(keys, transaction.read) {
            reason = known
          } else if let known = try check.knownOtherwise(person.details, transaction.read) {
            reason = known
          } else if try transaction.insert(person, keys: keys, on: id) {
            reason = nil
          } else {
            reason = try check.invited(keys, transaction.read) ?? .known
          }
          if let reason { added.leftOut[reason, default: 0] += 1 } else { added.people += 1 }
        }
        try transaction.countLeftOut(added.leftOut, of: id)
        transaction.record(
          "people put on an invitation list", id,
          [
            "added": String(added.people),
            "left out": String(added.leftOut.values.reduce(0, +)),
          ])
        return added
      }
      total.people += added.people
      total.leftOut.merge(added.leftOut, uniquingKeysWith: +)
    }
    return total
  }

  /// Takes somebody off who was not asked yet. Nothing of them is kept, so they can be put on a list again.
  package func takeOff(_ id: InvitationID, by user: User) async throws -> InvitationListID {
    let scope = try user.must(.invite)
    return try await database.write(as: user) { transaction in
      let person = try transaction.read.invitation(id, in: scope, of: user)
      guard person.state == .ready else {
        throw Rejection.conflict(Reason("invited.asked-already"))
      }
      try transaction.forget(id)
      transaction.record(
        "person taken off an invitation list", person.list, ["invitation": id.text])
      return person.list
    }
  }
}

/// What became of people who were to be put on a list.
package struct Added: Sendable, Equatable {
  package var people = 0
  package var leftOut: [LeftOut: Int] = [:]

  package init() {}

  /// `2 already on a list, 1 already known`, the most first; nil where nobody was left out.
  package var leftOutWords: String? {
    guard !leftOut.isEmpty else { return nil }
    return leftOut.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
      .map { "\($0.value) \($0.key.words)" }.joined(separator: ", ")
  }
}

/// A list as its page shows it.
package struct InvitationListView: Sendable {
  package let list: InvitationList
  package let counts: InvitationCounts
  package let leftOut: [LeftOut: Int]
  package let people: [Invitation]
  package let hasMore: Bool
}
