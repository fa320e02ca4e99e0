import Core
import Database
import Eligibility
import People
import ReferralFile

/// A referral of a file, ready for its tables.
struct StagedReferral: Sendable {
  let id: ReferralID
  let person: PersonID
  let group: ReferralGroupID?
  let row: ReferralRow
  let remarks: String
  let content: String
  let contentDigest: String
  let isUrgent: Bool
  let isOpenlyUrgent: Bool
  var clock: AnswerClock?

  var district: String? { row.likelyDistrict }
}

/// What a batch of rows leaves to be written.
struct StagedBatch: Sendable {
  var people: [NewPerson] = []
  var referrals: [StagedReferral] = []
  var groups: [(id: ReferralGroupID, organisationKey: String, householdKey: String)] = []
  var matches: [(PersonID, PersonID)] = []
  var amendments: [(referral: ReferralID, content: String, digest: String)] = []
}

/// A batch as rows of its tables.
struct StagedRows: Sendable {
  fileprivate let importID: ImportID
  fileprivate let people: PeopleRows
  fileprivate let others: [TableRows]

  /// `now` is when the referrals were received.
  init(_ batch: StagedBatch, of id: ImportID, at now: Instant) {
    importID = id
    people = PeopleRows(batch.people)
    others = [
      TableRows(
        "referral_groups", ["id", "import_id", "organisation_key", "household_key", "received_on"],
        batch.groups.map {
          [
            $0.id.stored, id.stored, $0.organisationKey.stored, $0.householdKey.stored,
            now.day.stored,
          ]
        }),
      TableRows(
        "referrals", StagedReferral.columns, batch.referrals.map { $0.values(of: id, at: now) }),
      TableRows(batch.matches, of: id),
      TableRows(
        "proposed_amendments",
        ["id", "import_id", "referral_id", "content", "content_digest", "received_at"],
        batch.amendments.map {
          let amendment = ID<Noun.Import>(at: now)
          return [
            amendment.stored, id.stored, $0.referral.stored, $0.content.stored, $0.digest.stored,
            now.stored,
          ]
        }),
    ]
  }
}

/// How far the inbox's totals move when a file is published.
struct InboxMoves: Sendable {
  private(set) var amounts: [String: Int] = [:]

  mutating func add(_ referral: StagedReferral) {
    let place = referral.district ?? ""
    amounts["inbox/\(place)", default: 0] += 1
    if referral.isUrgent { amounts["inbox-urgent/\(place)", default: 0] += 1 }
    if referral.isOpenlyUrgent { amounts["inbox-openly-urgent/\(place)", default: 0] += 1 }
  }
}

/// A referral that was imported before.
struct KnownReferral: Sendable {
  let id: ReferralID
  let person: PersonID
  let digest: String
}

extension Reader {
  /// The published referrals with these ids of these organisations, by "organisation key, id".
  func knownReferrals(_ externalIDs: [String]) throws -> [String: KnownReferral] {
    let found = try rows(
      """
      SELECT r.id, r.person_id, r.organisation_key, r.external_id, r.content_digest FROM referrals r
      WHERE r.external_id IN (\(list: externalIDs))
        AND r.import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      ORDER BY r.external_id, r.organisation_key
      """)
    return Dictionary(
      uniqueKeysWithValues: try found.map { row in
        let (organisation, external): (String, String) = (
          try row["organisation_key"], try row["external_id"]
        )
        return (
          organisation + "\n" + external,
          try KnownReferral(id: row["id"], person: row["person_id"], digest: row["content_digest"])
        )
      })
  }

  /// Whether this content was proposed before as a change to a referral.
  func isProposed(_ digest: String, for referral: ReferralID) throws -> Bool {
    try row(
      """
      SELECT id FROM proposed_amendments WHERE referral_id = \(referral) AND content_digest = \(digest)
        AND import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      """) != nil
  }

  /// The organisations that referred a person.
  func organisations(referring person: PersonID) throws -> [String] {
    try rows(
      "SELECT DISTINCT organisation FROM referrals WHERE person_id = \(person) ORDER BY organisation LIMIT 20"
    ).map { try $0["organisation"] }
  }

  /// The groups of these household keys that an organisation began on `day` or later, by "organisation, key".
  func groups(_ keys: [String], since day: Day) throws -> [String: ReferralGroupID] {
    let found = try rows(
      """
      SELECT id, organisation_key, household_key FROM referral_groups
      WHERE household_key IN (\(list: keys)) AND received_on >= \(day)
        AND import_id NOT IN (SELECT id FROM imports WHERE published_at IS NULL)
      ORDER BY received_on, id
      """)
    return try found.reduce(into: [:]) { groups, row in
      let (organisation, key): (String, String) = (
        try row["organisation_key"], try row["household_key"]
      )
      groups[organisation + "\n" + key] = try row["id"] as ReferralGroupID
    }
  }

  /// Imports that have been given up and not yet been cleared away.
  func abandonedImports() throws -> [ImportID] {
    try rows(
      """
      SELECT id FROM imports WHERE published_at IS NULL AND abandoned_at IS NOT NULL ORDER BY id LIMIT 100
      """
    ).map { try $0["id"] }
  }

  /// Imports that have begun and not ended, with the moment of their last sign of life.
  func unfinishedImports() throws -> [(id: ImportID, touchedAt: Instant)] {
    try rows("SELECT id, touched_at FROM imports WHERE published_at IS NULL ORDER BY id LIMIT 100")
      .map { (try $0["id"], try $0["touched_at"]) }
  }
}

extension Keeper {
  /// Begins an import, unless another one lives: one file at a time.
  func begin(_ id: ImportID, source: String, by user: User) throws -> Bool {
    try takeTurn()
    guard try read.unfinishedImports().isEmpty else { return false }
    try change(
      """
      INSERT INTO imports (id, source, started_at, touched_at, started_by)
      VALUES (\(id), \(source), \(now), \(now), \(user.id))
      """)
    return true
  }

  /// A sign of life. Throws where another has cleared this import away because it gave none.
  func touch(_ id: ImportID) throws {
    let found = try change(
      "UPDATE imports SET touched_at = \(now) WHERE id = \(id) AND abandoned_at IS NULL RETURNING id"
    )
    guard !found.isEmpty else { throw Fault("the import was taken for dead and cleared away") }
  }

  /// A batch of an import that nobody sees yet.
  func stage(_ batch: StagedRows) throws {
    try touch(batch.importID)
    try put(batch)
  }

  /// The people of a batch, which must stand before their referrals.
  func stagePeople(_ batch: StagedRows) throws {
    try touch(batch.importID)
    try stage(batch.people)
  }

  /// The rest of it, on a connection of its own: a sign of life here would wait for the one that comes with the people.
  func stageReferrals(_ batch: StagedRows) throws {
    guard
      try row("SELECT id FROM imports WHERE id = \(batch.importID) AND abandoned_at IS NULL") != nil
    else { throw Fault("the import was taken for dead and cleared away") }
    for table in batch.others { try copy(table) }
  }

  /// From here on the import can neither stage nor publish. Answers false where it was published.
  func abandon(_ id: ImportID) throws -> Bool {
    let found = try change(
      "UPDATE imports SET abandoned_at = \(now) WHERE id = \(id) AND published_at IS NULL RETURNING id"
    )
    return !found.isEmpty
  }

  /// Takes away some of what an import that will not be finished has left, and answers whether there is more. A few rows
  /// at a time, because pages wait for the same writer. Two that clear the same import take turns by its row: one that
  /// found the other's rows just gone would take the next table's too early. In no order: it is not in the index by import.
  func clear(_ id: ImportID) throws -> Bool {
    let held = try change(
      "UPDATE imports SET touched_at = \(now) WHERE id = \(id) AND published_at IS NULL RETURNING id"
    )
    guard !held.isEmpty else { return false }
    let removed = try change(
      "DELETE FROM person_matches WHERE import_id = \(id) RETURNING person_id")
    if !removed.isEmpty { return true }
    for table in ["proposed_amendments", "referrals", "referral_groups"] as [SQL] {
      let removed = try change(
        """
        DELETE FROM \(table) WHERE id IN (
          SELECT id FROM \(table) WHERE import_id = \(id) LIMIT 200) RETURNING id
        """)
      if !removed.isEmpty { return true }
    }
    if try removePeople(of: id) { return true }
    try change("DELETE FROM imports WHERE id = \(id) AND published_at IS NULL")
    return false
  }
}

extension Copying where Self: ~Copyable {
  /// Puts a batch in its tables.
  fileprivate func put(_ batch: StagedRows) throws {
    try stage(batch.people)
    for table in batch.others { try copy(table) }
  }
}

extension Transaction {
  /// Writes what came another way than in a file: there at once, by itself.
  func take(_ batch: StagedBatch, _ moves: InboxMoves, of id: ImportID, from source: String) throws
  {
    try change(
      """
      INSERT INTO imports (id, source, started_at, touched_at, started_by, published_at)
      VALUES (\(id), \(source), \(now), \(now), \(user.id), \(now))
      """)
    try put(StagedRows(batch, of: id, at: now))
    for (name, amount) in moves.amounts.sorted(by: { $0.key < $1.key }) {
      try count(name, by: amount)
    }
  }

  /// Makes everything of an import visible at once.
  func publish(_ id: ImportID, _ moves: InboxMoves) throws {
    let row = try changed(
      """
      UPDATE imports SET published_at = \(now)
      WHERE id = \(id) AND published_at IS NULL AND abandoned_at IS NULL RETURNING id
      """)
    guard row != nil else { throw Fault("import \(id) is no longer there to be published") }
    for (name, amount) in moves.amounts.sorted(by: { $0.key < $1.key }) {
      try count(name, by: amount)
    }
  }
}

extension StagedReferral {
  static let columns = [
    "id", "import_id", "person_id", "group_id", "organisation", "organisation_key", "external_id",
    "route", "referred_on", "received_at", "relationship", "referrer_name", "referrer_email",
    "district_code", "district_suggested", "in_work", "out_of_work_since", "benefits", "notes",
    "remarks", "content", "content_digest", "is_urgent", "is_openly_urgent", "state", "version",
    "answer_by", "escalate_on",
  ]

  func values(of importID: ImportID, at now: Instant) -> [Value] {
    func value(_ found: (some Storable)?) -> Value { found?.stored ?? .null }
    return [
      id.stored, importID.stored, person.stored, value(group), row.organisation.stored,
      OrganisationName.key(row.organisation).stored, row.referralID.stored, row.route.stored,
      row.referredOn.stored, now.stored, value(row.relationship), value(row.referrerName),
      value(row.referrerEmail?.text), value(district),
      (row.district == nil && district != nil).stored,
      value(row.inWork), value(row.outOfWorkSince), row.benefits.joined(separator: ";").stored,
      value(row.notes), remarks.stored, content.stored, contentDigest.stored, isUrgent.stored,
      isOpenlyUrgent.stored, .text("waiting"), .int(1), value(clock?.answerBy),
      value(clock?.escalateOn),
    ]
  }
}
