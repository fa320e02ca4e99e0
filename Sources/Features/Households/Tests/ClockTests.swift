import App
import Core
import Database
import Eligibility
import Support
import Testing

@testable import Households

/// The clock of households that wait for another adult. The tests' day is 20 November 2026, and 42 days lead to 1 January.
struct ClockTests {
  private static let key = ["household_key": "H"]

  @Test(arguments: TestDatabase.engines)
  func `a household says who is missing and by when, and is done when they join`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", Self.key),
        unlike("2", Self.key.merging(["full_name": "Sister Example"]) { $1 }),
      ])
      let alone = try await pierhead.accept("1", by: user)
      _ = try await pierhead.importRows([
        unlike("3", ["household_key": "K"]), unlike("4", ["household_key": "K"]),
      ])
      let whole = try await pierhead.accept("3", with: "4", by: user)
      let leader = try await pierhead.browser(user)
      let page = try await leader.get("/households/\(alone)").words
      for words in [
        "Who is still missing 1 more adult Sister Example", "42 days left until 1 January 2027",
        "What happens on that day: A team leader talks with the household",
      ] {
        #expect(page.contains(words), "\(page)")
      }
      #expect(try await !leader.get("/households/\(whole)").words.contains("Who is still missing"))
      let listed = try await pierhead.households.clocks(for: user)
      #expect(listed.lines.map(\.id) == [alone] && listed.total == 1)
      #expect(listed.endingSoon == 0 && listed.over == 0)
      clock.move(days: 28)
      #expect(try await pierhead.households.clocks(for: user).endingSoon == 1)
      clock.move(days: 15)
      let over = try await pierhead.households.clocks(for: user)
      #expect(over.endingSoon == 0 && over.over == 1)
      #expect(
        try await pierhead.browser(user).get("/eligibility").words.contains(
          "Over since 1 January 2027"))
      // The day another adult is a member the clock is met, and nobody has to say so.
      try await pierhead.database.write(as: .system) {
        try $0.change(
          """
          INSERT INTO household_members (id, household_id, person_id, source, referred_on, joined_on)
          SELECT 'm', \(alone), person_id, 'a test', referred_on, \($0.today) FROM referrals
          WHERE external_id = '2'
          """)
        $0.record("member joined")
      }
      #expect(try await pierhead.households.clocks(for: user).total == 0)
      #expect(
        try await pierhead.browser(user).get("/eligibility").words.contains(
          "No household waits for another adult."))
    }
  }

  @Test func `a child is no second adult`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", Self.key),
        unlike("2", Self.key.merging(["date_of_birth": "2010-11-21"]) { $1 }),
      ])
      _ = try await pierhead.accept("1", with: "2", by: user)
      #expect(try await pierhead.households.clocks(for: user).total == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `more time is given with a reason, told with who gave it, and taken back`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let user = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let id = try await pierhead.household("1", by: user)
      let other = try await pierhead.household("2", by: user)
      clock.move(days: 30)
      let leader = try await pierhead.browser(user)
      let path = "/households/\(id)"
      for (form, words) in [
        ([], "Choose why the household gets more time"),
        ([("exception", "illness"), ("until", "")], "Enter until which day"),
        ([("exception", "illness"), ("until", "32/01/2027")], "must be a real date"),
        ([("exception", "illness"), ("until", "20/12/2026")], "must be after today"),
        (
          [("exception", "illness"), ("until", "20/11/2027")], "must be 14 February 2027 or earlier"
        ),
        ([("exception", "nonsense"), ("until", "20/01/2027")], "Choose why"),
      ] as [([(String, String)], String)] {
        let answer = try await leader.post(path + "/exceptions", form)
        #expect(answer.status == 422 && answer.words.contains(words), "\(words)")
      }
      #expect(try await pierhead.events("household given more time") == 0)
      let form = [
        ("exception", "illness"), ("until", "20/01/2027"), ("exception_note", "In hospital."),
      ]
      #expect(try await leader.post(path + "/exceptions", form).status == 303)
      // Sent twice it is one.
      #expect(try await leader.post(path + "/exceptions", form).status == 303)
      #expect(try await pierhead.events("household given more time") == 1)
      let page = try await leader.get(path).words
      for words in [
        "31 days left until 20 January 2027", "More time: Someone is ill or in hospital.",
        "Tess Example gave it until 20 January 2027", "In hospital.",
      ] {
        #expect(page.contains(words), "\(page)")
      }
      #expect(try await pierhead.households.clocks(for: user).lines.map(\.id) == [other, id])
      #expect(try await leader.post(path + "/exceptions/end").status == 303)
      #expect(try await leader.get(path).words.contains("12 days left until 1 January 2027"))
      #expect(try await pierhead.events("household's more time taken back") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a restricted reason is told only to those who see such things`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      let id = try await pierhead.household("1", by: user)
      let draft = ExceptionDraft(reason: "not-safe", until: "20/01/2027", note: "She told me.")
      #expect(
        await result { try await pierhead.households.grantException(draft, to: id, by: manager) }
          == "invalid: exception")
      try await pierhead.households.grantException(draft, to: id, by: user)
      #expect(try await pierhead.households.find(id, for: user).exception?.reason == "not-safe")
      for path in ["/households/\(id)", "/eligibility"] {
        let page = try await pierhead.browser(manager).get(path).words
        #expect(page.contains("There is a reason that not everyone may read"))
        #expect(!page.contains("not be safe to join") && !page.contains("She told me."))
      }
      let detail: String? = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT detail FROM events WHERE verb = 'household given more time'")?["detail"]
      }
      #expect(detail?.contains("not-safe") == false && detail?.contains("told me") == false)
    }
  }

  @Test func `more time is only for households that wait, by those who may`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let wirral = try await pierhead.user("team_leader", in: Place.wirral)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      try await pierhead.importRows([unlike("1", Self.key), unlike("2", Self.key)])
      let whole = try await pierhead.accept("1", with: "2", by: user)
      let alone = try await pierhead.household("3", by: user, for: advocate)
      let draft = ExceptionDraft(reason: "illness", until: "20/12/2026", note: "")
      for (id, who, expected) in [
        (whole, user, "conflict"), (alone, wirral, "not found"), (alone, advocate, "forbidden"),
        (alone, user, "done"),
      ] {
        #expect(
          await result { try await pierhead.households.grantException(draft, to: id, by: who) }
            == expected)
      }
      #expect(try await pierhead.households.clocks(for: wirral).total == 0)
      #expect(try await pierhead.households.clocks(for: advocate).total == 1)
    }
  }
}
