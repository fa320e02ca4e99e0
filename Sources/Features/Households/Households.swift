import Core
import Database
import Eligibility
import People

/// The door to households: what a user may do with the people who join together.
package struct Households: Sendable {
  let database: Database
  let eligibility: Eligibility
  package let lists: CaseworkLists
  let whole: Wholeness
  let waiting: WaitingBeside
  /// Where people find these pages, for messages: scheme and host.
  let origin: String

  package init(
    _ database: Database, eligibility: Eligibility, lists: CaseworkLists,
    whole: @escaping Wholeness, waiting: @escaping WaitingBeside, origin: String
  ) {
    self.database = database
    self.eligibility = eligibility
    self.lists = lists
    self.whole = whole
    self.waiting = waiting
    self.origin = origin
  }

  var wall: Wall { database.wall }

  /// The households this user may see, one page of them, and whether there are more.
  package func list(
    _ filter: HouseholdFilter, for user: User
  ) async throws -> (lines: [HouseholdLine], hasMore: Bool) {
    let scope = try user.must(.readHouseholds)
    return try await database.look(as: user, "households listed") { look in
      let found = try look.read.households(filter, in: scope, of: user)
      let lines = Array(found.prefix(HouseholdFilter.size))
      look.lists(lines.map(\.id))
      return (lines, found.count > HouseholdFilter.size)
    }
  }

  /// The households that this user is assigned to: those without contact first, then the longest quiet.
  package func today(for user: User) async throws -> [HouseholdLine] {
    try await day(for: user).lines
  }

  /// Today's households, and what is agreed with them for today and the days around it.
  package func day(for user: User) async throws -> (
    lines: [HouseholdLine], appointments: [AppointmentLine]
  ) {
    try user.must(.readToday)
    let today = wall.today
    return try await database.look(as: user, "today seen") { look in
      let lines = try look.read.households(assignedTo: user)
      let appointments = try look.read.appointments(of: user, around: today)
      look.lists(Set(lines.map(\.id) + appointments.map(\.household)).sorted { $0.text < $1.text })
      return (lines, appointments)
    }
  }

  /// One household whole, with a page of its notes (from 1).
  package func find(
    _ id: HouseholdID, notesPage: Int = 1, for user: User
  ) async throws -> HouseholdView {
    let scope = try user.must(.readHouseholds)
    return try await database.look(as: user, "household seen") { look in
      guard let household = try look.read.household(id, in: scope, of: user) else {
        throw Rejection.notFound("Household")
      }
      look.shows(id)
      var members = try look.read.members(of: id)
      let needs = try look.read.needs(of: members.map(\.person.id), seenBy: user)
      for index in members.indices { members[index].needs = needs[members[index].person.id] ?? [] }
      let notes = try look.read.notes(of: id, page: notesPage)
      let exception = try look.read.exception(of: id, seenBy: user)
      let clock = joinClock(of: household, members, exception)
      let waiting = clock == nil ? [] : try waiting(look.read, [id], user)[id] ?? []
      look.lists(waiting.map(\.referral))
      return HouseholdView(
        household: household, members: members, assignments: try look.read.assignments(of: id),
        notes: Array(notes.prefix(Self.notesOnPage)), hasOlderNotes: notes.count > Self.notesOnPage,
        acts: try look.read.acts(of: id), appointments: try look.read.appointments(of: id),
        joinClock: clock, exception: exception,
        merges: try look.read.merges(into: members.map(\.person.id), whole: whole, for: user),
        stillWaiting: waiting)
    }
  }

  static let notesOnPage = 20
  /// More than any advocate is given; the rest are on the list.
  static let mostToday = 60

  /// Who could work with a household of this district: its own advocates first.
  package func advocates(for district: String, as user: User) async throws -> [Advocate] {
    try user.must(.assignAdvocates)
    return try await database.read { reader in
      try reader.advocates(for: district, on: wall.today, lists.loadWeights)
    }
  }

  /// The same for one household that this user may assign, with whoever is its advocate now.
  func choice(
    for id: HouseholdID, as user: User
  ) async throws -> (household: Household, current: String?, advocates: [Advocate]) {
    let scope = try user.must(.assignAdvocates)
    return try await database.look(as: user, "household seen") { look in
      let household = try household(id, in: scope, of: user, reading: look.read)
      look.shows(id)
      return (
        household, try look.read.assignments(of: id).first { $0.until == nil }?.advocate,
        try look.read.advocates(
          for: household.districtCode, on: wall.today, lists.loadWeights)
      )
    }
  }

  /// Opens a household inside the transaction that accepts its referrals. The first who joins leads.
  package func open(
    _ joining: [Joining], in district: String, by transaction: borrowing Transaction
  ) throws -> HouseholdID {
    let id: HouseholdID = transaction.newID()
    let number = try transaction.count("reference/\(transaction.today.year)", by: 1)
    let reference = Household.reference(year: transaction.today.year, number: number)
    try transaction.insertHousehold(id, reference, in: district, lead: joining[0].person)
    for one in joining {
      guard try transaction.read.openHousehold(of: one.person) == nil else {
        throw Rejection.conflict(Reason("household.member-elsewhere"))
      }
      try transaction.insertMember(one, of: id)
    }
    transaction.record(
      "household opened", id,
      ["reference": reference, "district": district, "members": String(joining.count)])
    return id
  }

  /// Assigns an advocate by hand; whoever was assigned before stops today. Answers the household's version
  /// after it. Throws `Stale` where `version` was named and is over.
  @discardableResult
  package func assign(
    _ account: String, to id: HouseholdID, version: Int? = nil, once: Once<Int>? = nil,
    by user: User
  ) async throws -> Int {
    let scope = try user.must(.assignAdvocates)
    return try await database.write(as: user, once: once) { transaction in
      try assign(account, to: id, in: scope, version: version, by: transaction)
    }
  }

  /// The same inside another room's transaction; with a post, because that post ends.
  @discardableResult
  package func assign(
    _ account: String, to id: HouseholdID, in scope: Scope, version: Int? = nil,
    because handOver: HandOver? = nil, by transaction: borrowing Transaction
  ) throws -> Int {
    guard let household = try transaction.read.household(id, in: scope, of: transaction.user) else {
      throw Rejection.notFound("Household")
    }
    try Stale.check(version, against: household.version)
    let found = try transaction.read.advocates(on: transaction.today, only: account)
    guard let advocate = found.first else {
      throw Rejection.invalid("advocate", Reason("assignment.advocate"))
    }
    let before = try transaction.read.assignments(of: id).first { $0.until == nil }
    if before?.account == advocate.id { return household.version }
    try transaction.endAssignment(before, of: id)
    try transaction.insertAssignment(of: id, to: advocate.id, because: handOver)
    transaction.record(
      "advocate assigned", id,
      [
        "household": household.reference, "from": before?.advocate ?? "", "to": advocate.name,
        "account": advocate.id.text, "post": handOver?.post.text ?? "",
        "note": handOver?.note.map {
          "sha256 " + digest(id.text + transaction.now.description + $0)
        }
          ?? "",
      ])
    return try transaction.raiseVersion(of: id)
  }

  /// Writes a contact note. The same note sent again is the same note.
  package func addNote(
    _ draft: NoteDraft, to id: HouseholdID, once: Once<Void>? = nil, by user: User
  ) async throws {
    try user.must(.readHouseholds)
    let scope = try user.must(.writeNotes)
    try await database.write(as: user, once: once) { transaction in
      guard let household = try transaction.read.household(id, in: scope, of: user) else {
        throw Rejection.notFound("Household")
      }
      if let standing = try transaction.read.authorOfNote(draft.id, of: id) {
        if standing == user.id { return }
        throw Rejection.conflict(Reason("note.taken"))
      }
      let note = try NewNote(
        draft, for: household, members: try transaction.read.memberIDs(of: id),
        today: transaction.today)
      try transaction.insertNote(note, of: id)
      if note.kind.isContact {
        try transaction.updateQuiet(household, since: household.quietSince(after: note.happenedOn))
      }
      transaction.record(
        "contact note added", id,
        [
          "note": note.id.text, "kind": note.kind.rawValue, "on": note.happenedOn.description,
          "about": note.person?.text ?? "", "text": "sha256 " + digest(note.id.text + note.body),
        ])
    }
  }
}
