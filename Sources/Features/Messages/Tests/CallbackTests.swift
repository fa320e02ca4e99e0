import App
import Core
import Database
import HTTPTypes
import Support
import Testing

@testable import Messages

/// Receipts of GOV.UK Notify, and who pretends to be it.
struct CallbackTests {
  private static let token = "a-long-token-of-a-test"

  private func serving(
    _ token: String?, _ body: (Pierhead, Browser, MessageID) async throws -> Void
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      var configuration = pierhead.configuration
      configuration.messages.callbackToken = token
      let served = try await Pierhead(configuration, pierhead.database, pierhead.reference)
      let id = try await served.write()
      try await served.messages.with(StubProvider(.accepted(reference: "n"))).sender.round()
      try await body(served, Browser(served), id)
    }
  }

  private func receipt(_ id: String, _ status: String = "delivered") -> [UInt8] {
    Array(
      #"{"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":"\#(id)","to":"ref@example.org","status":"\#(status)","created_at":"2026-11-20T12:00:00.000000Z","completed_at":null,"sent_at":null,"notification_type":"email"}"#
        .utf8)
  }

  private func post(
    _ browser: Browser, _ body: [UInt8], token: String? = CallbackTests.token
  ) async throws -> Browser.Answer {
    var headers = ["Content-Type": "application/json"]
    if let token { headers["Authorization"] = "Bearer \(token)" }
    return try await browser.send(.post, "/callbacks/notify", body: body, headers)
  }

  @Test(
    arguments: [
      ("delivered", .delivered), ("permanent-failure", .permanentFailure),
      ("temporary-failure", .temporaryFailure), ("technical-failure", .technicalFailure),
      ("sending", .sending), ("pending", .sending), ("no-such-status", .sending),
    ] as [(String, MessageState)])
  func `a receipt ends a message, twice is once`(status: String, state: MessageState) async throws {
    try await serving(Self.token) { pierhead, browser, id in
      for _ in 0..<2 {
        let answer = try await post(browser, receipt(id.text, status))
        #expect(answer.status == 200 && answer.body.isEmpty)
      }
      let ended = try await pierhead.state(of: id)
      #expect(ended == state)
      let failures = MessageState.failures.contains(state) ? 1 : 0
      let told = try await pierhead.events("message did not arrive")
      #expect(told == failures)
      // Late news changes nothing that has ended.
      let late = try await post(browser, receipt(id.text, "delivered")).status
      #expect(late == 200)
      let after = try await pierhead.state(of: id)
      #expect(after == (state == .sending ? .delivered : state))
    }
  }

  @Test(arguments: [nil, "", "wrong", "a-long-token-of-a-tesT", "a-long-token-of-a-test2"])
  func `without the token nothing is taken`(sent: String?) async throws {
    try await serving(Self.token) { pierhead, browser, id in
      let answer = try await post(browser, receipt(id.text), token: sent)
      #expect(answer.status == 401 && answer.headers[.wwwAuthenticate] == "Bearer")
      let found = try await pierhead.state(of: id)
      #expect(found == .sending)
    }
  }

  @Test func `where no token is set nobody has it`() async throws {
    try await serving(nil) { pierhead, browser, id in
      let guessed = try await post(browser, receipt(id.text)).status
      #expect(guessed == 401)
      let empty = try await post(browser, receipt(id.text), token: "").status
      #expect(empty == 401)
      let found = try await pierhead.state(of: id)
      #expect(found == .sending)
    }
  }

  @Test(arguments: [
    "", "{", "[]", "null", "{}", #"{"reference":"x"}"#, #"{"status":7}"#, "\u{0}",
    "status=delivered",
    #"{"status":null,"reference":null}"#, String(repeating: "[", count: 10_000),
  ])
  func `what is no receipt is refused`(body: String) async throws {
    try await serving(Self.token) { pierhead, browser, id in
      let status = try await post(browser, Array(body.utf8)).status
      #expect(status == 400)
      let found = try await pierhead.state(of: id)
      #expect(found == .sending)
    }
  }

  @Test func `a body that is too large, or no text at all, is refused`() async throws {
    try await serving(Self.token) { _, browser, _ in
      let large = Array(String(repeating: "x", count: 17 * 1024).utf8)
      let tooLarge = try await post(browser, large).status
      #expect(tooLarge == 413)
      let noText = try await post(browser, [0xFF, 0xFE, 0x00]).status
      #expect(noText == 400)
    }
  }

  @Test(arguments: [
    "01900000-0000-7000-8000-000000000000", "' OR 1=1 --", "", "../../etc", "\\u0000",
  ])
  func `an unknown reference is answered without a word`(reference: String) async throws {
    try await serving(Self.token) { pierhead, browser, id in
      let before = try await pierhead.dump(["messages", "events"])
      let answer = try await post(browser, receipt(reference))
      #expect(answer.status == 200 && answer.body.isEmpty)
      let after = try await pierhead.dump(["messages", "events"])
      #expect(after == before)
      let found = try await pierhead.state(of: id)
      #expect(found == .sending)
    }
  }
}
