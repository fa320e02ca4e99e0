import App
import Core
import Foundation
import Households
import Referrals
import Support
import Testing

/// Needs that only some roles see reach nobody else, in no way.
struct RestrictedNeedsTests {
  /// Labels and keys of restricted needs, and of nothing else on our pages.
  private static let canaries = [
    "domestic", "abuse", "crime", "right-to-work", "right to work", "immigration",
  ]

  private static func leaks(_ page: Browser.Answer) -> [String] {
    canaries.filter { page.body.lowercased().contains($0) }
  }

  private let restricted = "domestic-abuse;crime;right-to-work;skills"

  @Test(arguments: TestDatabase.engines)
  func `no page shows a restricted need to a role without the field group`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let trainee = try await pierhead.user("trainee_advocate", in: Place.liverpool)
      let key = ["household_key": "H1"]
      try await pierhead.importRows([
        unlike("1", ["needs": restricted].merging(key) { $1 }), unlike("2", key),
        unlike("3", ["needs": restricted]),
      ])
      // The same people again: what was sent is kept, and shown.
      try await pierhead.importRows([
        unlike("3", ["needs": restricted + ";housing", "notes": "Again"])
      ])
      let lead = try await pierhead.referral("1")
      let household = try await pierhead.referrals.accept(
        lead, with: [pierhead.referral("2")], district: nil, despite: "Agreed.", by: leader)
      try await pierhead.households.assign(trainee.id.text, to: household, by: leader)
      let paths = [
        "/inbox", "/today", "/households", "/referrals/\(lead)",
        "/referrals/\(try await pierhead.referral("3"))",
        "/households/\(household)", "/households/\(household)/record",
        "/accounts/\(leader.id)/record",
      ]
      for user in try await [
        pierhead.user("programme_manager"), trainee, pierhead.user("information_governance"),
        pierhead.user("administrator"),
      ] {
        let browser = try await pierhead.browser(user)
        var opened = 0
        for path in paths {
          let page = try await browser.get(path)
          opened += page.status == 200 ? 1 : 0
          #expect(Self.leaks(page).isEmpty, "\(user.roles) at \(path)")
        }
        #expect(opened > 0)
      }
      let seeing = try await pierhead.browser(leader)
      #expect(Self.leaks(try await seeing.get("/referrals/\(lead)")).count >= 4)
      #expect(Self.leaks(try await seeing.get("/households/\(household)")).count >= 4)
      #expect(!Self.leaks(try await seeing.get("/referrals/\(pierhead.referral("3"))")).isEmpty)
    }
  }

  @Test func `the page that shows a refused form again keeps the same secrets`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.browser(pierhead.user("programme_manager"))
      try await pierhead.importRows([unlike("1", ["needs": restricted])])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      for (action, form) in [("decline", [("reason", "")]), ("accept", [("others", path)])] {
        #expect(Self.leaks(try await manager.post(path + "/" + action, form)).isEmpty)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `neither band nor order nor count betrays a restricted need`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([
        unlike("1", ["referred_on": "2026-11-19", "needs": "domestic-abuse"]),
        unlike("2", ["referred_on": "2026-11-01"]),
        unlike("3", ["referred_on": "2026-11-10", "needs": "homelessness"]),
      ])
      func order(_ user: User) async throws -> ([Substring], Int) {
        let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: user)
        return (inbox.lines.map { $0.name.suffix(3) }, inbox.urgent)
      }
      let (seen, open) = try await (order(leader), order(manager))
      #expect(seen.0 == ["No3", "No1", "No2"] && seen.1 == 2)
      #expect(open.0 == ["No3", "No2", "No1"] && open.1 == 1)
      let page = try await pierhead.browser(manager).get("/inbox").words
      let safety = try #require(page.range(of: "Safety first"))
      let next = try #require(page.range(of: "Waiting two to four weeks"))
      #expect(page[safety.upperBound..<next.lowerBound].contains("No3"))
      #expect(!page[safety.upperBound..<next.lowerBound].contains("No1"))
      #expect(page.contains("3 people are waiting, 1 of them first for safety."))
    }
  }

  @Test func `a referral urgent only by a restricted need looks like any other`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.browser(pierhead.user("programme_manager"))
      try await pierhead.importRows([unlike("1", ["needs": "domestic-abuse"])])
      let with = try await manager.get("/inbox").body
      let id = try await pierhead.referral("1")
      try await TestDatabase.with(.sqlite) { other, _ in
        let manager = try await other.browser(other.user("programme_manager"))
        try await other.importRows([unlike("1")])
        let without = try await manager.get("/inbox").body
        #expect(Self.plain(with, id) == Self.plain(without, try await other.referral("1")))
      }
    }
  }

  /// A page without what differs between two databases: ids and form tokens.
  private static func plain(_ body: String, _ id: ReferralID) -> String {
    body.replacing(id.text, with: "ID")
      .split(separator: "<").filter { !$0.contains("form_token") }.joined(separator: "<")
  }
}
