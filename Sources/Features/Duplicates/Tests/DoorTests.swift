import App
import Core
import Database
import Foundation
import Households
import People
import Referrals
import Support
import Testing

@testable import Duplicates

/// Who sees which pairs, what a person decides, and what putting together and taking apart does.
struct DoorTests {
  private func waiting(_ pierhead: Pierhead, _ user: User) async throws -> [PersonPairID] {
    try await pierhead.duplicates.list(page: 1, for: user).lines.map(\.id)
  }

  @Test(arguments: TestDatabase.engines)
  func `a pair is shown only where both people are within the scope`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      let own = try await pierhead.pair("1")
      let far = try await pierhead.pair("2", ["district": "Wirral"])
      let across = try await pierhead.pair("3", others: ["district": "Wirral"])
      let nowhere = try await pierhead.pair("4", others: ["district": ""])
      #expect(try await waiting(pierhead, leader) == [own])
      #expect(try await Set(waiting(pierhead, manager)) == [own, far, across, nowhere])
      for hidden in [far, across, nowhere] {
        #expect(
          await result { try await pierhead.duplicates.find(hidden, for: leader) } == "not found")
        #expect(
          await result {
            try await pierhead.duplicates.decide(hidden, "different", because: "No", by: leader)
          } == "not found")
      }
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      #expect(
        await result { try await pierhead.duplicates.list(page: 1, for: advocate) } == "forbidden")
    }
  }

  /// A leader who opens the part of somebody that is theirs is not told of a part that is not.
  @Test(arguments: TestDatabase.engines)
  func `no page tells of a record that was put together outside the scope`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      let pair = try await pierhead.pair("1", others: ["district": "Wirral"])
      let household = try await pierhead.accept("1", by: leader)
      let merge = try await pierhead.merged(pair, by: manager)
      let referral = try await pierhead.referral("1")
      #expect(
        try await pierhead.browser(manager).get("/referrals/\(referral)").body
          .contains("/merges/\(merge)"))
      let browser = try await pierhead.browser(leader)
      for page in ["/referrals/\(referral)", "/households/\(household)", "/merges"] {
        let answer = try await browser.get(page)
        #expect(answer.status == 200 && !answer.body.contains("/merges/\(merge)"), "\(page)")
      }
      #expect(try await browser.get("/merges/\(merge)").status == 404)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what was told apart is not shown again, and what is not sure comes last`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let pairs = [
        try await pierhead.pair("1"), try await pierhead.pair("2"), try await pierhead.pair("3"),
      ]
      _ = try await pierhead.duplicates.decide(
        pairs[0], "unsure", because: "She will call.", by: leader)
      _ = try await pierhead.duplicates.decide(pairs[1], "different", because: "Twins.", by: leader)
      #expect(try await waiting(pierhead, leader) == [pairs[2], pairs[0]])
      let words = try await pierhead.browser(leader).get("/duplicates").words
      #expect(words.contains("Not sure She will call."))
      try pierhead.database.tamper("UPDATE imports SET compared_at = NULL, compared_to = NULL")
      try await pierhead.duplicates.compareAll()
      #expect(try await waiting(pierhead, leader) == [pairs[2], pairs[0]])
      for (answer, reason, wrong) in [
        ("", "", "answer, reason"), ("different", " ", "reason"), ("maybe", "So", "answer"),
        ("unsure", String(repeating: "x", count: 1001), "reason"),
      ] {
        #expect(
          await result {
            try await pierhead.duplicates.decide(pairs[2], answer, because: reason, by: leader)
          } == "invalid: \(wrong)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a merge moves all to the record that is kept, and is one event`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let pair = try await pierhead.pair(
        "1", ["needs": "housing"],
        others: ["needs": "housing;skills;domestic-abuse", "phone": "07700 900123"])
      let second = try await pierhead.accept("1x", by: leader)
      let view = try await pierhead.duplicates.find(pair, for: leader)
      let isFirst = view.first.referrals.first?.id == (try await pierhead.referral("1"))
      var draft = MergeDraft()
      draft.kept = isFirst ? "first" : "second"
      draft.picks["phone"] = isFirst ? "second" : "first"
      draft.reason = "They told us."
      draft.seen = view.seen
      let before = try await pierhead.number(
        "SELECT COUNT(*) AS n FROM events WHERE is_look = FALSE")
      let merge = try await pierhead.duplicates.merge(pair, draft, by: leader)
      #expect(
        try await pierhead.number("SELECT COUNT(*) AS n FROM events WHERE is_look = FALSE")
          == before + 1)
      #expect(try await pierhead.events("people put together") == 1)
      let detail: String? = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT detail FROM events WHERE verb = 'people put together'")?["detail"]
      }
      #expect(detail?.contains("900123") == false && detail?.contains("They told") == false)
      let kept = isFirst ? view.first.person.id : view.second.person.id
      let member = try await pierhead.households.find(second, for: leader)
      #expect(member.household.leadPerson == kept && member.members.map(\.person.id) == [kept])
      #expect(member.members[0].person.phone == "07700 900123")
      #expect(
        Set(member.members[0].needs.map(\.key)) == ["housing", "skills", "domestic-abuse"])
      #expect(try await waiting(pierhead, leader).isEmpty)
      #expect(await result { try await pierhead.duplicates.find(pair, for: leader) } == "not found")
      let browser = try await pierhead.browser(leader)
      for page in [
        "/households/\(second)", "/referrals/\(try await pierhead.referral("1x"))", "/merges",
      ] {
        #expect(try await browser.get(page).body.contains("/merges/\(merge)"), "\(page)")
      }
      // Who is written like the record that went is found by the one that stands.
      try await pierhead.importRows([
        unlike("1", ["referral_id": "1z"])
      ])
      try await pierhead.duplicates.compareAll()
      #expect(try await waiting(pierhead, leader).count == 1)
      let third = try await browser.get("/referrals/\(try await pierhead.referral("1z"))").words
      #expect(!third.contains("Someone in another district"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two open households are a choice, and the other one is left today`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let pair = try await pierhead.pair("1")
      for id in ["1", "1x"] { _ = try await pierhead.accept(id, by: leader) }
      clock.move(days: 3)
      let view = try await pierhead.duplicates.find(pair, for: leader)
      var draft = MergeDraft()
      (draft.kept, draft.reason, draft.seen) = ("first", "They told us.", view.seen)
      #expect(
        await result { try await pierhead.duplicates.merge(pair, draft, by: leader) }
          == "invalid: household")
      let page = try await pierhead.browser(leader).get("/duplicates/\(pair)/merge").words
      #expect(page.contains("Both are in a household now. In which one do they stay?"))
      draft.household = "second"
      let before = try await Casework(of: pierhead)
      let merge = try await pierhead.duplicates.merge(pair, draft, by: leader)
      let households = [view.first.open!.household, view.second.open!.household]
      #expect(try await pierhead.households.find(households[0], for: leader).members.isEmpty)
      #expect(
        try await pierhead.households.find(households[1], for: leader).members.map(\.person.id)
          == [view.first.person.id])
      #expect(
        try await pierhead.browser(leader).get("/households/\(households[0])").status == 200)
      clock.move(days: 300)
      try await pierhead.duplicates.undo(merge, because: "Two people.", by: leader)
      #expect(try await Casework(of: pierhead).differences(from: before) == [])
    }
  }

  @Test func `what changed while the preview was open stops the merge`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let pair = try await pierhead.pair("1")
      let view = try await pierhead.duplicates.find(pair, for: leader)
      _ = try await pierhead.accept("1", by: leader)
      var draft = MergeDraft()
      (draft.kept, draft.reason, draft.seen) = ("first", "They told us.", view.seen)
      let before = try await Casework(of: pierhead)
      #expect(
        await result { try await pierhead.duplicates.merge(pair, draft, by: leader) } == "conflict")
      #expect(try await Casework(of: pierhead) == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the last one in comes out first`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let first = try await pierhead.pair("1")
      try await pierhead.importRows([unlike("1", ["referral_id": "1y"])])
      try await pierhead.duplicates.compareAll()
      let before = try await Casework(of: pierhead)
      let one = try await pierhead.merged(first, by: leader)
      let next = try #require(try await waiting(pierhead, leader).first)
      let two = try await pierhead.merged(next, by: leader)
      #expect(try await waiting(pierhead, leader).isEmpty)
      let browser = try await pierhead.browser(leader)
      #expect(
        try await browser.get("/merges/\(one)").words.contains("Undo that first"))
      #expect(
        await result { try await pierhead.duplicates.undo(one, because: "No", by: leader) }
          == "conflict")
      try await pierhead.duplicates.undo(two, because: "No", by: leader)
      try await pierhead.duplicates.undo(one, because: "No", by: leader)
      #expect(try await Casework(of: pierhead).differences(from: before) == [])
      #expect(
        await result { try await pierhead.duplicates.undo(one, because: "No", by: leader) }
          == "conflict")
    }
  }

  /// A step that is cut off between its parts is done again, and leaves nothing twice.
  @Test(arguments: TestDatabase.engines)
  func `comparing may be cut off and begin again`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      _ = try await pierhead.pair("1")
      let before = try await Casework(of: pierhead)
      try pierhead.database.tamper("UPDATE imports SET compared_at = NULL, compared_to = NULL")
      try await pierhead.duplicates.compareAll()
      let after = try await Casework(of: pierhead)
      #expect(after.keyed["person_pairs"] == before.keyed["person_pairs"])
      #expect(after.loose["person_keys"] == before.loose["person_keys"])
      #expect(try await pierhead.duplicates.compareSome() == nil)
    }
  }
}
