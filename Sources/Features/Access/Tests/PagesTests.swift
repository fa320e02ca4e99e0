import Core
import Foundation
import HTTPTypes
import Testing
import Web

@testable import Access

struct PagesTests {
  @Test func `an invited person sets up, keeps codes, is in, goes out and comes in again`()
    async throws
  {
    try await AccessHouse.with { house in
      let browser = PageBrowser(house.access)
      let token = try await house.access.add(
        email: "mina@example.org", name: "Mina", roles: ["advocate"], by: .system)
      let path = "/set-up/\(token.text)"
      #expect(try await browser.get(path).body.contains("Hello"))
      let refused = try await browser.post(path, ["password": "Password2026!"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("passwords that people try first"))
      #expect(try await browser.get("/account").status == 303)
      let chosen = try await browser.post(path, ["password": AccessHouse.password])
      #expect(chosen.headers[.location] == path)
      let picture = try await browser.get(path)
      let secret = try #require(picture.between("<code class=\"secret\">", "</code>"))
      let authenticator = Authenticator(
        secret: AccessHouse.bytes(base32: secret.replacing(" ", with: "")))
      let wrong = try await browser.post(path, ["code": "000000"])
      #expect(wrong.status == 422 && wrong.body.contains(secret))
      #expect(browser.cookies.isEmpty)
      let codes = try await browser.post(path, ["code": house.code(of: authenticator)])
      #expect(codes.status == 200 && codes.body.contains("shown only now"))
      let account = try await browser.get("/account")
      #expect(account.body.contains("10 recovery codes are left"))
      #expect(try await browser.get(path).status == 404)

      let old = browser.cookies["pierhead_session"]
      let out = try await browser.post("/sign-out", on: account)
      #expect(out.headers[HTTPField.Name("Clear-Site-Data")!] == "\"cache\", \"storage\"")
      #expect(browser.cookies["pierhead_session"] == nil)
      #expect(try await browser.get("/account").headers[.location] == "/sign-in?next=/account")

      house.clock.pass(seconds: 30)
      let back = try await browser.post(
        "/sign-in",
        [
          "email": "mina@example.org", "password": AccessHouse.password,
          "code": house.code(of: authenticator), "next": "/account",
        ])
      #expect(back.status == 303 && back.headers[.location] == "/account")
      #expect(browser.cookies["pierhead_session"] != old)
    }
  }

  @Test func `a refused sign-in keeps the address and nothing secret`() async throws {
    try await AccessHouse.with { house in
      let browser = PageBrowser(house.access)
      let page = try await browser.post(
        "/sign-in",
        [
          "email": "mina@example.org", "password": "s3cret-canary", "code": "987654",
          "next": "//evil.example",
        ])
      #expect(page.status == 422)
      #expect(page.body.contains("value=\"mina@example.org\""))
      #expect(page.body.contains("The email address, password or code is not right"))
      for canary in ["s3cret-canary", "987654", "evil"] { #expect(!page.body.contains(canary)) }
      let empty = try await browser.post("/sign-in")
      #expect(empty.body.contains("Enter your password") && empty.body.contains("Enter a code"))
    }
  }

  @Test func `too many tries say how long to wait`() async throws {
    try await AccessHouse.with { house in
      let browser = PageBrowser(house.access)
      let fields: KeyValuePairs = ["email": "mina@example.org", "password": "x", "code": "1"]
      for _ in 0..<10 { #expect(try await browser.post("/sign-in", fields).status == 422) }
      let page = try await browser.post("/sign-in", fields)
      #expect(page.status == 429)
      #expect(page.headers[.retryAfter] == "301")
      #expect(page.body.contains("Wait 301 seconds") && page.body.contains("mina@example.org"))
    }
  }

  @Test func `an administrator adds, renews and disables`() async throws {
    try await AccessHouse.with { house in
      let admin = try await house.person("jo@example.org", roles: ["administrator"])
      let browser = PageBrowser(house.access)
      _ = try await browser.post(
        "/sign-in",
        [
          "email": admin.email, "password": AccessHouse.password,
          "code": house.code(of: admin.authenticator),
        ])
      let form = try await browser.get("/accounts/new")
      let wrong = try await browser.post(
        "/accounts/new", ["email": "tess@example", "name": "Tess"], on: form)
      #expect(wrong.status == 422 && wrong.body.contains("value=\"tess@example\""))
      let made = try await browser.post(
        "/accounts/new",
        [
          "email": "tess@example.org", "name": "Tess", "roles": "team_leader", "roles": "analyst",
          "districts": "E08000015",
        ], on: form)
      #expect(made.status == 201 && made.body.contains("http://127.0.0.1:8080/set-up/"))
      let list = try await browser.get("/accounts")
      #expect(list.body.contains("Analyst, Team leader") && list.body.contains("Wirral"))
      let tess = try await house.access.find(email: "tess@example.org", by: .system)
      let page = try await browser.get("/accounts/\(tess.id)")
      #expect(page.body.contains("Not set up yet"))
      #expect(
        try await browser.post("/accounts/\(tess.id)/link", on: page).body.contains("/set-up/"))
      #expect(try await browser.post("/accounts/\(tess.id)/disable", on: page).status == 303)
      #expect(try await browser.post("/accounts/\(tess.id)/disable", on: page).status == 409)
      #expect(try await browser.get("/accounts/\(tess.id)").body.contains("Disabled"))
      #expect(try await browser.post("/accounts/\(tess.id)/end-sessions").status == 403)
    }
  }

  @Test func `one's own password and authenticator are changed on their pages`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let browser = PageBrowser(house.access)
      _ = try await browser.post(
        "/sign-in",
        [
          "email": mina.email, "password": AccessHouse.password,
          "code": house.code(of: mina.authenticator),
        ])
      #expect(try await browser.get("/accounts").status == 403)
      let form = try await browser.get("/account/authenticator")
      let picture = try await browser.post(
        "/account/authenticator", ["current": AccessHouse.password, "code": mina.recoveryCodes[0]],
        on: form)
      let secret = try #require(picture.between("<code class=\"secret\">", "</code>"))
      let token = try #require(picture.between("name=\"token\" value=\"", "\""))
      let new = Authenticator(
        secret: AccessHouse.bytes(base32: secret.replacing(" ", with: "")))
      house.clock.pass(seconds: 30)
      let codes = try await browser.post(
        "/account/authenticator", ["token": token, "code": house.code(of: new)], on: picture)
      #expect(codes.body.contains("shown only now"))
      house.clock.pass(seconds: 30)
      let changed = try await browser.post(
        "/account/password",
        [
          "current": AccessHouse.password, "code": house.code(of: new),
          "password": "another copper wrenfeather",
        ], on: form)
      #expect(changed.headers[.location] == "/account?done=password-changed")
    }
  }

  @Test func `the demonstration's door exists only in the demonstration`() async throws {
    try await AccessHouse.with { house in
      let links = try await house.access.demoAccounts([
        DemoAccount("team_leader", name: "Tess", districts: ["E08000012"]),
        DemoAccount("safeguarding_lead", name: "Sam"),
      ])
      let paths = links.map { $0.address.replacing("http://127.0.0.1:8080", with: "") }
      #expect(try await PageBrowser(house.access).get(paths[0]).status == 404)
      let demo = PageBrowser(house.access, isDemo: true)
      #expect(try await demo.get(paths[0]).headers[.location] == "/inbox")
      #expect(try await demo.get(paths[0]).status == 404)
      #expect(try await demo.get(paths[1]).headers[.location] == "/record")
    }
  }
}
