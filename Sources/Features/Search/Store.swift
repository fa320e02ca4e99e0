import Core
import Database
import Households
import People
import ReferralFile
import Referrals

extension SQL {
  /// Whether a user may find the person whose id stands in a column: through a referral or through a household of
  /// theirs, whichever reaches. The one place that says so; whatever hides a person hides them here. It is asked of
  /// every candidate before anything else of theirs is read: each part is one look into an index. As a value that is
  /// not NULL, and not as EXISTS: PostgreSQL may turn that into a list of everybody's referrals, and takes most people
  /// for out of reach, so that it would read and sort all of a name instead of the first ones.
  static func mayBeFound(_ person: SQL, by user: User) -> SQL {
    "(\(referred(person, to: user)) OR \(joined(person, seenBy: user)))"
  }

  /// Search reaches no farther than its own scope, and no farther than the inbox or the households do.
  private static func referred(_ person: SQL, to user: User) -> SQL {
    guard let scope = user.reach(.readInbox) else { return "FALSE" }
    return """
      (SELECT 1 FROM referrals r
        WHERE r.person_id = \(person) AND \(SQL.referrals(in: scope, of: user)) LIMIT 1) IS NOT NULL
      """
  }

  private static func joined(_ person: SQL, seenBy user: User) -> SQL {
    guard let scope = user.reach(.readHouseholds) else { return "FALSE" }
    return """
      (SELECT 1 FROM household_members m JOIN households h ON h.id = m.household_id
        WHERE m.person_id = \(person) AND m.left_on IS NULL AND \(SQL.households(in: scope, of: user))
        LIMIT 1) IS NOT NULL
      """
  }
}

extension Places {
  /// Where a person must be for a search of this user to find them; nil where that cannot be said by districts.
  init?(searchedBy user: User) {
    let scopes = [user.reach(.readInbox), user.reach(.readHouseholds)].compactMap { $0 }
    guard scopes.allSatisfy({ $0 == .district }) else { return nil }
    self.init(user.districts)
  }
}

extension User {
  /// How far a search may use another verb.
  func reach(_ verb: Verb) -> Scope? {
    guard let search = grants[.search], let other = grants[verb] else { return nil }
    return min(search, other)
  }
}

/// Somebody who may be meant, before they are compared in full.
struct Candidate: Sendable {
  let id: PersonID
  let name: String
  let knownAs: String?
  let dateOfBirth: Day
  /// The parts of the name in one line, by which people are put in order.
  let words: String
  var closeness = Closeness.same

  static let columns: SQL = "p.id, p.full_name, p.known_as, p.date_of_birth, x.words"

  init(_ row: Row) throws {
    id = try row["id"]
    name = try row["full_name"]
    knownAs = try row["known_as"]
    dateOfBirth = try row["date_of_birth"]
    words = try row["words"]
  }
}

extension Reader {
  /// Whoever is meant and may be found by this user, the nearest first, one more than are shown at most.
  func people(_ sought: Sought, _ variants: NameVariants, for user: User) throws -> [Candidate] {
    var found = Gathered(variants)
    for sought in [sought] + (sought.rejoined.map { [$0] } ?? []) where sought.isAboutPeople {
      if sought.isFew || !sought.hasName {
        found.add(
          try candidates(.few(sought, for: user)), by: NameComparison(sought, found.variants))
      } else {
        try gather(sought, into: &found, for: user)
      }
    }
    if let id = sought.referralID {
      found.add(try candidates(.referred(as: id, for: user)), by: nil)
    }
    return found.nearest
  }

  /// By name: as it is written and by its beginnings first, then by other spellings; where that is nobody at all,
  /// by the beginning of every word.
  private func gather(_ sought: Sought, into found: inout Gathered, for user: User) throws {
    let search = NameSearch(sought)
    let comparison = NameComparison(sought, found.variants)
    try gather(search.written(sought, for: user), search, comparison, into: &found)
    guard !found.isFull else { return }
    let spellings = try self.spellings(of: search.typed, found.variants)
    if let statement = search.spelled(spellings, sought, for: user) {
      try gather(statement, search, comparison, into: &found)
    }
    if found.isEmpty, let statement = search.beginnings(sought, for: user) {
      try gather(statement, search, comparison, into: &found)
    }
  }

  /// A person with many names stands in several rows: asks for more of them where that left too few people.
  private func gather(
    _ statement: NameSearch.Statement, _ search: NameSearch, _ comparison: NameComparison,
    into found: inout Gathered
  ) throws {
    for limit in search.limits where !found.isFull {
      let rows = try candidates(statement(limit))
      found.add(rows, by: comparison)
      if rows.count < limit { return }
    }
  }

  private func candidates(_ sql: SQL) throws -> [Candidate] {
    try rows(sql).map { try Candidate($0) }
  }

  /// Keys of the other ways to write each typed word: of the list of spellings, and by one slip. Only those that some
  /// name has: each word stands among its slips as it is, so that one statement knows them all.
  private func spellings(of typed: [String], _ variants: NameVariants) throws -> [[Int]] {
    let listed = typed.map { variants.spellings(of: $0) }
    var keys: Set<Int> = []
    for (word, others) in zip(typed, listed) {
      keys.formUnion(others.map { WordKey.of($0) })
      if word.utf8.count >= NameSlip.shortest { keys.formUnion(WordKey.slips(of: word)) }
    }
    guard !keys.isEmpty else { return typed.map { _ in [] } }
    let known = try rows(
      """
      SELECT DISTINCT word FROM search_slips WHERE slip IN (\(padded: keys.sorted()))
      ORDER BY word LIMIT 1000
      """
    ).map { try $0["word"] as String }
    return zip(typed, listed).map { word, others in
      let mayBeSlip = word.utf8.count >= NameSlip.shortest
      var seen: Set = [WordKey.of(word)]
      let near =
        known.filter { others.contains($0) }
        + (mayBeSlip ? known.filter { NameSlip.joins($0, word) } : [])
      return Array(
        near.map { WordKey.of($0) }.filter { seen.insert($0).inserted }
          .prefix(NameSearch.mostSpellings))
    }
  }

  /// Where those who are shown stand, as far as this user sees.
  func standing(_ people: [Candidate], for user: User) throws -> [FoundPerson] {
    guard !people.isEmpty else { return [] }
    let ids = people.map(\.id)
    let referrals = try newestReferrals(of: ids, for: user)
    let households = try households(of: ids, for: user)
    return people.map { person in
      let (referral, household) = (referrals[person.id], households[person.id])
      return FoundPerson(
        id: person.id, name: person.name, knownAs: person.knownAs,
        dateOfBirth: person.dateOfBirth, closeness: person.closeness,
        districtCode: household?.districtCode ?? referral?.district,
        referral: referral.map { ($0.id, $0.state) }, household: household)
    }
  }

  private func newestReferrals(
    of people: [PersonID], for user: User
  ) throws -> [PersonID: (id: ReferralID, state: Referral.State, district: String?)] {
    guard let scope = user.reach(.readInbox) else { return [:] }
    return try rows(
      """
      SELECT r.person_id, r.id, \(SQL.referralState), r.district_code FROM referrals r
      WHERE r.person_id IN (\(padded: people)) AND \(SQL.referrals(in: scope, of: user))
      ORDER BY r.received_at, r.id LIMIT 500
      """
    ).reduce(into: [:]) { newest, row in
      newest[try row["person_id"]] = (try row["id"], try row["state"], try row["district_code"])
    }
  }

  private func households(
    of people: [PersonID], for user: User
  ) throws -> [PersonID: FoundHousehold] {
    guard let scope = user.reach(.readHouseholds) else { return [:] }
    return try rows(
      """
      SELECT m.person_id, h.id, h.reference, h.district_code, l.full_name, l.known_as
      FROM household_members m JOIN households h ON h.id = m.household_id
        JOIN people l ON l.id = h.lead_person_id
      WHERE m.person_id IN (\(padded: people)) AND m.left_on IS NULL
        AND \(SQL.households(in: scope, of: user))
      ORDER BY m.person_id LIMIT 100
      """
    ).reduce(into: [:]) { households, row in
      households[try row["person_id"]] = try FoundHousehold(row)
    }
  }

  func households(called reference: String, for user: User) throws -> [FoundHousehold] {
    guard let scope = user.reach(.readHouseholds) else { return [] }
    return try rows(
      """
      SELECT h.id, h.reference, h.district_code, l.full_name, l.known_as
      FROM households h JOIN people l ON l.id = h.lead_person_id
      WHERE h.reference = \(reference) AND \(SQL.households(in: scope, of: user))
      ORDER BY h.id LIMIT 1
      """
    ).map { try FoundHousehold($0) }
  }
}

extension FoundHousehold {
  fileprivate init(_ row: Row) throws {
    try self.init(
      id: row["id"], reference: row["reference"], districtCode: row["district_code"],
      lead: row["full_name"], leadKnownAs: row["known_as"])
  }
}

/// People found so far, each once.
struct Gathered {
  let variants: NameVariants
  private var people: [PersonID: Candidate] = [:]

  init(_ variants: NameVariants) { self.variants = variants }

  var isFull: Bool { people.count > SearchResults.most }
  var isEmpty: Bool { people.isEmpty }

  /// Keeps those whose names are what was typed; with nothing to compare by, all.
  mutating func add(_ candidates: [Candidate], by comparison: NameComparison?) {
    for var candidate in candidates where people[candidate.id] == nil {
      let name = NameWords(stored: candidate.words)
      guard let near = comparison.map({ $0.closeness(of: name) }) ?? .same else { continue }
      candidate.closeness = near
      people[candidate.id] = candidate
    }
  }

  /// The nearest first; equally near ones by name, then by age, the oldest first.
  var nearest: [Candidate] {
    people.values.sorted {
      ($0.closeness.rawValue, $0.words, $0.dateOfBirth.number, $0.id.text)
        < ($1.closeness.rawValue, $1.words, $1.dateOfBirth.number, $1.id.text)
    }
  }
}
