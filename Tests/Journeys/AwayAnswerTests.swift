import Core
import Database
import HTTPTypes
import Support
import Testing
import Web

/// What people and programs are told while the database is away.
struct AwayAnswerTests {
  @Test(arguments: [
    (false, "Nothing was changed", "not-now"),
    (true, "we do not know if what you sent is saved", "not-confirmed"),
  ])
  func `a page or a program hears that it is not now, and whether it may be done`(
    mayBeDone: Bool, words: String, code: String
  ) async throws {
    let browser = Browser(site { throw Away("the standby is slow", mayBeDone: mayBeDone) })
    for path in ["/people", "/api/v1/people"] {
      let answer = try await browser.get(path)
      #expect(answer.status == 503 && answer.headers[.retryAfter] == "10", "\(path)")
      #expect(!answer.body.contains("standby"), "\(path)")
    }
    #expect(try await browser.get("/people").words.contains(words))
    let problem = try await browser.get("/api/v1/people")
    #expect(problem.headers[.contentType] == "application/problem+json")
    #expect(problem.body.contains("\"code\":\"\(code)\""))
  }

  @Test func `pages for everybody are there, also for those who are signed in`() async throws {
    let site = site {}
    let browser = Browser(site, session: "somebody")
    for path in ["/open", "/health/live"] {
      #expect(try await browser.get(path).status == 200, "\(path)")
    }
    #expect(try await browser.get("/mine").status == 503)
    #expect(try await Browser(site).get("/mine").status == 303)
  }

  /// A site whose database is away: nobody can be recognised.
  private func site(_ show: @escaping @Sendable () throws -> Void) -> Site {
    let page: Route.Handler = { _ in
      try show()
      return .text("shown\n")
    }
    return Site(
      service: "Test",
      routes: [
        .get("/people", .anyone, page), .get("/api/v1/people", .anyone, page),
        .get("/open", .anyone, page), .get("/health/live", .anyone, page),
        .get("/mine", .signedIn, page),
      ], nav: [], isSecure: false, pace: Pace(perMinute: 0),
      identify: { _ in throw Away("nobody answers", mayBeDone: false) })
  }
}
