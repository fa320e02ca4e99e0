import App
import Core
import Database
import Foundation
import Logging
import NIOCore
import Support
import Testing
import Web

/// What the real server does with connections that no browser makes.
struct ServingTests {
  private static let host = "Host: 127.0.0.1\r\n"

  /// Sends bytes, and answers the status of each answer, and all that came.
  private func statuses(_ text: String, of port: Int) async throws -> (found: [Int], all: String) {
    let all = try await Wire.answer(to: text, of: port, isAll: true)
    let found = all.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
    return (found, all)
  }

  @Test func `requests that can be read in two ways are refused`() async throws {
    try await Served.with { _, port in
      let cases: [(String, Int)] = [
        ("GET / HTTP/1.1\r\nHost: a.example.org\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: user@a\r\n\r\n", 400),
        ("GET http://a.example.org/ HTTP/1.1\r\nHost: a.example.org\r\n\r\n", 200),
        ("GET http://a.example.org/ HTTP/1.1\r\n\r\n", 400),
        ("GET /%00 HTTP/1.1\r\n\(Self.host)\r\n", 400),
        ("GET /?a=%00 HTTP/1.1\r\n\(Self.host)\r\n", 400),
        ("GET /\u{0} HTTP/1.1\r\n\(Self.host)\r\n", 400),
        ("GET / HTTP/1.1\r\n\(Self.host)X: a\u{0}b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\(Self.host)X : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\(Self.host)X: a\r\n b\r\n\r\n", 400),
        (
          "POST /sign-in HTTP/1.1\r\n\(Self.host)Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
          400
        ),
        (
          "POST /sign-in HTTP/1.1\r\n\(Self.host)Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          400
        ),
        ("TRACE / HTTP/1.1\r\n\(Self.host)\r\n", 405),
        ("HEAD / HTTP/1.1\r\n\(Self.host)\r\n", 200),
        ("ODD / HTTP/1.1\r\n\(Self.host)\r\n", 400),
      ]
      for (text, status) in cases {
        let (found, all) = try await statuses(text, of: port)
        #expect(found == [status], "\(text.debugDescription) \(all.prefix(200))")
      }
    }
  }

  @Test func `headers and bodies have a size`() async throws {
    try await Served.with { _, port in
      let many = (0..<120).map { "X-\($0): a\r\n" }.joined()
      let long = "X: " + String(repeating: "a", count: 20_000) + "\r\n"
      let path = "/" + String(repeating: "a", count: 40_000)
      let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 400000\r\n\r\n"
      let body = String(repeating: "a", count: 400_000)
      let cases: [(String, Int)] = [
        ("GET / HTTP/1.1\r\n\(Self.host)\(many)\r\n", 400),
        ("GET / HTTP/1.1\r\n\(Self.host)\(long)\r\n", 400),
        ("GET \(path) HTTP/1.1\r\n\(Self.host)\r\n", 400),
        ("POST /sign-in HTTP/1.1\r\n\(Self.host)\(form)\(body)", 413),
      ]
      for (text, status) in cases {
        let (found, all) = try await statuses(text, of: port)
        #expect(found == [status], "\(text.prefix(60)) \(all.prefix(200))")
      }
    }
  }

  @Test func `a form that breaks off is refused, and no fault of ours`() async throws {
    try await Served.with { pierhead, port in
      let form =
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=a"
      let (found, _) = try await statuses("POST /sign-in HTTP/1.1\r\n\(Self.host)\(form)", of: port)
      #expect(found == [400])
      let counted = pierhead.watch.meter.counted.first { $0.route == "/sign-in" }
      #expect(counted?.line.statuses.map(\.status) == [400])
    }
  }

  @Test func `headers that come too slowly end the connection`() async throws {
    var deadlines = Deadlines()
    deadlines.head = .milliseconds(100)
    try await Served.with(deadlines: deadlines) { pierhead, port in
      let began = try await Wire.answer(to: "GET / HTTP/1.1\r\nHost: a", of: port)
      #expect(began.hasPrefix("HTTP/1.1 408"))
      let silent = try await Wire.talk(to: port) { try $0.readToEnd() }
      #expect(silent.isEmpty)
      let second = try await Wire.talk(to: port) { wire in
        try wire.send("GET /health/live HTTP/1.1\r\n\(Self.host)\r\n")
        let first = try wire.read(to: "live\n")
        try wire.send("GET /")
        return (first, try wire.readToEnd())
      }
      #expect(second.0.hasPrefix("HTTP/1.1 200") && second.1.hasPrefix("HTTP/1.1 408"))
      #expect(pierhead.watch.connections.ended(.slowHead) >= 2)
    }
  }

  @Test(arguments: [
    "POST /sign-in HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
    "POST /callbacks/notify HTTP/1.1\r\nAuthorization: Bearer 12345678901234567890\r\n",
    "POST /api/v1/referrals HTTP/1.1\r\nContent-Type: application/json\r\n",
    "GET / HTTP/1.1\r\n", "POST /nowhere HTTP/1.1\r\n",
  ])
  func `a body that comes too slowly ends, whoever reads it or does not`(start: String) async throws
  {
    var deadlines = Deadlines()
    (deadlines.window, deadlines.step) = (.milliseconds(200), .milliseconds(20))
    try await Served.with(
      deadlines: deadlines,
      settings: ["PIERHEAD_NOTIFY_CALLBACK_TOKEN": "12345678901234567890"]
    ) { pierhead, port in
      for length in [
        "Content-Length: 1000\r\n\r\na", "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
      ] {
        let answer = try await Wire.answer(to: start + Self.host + length, of: port)
        let isRead = start.contains("sign-in") || start.contains("callbacks")
        #expect(answer.hasPrefix("HTTP/1.1 408") == isRead, "\(answer.prefix(80))")
        #expect(answer.hasPrefix("HTTP/1.1"), "something is answered")
        if isRead {
          #expect(answer.contains("Connection: close") && answer.contains("nosniff"))
        }
      }
      #expect(pierhead.watch.connections.ended(.slowBody) == 2)
      #expect(pierhead.watch.connections.all >= 2)
    }
  }

  @Test func `a connection that rests is closed`() async throws {
    var deadlines = Deadlines()
    deadlines.idle = .milliseconds(100)
    try await Served.with(deadlines: deadlines) { pierhead, port in
      let answer = try await Wire.answer(
        to: "GET /health/live HTTP/1.1\r\n\(Self.host)\r\n", of: port)
      #expect(answer.hasSuffix("live\n"))
    }
  }

  @Test func `a port that another program has stops the start in words`() async throws {
    try await Served.with { _, port in
      try await TestDatabase.with(.sqlite, settings: ["PIERHEAD_PORT": "\(port)"]) { second, _ in
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        let logger = quiet
        let error = await #expect(throws: Unusable.self) {
          try await second.serve(logger: logger) { _ in Issue.record("it says that it listens") }
        }
        #expect(
          error?.description
            == "The address 127.0.0.1:\(port) can't be listened on: Address already in use.")
      }
    }
  }

  @Test func `connections that send nothing keep nobody out`() async throws {
    try await Served.with { _, port in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            _ = try await Wire.talk(to: port) { wire in
              try wire.send("POST /sign-in HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(
        try await statuses("GET /health/live HTTP/1.1\r\n\(Self.host)\r\n", of: port).found == [200]
      )
    }
  }
}
