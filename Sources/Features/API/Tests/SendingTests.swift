import Access
import App
import Core
import Database
import HTTPTypes
import Support
import Testing
import Web

/// Referrals sent through the API: the rules of the file, keys, and what a partner may learn.
struct SendingTests {
  @Test(arguments: TestDatabase.engines)
  func `a referral is created, unchanged, and proposed as a change`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("programme_manager"))
      let made = try await program.post("/api/v1/referrals", .row(row("1")))
      #expect(made.status == 201 && made.text("result") == "accepted")
      let path = made.headers[.location] ?? ""
      #expect(path == "/api/v1/referrals/\(made.text("id"))")
      #expect(try await program.get(path).text("referral_id") == "1")

      let again = try await program.post("/api/v1/referrals", .row(row("1")))
      #expect(again.status == 200 && again.text("result") == "unchanged")
      let other = try await program.post("/api/v1/referrals", .row(row("1", ["notes": "New"])))
      #expect(other.status == 200 && other.problems == ["referral_id differs"])
      #expect(other.text("id") == made.text("id"))
    }
  }

  @Test(arguments: [
    (["full_name": ""], "full_name missing_value"),
    (["agreed_to_share": "no"], "agreed_to_share no_agreement"),
    (["route": "by pigeon"], "route bad_value"),
    (["full_name": "A\0B"], "full_name api.zero"),
    (["fullname": "A"], "fullname api.unknown-key"),
  ]) func `what can't be recorded is refused with its problems`(
    changes: [String: String], problem: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let answer = try await program.post("/api/v1/referrals", .row(row("1", changes)))
      #expect(answer.status == 422 && answer.problems == [problem])
      #expect(answer.headers[.contentType] == "application/problem+json")
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 0)
    }
  }

  /// JSON may hold it and no engine stores it: so it is a value that can't be used, not a body that can't be read. A
  /// byte of zero is no JSON at all.
  @Test(arguments: TestDatabase.engines)
  func `a text with the character U+0000 is refused with the name of its field`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      let made = try await program.post(
        "/api/v1/referrals", .row(row("1", ["district": "Liverpool"])))
      let path = "/api/v1/referrals/\(made.text("id"))"
      let before = try await pierhead.events("referral declined")
      for (path, field) in [
        ("/api/v1/referrals", "notes"), ("/api/v1/referrals/search", "full_name"),
        ("\(path)/accept", "despite"), ("\(path)/decline", "note"), ("\(path)/withdraw", "note"),
      ] {
        let answer = try await program.post(
          path, .row([field: "before\0after"]), version: "\"1\"")
        #expect(answer.status == 422 && answer.problems == ["\(field) api.zero"], "\(path)")
        #expect(answer.body.contains("Leave out the character U+0000"), "\(path)")
        let byte = try await program.post(
          path, bytes: Array("{\"\(field)\": \"a\0b\"}".utf8), headers: ["If-Match": "\"1\""])
        #expect(byte.status == 400, "\(path)")
      }
      let list = try await program.post(
        "\(path)/accept", .object([.init("with", .array([.string("\0")]))]), version: "\"1\"")
      #expect(list.status == 422 && list.problems == ["with api.zero"])
      #expect(try await pierhead.events("referral declined") == before)
      let stands = try await program.get(path)
      #expect(stands.text("state") == "waiting", "\(stands.status) \(stands.body)")
    }
  }

  @Test(arguments: [
    ("{\"full_name\": [\"A\"]}", 422), ("{\"full_name\": true}", 422), ("{\"full_name\": 1}", 422),
    ("{\"full_name\": null}", 422), ("[]", 400), ("", 400), ("{\"a\":\"1\",\"a\":\"1\"}", 400),
    ("{", 400), ("{\"a\":\"\\ud800\"}", 400),
    ("{\"a\":" + String(repeating: "[", count: 40) + "}", 400),
  ]) func `what is not such an object is refused`(body: String, status: Int) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let answer = try await program.post("/api/v1/referrals", bytes: Array(body.utf8))
      #expect(answer.status == status, "\(answer.body)")
    }
  }

  @Test func `what is longer than 256 KiB is refused`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let long = "{\"notes\":\"" + String(repeating: "a", count: 300_000) + "\"}"
      #expect(try await program.post("/api/v1/referrals", bytes: Array(long.utf8)).status == 413)
    }
  }

  @Test func `other encodings and other types are refused`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let broken = try await program.post("/api/v1/referrals", bytes: [123, 34, 255, 34, 125])
      #expect(broken.status == 400)
      let form = try await program.post(
        "/api/v1/referrals", bytes: Array("{}".utf8), headers: ["Content-Type": "text/plain"])
      #expect(form.status == 415)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the same key fifty times at once is one row and one answer`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("team_leader"))
      let answers = try await withThrowingTaskGroup(of: Program.Answer.self) { group in
        for _ in 0..<50 {
          group.addTask { try await program.post("/api/v1/referrals", .row(row("1")), key: "k1") }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(answers.map(\.status)) == [201])
      #expect(Set(answers.map(\.body)).count == 1)
      #expect(Set(answers.map { $0.headers[.location] }).count == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM referrals") == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM api_answers") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a key belongs to one request of one account, for its time`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let one = try await Program(pierhead, as: pierhead.user("programme_manager"))
      let two = try await Program(pierhead, as: pierhead.user("programme_manager"))
      #expect(try await one.post("/api/v1/referrals", .row(row("1")), key: "k").status == 201)
      let other = try await one.post("/api/v1/referrals", .row(row("2")), key: "k")
      #expect(other.status == 422 && other.problems == ["Idempotency-Key api.key-used"])
      #expect(try await two.post("/api/v1/referrals", .row(row("2")), key: "k").status == 201)

      let bad = try await one.post(
        "/api/v1/referrals", .row(row("3", ["full_name": ""])), key: "k3")
      #expect(bad.status == 422)
      #expect(try await one.post("/api/v1/referrals", .row(row("3")), key: "k3").status == 201)

      clock.move(seconds: 47 * 3600)
      let late = try await Program(pierhead, as: pierhead.user("programme_manager"))
      #expect(try await late.post("/api/v1/referrals", .row(row("4")), key: "k").status == 201)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM api_answers") == 4)
      clock.move(seconds: 2 * 3600)
      #expect(try await late.post("/api/v1/referrals", .row(row("5")), key: "k5").status == 201)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM api_answers") == 2)
    }
  }

  @Test func `what is kept of an answer holds nothing about the person`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("programme_manager"))
      let odd = row("R-77", ["needs": "Zanzibar", "full_name": "Quillon Xanadu"])
      let answer = try await program.post("/api/v1/referrals", .row(odd), key: "k")
      #expect(answer.problems == ["needs unknown_code"])
      let kept = "\(try await pierhead.dump(["api_answers"]))"
      #expect(kept.contains("unknown_code"))
      for word in ["Zanzibar", "Quillon", "Xanadu", "R-77", "1980"] {
        #expect(!kept.contains(word))
      }
    }
  }
}
