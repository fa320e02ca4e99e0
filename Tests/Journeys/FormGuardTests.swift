import App
import Core
import Database
import HTTPTypes
import Support
import Testing

/// A form counts only when it comes from a page of ours, whole and readable.
struct FormGuardTests {
  /// A referral that can be declined, and the form that would.
  private func with(
    _ body: (Pierhead, _ leader: Browser, _ path: String, _ form: [(String, String)]) async throws
      -> Void
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([unlike("1")])
      let path = "/referrals/\(try await pierhead.referral("1"))/decline"
      try await body(pierhead, leader, path, [("reason", "duplicate")])
    }
  }

  /// The tables that a refused form must leave alone.
  private let work = ["referrals", "households", "contact_notes", "accounts", "counters", "events"]

  @Test func `the form with its token counts`() async throws {
    try await with { pierhead, leader, path, form in
      let answer = try await leader.post(path, form)
      #expect(answer.status == 303)
      #expect(try await pierhead.events("referral declined") == 1)
    }
  }

  @Test(arguments: ["no token", "an empty token", "another session's token", "a token of two"])
  func `a form without this session's token is refused`(lack: String) async throws {
    try await with { pierhead, leader, path, form in
      let other = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let token = try await leader.formToken()
      let foreign = try await other.formToken()
      #expect(!token.isEmpty && token != foreign)
      let tokens: [(String, String)] =
        switch lack {
        case "no token": []
        case "an empty token": [("form_token", "")]
        case "another session's token": [("form_token", foreign)]
        default: [("form_token", foreign), ("form_token", token)]
        }
      let before = try await pierhead.dump(work)
      #expect(try await leader.post(path, form + tokens, token: false).status == 403)
      #expect(
        try await leader.post(path + "?form_token=\(token)", form + tokens, token: false).status
          == 403)
      #expect(try await pierhead.dump(work) == before)
    }
  }

  @Test func `a form that came too late gives back what was typed, harmless and without secrets`()
    async throws
  {
    try await with { _, leader, path, _ in
      let typed = "<script>wrenfeather()</script> A long note that took an hour."
      let form = [
        ("note", typed), ("password", "copper wrenfeather under stairs"),
        ("form_token", "an older page's token, long"),
      ]
      let ours = ["Sec-Fetch-Site": "same-origin"]
      let answer = try await leader.post(path, form, token: false, headers: ours)
      let foreign = try await leader.post(path, form, token: false)
      #expect(foreign.status == 403 && !foreign.words.contains(typed))
      #expect(answer.status == 403 && answer.words.contains(typed))
      #expect(MarkupReader(answer.body, mark: "wrenfeather").alive.isEmpty)
      #expect(!answer.body.contains("kettle") && !answer.body.contains("older page"))
    }
  }

  @Test func `a form that came after the session had ended gives back what was typed`() async throws
  {
    try await with { pierhead, leader, path, _ in
      let typed = "A long note that took an hour."
      leader.cookies = [:]
      let before = try await pierhead.dump(work)
      let answer = try await leader.post(
        path, [("note", typed)], token: false, headers: ["Sec-Fetch-Site": "same-origin"])
      #expect(answer.status == 403 && answer.words.contains(typed))
      #expect(answer.words.contains("You were signed out") && answer.words.contains("Sign in"))
      #expect(try await pierhead.dump(work) == before)
      let foreign = try await leader.post(path, [("note", typed)], token: false)
      #expect(foreign.status == 303 && !foreign.body.contains(typed))
    }
  }

  @Test(arguments: [
    ["Origin": "https://evil.example"], ["Origin": "http://127.0.0.1.evil.example"],
    ["Origin": "http://127.0.0.1:8081"], ["Sec-Fetch-Site": "cross-site"],
    ["Sec-Fetch-Site": "same-site"],
    ["Origin": "http://127.0.0.1", "Sec-Fetch-Site": "cross-site"],
    ["Origin": "http://evil.example/127.0.0.1"],
  ])
  func `a form from another site is refused, token or not`(headers: [String: String]) async throws {
    try await with { pierhead, leader, path, form in
      let before = try await pierhead.dump(work)
      #expect(try await leader.post(path, form, headers: headers).status == 403)
      #expect(try await leader.post(path, form, token: false, headers: headers).status == 403)
      let nobody = Browser(pierhead)
      let entry = [("email", "a@example.org"), ("password", "x"), ("code", "1")]
      #expect(
        try await nobody.post("/sign-in", entry, token: false, headers: headers).status == 403)
      #expect(try await pierhead.dump(work) == before)
    }
  }

  @Test(arguments: [
    ["Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"], ["Sec-Fetch-Site": "none"],
    ["Origin": "http://127.0.0.1"],
  ])
  func `a form from our own page is taken`(headers: [String: String]) async throws {
    try await with { _, leader, path, form in
      let answer = try await leader.post(path, form, headers: headers)
      #expect(answer.status == 303)
    }
  }

  @Test(arguments: [
    "text/plain", "application/json", "multipart/form-data; boundary=x", "", "text/html",
  ])
  func `a body of another kind is refused`(type: String) async throws {
    try await with { pierhead, leader, path, _ in
      let before = try await pierhead.dump(work)
      let token = try await leader.formToken()
      let headers = type.isEmpty ? [:] : ["Content-Type": type]
      let body = Array("reason=duplicate&form_token=\(token)".utf8)
      #expect(try await leader.send(.post, path, body: body, headers).status == 415)
      #expect(try await pierhead.dump(work) == before)
    }
  }

  @Test(arguments: [
    "note=a%00b", "note=a%", "note=a%2", "note=a%zz", "note=%ff%fe", "note=%c3%28",
    "note=%ed%a0%80",
    "%00=x", "%ff", "note=a\u{0}b",
  ])
  func `a body that can't be read is refused`(broken: String) async throws {
    try await with { pierhead, leader, path, _ in
      let before = try await pierhead.dump(work)
      let token = try await leader.formToken()
      let body = Array("reason=duplicate&form_token=\(token)&\(broken)".utf8)
      let headers = ["Content-Type": "application/x-www-form-urlencoded"]
      #expect(try await leader.send(.post, path, body: body, headers).status == 400)
      #expect(try await pierhead.dump(work) == before)
    }
  }

  @Test func `a body larger than any form of ours is refused`() async throws {
    try await with { pierhead, leader, path, form in
      let before = try await pierhead.dump(work)
      let large = [("note", String(repeating: "x", count: 256 * 1024))]
      #expect(try await leader.post(path, form + large).status == 413)
      // As much as fits is read, and then it is the note that is too long.
      #expect(try await pierhead.dump(work) == before)
      let near = [("note", String(repeating: "x", count: 250 * 1024))]
      #expect(try await leader.post(path, form + near).status == 422)
      #expect(try await pierhead.events("referral declined") == 0)
    }
  }

  @Test(arguments: [
    ("/inbox", true), ("/referrals/1?x=1#y", true), ("//evil.example", false),
    ("https://evil.example", false),
    ("/\\evil.example", false), ("\\\\evil.example", false), ("/\t/evil.example", false),
    ("javascript:alert(1)", false),
    ("evil.example", false), ("/%0d%0aSet-Cookie:x", true), ("/in\r\nbox", false), ("", false),
    ("/sign-out", false),
  ])
  func `a link that signs in leads to our own pages only`(next: String, isKept: Bool) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let nobody = Browser(pierhead)
      var sent = ""
      for byte in next.utf8 {
        let digits = String(byte, radix: 16)
        sent += "%" + (digits.count < 2 ? "0" : "") + digits
      }
      let page = try await nobody.get("/sign-in?next=\(sent)")
      #expect(page.status == 200)
      #expect(page.value(of: "next") == (isKept ? next : ""))
      let refused = try await nobody.post(
        "/sign-in", [("next", next), ("email", "")], token: false)
      #expect(refused.status == 422 && refused.value(of: "next") == (isKept ? next : ""))
    }
  }
}
