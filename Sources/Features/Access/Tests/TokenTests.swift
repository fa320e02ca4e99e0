import App
import Core
import Database
import Support
import Testing
import Web

@testable import Access

/// Tokens of programs: made, seen, used and ended.
struct TokenTests {
  @Test(arguments: TestDatabase.engines)
  func `a token is seen with what it is for until it ends, and then works no more`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let access = pierhead.access
      let administrator = try await pierhead.user("administrator")
      let (tess, other) = try await (pierhead.user("team_leader"), pierhead.user("analyst"))
      let secret = try await access.token(
        email: tess.email, days: 3, purpose: " the  telephone ", by: .system)
      _ = try await access.token(email: other.email, days: 1, by: .system)
      let seen = try await access.tokens(by: administrator).tokens
      #expect(seen.map(\.email) == [other.email, tess.email], "those that end first")
      #expect(seen.map(\.purpose) == [nil, "the telephone"])
      #expect(seen.allSatisfy { $0.madeBy == nil && $0.lastUsedAt == nil && $0.createdAt != nil })
      #expect(try await access.ownTokens(tess).map(\.id) == [seen[1].id])

      #expect(try await access.identify(bearer: secret)?.id == tess.id)
      let first = try await access.ownTokens(tess)[0].lastUsedAt
      #expect(first == clock.wall.now())
      clock.move(seconds: 3600)
      _ = try await access.identify(bearer: secret)
      #expect(try await access.ownTokens(tess)[0].lastUsedAt == first, "to the hour")
      clock.move(seconds: 1)
      _ = try await access.identify(bearer: secret)
      #expect(try await access.ownTokens(tess)[0].lastUsedAt == clock.wall.now())

      let id = seen[1].id
      for (who, holder) in [(other, other.id), (other, tess.id), (other, nil)]
        as [(User, AccountID?)]
      {
        await #expect(throws: Rejection.self) { try await access.token(id, of: holder, by: who) }
        await #expect(throws: Rejection.self) { try await access.end(id, of: holder, by: who) }
      }
      #expect(try await access.identify(bearer: secret) != nil)
      try await access.end(id, of: tess.id, by: tess)
      #expect(try await access.identify(bearer: secret) == nil)
      #expect(try await access.ownTokens(tess).isEmpty)
      #expect(try await access.tokens(by: administrator).tokens.map(\.email) == [other.email])
      await #expect(throws: Rejection.notFound("Token")) {
        try await access.end(id, of: nil, by: administrator)
      }
      #expect(try await pierhead.events("access token ended") == 1)
      clock.move(days: 1)
      #expect(try await access.tokens(by: administrator).tokens.isEmpty)
      let record = try await pierhead.dump(["events", "access_tokens"])
      #expect(!"\(record)".contains(secret.dropFirst(9)))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a disabled account's tokens are not shown and do not work`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let administrator = try await pierhead.user("administrator")
      let tess = try await pierhead.user("team_leader")
      let secret = try await pierhead.access.token(email: tess.email, days: 3, by: .system)
      try await pierhead.disable(tess)
      #expect(try await pierhead.access.identify(bearer: secret) == nil)
      #expect(try await pierhead.access.tokens(by: administrator).tokens.isEmpty)
    }
  }

  @Test func `a long list comes in pages`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let administrator = try await pierhead.user("administrator")
      let tess = try await pierhead.user("team_leader")
      for days in 1...26 {
        _ = try await pierhead.access.token(
          email: tess.email, days: days, purpose: "number \(days)", by: .system)
      }
      let browser = try await pierhead.browser(administrator)
      let first = try await browser.get("/tokens").words
      #expect(first.contains("number 25") && !first.contains("number 26"))
      #expect(try await browser.get("/tokens?page=2").words.contains("number 26"))
      #expect(try await browser.get("/tokens?page=3").words.contains("There are no more tokens"))
    }
  }

  @Test func `somebody ends a token of their own on their account page, after a question`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let tess = try await pierhead.user("team_leader")
      let browser = try await pierhead.browser(tess)
      #expect(!(try await browser.get("/account").words.contains("Programs that act for you")))
      _ = try await pierhead.access.token(
        email: tess.email, days: 3, purpose: "the <b>telephone</b>", by: .system)
      let id = try await pierhead.access.ownTokens(tess)[0].id
      let page = try await browser.get("/account").words
      #expect(page.contains("the <b>telephone</b>") && page.contains("on the machine"))
      let question = try await browser.get("/account/tokens/\(id)/end")
      #expect(question.status == 200 && question.words.contains("can't come back"))
      #expect(try await pierhead.access.ownTokens(tess).count == 1)
      let ended = try await browser.post("/account/tokens/\(id)/end")
      #expect(ended.status == 303 && ended.location == "/account?done=token-ended")
      #expect(try await pierhead.access.ownTokens(tess).isEmpty)
      #expect(try await browser.get("/account/tokens/\(id)/end").status == 404)
    }
  }

  @Test func `an administrator makes one for a partner, with password and code again`()
    async throws
  {
    try await AccessHouse.with { house in
      let admin = try await house.person("jo@example.org", roles: ["administrator"])
      _ = try await house.person("pat@example.org", roles: ["referrer"], districts: [])
      _ = try await house.person("mina@example.org", roles: ["referrer", "advocate"])
      _ = try await house.access.add(
        email: "new@example.org", name: "New", roles: ["referrer"], by: .system)
      let browser = PageBrowser(house.access)
      _ = try await browser.post(
        "/sign-in",
        [
          "email": admin.email, "password": AccessHouse.password,
          "code": house.code(of: admin.authenticator),
        ])
      let form = try await browser.get("/tokens/new")
      for (email, days, purpose, words) in [
        ("mina@example.org", "30", "p", "only for a partner"),
        ("jo@example.org", "30", "p", "only for a partner"),
        ("new@example.org", "30", "p", "only for a partner"),
        ("nobody@example.org", "30", "p", "There is no account with this email address"),
        ("pat@example.org", "0", "p", "A token lasts 1 to 365 days"),
        ("pat@example.org", "x", "p", "A token lasts 1 to 365 days"),
        ("pat@example.org", "30", " ", "Write what it is for"),
        ("pat@example.org", "30", String(repeating: "a", count: 201), "201"),
      ] {
        house.clock.pass(seconds: 30)
        let answer = try await browser.post(
          "/tokens/new",
          [
            "email": email, "days": days, "purpose": purpose, "current": AccessHouse.password,
            "code": house.code(of: admin.authenticator),
          ], on: form)
        #expect(answer.status == 422 && answer.body.contains(words), "\(email) \(days) \(purpose)")
        #expect(answer.body.contains("value=\"\(email)\"") && !answer.body.contains("kettle"))
      }
      let good: [(String, String)] = [
        ("email", "pat@example.org"), ("days", "30"), ("purpose", "our case system"),
      ]
      let wrong = try await browser.post(
        "/tokens/new",
        [
          good[0].0: good[0].1, good[1].0: good[1].1, good[2].0: good[2].1,
          "current": "not my password", "code": house.code(of: admin.authenticator),
        ], on: form)
      #expect(wrong.status == 422 && wrong.body.contains("The password or the code is not right"))
      #expect(try await house.access.tokens(by: .system).tokens.isEmpty)
      house.clock.pass(seconds: 60)
      let made = try await browser.post(
        "/tokens/new",
        [
          good[0].0: good[0].1, good[1].0: good[1].1, good[2].0: good[2].1,
          "current": AccessHouse.password, "code": house.code(of: admin.authenticator),
        ], on: form)
      #expect(made.status == 201)
      let secret = try #require(made.between("id=\"token\">", "</code>"))
      #expect(try await house.access.identify(bearer: secret)?.email == "pat@example.org")
      let list = try await browser.get("/tokens")
      #expect(list.body.contains("our case system") && !list.body.contains(secret))
      let token = try #require(try await house.access.tokens(by: .system).tokens.first)
      #expect(token.madeBy == "Mina Kallon", "everybody here is called so")
      #expect(try await browser.post("/tokens/\(token.id)/end", on: list).status == 303)
      #expect(try await house.access.identify(bearer: secret) == nil)
    }
  }
}
