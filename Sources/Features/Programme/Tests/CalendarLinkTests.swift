import Access
import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct CalendarLinkTests {
  private func path(_ made: String) throws -> String {
    "/calendar/" + (try #require(made.split(separator: "/").last))
  }

  @Test(arguments: TestDatabase.engines)
  func `a calendar program reads what is planned until the link ends`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("analyst")
      let links = CalendarLinks(pierhead.programme, access: pierhead.access)
      let project = try await pierhead.project("Hub", owner: pierhead.user("action_owner"))
      _ = try await pierhead.milestone("Doors open", in: project)
      let made = try await links.make(by: user)
      let nobody = Browser(pierhead)
      let read = try await nobody.get(try path(made))
      #expect(read.status == 200 && read.body.contains("SUMMARY:Doors open (Hub)"))
      #expect(
        try await pierhead.programme.calendar(origin: pierhead.access.address(""), for: user)
          == read.body)
      // The address is kept nowhere.
      let token = try #require(made.split(separator: "/").last.map(String.init))
      let kept = try await pierhead.database.read(fresh: true) { reader -> Bool in
        let rows = try reader.rows("SELECT token_hash FROM calendar_links LIMIT 5")
        return try rows.contains { (try $0["token_hash"] as String) == token }
      }
      #expect(!kept)
      let one = try #require(try await links.links(of: user).first)
      let stranger = try await pierhead.user("analyst")
      #expect(await result { try await links.end(one.id, by: stranger) } == "not found")
      try await links.end(one.id, by: user)
      #expect(try await nobody.get(try path(made)).status == 404)
      #expect(await result { try await links.end(one.id, by: user) } == "not found")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `who may no longer read the programme has no calendar, and five links are enough`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let links = CalendarLinks(pierhead.programme, access: pierhead.access)
      let user = try await pierhead.user("analyst")
      let made = try await links.make(by: user)
      for _ in 1..<CalendarLinks.most { _ = try await links.make(by: user) }
      #expect(await result { _ = try await links.make(by: user) } == "conflict")
      let advocate = try await pierhead.user("advocate")
      #expect(await result { _ = try await links.make(by: advocate) } == "forbidden")
      #expect(try await Browser(pierhead).get(try path(made)).status == 200)
      try await pierhead.access.disable(user.id, by: pierhead.user("administrator"))
      #expect(try await Browser(pierhead).get(try path(made)).status == 404)
    }
  }

  @Test func `guesses are counted, and what can't be a link is none`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let links = CalendarLinks(pierhead.programme, access: pierhead.access)
      var answers: [String] = []
      for _ in 0..<200 {
        do {
          _ = try await links.calendar(Token().text, from: "192.0.2.1")
        } catch Rejection.tooMany { answers.append("too many") } catch Rejection.notFound {
          answers.append("not found")
        }
      }
      #expect(answers.first == "not found" && answers.last == "too many")
      #expect(
        await result { _ = try await links.calendar("none", from: "192.0.2.1") } == "not found")
    }
  }

  @Test func `the page shows a link once`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      #expect(try await browser.get("/programme/calendar").body.contains("You have none."))
      let made = try await browser.post("/programme/calendar")
      #expect(made.status == 200 && made.body.contains("/calendar/"))
      let after = try await browser.get("/programme/calendar").body
      #expect(after.contains("End this link") && !after.contains("shown only this once"))
    }
  }
}
