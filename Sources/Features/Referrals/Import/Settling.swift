import Core
import Database
import Eligibility
import People
import ReferralFile

/// Says row by row what becomes of what a partner sent, and gathers what is to be written of it: the one way for a file
/// and for a referral that comes alone.
struct Settling {
  let referrals: Referrals
  let id: ImportID
  var check: FileCheck
  private(set) var moves = InboxMoves()
  private var groups: [String: ReferralGroupID] = [:]
  /// By the line of the row that brought them.
  private var people: [Int: PersonID] = [:]

  init(_ referrals: Referrals, id: ImportID) {
    self.referrals = referrals
    self.id = id
    check = FileCheck(
      rules: RowRules(lists: referrals.lists, today: referrals.wall.today),
      variants: referrals.variants)
  }

  /// What a row became; the digest of its content is empty where the row is rejected.
  struct Settled {
    let outcome: Outcome
    let digest: String
    /// The referral that the row is or was, nil where it is rejected.
    let referral: ReferralID?
  }

  /// What is to be asked of the database before the rows of a batch are settled.
  func lookUp(_ batch: [Candidate]) -> LookUp {
    LookUp(
      candidates: batch.filter { !$0.checked.isRejected }, variants: referrals.variants,
      since: referrals.wall.today.adding(days: -30))
  }

  /// Settles rows in the order in which they were sent.
  mutating func settle(_ batch: [Candidate], _ known: Known) -> (StagedBatch, [Settled]) {
    groups.merge(known.groups) { staged, _ in staged }
    var staged = StagedBatch()
    let settled = batch.map { settle($0, known, into: &staged) }
    return (staged, settled)
  }

  private mutating func settle(
    _ candidate: Candidate, _ known: Known, into staged: inout StagedBatch
  ) -> Settled {
    let earlier = known.earlier(for: candidate)
    let outcome = check.settle(candidate, earlier.earlier)
    guard let row = outcome.row, let key = outcome.nameKey else {
      return Settled(outcome: outcome, digest: "", referral: nil)
    }
    var referral = earlier.referral?.id
    switch outcome.kind {
    case .rejected: break
    case .unchanged: people[outcome.line] = earlier.referral?.person
    case .differs:
      guard let known = earlier.referral else { break }
      people[outcome.line] = known.person
      staged.amendments.append((known.id, earlier.content.text, earlier.content.digest))
    case .new:
      let made = stage(row, key, outcome, sent: earlier.content, in: &staged)
      people[outcome.line] = made.person
      referral = made.id
      let likes =
        earlier.people + (outcome.duplicate?.line.flatMap { people[$0] }.map { [$0] } ?? [])
      staged.matches += Set(likes).subtracting([made.person]).map { (made.person, $0) }
    }
    return Settled(outcome: outcome, digest: earlier.content.digest, referral: referral)
  }

  private mutating func stage(
    _ row: ReferralRow, _ key: NameKey, _ outcome: Outcome, sent content: Known.Content,
    in staged: inout StagedBatch
  ) -> StagedReferral {
    let vocabulary = referrals.vocabulary
    let person = PersonID(at: referrals.wall.now())
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
        needs: needs, places: Places(row.likelyDistrict.map { [$0] } ?? [])))
    let remarks = outcome.result(for: .staff).problems
      .map { "\($0.field?.name ?? "row") \($0.code.rawValue)" }.joined(separator: ";")
    let referral = StagedReferral(
      id: ReferralID(at: referrals.wall.now()), person: person,
      group: group(of: row, in: &staged), row: row, remarks: remarks,
      content: content.text, contentDigest: content.digest,
      isUrgent: Triage.isUrgent(needs, hasNoFixedAddress: hasNoFixedAddress, vocabulary),
      isOpenlyUrgent: Triage.isOpenlyUrgent(
        needs, hasNoFixedAddress: hasNoFixedAddress, vocabulary),
      clock: referrals.eligibility.answerClock(
        route: row.route, receivedOn: referrals.wall.today))
    staged.referrals.append(referral)
    moves.add(referral)
    return referral
  }

  private mutating func group(
    of row: ReferralRow, in staged: inout StagedBatch
  ) -> ReferralGroupID? {
    guard let key = row.householdKey else { return nil }
    let organisation = OrganisationName.key(row.organisation)
    let name = organisation + "\n" + key
    if let found = groups[name] { return found }
    let made = ReferralGroupID(at: referrals.wall.now())
    groups[name] = made
    staged.groups.append((made, organisation, key))
    return made
  }
}

// MARK: - What was known before

/// What the database knew of the rows of a batch.
struct Known: Sendable {
  var groups: [String: ReferralGroupID] = [:]
  var referrals: [String: KnownReferral] = [:]
  /// What was sent, by line.
  var contents: [Int: Content] = [:]
  var proposed: Set<Int> = []
  var people: [Int: [PersonID]] = [:]
  var organisations: [PersonID: [String]] = [:]

  struct Content: Sendable {
    var text = ""
    var digest = ""
  }

  func referral(of candidate: Candidate) -> KnownReferral? {
    candidate.checked.row.flatMap {
      referrals[OrganisationName.key($0.organisation) + "\n" + $0.referralID]
    }
  }

  func earlier(
    for candidate: Candidate
  ) -> (earlier: Earlier, referral: KnownReferral?, people: [PersonID], content: Content) {
    let sent = contents[candidate.line] ?? Content()
    let referral = referral(of: candidate)
    let people = people[candidate.line] ?? []
    let content: Earlier.Content =
      switch referral {
      case nil: .none
      case let known? where known.digest == sent.digest || proposed.contains(candidate.line): .same
      default: .other
      }
    let names = people.flatMap { organisations[$0] ?? [] }
    return (Earlier(content: content, people: names), referral, people, sent)
  }
}

/// What is to be asked of the database for a batch, in one snapshot or in the transaction that writes it.
struct LookUp: Sendable {
  let candidates: [Candidate]
  let variants: NameVariants
  let since: Day

  func run(_ reader: borrowing Reader) throws -> Known {
    guard !candidates.isEmpty else { return Known() }
    var known = Known()
    known.referrals = try reader.knownReferrals(candidates.map { $0.checked.row!.referralID })
    let born = Set(candidates.map { $0.checked.row!.bornOn }).sorted()
    let people = Dictionary(
      grouping: try reader.peopleKnown(bornOn: born), by: \.dateOfBirth)
    for candidate in candidates {
      let text = candidate.checked.sent.canonicalContent
      let sent = digest(text)
      known.contents[candidate.line] = Known.Content(text: text, digest: sent)
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
    let keys = Set(candidates.compactMap { $0.checked.row?.householdKey })
    known.groups = try reader.groups(keys.sorted(), since: since)
    return known
  }
}
