import App
import Core
import Database
import Foundation
import HTTPTypes
import Logging
import Support
import Testing
import Web

@testable import App

/// What programs and administrators see of the service.
struct SeeingTests {
  /// The lines of the metrics that are no comments, by what stands before the number.
  private func samples(_ text: String) -> [String: Double] {
    var found: [String: Double] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let space = line.lastIndex(of: " ") else { continue }
      let number = line[line.index(after: space)...]
      found[String(line[..<space])] = number == "+Inf" ? .infinity : Double(number)
    }
    return found
  }

  @Test(arguments: TestDatabase.engines)
  func `metrics count what was asked, by route and never by address`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let household = "01920000-0000-7000-8000-00000000abcd"
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      _ = try await leader.get("/households/\(household)?done=secret")
      _ = try await leader.get("/nowhere/\(household)")
      _ = try await leader.send(HTTPRequest.Method("ODDWORD")!, "/inbox", form: nil)
      _ = try await leader.get("/inbox")
      let answer = try await Browser(pierhead).get("/metrics")
      #expect(answer.status == 200)
      #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
      for part in [household, "secret", "nowhere", "ODDWORD", "Liverpool"] {
        #expect(!answer.body.contains(part), "\(part)")
      }
      let found = samples(answer.body)
      let requests = "pierhead_http_requests_total"
      #expect(found["\(requests){route=\"/households/{id}\",method=\"GET\",status=\"404\"}"] == 1)
      #expect(found["\(requests){route=\"none\",method=\"GET\",status=\"404\"}"] == 1)
      #expect(found["\(requests){route=\"none\",method=\"other\",status=\"405\"}"] == 1)
      #expect(found["\(requests){route=\"/inbox\",method=\"GET\",status=\"200\"}"] == 1)
      let times = "pierhead_http_request_duration_seconds"
      #expect(found["\(times)_count{route=\"/inbox\",method=\"GET\"}"] == 1)
      #expect(found["\(times)_bucket{route=\"/inbox\",method=\"GET\",le=\"+Inf\"}"] == 1)
      // This one.
      #expect(found["pierhead_http_requests_in_flight"] == 1)
      #expect((found["pierhead_commits_total"] ?? 0) > 0)
      #expect(
        found["pierhead_commit_works_count"] == found["pierhead_commits_total"])
      #expect(found["pierhead_ready{check=\"writing\"}"] == 1)
      #expect(found["pierhead_messages{state=\"waiting\"}"] == 0)
      let name = pierhead.database.engineName
      #expect(answer.body.contains("engine=\"\(name)\""))
    }
  }

  @Test func `every metric has its kind, and each stands once`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      pierhead.watch.succeeded(.lateAnswers, at: clock.wall.now())
      let text = try await Metrics(pierhead: pierhead).text()
      var (names, lines): (Set<String>, Set<Substring>) = ([], [])
      var kind = ""
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        let words = line.split(separator: " ")
        if line.hasPrefix("# TYPE ") {
          (kind, _) = (String(words[2]), words[3])
          #expect(names.insert(kind).inserted, "\(kind) comes twice")
          #expect(["counter", "gauge", "histogram"].contains(words[3]))
        } else if !line.hasPrefix("# HELP ") {
          #expect(line.hasPrefix(kind), "\(line) stands under \(kind)")
          #expect(lines.insert(line[..<line.lastIndex(of: " ")!]).inserted, "\(line) comes twice")
        }
      }
      #expect(text.hasSuffix("\n") && names.count > 15)
      #expect(
        text.contains(
          "pierhead_job_last_success_seconds{job=\"late_answers\"} \(clock.wall.now().seconds)\n"))
    }
  }

  @Test func `a histogram counts each answer under every bound above it`() {
    var metrics = MetricsText()
    metrics.family("a", .histogram, "a \\ and\na line")
    metrics.histogram([("b", "c\"d\\e\nf")], bounds: [0.5, 1], counts: [2, 3, 4], sum: 7.25)
    #expect(
      metrics.text == """
        # HELP a a \\\\ and\\na line
        # TYPE a histogram
        a_bucket{b="c\\"d\\\\e\\nf",le="0.5"} 2
        a_bucket{b="c\\"d\\\\e\\nf",le="1"} 5
        a_bucket{b="c\\"d\\\\e\\nf",le="+Inf"} 9
        a_sum{b="c\\"d\\\\e\\nf"} 7.25
        a_count{b="c\\"d\\\\e\\nf"} 9

        """)
  }

  @Test(
    arguments: [
      // A header that came, and what is answered without a token and with one set.
      (nil, nil, 200, 200), ("X-Forwarded-For", "10.0.0.9", 404, 401),
      ("Forwarded", "for=10.0.0.9", 404, 401),
      ("Via", "1.1 proxy", 404, 401), ("X-Real-IP", "10.0.0.9", 404, 401),
    ] as [(String?, String?, Int, Int)])
  func `metrics are for this machine and for who has the token`(
    header: String?, value: String?, without: Int, with: Int
  ) async throws {
    let token = "correct-horse-battery-staple"
    let headers = header.map { [$0: value ?? ""] } ?? [:]
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let answer = try await Browser(pierhead).get("/metrics", headers: headers)
      #expect(answer.status == without)
    }
    try await TestDatabase.with(.sqlite, settings: ["PIERHEAD_METRICS_TOKEN": token]) {
      pierhead, _ in
      for sent in [nil, "Bearer x", "Bearer correct-horse-battery-stapl?", "Basic \(token)", token]
      {
        var headers = headers
        headers["Authorization"] = sent
        let answer = try await Browser(pierhead).get("/metrics", headers: headers)
        #expect(answer.status == with, "\(sent ?? "nothing")")
      }
      var headers = headers
      headers["Authorization"] = "Bearer \(token)"
      #expect(try await Browser(pierhead).get("/metrics", headers: headers).status == 200)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `ready tells each check`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let answer = try await Browser(pierhead).get("/health/ready")
      #expect(answer.status == 200)
      #expect(
        answer.body
          == #"{"ready":true,"checks":[{"name":"database","ok":true},{"name":"writing","ok":true},{"name":"schema","ok":true}]}"#
          + "\n")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a database of another version is not ready`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try pierhead.database.tamper("UPDATE installation SET schema_version = schema_version + 1")
      let answer = try await Browser(pierhead).get("/health/ready")
      #expect(answer.status == 503)
      #expect(answer.body.contains(#"{"name":"schema","ok":false,"why":"another version"}"#))
      #expect(answer.body.hasPrefix(#"{"ready":false"#))
    }
  }

  @Test func `each event of the log is one line, whatever is in it`() throws {
    let evil = "a\r\nb\u{1B}[31m\u{85}\u{2028}\u{202E}c"
    for format in [LineLog.Format.text, .json] {
      let lines = Lines()
      var logger = Logger(label: "test") { _ in
        LineLog(format, wall: .stopped(at: TestDatabase.noon)) { lines.add($0) }
      }
      logger.logLevel = .info
      logger[metadataKey: "hb.request.id"] = "1234"
      logger.info(
        "\(evil)",
        metadata: [
          "\(evil)": "\(evil)", "n": .stringConvertible(2), "empty": "", "q": "\"\u{301} n=3",
        ])
      logger.debug("not this")
      let all = lines.all
      #expect(all.count == 1 && all[0].hasSuffix("\n"))
      let line = all[0].dropLast()
      #expect(
        line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
      #expect(
        !line.unicodeScalars.contains("\u{2028}") && !line.unicodeScalars.contains("\u{202E}"))
      switch format {
      case .text:
        #expect(line.hasPrefix("2026-11-20T12:00:00.000000Z info a\\u{d}\\u{a}b\\u{1b}[31m"))
        #expect(
          line.contains(" request=1234 ") && line.contains(" n=2") && line.contains(" empty=\"\""))
        #expect("\(line) ".utf8.contains(" q=\"\\\"\u{301} n=3\" ".utf8))
      case .json:
        let json = try JSONReader.read(Array(line.utf8))
        #expect(json["time"] == "2026-11-20T12:00:00.000000Z" && json["level"] == "info")
        #expect(json["request"] == "1234" && json["n"] == .number("2"))
        #expect(json["message"] == .string("a\\u{d}\\u{a}b\\u{1b}[31m\\u{85}\\u{2028}\\u{202e}c"))
      }
    }
  }

  @Test func `a request's line says who, by what route and how it went, and nothing of whom`()
    async throws
  {
    let lines = Lines()
    var logger = Logger(label: "test") { _ in LineLog(.json) { lines.add($0) } }
    logger.logLevel = .info
    try await Served.with(settings: ["PIERHEAD_PROXY": "127.0.0.1"], logger: logger) {
      pierhead, port in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let session = try await pierhead.browser(leader).cookies.first.map { "\($0.key)=\($0.value)" }
      let id = "01920000-0000-7000-8000-00000000abcd"
      let answer = try await Wire.answer(
        to:
          "GET /households/\(id)?done=secret HTTP/1.1\r\nHost: a\r\nX-Request-Id: from-proxy-1\r\nCookie: \(session ?? "")\r\n\r\n",
        of: port, isAll: true)
      #expect(answer.hasPrefix("HTTP/1.1 404") && answer.contains("X-Request-Id: from-proxy-1\r\n"))
      let line = lines.all.first { $0.contains("/households/") } ?? "{}"
      let json = try JSONReader.read(Array(line.utf8))
      #expect(json["route"] == "/households/{id}" && json["method"] == "GET")
      #expect(json["status"] == .number("404") && json["request"] == "from-proxy-1")
      #expect(json["account"] == .string(leader.id.text))
      #expect(
        !lines.all.contains { $0.contains(id) || $0.contains("secret") || $0.contains(leader.name) }
      )
    }
  }

  @Test(arguments: ["short", "has space in", "a;b=c12345", String(repeating: "a", count: 101), ""])
  func `only an id from our proxy that is one names the request`(sent: String) async throws {
    try await Served.with(settings: ["PIERHEAD_PROXY": "127.0.0.1"]) { _, port in
      let answer = try await Wire.answer(
        to: "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: \(sent)\r\n\r\n", of: port,
        isAll: true)
      #expect(answer.contains("X-Request-Id: ") && !answer.contains("X-Request-Id: \(sent)\r\n"))
    }
    try await Served.with { _, port in
      let answer = try await Wire.answer(
        to: "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: from-outside-1\r\n\r\n",
        of: port, isAll: true)
      #expect(!answer.contains("from-outside-1"))
    }
  }

  @Test(arguments: [
    ("METRICS_TOKEN", "nineteen-characters"), ("METRICS_TOKEN", ""), ("LOG_FORMAT", "xml"),
    ("CONNECTIONS", "99"), ("CONNECTIONS", "many"),
  ])
  func `a setting that can't be used stops the start and is named`(name: String, value: String) {
    do {
      _ = try Configuration(environment: ["PIERHEAD_\(name)": value])
      Issue.record("taken")
    } catch {
      #expect(error is Unusable && "\(error)".contains("PIERHEAD_\(name)"))
    }
  }

  private final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var found: [String] = []
    var all: [String] { lock.withLock { found } }
    func add(_ line: String) { lock.withLock { found.append(line) } }
  }
}
