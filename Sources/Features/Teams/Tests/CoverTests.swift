import App
import Core
import Database
import Households
import People
import Support
import Teams
import Testing

/// Who sees whose households while somebody is away.
struct CoverTests {
  private func draft(_ from: String, _ until: String, cover: User? = nil) -> AbsenceDraft {
    AbsenceDraft(kind: "leave", from: from, until: until, cover: cover?.id.text ?? "")
  }

  @Test(arguments: TestDatabase.engines)
  func `who covers sees the households from the first day to the last and no longer`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let away = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let cover = try await pierhead.user("trainee_advocate", name: "Tomasz", in: Place.wirral)
      let other = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: away)
      try await pierhead.teams.addAbsence(
        draft("2026-11-22", "2026-11-24", cover: cover), of: away.id, by: leader)
      for day in 20...26 {
        let now = try await pierhead.again(cover)
        let isSeen = (22...24).contains(day)
        #expect(
          await result { try await pierhead.households.find(id, for: now) }
            == (isSeen ? "done" : "not found"), "day \(day)")
        #expect(
          await result {
            try await pierhead.households.addNote(
              pierhead.note("Call", on: "2026-11-20"), to: id, by: now)
          } == (isSeen ? "done" : "not found"), "day \(day)")
        #expect(try await pierhead.households.today(for: now).map(\.id) == (isSeen ? [id] : []))
        let page = try await pierhead.browser(cover).get("/today").words
        #expect(page.contains("Covering for Amir Example") == isSeen, "day \(day)")
        let still = try await pierhead.again(away)
        #expect(await result { try await pierhead.households.find(id, for: still) } == "done")
        let third = try await pierhead.again(other)
        #expect(await result { try await pierhead.households.find(id, for: third) } == "not found")
        clock.move(days: 1)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an absence that is ended early ends the cover at once, and stays in the history`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let away = try await pierhead.user("advocate", in: Place.liverpool)
      let first = try await pierhead.user("advocate", in: Place.liverpool)
      let second = try await pierhead.user("advocate", in: Place.wirral)
      let id = try await pierhead.household("1", by: leader, for: away)
      let teams = pierhead.teams
      try await teams.addAbsence(
        draft("2026-11-20", "2026-11-30", cover: first), of: away.id, by: away)
      func sees(_ user: User) async throws -> Bool {
        let now = try await pierhead.again(user)
        return await result { try await pierhead.households.find(id, for: now) } == "done"
      }
      #expect(try await sees(first))
      let absence = try await teams.ownAbsences(for: away).absences[0]
      let refused = try await pierhead.browser(leader).post(
        "/absences/\(absence.id)/cover",
        [("account", away.id.text), ("cover-\(absence.id)", leader.id.text)])
      #expect(refused.status == 422 && refused.words.contains("Choose an advocate who can cover"))
      _ = try await teams.changeCover(absence.id, to: second.id.text, by: leader)
      #expect(try await !sees(first))
      #expect(try await sees(second))
      let standing = try await teams.ownAbsences(for: away).absences.first { $0.endedAt == nil }
      let next = try #require(standing)
      _ = try await teams.endAbsence(next.id, by: away)
      #expect(try await !sees(second))
      #expect(await result { try await teams.endAbsence(next.id, by: away) } == "conflict")
      #expect(try await teams.ownAbsences(for: away).absences.count == 2)
      for verb in ["absence entered", "cover changed", "absence ended"] {
        #expect(try await pierhead.events(verb) == 1, "\(verb)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `days do not overlap, and who covers can be there`(engine: TestDatabase.Engine) async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let one = try await pierhead.user("advocate", in: Place.liverpool)
      let other = try await pierhead.user("advocate", in: Place.liverpool)
      let gone = try await pierhead.user("advocate", in: Place.liverpool)
      try await pierhead.disable(gone)
      func add(_ from: String, _ until: String, of user: User, cover: User? = nil) async -> String {
        await result {
          try await pierhead.teams.addAbsence(
            draft(from, until, cover: cover), of: user.id, by: leader)
        }
      }
      #expect(await add("2026-11-25", "2026-11-27", of: other) == "done")
      #expect(await add("2026-11-27", "2026-11-29", of: other) == "invalid: absence_from")
      #expect(await add("2026-11-28", "2026-11-29", of: other) == "done")
      for (cover, expected) in [
        (one, "invalid: absence_cover"), (gone, "invalid: absence_cover"),
        (leader, "invalid: absence_cover"), (other, "invalid: absence_cover"),
      ] {
        #expect(await add("2026-11-24", "2026-11-25", of: one, cover: cover) == expected)
      }
      #expect(await add("2026-11-23", "2026-11-24", of: one, cover: other) == "done")
    }
  }

  /// Who may enter time away for: oneself, an advocate of Liverpool, one of Wirral, an account that is no advocate.
  @Test(
    arguments: TestDatabase.engines,
    [
      ("advocate", ["done", "not found", "not found", "not found"]),
      ("team_leader", ["done", "done", "not found", "not found"]),
      ("programme_manager", ["done", "done", "done", "not found"]),
      ("safeguarding_lead", ["forbidden", "forbidden", "forbidden", "forbidden"]),
    ])
  func `time away is entered by oneself or by who looks after the team`(
    engine: TestDatabase.Engine, row: (String, [String])
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user(row.0, in: Place.liverpool)
      let near = try await pierhead.user("advocate", in: Place.liverpool)
      let far = try await pierhead.user("advocate", in: Place.wirral)
      let analyst = try await pierhead.user("analyst", in: Place.liverpool)
      for (account, expected) in zip([user, near, far, analyst], row.1) {
        #expect(
          await result {
            try await pierhead.teams.addAbsence(
              draft("2026-11-20", "2026-11-21"), of: account.id, by: user)
          } == expected)
      }
      let entered = try await pierhead.number("SELECT COUNT(*) AS n FROM absences")
      #expect(entered == row.1.filter { $0 == "done" }.count)
    }
  }

  @Test func `a covered household's needs are shown by the role of who covers`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let away = try await pierhead.user("advocate", in: Place.liverpool)
      let trainee = try await pierhead.user("trainee_advocate", in: Place.liverpool)
      let id = try await pierhead.household(
        "1", ["needs": "skills;domestic-abuse"], by: leader, for: away)
      try await pierhead.teams.addAbsence(
        draft("2026-11-20", "2026-11-21", cover: trainee), of: away.id, by: leader)
      let now = try await pierhead.again(trainee)
      let needs = try await pierhead.households.find(id, for: now).members[0].needs
      #expect(!needs.isEmpty && needs.allSatisfy { !$0.isRestricted })
    }
  }
}
