import Access
import App
import Core
import Database
import Outside
import ReferralFile
import Referrals
import Support
import Testing
import Web

@testable import API

/// Who is told of changes: where, in the same transaction, signed, again and again, and not for ever.
struct WebhookTests {
  @Test(arguments: [
    ("https://example.org/changes", true), ("https://example.org:8443/a?b=c", true),
    ("https://93.184.216.34/x", true), ("http://example.org/", false), ("ftp://example.org", false),
    ("https://", false), ("example.org", false), ("https://user:pass@example.org/", false),
    ("https://example.org/#part", false), ("https://localhost/", false),
    ("https://127.0.0.1/", false), ("https://10.1.2.3/", false), ("https://192.168.0.1/", false),
    ("https://169.254.169.254/latest", false), ("https://[::1]/", false),
    ("https://[fd00::1]/", false), ("https://[::ffff:10.0.0.1]/", false),
    ("https://example.org/a b", false), ("https://2130706433/", false),
    ("https://0x7f.1/", false), ("https://0177.0.0.1/", false), ("https://127.1/", false),
    ("https://0/", false), ("https://[::ffff:127.0.0.1]/", false), ("https://10.1/", false),
  ]) func `only an address of the internet over https is told`(url: String, isGood: Bool) {
    // The refusal is what is asked.
    #expect(((try? WebhookAddress(url, allowsLoopback: false)) != nil) == isGood)
  }

  /// A verb that nobody records any more would be a change that nobody is told of.
  @Test func `every change that can be told of is one that the product records`() throws {
    let recorded = try Set(
      ProductSource.all.filter { $0.name != "WebhookModel.swift" }.flatMap { source in
        // Not what comments name.
        source.text.replacing(/\/\/[^\n]*/, with: "").matches(of: /"([a-z][a-z ]+)"/)
          .map { String($0.1) }
      })
    #expect(ChangeKind.allCases.map(\.verb).filter { !recorded.contains($0) } == [])
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("1.1.1.1", true), ("0.0.0.0", false), ("100.64.0.1", false),
    ("100.128.0.1", true), ("172.15.0.1", true), ("172.16.0.1", false), ("172.31.255.255", false),
    ("172.32.0.1", true), ("192.0.2.1", false), ("198.18.0.1", false), ("224.0.0.1", false),
    ("255.255.255.255", false), ("2606:4700::1111", true), ("2001:db8::1", false), ("::", false),
    ("fe80::1", false), ("fc00::1", false), ("ff02::1", false), ("2002:a00:1::", false),
    ("64:ff9b::a00:1", false), ("2001::1", false),
  ]) func `addresses inside are told from those outside`(text: String, isPublic: Bool) {
    #expect(NetworkAddress(text)?.isPublic == isPublic)
  }

  /// RFC 4231, test case 2.
  @Test func `the signature is HMAC-SHA256`() {
    #expect(
      Telling.signature(of: "x", at: 1, secret: "k")
        != Telling.signature(of: "x", at: 2, secret: "k"))
    #expect(
      Telling.hmac("what do ya want for nothing?", secret: "Jefe")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test(arguments: TestDatabase.engines)
  func `a change leaves a delivery with ids only, and none where it is undone`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let administrator = try await pierhead.user("administrator")
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/a", kinds: ["referral.received"], by: administrator)
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/b", kinds: ["referral.received", "household.opened"],
        by: administrator)
      let program = try await Program(pierhead, as: pierhead.user("programme_manager"))
      #expect(
        try await program.post("/api/v1/referrals", .row(row("1", ["full_name": ""]))).status == 422
      )
      #expect(try await waiting(pierhead) == 0)
      let made = try await program.post("/api/v1/referrals", .row(row("1")), key: "k")
      for _ in 1...3 { _ = try await program.post("/api/v1/referrals", .row(row("1")), key: "k") }
      #expect(try await waiting(pierhead) == 2)
      let told = "\(try await pierhead.dump(["webhook_deliveries"]))"
      #expect(told.contains(made.text("id")) && !told.contains("Person"))
      #expect(!"\(try await pierhead.dump(["webhooks"]))".contains("whsec_"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `it is told once, signed, and again until it is heard`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let secret = try await pierhead.webhooks.add(
        url: "https://example.org/a", kinds: ["referral.received"],
        by: pierhead.user("administrator"))
      let program = try await Program(pierhead, as: pierhead.user("programme_manager"))
      _ = try await program.post("/api/v1/referrals", .row(row("1")))
      let heard = Heard(answers: [500, nil, 204])
      for pause in [0, 59, 1, 119, 1] as [Int64] {
        clock.move(seconds: pause)
        _ = try await pierhead.webhooks.tell(by: heard.post)
      }
      #expect(heard.told.count == 3, "at once, after a minute, after two more")
      #expect(try await waiting(pierhead) == 0)
      let last = try #require(heard.told.last)
      let moment = clock.wall.now().seconds
      let signature = Telling.signature(of: last.body, at: moment, secret: secret)
      #expect(last.headers["Pierhead-Signature"] == "t=\(moment),v1=\(signature)")
      clock.move(days: 1)
      #expect(try await pierhead.webhooks.tell(by: heard.post) == 0)
    }
  }

  @Test func `after three days nobody tries again, and an ended one hears nothing`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let administrator = try await pierhead.user("administrator")
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/a", kinds: ["referral.received"], by: administrator)
      let webhook = try await pierhead.webhooks.list(by: administrator)[0].id
      _ = try await pierhead.referrals.take(row("1"), from: "a test", seenBy: .staff, by: .system)
      let deaf = Heard(answers: [])
      for _ in 0..<(3 * 24 * 6) {
        clock.move(seconds: 600)
        try await pierhead.webhooks.tell(by: deaf.post)
      }
      let (_, deliveries) = try await pierhead.webhooks.find(webhook, by: administrator)
      #expect(deliveries.map { $0.givenUpAt != nil } == [true])
      #expect((10...25).contains(deliveries[0].tries))

      _ = try await pierhead.referrals.take(row("2"), from: "a test", seenBy: .staff, by: .system)
      try await pierhead.webhooks.end(webhook, by: administrator)
      _ = try await pierhead.referrals.take(row("3"), from: "a test", seenBy: .staff, by: .system)
      #expect(try await pierhead.webhooks.tell(by: deaf.post) == 0)
      #expect(try await waiting(pierhead) == 0)
    }
  }

  @Test func `what waits by a clock that is put back two days is told after the next sweep`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let administrator = try await pierhead.user("administrator")
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/a", kinds: ["referral.received"], by: administrator)
      _ = try await pierhead.referrals.take(row("1"), from: "a test", seenBy: .staff, by: .system)
      let heard = Heard(answers: [200])
      clock.move(days: -2)
      #expect(try await pierhead.webhooks.tell(by: heard.post) == 0)
      try await pierhead.webhooks.sweep()
      #expect(try await pierhead.webhooks.tell(by: heard.post) == 1)
    }
  }

  @Test func `an administrator adds one on the page, sees the secret once, and ends it`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = try await pierhead.browser(pierhead.user("administrator"))
      let empty = try await browser.post("/webhooks", [("url", "http://example.org")])
      #expect(empty.status == 422)
      #expect(empty.words.contains("Enter an address that starts with https://"))
      #expect(empty.words.contains("Choose what they are told of"))
      #expect(empty.value(of: "url") == "http://example.org")
      let added = try await browser.post(
        "/webhooks", [("url", "https://example.org/x"), ("kinds", "household.opened")])
      #expect(added.status == 201 && added.words.contains("whsec_"))
      let list = try await browser.get("/webhooks")
      #expect(list.words.contains("https://example.org/x") && !list.words.contains("whsec_"))
      let id = try await pierhead.webhooks.list(by: .system)[0].id
      #expect(try await browser.get("/webhooks/\(id)").words.contains("Nothing yet"))
      #expect(try await browser.post("/webhooks/\(id)/end").status == 303)
      #expect(try await browser.get("/webhooks").words.contains("Nobody is told of changes"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an administrator sends a test, and tries again what was given up`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let administrator = try await pierhead.user("administrator")
      let secret = try await pierhead.webhooks.add(
        url: "https://example.org/x", kinds: ["household.opened"], by: administrator)
      let id = try await pierhead.webhooks.list(by: administrator)[0].id
      let browser = try await pierhead.browser(administrator)
      #expect(!(try await browser.get("/webhooks/\(id)").words.contains("Try again now")))
      #expect(try await browser.post("/webhooks/\(id)/test").status == 303)
      let heard = Heard(answers: [500])
      #expect(try await pierhead.webhooks.tell(by: heard.post) == 1)
      #expect(heard.told[0].body.contains("\"kind\":\"test\",\"subject\":null"))
      let moment = clock.wall.now().seconds
      let signature = Telling.signature(of: heard.told[0].body, at: moment, secret: secret)
      #expect(heard.told[0].headers["Pierhead-Signature"] == "t=\(moment),v1=\(signature)")
      let waits = try await browser.get("/webhooks/\(id)").words
      #expect(waits.contains("A test") && waits.contains("Waiting Answered 500."))
      for _ in 0..<20 {
        clock.move(seconds: 6 * 3600)
        try await pierhead.webhooks.tell(by: heard.post)
      }
      let late = try await pierhead.browser(administrator)
      #expect(try await late.get("/webhooks/\(id)").words.contains("Given up No answer."))
      #expect(try await late.post("/webhooks/\(id)/try-again").status == 303)
      let well = Heard(answers: [200])
      #expect(try await pierhead.webhooks.tell(by: well.post) == 1)
      #expect(
        well.told[0].headers["Pierhead-Delivery"] == heard.told[0].headers["Pierhead-Delivery"])
      #expect(try await late.get("/webhooks/\(id)").words.contains("Told"))
      #expect(try await pierhead.events("webhook tried again") == 1)
      try await pierhead.webhooks.tryAgain(id, by: administrator)
      #expect(try await pierhead.webhooks.tell(by: well.post) == 0)
      try await pierhead.webhooks.end(id, by: administrator)
      #expect(try await late.post("/webhooks/\(id)/test").status == 409)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is done with a referral that waits is told by its id`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let administrator = try await pierhead.user("administrator")
      let leader = try await pierhead.user("programme_manager")
      _ = try await pierhead.webhooks.add(
        url: "https://example.org/x", kinds: ChangeKind.allCases.map(\.rawValue), by: administrator)
      try await pierhead.importRows([unlike("1")])
      let id = try await pierhead.referral("1")
      let (referrals, reason) = (pierhead.referrals, "They live there now.")
      try await referrals.acknowledge(id, by: leader)
      try await referrals.unacknowledge(id, by: leader)
      _ = try await referrals.transfer(id, to: Place.wirral, because: reason, by: leader)
      try await referrals.withdraw(id, because: "changed-mind", note: "", by: leader)
      try await referrals.reopen(id, by: leader)
      let household = try await pierhead.accept("1", by: leader)
      let request = try await pierhead.transferRequest(
        for: household, to: Place.liverpool, by: leader)
      try await referrals.acceptTransfer(request, by: leader)
      let heard = Heard(answers: Array(repeating: 200, count: 20))
      try await pierhead.webhooks.tell(by: heard.post)
      let told = try heard.told.map { telling in
        guard case .string(let kind) = try JSONReader.read(Array(telling.body.utf8))["kind"] else {
          return ""
        }
        return kind
      }
      #expect(
        Set(told) == [
          "referrals.read", "referral.acknowledged", "referral.acknowledgement_taken_back",
          "referral.transferred", "referral.withdrawn", "referral.reopened", "referral.accepted",
          "household.opened", "household.moved",
        ])
      #expect(heard.told.count { $0.body.contains(id.text) } == 6)
      #expect(!heard.told.contains { $0.body.contains("live there") })
    }
  }

  private func waiting(_ pierhead: Pierhead) async throws -> Int {
    try await pierhead.number(
      "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE next_try_at IS NOT NULL")
  }
}

/// Somebody who is told, and answers what a test says; nothing when that is used up.
private final class Heard: @unchecked Sendable {
  struct Told {
    let headers: [String: String]
    let body: String
  }

  struct Silence: Error {}

  private(set) var told: [Told] = []
  private var answers: [Int?]

  init(answers: [Int?]) { self.answers = answers }

  var post: Webhooks.Post {
    { [self] _, headers, body in
      told.append(
        Told(
          headers: Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) }), body: body
        )
      )
      guard !answers.isEmpty, let status = answers.removeFirst() else { throw Silence() }
      return status
    }
  }
}
