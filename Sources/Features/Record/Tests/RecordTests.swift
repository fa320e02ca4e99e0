import App
import Core
import Database
import Households
import Record
import Support
import Testing

/// The record of changes and looks, as people read it.
struct RecordTests {
  private func verbs(_ part: RecordPart) -> [String] { part.entries.map(\.verb) }

  @Test(arguments: TestDatabase.engines)
  func `a household's record tells who changed it and who looked, and when`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let lead = try await pierhead.user("safeguarding_lead", name: "Sade Example")
      let id = try await pierhead.household("1", by: leader)
      let other = try await pierhead.household("2", by: leader)
      clock.move(seconds: 3600)
      try await pierhead.households.assign(advocate.id.text, to: id, by: leader)
      clock.move(seconds: 3600)
      try await pierhead.households.addNote(pierhead.note("Secret words"), to: id, by: advocate)
      _ = try await pierhead.households.find(id, for: advocate)
      _ = try await pierhead.households.find(other, for: lead)

      let part = try await pierhead.record.of(id, before: nil, for: leader)
      #expect(part.title == "HH-2026-0001" && part.older == nil)
      #expect(
        verbs(part) == [
          "household seen", "contact note added", "advocate assigned", "referral accepted",
          "household opened",
        ])
      #expect(part.entries.map(\.isLook) == [true, false, false, false, false])
      #expect(
        part.entries.map(\.who) == [
          "Amir Example", "Amir Example", "Tess Example", "Tess Example", "Tess Example",
        ])
      #expect(
        part.entries.map(\.happenedAt.spokenTime) == [
          "2:00pm", "2:00pm", "1:00pm", "12:00pm", "12:00pm",
        ])
      #expect(part.entries.map(\.n) == part.entries.map(\.n).sorted(by: >))

      let page = try await pierhead.browser(leader).get("/households/\(id)/record")
      for words in [
        "Who changed or looked at HH-2026-0001", "20 November 2026 at 2:00pm Amir Example",
        "Look household seen",
        "Change contact note added", "Change advocate assigned", "to: Amir Example",
        "Look record of household seen",
      ] {
        #expect(page.words.contains(words), "\(words)")
      }
      #expect(!page.words.contains("Secret words") && !page.words.contains("Sade Example"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `lists that showed a household stand in a view of their own`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      let far = try await pierhead.user("advocate", name: "Fay Example", in: Place.liverpool)
      _ = try await pierhead.household("2", by: leader, for: far)
      _ = try await pierhead.households.today(for: advocate)
      _ = try await pierhead.households.today(for: far)
      _ = try await pierhead.households.list(HouseholdFilter(), for: leader)
      let part = try await pierhead.record.lists(showing: id, before: nil, for: leader)
      #expect(verbs(part) == ["households listed", "today seen"])
      #expect(part.entries.map(\.who) == ["Tess Example", "Amir Example"])
      let page = try await pierhead.browser(leader).get("/households/\(id)/record?view=lists").words
      #expect(
        page.contains("Look households listed 2 shown") && page.contains("Look today seen 1 shown"))
      #expect(!page.contains("Fay Example"))
    }
  }

  @Test func `no list is left out, however many showed a household`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      let looks = RecordPart.listsShown + 5
      for _ in 1...looks { _ = try await pierhead.households.list(HouseholdFilter(), for: leader) }
      let first = try await pierhead.record.lists(showing: id, before: nil, for: leader)
      let rest = try await pierhead.record.lists(showing: id, before: first.older, for: leader)
      #expect(
        first.entries.count == RecordPart.listsShown && rest.entries.count == 5 && rest.older == nil
      )
      #expect(Set((first.entries + rest.entries).map(\.n)).count == looks)
    }
  }

  @Test(arguments: [
    ("team_leader", "HH-2026-0001", 303), ("team_leader", " hh-2026-0001 ", 303),
    ("team_leader", "HH-2026-0002", 422), ("information_governance", "HH-2026-0002", 303),
    ("safeguarding_lead", "HH-2026-0003", 422), ("safeguarding_lead", "", 422),
  ])
  func `a record is found by its household's reference, within reach`(
    role: String, reference: String, status: Int
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let browser = try await pierhead.browser(pierhead.user(role, in: Place.liverpool))
      let ids = [
        try await pierhead.household("1", by: manager),
        try await pierhead.household("2", ["district": "Wirral"], by: manager),
      ]
      let answer = try await browser.post("/record", [("reference", reference)])
      #expect(answer.status == status)
      if status == 303 {
        #expect(
          answer.location == "/households/\(ids[reference.contains("2026-0002") ? 1 : 0])/record")
      } else {
        #expect(answer.words.contains("Household reference"))
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a user's record tells what they changed and looked at, nobody else's`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let officer = try await pierhead.user("information_governance", name: "Ines Example")
      let manager = try await pierhead.user("programme_manager", name: "Pearl Example")
      let id = try await pierhead.household("1", by: leader)
      _ = try await pierhead.households.find(id, for: manager)
      let part = try await pierhead.record.of(leader.id, before: nil, for: officer)
      #expect(part.title == "Tess Example")
      #expect(verbs(part) == ["referral accepted", "household opened"])
      #expect(part.entries.allSatisfy { $0.account == leader.id })
      let own = try await pierhead.record.of(manager.id, before: nil, for: manager)
      #expect(verbs(own) == ["household seen"])
      let again = try await pierhead.record.of(officer.id, before: nil, for: officer)
      #expect(verbs(again).first == "record of user seen")
      let page = try await pierhead.browser(officer).get("/accounts/\(leader.id)/record").words
      #expect(page.contains("What Tess Example changed or looked at"))
      #expect(page.contains("Change household opened") && !page.contains("household seen"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `older entries stand on further pages, each once`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      for number in 1...120 {
        try await pierhead.households.addNote(pierhead.note("Note \(number)"), to: id, by: leader)
      }
      var before: Int?
      var seen: [Int] = []
      for count in [50, 50, 22] {
        let part = try await pierhead.record.of(id, before: before, for: leader)
        let entries = part.entries.filter { !$0.verb.hasPrefix("record of") }
        #expect(part.entries.count >= count)
        seen += entries.map(\.n)
        before = part.older
      }
      #expect(before == nil && seen == seen.sorted(by: >) && Set(seen).count == 122)
      let browser = try await pierhead.browser(leader)
      for query in [
        "?before=0", "?before=-5", "?before=x", "?view=lists&before=-9",
        "?view=lists&before=99999999999999",
      ] {
        #expect(try await browser.get("/households/\(id)/record\(query)").status == 200)
      }
    }
  }

  // MARK: - Who may

  @Test(arguments: [
    ("team_leader", true, false), ("safeguarding_lead", true, true),
    ("information_governance", true, true),
  ])
  func `a household's record follows role and district`(role: String, own: Bool, far: Bool)
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let user = try await pierhead.user(role, in: Place.liverpool)
      let here = try await pierhead.household("1", by: manager)
      let there = try await pierhead.household("2", ["district": "Wirral"], by: manager)
      for (id, isSeen) in [(here, own), (there, far), (HouseholdID("h"), false)] {
        let expected = isSeen ? "done" : "not found"
        #expect(
          await result { try await pierhead.record.of(id, before: nil, for: user) } == expected)
        #expect(
          await result { try await pierhead.record.lists(showing: id, before: nil, for: user) }
            == expected)
      }
    }
  }

  @Test(arguments: [
    "advocate", "trainee_advocate", "programme_manager", "administrator", "analyst", "referrer",
    "board_member",
  ])
  func `other roles may not read a household's record`(role: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let user = try await pierhead.user(role, in: Place.liverpool)
      let id = try await pierhead.household("1", by: manager)
      let head = try await pierhead.number("SELECT n FROM event_head")
      #expect(
        await result { try await pierhead.record.of(id, before: nil, for: user) } == "forbidden")
      #expect(
        await result { try await pierhead.record.lists(showing: id, before: nil, for: user) }
          == "forbidden")
      #expect(try await pierhead.number("SELECT n FROM event_head") == head)
      let page = try await pierhead.browser(user).get("/households/\(id)")
      #expect(!page.words.contains("See who changed or looked"))
    }
  }

  @Test(arguments: [
    ("information_governance", true), ("administrator", true), ("team_leader", false),
    ("programme_manager", false),
    ("safeguarding_lead", false), ("advocate", false),
  ])
  func `another user's record is for few, one's own for everybody`(role: String, may: Bool)
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      let other = try await pierhead.user("advocate", in: Place.liverpool)
      #expect(
        await result { try await pierhead.record.of(other.id, before: nil, for: user) }
          == (may ? "done" : "forbidden"))
      #expect(
        await result { try await pierhead.record.of(user.id, before: nil, for: user) } == "done")
      #expect(
        await result { try await pierhead.record.of(AccountID("a"), before: nil, for: user) }
          == (may ? "not found" : "forbidden"))
    }
  }
}
