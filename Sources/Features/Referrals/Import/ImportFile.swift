import Core
import Database
import People
import ReferralFile

/// How a file is to be read.
package struct ImportOptions: Sendable {
  /// The file's name, for the record.
  package var name = ""
  package var isDryRun = false
  package var format = ImportReport.Format.words
  /// Prints what this organisation may know, and refuses rows of others.
  package var partner: String?
  /// Whether pages are served beside it, whose looks wait for the same writer.
  package var isShared = false

  package init() {}
}

extension Referrals {
  /// Reads a partner's file. Rows are staged in batches that nobody sees, and published whole by one short
  /// transaction. `next` gives the file's bytes until it answers nil; `progress` hears how many rows were read.
  package func importFile(
    _ options: ImportOptions, lists: Lists, variants: NameVariants, by user: User,
    progress: @Sendable (Int) -> Void, next: () async throws -> [UInt8]?
  ) async throws -> (ImportReport, remarks: [String]) {
    try user.must(.importReferrals)
    let id = ImportID(at: database.wall.now())
    if !options.isDryRun {
      while try await !database.keep({ try $0.begin(id, source: options.name, by: user) }) {
        try await waitForOthers()
      }
    }
    do {
      var loader = Loader(
        self, id: id, options: options, lists: lists, variants: variants, user: user)
      try await loader.load(progress: progress, next: next)
      if !options.isDryRun {
        try await loader.publish()
        await database.countAnew()
      }
      return (loader.report, loader.reader.remarks)
    } catch {
      if !options.isDryRun { try await abandon(id) }
      throw error
    }
  }

  /// Takes away what imports have left that were cut off. For a process that knows it is alone.
  package func clearUnfinishedImports() async throws {
    for (id, _) in try await database.read({ try $0.unfinishedImports() }) { try await abandon(id) }
  }

  /// One file at a time: waits for one that is being read, and clears away after one that has stopped.
  private func waitForOthers() async throws {
    while true {
      let others = try await database.read { try $0.unfinishedImports() }
      guard !others.isEmpty else { return }
      for (id, touchedAt) in others
      where touchedAt.adding(seconds: Self.silence) < database.wall.now() {
        try await abandon(id)
      }
      if others.contains(where: {
        $0.touchedAt.adding(seconds: Self.silence) >= database.wall.now()
      }) {
        // tidy: waits for another process, not for a clock
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Seconds after which a reading that gives no sign of life has stopped. A batch takes far less.
  private static let silence: Int64 = 10

  private func abandon(_ id: ImportID) async throws {
    guard try await database.keep({ try $0.abandon(id) }) else { return }
    while try await database.keep({ try $0.clear(id) }) {}
  }
}

/// One reading of one file.
private struct Loader {
  let referrals: Referrals
  let id: ImportID
  let options: ImportOptions
  let user: User
  let variants: NameVariants
  var reader = ReferralReader()
  var report: ImportReport
  private var check: FileCheck
  private var moves = InboxMoves()
  private var groups: [String: ReferralGroupID] = [:]
  /// By the line of the row that brought them.
  private var people: [Int: PersonID] = [:]
  private var contents = ""
  private var rowsRead = 0

  /// Rows a batch. Fewer write the same pages of the indexes more often; beside pages that wait for the writer
  /// a batch must be short all the same: 150 rows take about 10 ms.
  private var batchSize: Int { options.isShared ? 150 : 1000 }

  init(
    _ referrals: Referrals, id: ImportID, options: ImportOptions, lists: Lists,
    variants: NameVariants, user: User
  ) {
    self.referrals = referrals
    self.id = id
    self.options = options
    self.user = user
    self.variants = variants
    check = FileCheck(
      rules: RowRules(lists: lists, today: referrals.database.wall.today), variants: variants)
    report = ImportReport(options.format)
  }

  /// Checks a batch while the one before it is being written.
  mutating func load(
    progress: @Sendable (Int) -> Void, next: () async throws -> [UInt8]?
  ) async throws {
    var batch: [Candidate] = []
    var writing: Task<Void, any Error>?
    var (isWhole, isAtEnd) = (false, false)
    while !isAtEnd {
      if let record = try reader.next() {
        batch.append(check.prepare(record, under: reader.header!))
        if batch.count < batchSize { continue }
      } else if isWhole {
        isAtEnd = true
      } else if let bytes = try await next() {
        reader.append(bytes)
        continue
      } else {
        reader.finish()
        isWhole = true
        continue
      }
      let staged = try await settle(batch)
      rowsRead += batch.count
      batch.removeAll(keepingCapacity: true)
      try await writing?.value
      if !options.isDryRun {
        let (database, id) = (referrals.database, id)
        writing = Task { try await database.keep { try $0.stage(staged, of: id) } }
      }
      progress(rowsRead)
    }
    try await writing?.value
  }

  func publish() async throws {
    let (id, moves, options, contents) = (id, moves, options, contents)
    let summary = report.summary
    try await referrals.database.write(as: user) { transaction in
      try transaction.publish(id, moves)
      transaction.record(
        "referral file read", id,
        [
          "file": options.name, "read": String(summary.read), "accepted": String(summary.accepted),
          "warned": String(summary.warned), "rejected": String(summary.rejected),
          "unchanged": String(summary.unchanged), "contents": "sha256 \(contents)",
        ])
    }
  }

  /// Looks up what was known before of a batch, and says what becomes of each row.
  private mutating func settle(_ batch: [Candidate]) async throws -> StagedBatch {
    let known = try await lookUp(batch)
    var staged = StagedBatch()
    for candidate in batch {
      let earlier = known.earlier(for: candidate)
      let outcome = check.settle(candidate, earlier.earlier)
      report.add(outcome.result(for: options.partner.map { .partner($0) } ?? .staff))
      guard let row = outcome.row, let key = outcome.nameKey else { continue }
      contents = digest(contents + earlier.digest)
      switch outcome.kind {
      case .rejected: break
      case .unchanged: people[outcome.line] = earlier.referral?.person
      case .differs:
        guard let referral = earlier.referral else { break }
        people[outcome.line] = referral.person
        staged.amendments.append((referral.id, outcome.sent.canonicalContent, earlier.digest))
      case .new:
        let person = stage(row, key, outcome, digest: earlier.digest, in: &staged)
        people[outcome.line] = person
        let likes =
          earlier.people + (outcome.duplicate?.line.flatMap { people[$0] }.map { [$0] } ?? [])
        staged.matches += Set(likes).subtracting([person]).map { (person, $0) }
      }
    }
    return staged
  }

  private mutating func stage(
    _ row: ReferralRow, _ key: NameKey, _ outcome: Outcome, digest: String,
    in staged: inout StagedBatch
  ) -> PersonID {
    let vocabulary = referrals.vocabulary
    let person = PersonID(at: referrals.database.wall.now())
    /// As it was sent, also where the rules could not read it: a person can.
    func sent(_ column: Column) -> String? {
      outcome.sent[column].isEmpty ? nil : outcome.sent[column]
    }
    let needs = row.needs.map {
      Need(key: $0, isRestricted: vocabulary.needs[$0]?.isRestricted ?? true)
    }
    let hasNoFixedAddress = row.noFixedAddress ?? false
    staged.people.append(
      NewPerson(
        id: person, importID: id, fullName: row.fullName, nameKey: key.sorted,
        knownAs: row.knownAs, dateOfBirth: row.bornOn, phone: sent(.phone),
        email: sent(.email), safeContact: row.safeContact,
        language: row.language ?? sent(.language),
        interpreterNeeded: row.interpreterNeeded, address: row.address,
        postcode: row.postcode?.text ?? sent(.postcode), hasNoFixedAddress: hasNoFixedAddress,
        needs: needs))
    let remarks = outcome.result(for: .staff).problems
      .map { "\($0.field?.name ?? "row") \($0.code.rawValue)" }.joined(separator: ";")
    let referral = StagedReferral(
      id: ReferralID(at: referrals.database.wall.now()), person: person,
      group: group(of: row, in: &staged), row: row, remarks: remarks,
      content: outcome.sent.canonicalContent, contentDigest: digest,
      isUrgent: Triage.isUrgent(needs, hasNoFixedAddress: hasNoFixedAddress, vocabulary),
      isOpenlyUrgent: Triage.isOpenlyUrgent(
        needs, hasNoFixedAddress: hasNoFixedAddress, vocabulary))
    staged.referrals.append(referral)
    moves.add(referral)
    return person
  }

  private mutating func group(
    of row: ReferralRow, in staged: inout StagedBatch
  ) -> ReferralGroupID? {
    guard let key = row.householdKey else { return nil }
    let organisation = OrganisationName.key(row.organisation)
    let name = organisation + "\n" + key
    if let found = groups[name] { return found }
    let made = ReferralGroupID(at: referrals.database.wall.now())
    groups[name] = made
    staged.groups.append((made, organisation, key))
    return made
  }
}

// MARK: - What was known before

extension Loader {
  /// What the database knew of the rows of a batch.
  private struct Known: Sendable {
    var referrals: [String: KnownReferral] = [:]
    var digests: [Int: String] = [:]
    var proposed: Set<Int> = []
    var people: [Int: [PersonID]] = [:]
    var organisations: [PersonID: [String]] = [:]

    func referral(of candidate: Candidate) -> KnownReferral? {
      candidate.checked.row.flatMap {
        referrals[OrganisationName.key($0.organisation) + "\n" + $0.referralID]
      }
    }

    func earlier(
      for candidate: Candidate
    ) -> (earlier: Earlier, referral: KnownReferral?, people: [PersonID], digest: String) {
      let digest = digests[candidate.line] ?? ""
      let referral = referral(of: candidate)
      let people = people[candidate.line] ?? []
      let content: Earlier.Content =
        switch referral {
        case nil: .none
        case let known? where known.digest == digest || proposed.contains(candidate.line): .same
        default: .other
        }
      let names = people.flatMap { organisations[$0] ?? [] }
      return (Earlier(content: content, people: names), referral, people, digest)
    }
  }

  private mutating func lookUp(_ batch: [Candidate]) async throws -> Known {
    let candidates = batch.filter { !$0.checked.isRejected }
    guard !candidates.isEmpty else { return Known() }
    let (variants, day) = (variants, referrals.database.wall.today.adding(days: -30))
    let newKeys = Set(candidates.compactMap { $0.checked.row?.householdKey })
    let (known, groups) = try await referrals.database.read { reader in
      var known = Known()
      known.referrals = try reader.knownReferrals(candidates.map { $0.checked.row!.referralID })
      let born = Set(candidates.map { $0.checked.row!.bornOn }).sorted()
      let people = Dictionary(
        grouping: try reader.peopleKnown(bornOn: born), by: \.dateOfBirth)
      for candidate in candidates {
        let sent = digest(candidate.checked.sent.canonicalContent)
        known.digests[candidate.line] = sent
        let own = known.referral(of: candidate)
        if let own, own.digest != sent, try reader.isProposed(sent, for: own.id) {
          known.proposed.insert(candidate.line)
        }
        for person in people[candidate.checked.row!.bornOn] ?? []
        where person.id != own?.person
          && candidate.nameKey!.matches(NameKey(stored: person.nameKey), variants: variants)
        {
          known.people[candidate.line, default: []].append(person.id)
          known.organisations[person.id] = try reader.organisations(referring: person.id)
        }
      }
      return (known, try reader.groups(newKeys.sorted(), since: day))
    }
    self.groups.merge(groups) { staged, _ in staged }
    return known
  }
}
