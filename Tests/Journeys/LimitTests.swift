import App
import Core
import Database
import Foundation
import HTTPTypes
import Support
import Testing
import Web

/// How fast and how much one user may send and download. How fast they may look stands with the API.
struct LimitTests {
  /// The product with other limits on the same database.
  private func limited(
    _ pierhead: Pierhead, _ change: (inout Configuration) -> Void
  ) async throws -> Pierhead {
    var configuration = pierhead.configuration
    change(&configuration)
    return try await Pierhead(configuration, pierhead.database, pierhead.reference)
  }

  @Test func `who sends too much is told to wait, and what they typed can be sent again`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let slow = try await limited(pierhead) { $0.sendsPerMinute = 3 }
      let leader = try await slow.user("team_leader", in: Place.liverpool)
      let browser = try await slow.browser(leader)
      let other = try await slow.browser(slow.user("team_leader", in: Place.liverpool))
      for _ in 1...3 {
        #expect(try await browser.post("/search", [("words", "Example")]).status == 200)
      }
      let answer = try await browser.post("/search", [("words", "Example")])
      #expect(answer.status == 429 && answer.headers[.retryAfter] == "60")
      #expect(answer.words.contains("Wait a minute, then load this page again"))
      #expect(try await browser.get("/inbox").status == 200)
      #expect(try await other.post("/search", [("words", "Example")]).status == 200)
      clock.move(seconds: 60)
      #expect(try await browser.post("/search", [("words", "Example")]).status == 200)
    }
  }

  @Test func `a program that sends too much may still look`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let slow = try await limited(pierhead) { $0.sendsPerMinute = 2 }
      let program = try await Program(slow, as: slow.user("team_leader"))
      for number in 1...2 {
        #expect(try await program.post("/api/v1/referrals", .row(row("\(number)"))).status == 201)
      }
      let answer = try await program.post("/api/v1/referrals", .row(row("3")))
      #expect(answer.status == 429 && answer.headers[.retryAfter] == "60")
      #expect(try await program.get("/api/v1/me").status == 200)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 2)
      clock.move(seconds: 60)
      #expect(try await program.post("/api/v1/referrals", .row(row("3"))).status == 201)
    }
  }

  @Test func `so many downloads in an hour, and no more`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let slow = try await limited(pierhead) { $0.downloadsPerHour = 2 }
      let leader = try await slow.user("team_leader", in: Place.liverpool)
      let browser = try await slow.browser(leader)
      let other = try await slow.browser(slow.user("team_leader", in: Place.liverpool))
      let path = "/invitations/counts.csv"
      for _ in 1...2 { #expect(try await browser.get(path).status == 200) }
      let answer = try await browser.get(path)
      #expect(answer.status == 429 && answer.headers[.retryAfter] == "3600")
      #expect(answer.words.contains("look at the pages of the list"))
      #expect(try await browser.get("/invitations").status == 200)
      #expect(try await other.get(path).status == 200)
      clock.move(seconds: 3600)
      #expect(try await browser.get(path).status == 200)
    }
  }

  @Test func `one download at a time for one user`() async throws {
    let downloads = Downloads(perHour: 0)
    let (one, two) = (AccountID(at: TestDatabase.noon), AccountID(at: TestDatabase.noon))
    func isTaken(_ user: AccountID) async -> Bool {
      do {
        return try await downloads.one(for: user, at: TestDatabase.noon) { true }
      } catch Rejection.tooMany(let reason, _) {
        #expect(reason.key == "downloads.running")
        return false
      } catch { return false }
    }
    try await downloads.one(for: one, at: TestDatabase.noon) {
      #expect(await !isTaken(one))
      #expect(await isTaken(two))
    }
    #expect(await isTaken(one))
    // One that fails is over too.
    await #expect(throws: Fault.self) {
      try await downloads.one(for: one, at: TestDatabase.noon) { throw Fault("broken") }
    }
    #expect(await isTaken(one))
  }

  /// Else somebody adds a file that nothing bounds.
  @Test func `a route that is no download can't answer a file`() async throws {
    let handler: Route.Handler = { _ in
      .file("a,b\r\n", named: "a.csv", contentType: "text/csv; charset=utf-8")
    }
    let site = Site(
      service: "Test",
      routes: [.get("/a.csv", .anyone, handler), .download("/b.csv", .anyone, handler)],
      nav: [], isSecure: false, pace: Pace(perMinute: 0), identify: { _ in nil })
    #expect(try await Browser(site).get("/a.csv").status == 500)
    let file = try await Browser(site).get("/b.csv")
    #expect(file.status == 200 && file.body == "a,b\r\n")
    #expect(file.headers[.contentDisposition] == "attachment; filename=\"a.csv\"")
  }
}
