import Core
import Database
import Testing
import Web

@testable import Access

struct SignInTests {
  @Test func `address, password and code together let in`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let arrival = try await house.signIn(mina)
      let visitor = try await house.access.identify(arrival.token)
      #expect(visitor?.user.name == "Mina Kallon")
      #expect(visitor?.user.districts == ["E08000012"])
      #expect(arrival.token != mina.arrival.token)
      #expect(try await house.verbs().suffix(1) == ["signed in"])
    }
  }

  @Test func `whatever is wrong is answered alike`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let ghost = Someone(
        email: "ghost@example.org", authenticator: mina.authenticator, arrival: mina.arrival,
        recoveryCodes: [])
      await #expect(throws: Access.notRight) { try await house.signIn(ghost) }
      await #expect(throws: Access.notRight) {
        try await house.signIn(mina, password: AccessHouse.password + " ")
      }
      await #expect(throws: Access.notRight) { try await house.signIn(mina, code: "000000") }
      await #expect(throws: Access.notRight) { try await house.signIn(mina, code: "") }
      #expect(try await house.verbs().suffix(4).allSatisfy { $0 == "sign-in refused" })
    }
  }

  @Test func `no address of a stranger stands in the record`() async throws {
    try await AccessHouse.with { house in
      _ = try? await house.access.signIn(  // it is refused
        email: "ghost@example.org", password: "x", code: "1", from: AccessHouse.caller)
      let details: [String] = try await house.database.read(fresh: true) { reader in
        try reader.rows("SELECT detail FROM events ORDER BY n LIMIT 100").map { try $0["detail"] }
      }
      #expect(!details.contains { $0.contains("ghost") })
    }
  }

  @Test func `a code works once`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      _ = try await house.signIn(mina)
      await #expect(throws: Access.notRight) { try await house.signIn(mina) }
      house.clock.pass(seconds: 30)
      _ = try await house.signIn(mina)
    }
  }

  @Test func `a recovery code works once`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let code = mina.recoveryCodes[3].lowercased()
      _ = try await house.signIn(mina, code: code)
      await #expect(throws: Access.notRight) { try await house.signIn(mina, code: code) }
      #expect(try await house.access.own(mina.arrival.user).codesLeft == 9)
    }
  }

  @Test func `an account that is not set up lets nobody in`() async throws {
    try await AccessHouse.with { house in
      let token = try await house.access.add(
        email: "mina@example.org", name: "Mina", roles: ["advocate"], by: .system)
      try await house.access.choosePassword(AccessHouse.password, with: token.text)
      await #expect(throws: Access.notRight) {
        try await house.access.signIn(
          email: "mina@example.org", password: AccessHouse.password, code: "",
          from: AccessHouse.caller)
      }
    }
  }

  @Test func `neither secret nor code stands in the database in clear`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let text: String = try await house.database.read(fresh: true) { reader in
        let account = try reader.row("SELECT password_hash, totp_secret FROM accounts")
        let codes = try reader.rows(
          "SELECT code_hash FROM recovery_codes ORDER BY code_hash LIMIT 20")
        let (hash, secret): (String, String) = (
          try account?["password_hash"] ?? "", try account?["totp_secret"] ?? ""
        )
        return try codes.reduce(hash + secret) { try $0 + $1["code_hash"] }
      }
      #expect(text.contains("$argon2id$v=19$m=19456,t=2,p=1$"))
      #expect(!text.contains(mina.authenticator.written))
      for code in mina.recoveryCodes {
        #expect(!text.uppercased().contains(RecoveryCode.read(code)!))
      }
    }
  }
}

struct LimitTests {
  /// Tries until refused for too many, at most 30 times.
  private func guesses(_ tryOnce: (Int) async throws -> Void) async throws -> Int {
    for count in 0..<30 {
      do { try await tryOnce(count) } catch Rejection.tooMany(_, let seconds) {
        #expect((1...301).contains(seconds))
        return count
      } catch Rejection.invalid { continue }
    }
    return 30
  }

  @Test func `ten guesses at one account in five minutes, from wherever they come`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let count = try await guesses { number in
        _ = try await house.signIn(
          mina, password: "wrong", from: Caller(address: "192.0.2.\(number)"))
      }
      #expect(count == 10)
      // The owner's own browser still gets in.
      _ = try await house.signIn(
        mina, from: Caller(address: "192.0.2.99", devices: mina.arrival.devices))
      // A stranger's has to wait, even with everything right.
      house.clock.pass(seconds: 30)
      await #expect(throws: Rejection.self) {
        try await house.signIn(mina, from: Caller(address: "192.0.2.98"))
      }
      house.clock.pass(seconds: 300)
      _ = try await house.signIn(mina, from: Caller(address: "192.0.2.98"))
    }
  }

  @Test func `tries that a clock counted a year ahead stop nobody once it is right`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      house.clock.pass(seconds: 400 * 86400)
      let count = try await guesses { _ in _ = try await house.signIn(mina, password: "wrong") }
      #expect(count == 10)
      house.clock.pass(seconds: -400 * 86400)
      _ = try await house.signIn(mina)
    }
  }

  @Test func `ten failures from one address in five minutes, at whichever accounts`() async throws {
    try await AccessHouse.with { house in
      let count = try await guesses { number in
        _ = try await house.access.signIn(
          email: "ghost\(number)@example.org", password: "wrong", code: "1",
          from: AccessHouse.caller)
      }
      #expect(count == 10)
    }
  }

  @Test func `guesses sent at once gain nothing`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let evaluated = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<30 {
          group.addTask {
            do {
              _ = try await house.signIn(
                mina, password: "wrong", from: Caller(address: "192.0.2.\(number)"))
              return true
            } catch Rejection.tooMany { return false } catch { return true }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(evaluated == 10)
    }
  }

  @Test func `successes do not use up an address`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      for _ in 0..<9 {
        house.clock.pass(seconds: 31)
        _ = try await house.signIn(mina)
      }
      let tries: Int = try await house.database.read(fresh: true) { reader in
        try reader.row("SELECT count(DISTINCT bucket) AS count FROM sign_in_attempts")?["count"]
          ?? 0
      }
      #expect(tries == 1)
    }
  }

  @Test func `codes of a signed-in browser are limited too`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let visitor = try #require(try await house.access.identify(mina.arrival.token))
      let count = try await guesses { _ in
        try await house.access.changePassword(
          to: "another copper wrenfeather", current: AccessHouse.password, code: "000000",
          by: visitor)
      }
      #expect(count == 10)
    }
  }
}

struct SessionTests {
  @Test func `a session ends when it is not used, and after a day's work`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let token = try await house.signIn(mina).token
      house.clock.pass(seconds: 8 * 3600 - 1)
      #expect(try await house.access.identify(token) != nil)
      house.clock.pass(seconds: 4 * 3600)
      #expect(try await house.access.identify(token) != nil)
      house.clock.pass(seconds: 1)
      #expect(try await house.access.identify(token) == nil)
      let next = try await house.signIn(mina).token
      house.clock.pass(seconds: 8 * 3600)
      #expect(try await house.access.identify(next) == nil)
    }
  }

  @Test func `signing out and disabling end a session at once`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let visitor = try #require(try await house.access.identify(mina.arrival.token))
      try await house.access.signOut(visitor.session, by: visitor.user)
      #expect(try await house.access.identify(mina.arrival.token) == nil)
      let again = try await house.signIn(mina).token
      try await house.access.disable(email: mina.email, by: .system)
      #expect(try await house.access.identify(again) == nil)
      house.clock.pass(seconds: 30)
      await #expect(throws: Access.notRight) { try await house.signIn(mina) }
    }
  }

  @Test func `one's own sessions are listed and ended, nobody else's`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let other = try await house.signIn(mina).token
      let jo = try await house.person("jo@example.org")
      let visitor = try #require(try await house.access.identify(mina.arrival.token))
      let sessions = try await house.access.own(visitor.user).sessions
      #expect(sessions.count == 2)
      #expect(sessions[0].device == "Firefox on Windows")
      for session in sessions {
        await #expect(throws: Rejection.notFound("Session")) {
          try await house.access.end(session.id, by: jo.arrival.user)
        }
      }
      try await house.access.endOthers(than: visitor.session, by: visitor.user)
      #expect(try await house.access.identify(other) == nil)
      #expect(try await house.access.identify(mina.arrival.token) != nil)
      try await house.access.end(visitor.session, by: visitor.user)
      #expect(try await house.access.identify(mina.arrival.token) == nil)
    }
  }

  @Test func `a new password needs the old one and a code, and ends other sessions`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let other = try await house.signIn(mina).token
      let visitor = try #require(try await house.access.identify(mina.arrival.token))
      house.clock.pass(seconds: 30)
      let new = "another copper wrenfeather"
      await #expect(throws: Rejection.invalid("current", Reason("access.again-not-right"))) {
        try await house.access.changePassword(
          to: new, current: "wrong", code: house.code(of: mina.authenticator), by: visitor)
      }
      try await house.access.changePassword(
        to: new, current: AccessHouse.password, code: house.code(of: mina.authenticator),
        by: visitor)
      #expect(try await house.access.identify(other) == nil)
      #expect(try await house.access.identify(mina.arrival.token) != nil)
      house.clock.pass(seconds: 30)
      await #expect(throws: Access.notRight) { try await house.signIn(mina) }
      _ = try await house.signIn(mina, password: new)
    }
  }

  @Test func `another authenticator replaces the old one and its recovery codes`() async throws {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let visitor = try #require(try await house.access.identify(mina.arrival.token))
      let enrolment = try await house.access.beginRenewal(
        password: AccessHouse.password, code: house.code(of: mina.authenticator), by: visitor)
      let new = Authenticator(secret: AccessHouse.bytes(base32: enrolment.secret))
      await #expect(throws: Rejection.invalid("code", Reason("access.code-wrong"))) {
        try await house.access.confirmRenewal("000000", with: enrolment.token, by: visitor)
      }
      house.clock.pass(seconds: 30)
      let codes = try await house.access.confirmRenewal(
        house.code(of: new), with: enrolment.token, by: visitor)
      #expect(codes.count == 10)
      house.clock.pass(seconds: 30)
      await #expect(throws: Access.notRight) { try await house.signIn(mina) }
      await #expect(throws: Access.notRight) {
        try await house.signIn(mina, code: mina.recoveryCodes[0])
      }
      _ = try await house.signIn(mina, code: codes[0])
      _ = try await house.signIn(mina, code: house.code(of: new))
    }
  }

  @Test
  func `a new link keeps the authenticator unless it is lost, and the old password until then`()
    async throws
  {
    try await AccessHouse.with { house in
      let mina = try await house.person()
      let link = try await house.access.renewLink(
        of: mina.arrival.user.id, keepingAuthenticator: true, by: .system)
      let new = "another copper wrenfeather"
      try await house.access.choosePassword(new, with: link.text)
      _ = try await house.signIn(mina)
      guard case .code? = try await house.access.setUpStep(link.text) else {
        Issue.record("the authenticator was not asked for")
        return
      }
      house.clock.pass(seconds: 30)
      await #expect(throws: Rejection.invalid("code", Reason("access.code-wrong"))) {
        try await house.access.confirmSetUp("000000", with: link.text, from: AccessHouse.caller)
      }
      _ = try await house.access.confirmSetUp(
        house.code(of: mina.authenticator), with: link.text, from: AccessHouse.caller)
      #expect(try await house.access.identify(mina.arrival.token) == nil)
      house.clock.pass(seconds: 30)
      _ = try await house.signIn(mina, password: new)
    }
  }

  @Test func `a demonstration's link lets in once`() async throws {
    try await AccessHouse.with { house in
      let links = try await house.access.demoAccounts([
        DemoAccount("team_leader", name: "Tess Lead", districts: ["E08000012"])
      ])
      let token = String(links[0].address.split(separator: "/").last!)
      let arrival = try await house.access.arrive(byDemoLink: token, from: AccessHouse.caller)
      #expect(arrival?.user.grants[.readInbox] == .district)
      #expect(try await house.access.arrive(byDemoLink: token, from: AccessHouse.caller) == nil)
      #expect(try await house.access.setUpStep(token) == nil)
      let again = try await house.access.demoAccounts([DemoAccount("team_leader", name: "Tess")])
      #expect(again[0].id == links[0].id)
    }
  }
}
