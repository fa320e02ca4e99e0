import App
import Core
import Database
import Foundation
import People
import Referrals
import Support
import Testing

/// What waits, in which order, for whom.
struct InboxTests {
  private func names(_ inbox: Inbox) -> [String] {
    inbox.lines.map { String($0.name.split(separator: " ").last ?? "") }
  }

  @Test(arguments: TestDatabase.engines)
  func `the inbox is the district's, safety first, then the longest waiting`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", ["referred_on": "2026-11-19"]),
        unlike("2", ["referred_on": "2026-10-01"]),
        unlike("3", ["referred_on": "2026-11-18", "needs": "homelessness"]),
        unlike("4", ["referred_on": "2026-11-01", "no_fixed_address": "yes"]),
        unlike("5", ["referred_on": "2026-09-01", "district": "Wirral", "needs": "homelessness"]),
        unlike("6", ["referred_on": "2026-11-06"]),
        unlike("7", ["district": "", "needs": "homelessness"]),
      ])
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: leader)
      #expect(names(inbox) == ["No4", "No3", "No2", "No6", "No1"])
      #expect(inbox.waiting == 5 && inbox.urgent == 2 && !inbox.hasMore)
      let page = try await pierhead.browser(leader).get("/inbox").words
      let order = [
        "5 people are waiting, 2 of them first for safety.", "Safety first", "No4",
        "No fixed address", "No3",
        "Needs help with: homelessness", "Waiting four weeks or more", "No2", "Waiting 50 days",
        "Waiting two to four weeks", "No6", "Waiting 14 days", "Waiting less than two weeks", "No1",
      ]
      var rest = page[...]
      for words in order {
        guard let found = rest.range(of: words) else {
          Issue.record("“\(words)” is missing, or not in its place")
          continue
        }
        rest = rest[found.upperBound...]
      }
      #expect(!page.contains("No5") && !page.contains("No7"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `whoever sees all districts can ask for one, or for those without`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.browser(pierhead.user("programme_manager"))
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([
        unlike("1"), unlike("2", ["district": "Wirral"]), unlike("3", ["district": ""]),
      ])
      for (query, shown) in [
        ("", ["No1", "No2", "No3"]), ("?district=", ["No1", "No2", "No3"]),
        ("?district=\(Place.liverpool)", ["No1"]), ("?district=\(Place.wirral)", ["No2"]),
        ("?district=none", ["No3"]),
      ] {
        let page = try await manager.get("/inbox" + query)
        #expect(["No1", "No2", "No3"].filter(page.words.contains) == shown)
        #expect(
          page.words.contains(shown.count == 1 ? "1 person is waiting." : "3 people are waiting."))
      }
      for query in ["?district=E08000999", "?district=nonsense"] {
        #expect(try await manager.get("/inbox" + query).status == 404)
      }
      for query in ["?district=\(Place.wirral)", "?district=none", "?district=nonsense"] {
        #expect(try await leader.get("/inbox" + query).status == 404)
      }
      #expect(try await leader.get("/inbox?district=\(Place.liverpool)").words.contains("No1"))
    }
  }

  @Test func `pages of the inbox hold everybody once`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows((1...60).map { unlike("\($0)") })
      var seen: [ReferralID] = []
      for page in 1...4 {
        var filter = InboxFilter()
        filter.page = page
        let inbox = try await pierhead.referrals.inbox(filter, for: leader)
        #expect(inbox.lines.count == [25, 25, 10, 0][page - 1])
        #expect(inbox.hasMore == (page < 3))
        #expect(inbox.waiting == 60)
        seen += inbox.lines.map(\.id)
      }
      #expect(Set(seen).count == 60 && seen.count == 60)
    }
  }

  @Test func `a district from the postcode is said to be a guess`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([unlike("1", ["district": "", "postcode": "L1 8JQ"])])
      #expect(
        try await leader.get("/inbox").words.contains("District taken from the postcode: check it"))
      let page = try await leader.get("/referrals/\(pierhead.referral("1"))").words
      #expect(page.contains("It was taken from the postcode."))
    }
  }

  // MARK: - Totals

  @Test(arguments: TestDatabase.engines)
  func `totals equal what waits after any work`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      var random = Seeded()
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      var made = 0
      for step in 1...300 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
          let rows = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            made += 1
            return unlike("\(made)", Self.chance(&random))
          }
          try await pierhead.importRows(rows)
        case 3...5: try await Self.decide(pierhead, "waiting", &random, by: manager)
        default:
          try await Self.decide(
            pierhead, "any", &random, by: Bool.random(using: &random) ? manager : leader)
        }
        guard step % 50 == 0 else { continue }
        try await Self.compare(pierhead, leader, manager, "seed \(random.seed), step \(step)")
      }
    }
  }

  /// A place, needs and a key by chance.
  private static func chance(_ random: inout Seeded) -> [String: String] {
    [
      "district": ["Liverpool", "Wirral", ""].randomElement(using: &random)!,
      "needs": ["", "skills", "homelessness", "domestic-abuse", "crime"].randomElement(
        using: &random)!,
      "no_fixed_address": Int.random(in: 0..<8, using: &random) == 0 ? "yes" : "no",
      "household_key": "H\(Int.random(in: 0..<20, using: &random))",
    ]
  }

  /// Accepts (with whoever wants to join), declines, withdraws, reopens, transfers or places one by chance; a refusal is
  /// an answer too.
  private static func decide(
    _ pierhead: Pierhead, _ state: String, _ random: inout Seeded, by user: User
  ) async throws {
    let found: [ReferralID] = try await pierhead.database.read(fresh: true) {
      try $0.rows(
        "SELECT id FROM referrals WHERE state = \(state) OR \(state) = 'any' ORDER BY external_id"
      )
      .map { try $0["id"] }
    }
    guard let id = found.randomElement(using: &random) else { return }
    let referrals = pierhead.referrals
    let place = Bool.random(using: &random) ? Place.liverpool : Place.wirral
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
      let others: [ReferralID]
      do {
        others = try await referrals.find(id, for: user).companions.filter { $0.state == .waiting }
          .map(\.id)
      } catch is Rejection { return }
      _ = await result {
        try await referrals.accept(
          id, with: others, district: Place.wirral, despite: "Agreed.", by: user)
      }
    case 1:
      _ = await result {
        try await referrals.decline(id, because: "no-contact", note: "", by: user)
      }
    case 2:
      _ = await result {
        try await referrals.withdraw(id, because: "moved", note: "", by: user)
      }
    case 3:
      _ = await result {
        try await referrals.transfer(id, to: place, because: "They live there.", by: user)
      }
    case 4: _ = await result { try await referrals.place(id, in: place, by: user) }
    default: _ = await result { try await referrals.reopen(id, by: user) }
    }
  }

  private static func compare(
    _ pierhead: Pierhead, _ leader: User, _ manager: User, _ when: Comment
  ) async throws {
    for place in ["", Place.liverpool, Place.wirral] {
      for (name, narrowed) in [
        ("inbox", "TRUE"), ("inbox-urgent", "is_urgent = TRUE"),
        ("inbox-openly-urgent", "is_openly_urgent = TRUE"),
      ] {
        let real = try await pierhead.number(
          """
          SELECT COUNT(*) AS n FROM referrals
          WHERE state = 'waiting' AND COALESCE(district_code, '') = \(place) AND \(SQL(trusted: narrowed))
          """)
        let total = try await pierhead.number(
          "SELECT SUM(amount) AS n FROM counters WHERE name = \("\(name)/\(place)")")
        #expect(total == real, "\(name)/\(place), \(when)")
      }
    }
    let own = try await pierhead.referrals.inbox(InboxFilter(), for: leader)
    #expect(
      try await own.waiting
        == pierhead.number(
          "SELECT COUNT(*) AS n FROM referrals WHERE state = 'waiting' AND district_code = \(Place.liverpool)"
        ), when)
    let all = try await pierhead.referrals.inbox(InboxFilter(), for: manager)
    #expect(
      try await all.waiting
        == pierhead.number("SELECT COUNT(*) AS n FROM referrals WHERE state = 'waiting'"), when)
    #expect(
      try await all.urgent
        == pierhead.number(
          "SELECT COUNT(*) AS n FROM referrals WHERE state = 'waiting' AND is_openly_urgent = TRUE"),
      when)
  }
}
