import App
import Core
import Database
import Households
import Support
import Teams
import Testing

/// Posts, their ends, and the households that go to others because of them.
struct HandOverTests {
  private func draft(_ ends: String, district: String = Place.liverpool) -> PostDraft {
    PostDraft(
      district: district, from: "2026-01-01", endsOn: ends, isFixedTerm: true,
      funding: "Programme budget")
  }

  @Test(arguments: TestDatabase.engines)
  func `a post is kept for advocates of one's districts, and a change replaces it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let near = try await pierhead.user("advocate", in: Place.liverpool)
      let far = try await pierhead.user("advocate", in: Place.wirral)
      let teams = pierhead.teams
      #expect(
        await result { try await teams.addPost(draft("2026-12-31"), of: far.id, by: leader) }
          == "not found")
      #expect(
        await result { try await teams.addPost(draft("2026-12-31"), of: near.id, by: near) }
          == "forbidden")
      #expect(
        await result {
          try await teams.addPost(
            draft("2026-12-31", district: Place.wirral), of: near.id, by: leader)
        } == "invalid: post_district")
      try await teams.addPost(draft("2026-12-31"), of: near.id, by: leader)
      #expect(
        await result { try await teams.addPost(draft("2027-12-31"), of: near.id, by: leader) }
          == "invalid: post_from")
      let old = try await teams.colleague(near.id, for: leader).posts[0]
      #expect(
        try await teams.colleague(near.id, for: leader).colleague.postEndsOn == Day(2026, 12, 31)!)
      _ = try await teams.changePost(old.id, to: draft("2027-06-30"), by: leader)
      #expect(
        await result { try await teams.changePost(old.id, to: draft("2027-07-30"), by: leader) }
          == "not found")
      #expect(
        try await teams.colleague(near.id, for: leader).posts.map(\.endsOn) == [Day(2027, 6, 30)!])
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM posts") == 2)
      let manager = try await pierhead.user("programme_manager")
      #expect(try await teams.team(.name, page: 1, for: manager).colleagues.count == 2)
      #expect(try await teams.team(.name, page: 1, for: leader).colleagues.map(\.id) == [near.id])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `households are handed over with their notes until nothing is left`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let leaver = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let next = try await pierhead.user("advocate", name: "Nia Example", in: Place.liverpool)
      var ids: [HouseholdID] = []
      for number in 1...3 {
        ids.append(try await pierhead.household("\(number)", by: leader, for: leaver))
      }
      try await pierhead.teams.addPost(draft("2026-12-31"), of: leaver.id, by: leader)
      let post = try await pierhead.teams.colleague(leaver.id, for: leader).posts[0]
      let path = "/posts/\(post.id)/hand-over"
      let browser = try await pierhead.browser(leader)
      try await pierhead.households.addNote(pierhead.note("We spoke."), to: ids[2], by: leaver)
      let first = try await browser.get(path).words
      #expect(first.contains("0 of 3 households") && first.contains("No contact yet. Nothing"))
      #expect(first.contains("Last contact 20 November 2026. Nothing is planned."))
      let again = try await browser.post(
        path, [("household", ids[0].text), ("note-\(ids[0])", "Call before ten.")])
      #expect(again.status == 422 && again.words.contains("Call before ten."))
      #expect(again.words.contains("Choose an advocate"))
      let done = try await browser.post(
        path,
        [
          ("household", ids[0].text), ("household", ids[1].text), ("advocate", next.id.text),
          ("note-\(ids[0])", "Call before ten."),
        ])
      #expect(done.status == 303)
      #expect(try await browser.get(path).words.contains("2 of 3 households"))
      #expect(try await pierhead.households.today(for: next).count == 2)
      #expect(try await browser.get("/households/\(ids[0])").words.contains("Call before ten."))
      // What stands on the page of another moment is refused whole.
      let stale = try await browser.post(
        path, [("household", ids[0].text), ("household", ids[2].text), ("advocate", next.id.text)])
      #expect(stale.status == 422)
      #expect(try await pierhead.households.today(for: leaver).map(\.id) == [ids[2]])
      _ = try await browser.post(path, [("household", ids[2].text), ("advocate", next.id.text)])
      let last = try await browser.get(path).words
      #expect(last.contains("3 of 3 households") && last.contains("Nothing is left"))
      #expect(try await pierhead.events("households handed over") == 2)
      let kept = try await pierhead.number(
        "SELECT COUNT(*) AS n FROM events WHERE detail LIKE '%Call before ten%'")
      #expect(kept == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the schema holds what the rules say`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("advocate", in: Place.liverpool)
      let (id, from, until) = (user.id, Day(2026, 11, 20)!, Day(2026, 11, 19)!)
      for statement in [
        """
        INSERT INTO absences (id, account_id, kind, from_on, until_on, created_at, created_by)
        VALUES ('a', \(id), 'leave', \(from), \(until), \(TestDatabase.noon), \(id))
        """,
        """
        INSERT INTO absences (id, account_id, kind, from_on, until_on, covered_by, created_at, created_by)
        VALUES ('a', \(id), 'leave', \(from), \(from), \(id), \(TestDatabase.noon), \(id))
        """,
        """
        INSERT INTO posts (id, account_id, district_code, from_on, is_fixed_term, funding, created_at, created_by)
        VALUES ('p', \(id), \(Place.liverpool), \(from), TRUE, 'x', \(TestDatabase.noon), \(id))
        """,
      ] as [SQL] {
        await #expect(throws: (any Error).self) {
          try await pierhead.database.write(as: user) { transaction in
            try transaction.change(statement)
            transaction.record("tried")
          }
        }
      }
    }
  }
}
