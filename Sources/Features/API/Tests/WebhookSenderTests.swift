import Access
import App
import Core
import Database
import Foundation
import Outside
import ReferralFile
import Referrals
import Support
import Synchronization
import Testing

@testable import API

/// What goes over the network, and what never does.
struct WebhookSenderTests {
  private let quick = WebhookSender(deadline: .seconds(1))
  private static let fine = "HTTP/1.1 204 No Content\r\n\r\n"

  private func status(
    _ url: String, mayReachLoopback: Bool = true, of sender: WebhookSender = WebhookSender()
  ) throws -> Int {
    try sender.status(
      of: url, mayReachLoopback: mayReachLoopback, headers: [("Pierhead-Delivery", "d1")],
      body: "{}")
  }

  @Test(arguments: TestDatabase.engines)
  func `a change is told over the network, signed`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let other = try Listener(.answers(Self.fine))
      let webhooks = Webhooks(pierhead.database, access: pierhead.access, allowsLoopback: true)
      let secret = try await webhooks.add(
        url: "http://127.0.0.1:\(other.port)/hear?a=b", kinds: ["referral.received"],
        by: pierhead.user("administrator"))
      _ = try await pierhead.referrals.take(
        row("1"), from: "a test", seenBy: .staff, by: .system)
      #expect(try await webhooks.tell() == 1)
      #expect(try await webhooks.tell() == 0)
      try #require(other.requests.count == 1)
      let parts = other.requests[0].components(separatedBy: "\r\n\r\n")
      let (head, body) = (parts[0], parts[1])
      #expect(head.hasPrefix("POST /hear?a=b HTTP/1.1\r\n"))
      #expect(head.contains("\r\nContent-Type: application/json\r\n"))
      let moment = clock.wall.now().seconds
      let signature = Telling.signature(of: body, at: moment, secret: secret)
      #expect(head.contains("\r\nPierhead-Signature: t=\(moment),v1=\(signature)\r\n"))
      #expect(body.contains("\"kind\":\"referral.received\""))
      #expect(!body.contains("Person"))
    }
  }

  /// The claim of the round that was cut off keeps it from others for a while; then it is told again as the same.
  @Test(arguments: TestDatabase.engines)
  func `what was cut off in the middle is told again as the same`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let other = try Listener(.answers(Self.fine))
      let webhooks = Webhooks(pierhead.database, access: pierhead.access, allowsLoopback: true)
      _ = try await webhooks.add(
        url: "http://localhost:\(other.port)/", kinds: ["referral.received"],
        by: pierhead.user("administrator"))
      _ = try await pierhead.referrals.take(
        row("1"), from: "a test", seenBy: .staff, by: .system)
      await #expect(throws: Fault.self) {
        try await webhooks.tell { address, headers, body in
          _ = try await WebhookSender().post(to: address, headers: headers, body: body)
          throw Fault("the machine went off before it was written down")
        }
      }
      #expect(try await webhooks.tell() == 0)
      clock.move(seconds: 301)
      #expect(try await webhooks.tell() == 1)
      let ids = other.requests.map { request in
        request.components(separatedBy: "\r\n").first { $0.hasPrefix("Pierhead-Delivery: ") }
      }
      #expect(ids.count == 2 && ids[0] != nil && ids[0] == ids[1])
      clock.move(days: 1)
      #expect(try await webhooks.tell() == 0)
    }
  }

  @Test func `a redirect is not followed, and is no success`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let canary = try Listener(.onlyCounts)
      let other = try Listener(
        .answers(
          "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:\(canary.port)/\r\nContent-Length: 0\r\n\r\n"
        ))
      let webhooks = Webhooks(pierhead.database, access: pierhead.access, allowsLoopback: true)
      let administrator = try await pierhead.user("administrator")
      _ = try await webhooks.add(
        url: "http://127.0.0.1:\(other.port)/", kinds: ["referral.received"], by: administrator)
      _ = try await pierhead.referrals.take(
        row("1"), from: "a test", seenBy: .staff, by: .system)
      try await webhooks.tell()
      let id = try await webhooks.list(by: administrator)[0].id
      let told = try await webhooks.find(id, by: administrator).deliveries
      #expect(told.map(\.lastStatus) == [307] && told.map { $0.deliveredAt != nil } == [false])
      #expect(other.requests.count == 1 && canary.connections == 0)
    }
  }

  @Test(arguments: [
    "localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "LOCALHOST",
  ]) func `this machine by any name is not reached`(host: String) throws {
    let canary = try Listener(.onlyCounts)
    #expect(throws: WebhookSender.NoAnswer.self) {
      try status("https://\(host):\(canary.port)/", mayReachLoopback: false)
    }
    #expect(canary.connections == 0)
  }

  @Test func `this machine by its longer address is not reached`() throws {
    let canary = try Listener(.onlyCounts, onSix: true)
    for host in ["[::1]", "localhost", "[0:0:0:0:0:0:0:1]"] {
      #expect(throws: WebhookSender.NoAnswer.self) {
        try status("https://\(host):\(canary.port)/", mayReachLoopback: false)
      }
    }
    #expect(canary.connections == 0)
  }

  /// The tests above would fail without the rule: with the setting the same names get there.
  @Test(arguments: ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
  func `this machine is reached where the setting allows it`(host: String) throws {
    let other = try Listener(.answers(Self.fine))
    #expect(try status("http://\(host):\(other.port)/") == 204)
    #expect(other.requests.count == 1)
  }

  /// Asked of the rule alone: were it broken, a test must not call anybody there.
  @Test(arguments: [
    "169.254.169.254", "10.0.0.1", "192.168.1.1", "0.0.0.0", "fe80::1", "fd00::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1",
  ])
  func `the setting for this machine opens no other address inside`(text: String) throws {
    let address = try #require(NetworkAddress(text))
    #expect(!WebhookSender.mayReach(address, loopbackToo: true))
  }

  @Test(arguments: [("127.0.0.1", true), ("127.8.8.8", true), ("::1", true), ("8.8.8.8", false)])
  func `this machine is opened by the setting alone`(text: String, isHere: Bool) throws {
    let address = try #require(NetworkAddress(text))
    #expect(WebhookSender.mayReach(address, loopbackToo: true))
    #expect(WebhookSender.mayReach(address, loopbackToo: false) == !isHere)
  }

  @Test(arguments: [
    "", "\r\n\r\n", "HTTP/1.1 200 OK", "hello\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "SSH-2.0-x\r\n",
    "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "a", count: WebhookSender.most + 1),
  ]) func `a broken answer is none`(answer: String) throws {
    let other = try Listener(.answers(answer))
    #expect(throws: WebhookSender.NoAnswer.self) { try status("http://127.0.0.1:\(other.port)/") }
    #expect(other.requests.count == 1)
  }

  @Test func `an answer that does not come ends at the deadline`() throws {
    let other = try Listener(.isSilent)
    #expect(throws: WebhookSender.NoAnswer.self) {
      try status("http://127.0.0.1:\(other.port)/", of: quick)
    }
    #expect(other.requests.count == 1)
  }

  @Test func `an answer that does not end is not read to its end`() throws {
    let other = try Listener(.isEndless)
    #expect(throws: WebhookSender.NoAnswer.self) { try status("http://127.0.0.1:\(other.port)/") }
    #expect(other.requests.count == 1)
  }

  /// Who can't prove who they are over https is told nothing.
  @Test func `clear text where https was named is not read`() throws {
    let other = try Listener(.answers(Self.fine))
    #expect(throws: WebhookSender.NoAnswer.self) { try status("https://127.0.0.1:\(other.port)/") }
    #expect(!other.requests.contains { $0.contains("Pierhead-Delivery") })
  }

  @Test func `one that is silent holds up no other`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let administrator = try await pierhead.user("administrator")
      for host in ["deaf", "well"] {
        _ = try await pierhead.webhooks.add(
          url: "https://\(host).example.org/", kinds: ["referral.received"], by: administrator)
      }
      for id in ["1", "2", "3"] {
        _ = try await pierhead.referrals.take(row(id), from: "a test", seenBy: .staff, by: .system)
      }
      let asked = Mutex<[String]>([])
      let told = try await pierhead.webhooks.tell { address, _, _ in
        asked.withLock { $0.append(address.host) }
        if address.host.hasPrefix("deaf") { throw WebhookSender.NoAnswer() }
        return 200
      }
      #expect(told == 6)
      let hosts = asked.withLock { $0 }
      #expect(
        hosts.count { $0.hasPrefix("deaf") } == 1 && hosts.count { $0.hasPrefix("well") } == 3)
    }
  }
}
