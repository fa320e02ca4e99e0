import App
import CSVFile
import Core
import Database
import ReferralFile
import Support
import Testing

@testable import People
@testable import Referrals

/// A file is visible whole or not at all.
struct UnfinishedImportTests {
  /// Parts of names stay known to search: a list of words, which tells of nobody.
  private static let words: Set<String> = ["search_words", "search_slips"]
  /// What need not stand as before when a file was cut off.
  private static let all = words.union(["events", "event_head"])

  @Test(
    arguments: TestDatabase.engines,
    ["a NUL byte", "a quote that never closes", "a disk that fails"])
  func `a file that turns out unusable leaves nothing`(engine: TestDatabase.Engine, fault: String)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let before = try await pierhead.dump(without: Self.words)
      var chunks: [[UInt8]] = []
      // Over two batches, so that one is written when the fault comes.
      FileMaker.write(rows: 2500, seed: 7) { chunks.append($0) }
      switch fault {
      case "a NUL byte": chunks.append([0])
      case "a quote that never closes": chunks.append(Array("\"".utf8))
      default: break
      }
      let sent = chunks
      var next = 0
      var isRefused = false
      do {
        _ = try await pierhead.referrals.importFile(
          ImportOptions(), by: .system,
          progress: { _ in },
          next: {
            defer { next += 1 }
            if next < sent.count { return sent[next] }
            if fault == "a disk that fails" { throw Fault("the disk failed") }
            return nil
          })
      } catch is UnusableFile {
        isRefused = true
      } catch is Fault {
        isRefused = true
      }
      #expect(isRefused)
      #expect(try await pierhead.dump(without: Self.words) == before)
    }
  }

  /// Leaves an import as a process that dies leaves it: rows staged, nothing published.
  private func stage(
    _ rows: [[String: String]], in pierhead: Pierhead, joining group: ReferralGroupID? = nil
  )
    async throws -> ImportID
  {
    let rules = RowRules(lists: pierhead.reference.lists, today: pierhead.database.wall.today)
    let now = pierhead.database.wall.now()
    let id = ImportID(at: now)
    var batch = StagedBatch()
    for sent in rows.map({ SentValues($0) }) {
      let row = try #require(rules.check(sent).row)
      let needs = row.needs.map { Need(key: $0, isRestricted: false) }
      let person = NewPerson(
        id: PersonID(at: now), importID: id, fullName: row.fullName,
        nameKey: NameKey(row.fullName).sorted,
        knownAs: nil, dateOfBirth: row.bornOn, phone: nil, email: nil, safeContact: nil,
        language: nil,
        interpreterNeeded: nil, address: nil, postcode: nil, hasNoFixedAddress: false, needs: needs)
      batch.people.append(person)
      batch.referrals.append(
        StagedReferral(
          id: ReferralID(at: now), person: person.id, group: group, row: row, remarks: "",
          content: sent.canonicalContent, contentDigest: digest(sent.canonicalContent),
          isUrgent: true,
          isOpenlyUrgent: true))
    }
    let known = try await pierhead.referral("1")
    let knownPerson = try await pierhead.person(of: "1")
    batch.amendments = [
      (referral: known, content: "{\"notes\": \"staged words\"}", digest: digest("staged"))
    ]
    batch.matches = [(batch.people[0].id, knownPerson)]
    let staged = batch
    try await pierhead.referrals.database.keep { keeper in
      _ = try keeper.begin(id, source: "cut-off.csv", by: .system)
      try keeper.stage(StagedRows(staged, of: id, at: keeper.now))
    }
    return id
  }

  @Test(arguments: TestDatabase.engines)
  func `a file that was cut off is seen nowhere, and is cleared away`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(user)
      try await pierhead.importRows([unlike("1", ["household_key": "H1"])])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      let seen = try await (leader.get("/inbox").body, leader.get(path).body)
      let before = try await pierhead.dump(without: Self.all)

      let group = try await pierhead.group(of: "1")
      let staged = [unlike("8", ["needs": "skills;housing"]), unlike("9")]
      let id = try await stage(staged, in: pierhead, joining: group)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 3)
      #expect(try await leader.get("/inbox").body == seen.0)
      #expect(try await leader.get(path).body == seen.1)
      let hidden = try await pierhead.referral("8")
      #expect(try await leader.get("/referrals/\(hidden)").status == 404)
      for action in ["accept", "decline", "reopen"] {
        let form = [("reason", "duplicate")]
        #expect(try await leader.post("/referrals/\(hidden)/\(action)", form).status == 404)
      }
      let lead = try await pierhead.referral("1")
      #expect(
        await result {
          try await pierhead.referrals.accept(
            lead, with: [hidden], district: nil, despite: "Agreed.", by: user)
        }
          == "invalid: others")
      let born = try #require(Day(iso: unlike("8")["date_of_birth"] ?? ""))
      #expect(
        try await pierhead.database.read(fresh: true) { try $0.peopleKnown(bornOn: [born]).count }
          == 0)
      #expect(id != ImportID(at: pierhead.database.wall.now()))

      try await pierhead.recover()
      try await pierhead.clearUp()
      #expect(try await pierhead.dump(without: Self.all) == before)
    }
  }

  /// The inbox finds its people in another way while a file is read. The pages must not tell.
  @Test(arguments: TestDatabase.engines)
  func `beside a file the inbox shows whom it shows after it, page for page`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let manager = try await pierhead.browser(pierhead.user("programme_manager"))
      func row(_ number: Int) -> [String: String] {
        unlike(
          "\(number)",
          [
            "referred_on": clock.wall.today.adding(days: -(number * 7) % 40).description,
            "needs": number % 4 == 0
              ? "homelessness" : number % 5 == 0 ? "domestic-abuse" : "skills",
            "district": ["Liverpool", "Liverpool", "Wirral", ""][number % 4],
          ])
      }
      func pages() async throws -> [String] {
        var found: [String] = []
        for (browser, path) in [
          (leader, "/inbox"), (leader, "/inbox?page=2"), (leader, "/inbox?page=3"),
          (manager, "/inbox"), (manager, "/inbox?page=3"), (manager, "/inbox?district=none"),
          (manager, "/inbox?district=\(Place.wirral)"),
        ] { found.append(try await browser.get(path).words) }
        return found
      }
      try await pierhead.importRows((1...70).map(row))
      clock.move(seconds: 60)
      _ = try await stage((200...260).map(row), in: pierhead)
      clock.move(seconds: 1)
      // Others come meanwhile, one by one.
      for number in 71...76 { _ = try await pierhead.take(row(number)) }
      let (totals, ids) = try await pierhead.database.read(fresh: true) {
        let totals = try $0.inboxTotals(of: [Place.liverpool], seenBy: .system)
        return (
          totals,
          try $0.waitingBesideAFile(
            InboxFilter(), of: [Place.liverpool], totals, seenBy: .system)
        )
      }
      #expect(ids?.count == InboxFilter.size + 1, "the way past the file is taken")
      #expect(totals.unpublished == 1 && totals.waiting < Reader.mostBesideAFile)
      let beside = try await pages()
      #expect(beside[0].contains("\(totals.waiting) people are waiting"))
      try await pierhead.recover()
      #expect(try await pages() == beside)
      try await pierhead.clearUp()
      #expect(try await pages() == beside)
    }
  }

  @Test func `the next file clears one that fell silent, and takes its rows as new`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      try await pierhead.importRows([unlike("1")])
      _ = try await stage([unlike("8")], in: pierhead)
      clock.move(seconds: 11)
      #expect(try await Told(pierhead.importRows([unlike("8")])).results == ["accepted"])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 2)
      #expect(
        try await pierhead.number("SELECT COUNT(*) AS n FROM imports WHERE published_at IS NULL")
          == 0)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM person_matches") == 0)
    }
  }

  @Test func `what a cut-off file would have been is not a duplicate of anyone`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([unlike("1")])
      _ = try await stage([unlike("8")], in: pierhead)
      let text = try await pierhead.dryReport(
        of: unlike("7", unlike("8").filter { $0.key != "referral_id" }))
      #expect(text == ["accepted"])
    }
  }
}

extension Pierhead {
  /// What a row would become, with nothing recorded.
  fileprivate func dryReport(of row: [String: String]) async throws -> [String] {
    let columns = row.keys.sorted()
    let text =
      columns.joined(separator: ",") + "\n" + columns.map { row[$0] ?? "" }.joined(separator: ",")
    return try await Told(importText(text, isDryRun: true)).results
  }
}
