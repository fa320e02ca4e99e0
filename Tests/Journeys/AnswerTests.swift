import App
import Core
import HTTPTypes
import Support
import Testing
import Web

/// What every answer has, whatever it says.
struct AnswerTests {
  private func headers(_ answer: Browser.Answer) -> [String: String] {
    Dictionary(answer.headers.map { ($0.name.canonicalName, $0.value) }) { "\($0), \($1)" }
  }

  @Test(arguments: [
    "/", "/inbox", "/sign-in", "/no-such-page", "/accounts", "/health/live", "/health/ready",
    "/referrals/1",
    "/developers/components", "/account",
  ])
  func `every page carries the headers that keep browsers safe`(path: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      for answer in try await [leader.get(path), leader.post(path), Browser(pierhead).get(path)] {
        let headers = headers(answer)
        let policy = headers["content-security-policy"] ?? ""
        for part in [
          "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
          "frame-ancestors 'none'", "form-action 'self'",
        ] {
          #expect(policy.contains(part))
        }
        #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("data:"))
        #expect(headers["cache-control"] == "no-store")
        #expect(headers["x-content-type-options"] == "nosniff")
        #expect(headers["referrer-policy"] == "no-referrer")
        #expect(headers["strict-transport-security"]?.hasPrefix("max-age=") == true)
        #expect(headers["cross-origin-opener-policy"] == "same-origin")
        #expect(headers["cross-origin-resource-policy"] == "same-origin")
        #expect(headers["permissions-policy"]?.contains("geolocation=()") == true)
      }
    }
  }

  @Test func `pages have no script or style of their own, and load ours for good`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(pierhead)
      let page = try await browser.get("/developers/components").body
      #expect(!page.contains("style=\"") && !page.contains("<style") && !page.contains("onclick"))
      var found = 0
      for part in page.split(separator: "\"") where part.hasPrefix("/assets/") {
        found += 1
        let asset = try await browser.get(String(part))
        #expect(asset.status == 200)
        #expect(headers(asset)["cache-control"] == "public, max-age=31536000, immutable")
      }
      #expect(found >= 2)
      let missing = try await browser.get("/assets/none.js")
      #expect(missing.status == 404 && headers(missing)["cache-control"] == "no-store")
    }
  }

  @Test func `HEAD answers as GET does, without the body, for every address`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      for route in pierhead.site().routes where route.method == .get {
        let path = route.path.replacing(":id", with: "none").replacing(":token", with: "none")
          .replacing(":name", with: "none")
        let (get, head) = try await (leader.get(path), leader.send(.head, path, form: nil))
        #expect(head.status == get.status, "\(path)")
        #expect(headers(head)["content-type"] == headers(get)["content-type"], "\(path)")
        #expect(head.body.isEmpty, "\(path)")
      }
    }
  }

  @Test(arguments: [
    ("/inbox", "GET, HEAD"), ("/sign-in", "GET, HEAD, POST"), ("/sign-out", "POST"),
    ("/", "GET, HEAD"),
    ("/referrals/1/accept", "POST"), ("/households/1", "GET, HEAD"),
    ("/accounts/new", "GET, HEAD, POST"),
  ])
  func `another method is answered with those there are`(path: String, allowed: String) async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      for method in [HTTPRequest.Method.put, .delete, .patch, .trace] {
        let answer = try await leader.send(method, path, form: nil)
        #expect(answer.status == 405 && headers(answer)["allow"] == allowed, "\(method) \(path)")
      }
      if !allowed.contains("GET") {
        #expect(try await leader.get(path).status == 405)
      }
    }
  }

  @Test(arguments: [
    "/nothing", "/inbox/1", "/households/1/2/3", "/referrals", "/%2e%2e/etc/passwd", "//", "/.env",
    "/INBOX",
  ])
  func `an address that is none is not found, in words`(path: String) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let answer = try await Browser(pierhead).get(path)
      if path == "//" {
        #expect([200, 404].contains(answer.status))
      } else {
        #expect(answer.status == 404 && answer.words.contains("Page not found"), "\(path)")
      }
    }
  }

  @Test
  func `cookies are kept from scripts and other sites' forms, and bound to https where it is used`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = try await pierhead.browser(pierhead.user("advocate", in: Place.liverpool))
      let answer = try await browser.post("/sign-out")
      let cookie = answer.headers[.setCookie] ?? ""
      #expect(answer.status == 303 && answer.location == "/sign-in?done=signed-out")
      #expect(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax")
          && cookie.contains("Max-Age=0"))
      #expect(try await browser.get("/account").status == 303)
    }
    #expect(Site.sessionCookie(isSecure: true).hasPrefix("__Host-"))
  }
}
