import NIOCore
import Testing

@testable import Web

/// How long a connection may take, second by second, without a clock.
struct PatienceTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  /// Looks once in each second from 0, sending so many bytes of a body before each look, and answers when the
  /// connection was given up or ended.
  private func looks(
    _ patience: inout Patience, seconds: Int, bytes: (Int) -> Int = { _ in 0 }
  ) -> (second: Int, Patience.Verdict)? {
    for second in 0...seconds {
      let now = start + .seconds(Int64(second))
      if bytes(second) > 0 { _ = patience.bodyCame(bytes(second)) }
      if let verdict = patience.look(at: now) { return (second, verdict) }
      _ = patience.due(at: now)
    }
    return nil
  }

  @Test func `headers that do not end are given 15 seconds, however many bytes come`() throws {
    var patience = Patience(Deadlines())
    patience.connected()
    patience.bytesCame()
    let found = looks(&patience, seconds: 60) { _ in 0 }
    #expect(found?.second == 15 && found?.1 == .end(.slowHead, saying408: true))
  }

  @Test func `a connection on which nothing comes ends without a word`() {
    var patience = Patience(Deadlines())
    patience.connected()
    let found = looks(&patience, seconds: 60)
    #expect(found?.second == 15 && found?.1 == .end(.slowHead, saying408: false))
  }

  @Test func `between requests nobody is hurried`() {
    var patience = Patience(Deadlines())
    patience.connected()
    patience.bytesCame()
    patience.headCame()
    patience.requestEnded()
    let ends = patience.answered()
    #expect(!ends)
    #expect(!patience.waits)
    #expect(looks(&patience, seconds: 600) == nil)
  }

  @Test func `the second request's headers have as long as the first's`() {
    var patience = Patience(Deadlines())
    patience.connected()
    patience.headCame()
    patience.requestEnded()
    _ = patience.answered()
    patience.bytesCame()
    #expect(looks(&patience, seconds: 60)?.second == 15)
  }

  @Test func `half a request behind one that is being answered waits for that answer`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    patience.requestEnded()
    patience.bytesCame()
    #expect(looks(&patience, seconds: 60) == nil)
    let ends = patience.answered()
    #expect(ends)
  }

  @Test(arguments: [
    // Bytes in each second, and the second at which it is given up.
    (0, 10), (1, 10), (1000, 10), (1023, 10), (1024, nil), (2000, nil), (100_000, nil),
  ])
  func `a body that brings less than 1 KB a second is given up after 10 seconds`(
    bytes: Int, second: Int?
  ) {
    var patience = Patience(Deadlines())
    patience.headCame()
    let found = looks(&patience, seconds: 60) { $0 == 0 ? 0 : bytes }
    #expect(found?.second == second)
    #expect(found == nil || found?.1 == .giveUp)
  }

  @Test func `a body that begins well and stops is given up 10 seconds after that`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    let found = looks(&patience, seconds: 60) { second in second <= 20 ? 5000 : 0 }
    // Ten seconds with 5,000 bytes in each of two of them are 240 too few.
    #expect(found?.second == 28 && found?.1 == .giveUp)
  }

  @Test func `who waits for us is not slow`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    patience.reading(false)
    #expect(looks(&patience, seconds: 60) == nil)
    patience.reading(true)
    #expect(looks(&patience, seconds: 60)?.second == 10)
  }

  @Test func `a body that was given up has five seconds for its answer`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    #expect(looks(&patience, seconds: 10)?.1 == .giveUp)
    let after = [14, 15].map { patience.look(at: start + .seconds($0)) }
    #expect(after == [nil, .end(nil, saying408: false)])
    let ends = patience.answered()
    #expect(ends)
  }

  @Test func `a slow body that nobody waits for any more ends the connection`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    let ends = patience.answered()
    #expect(!ends)
    #expect(looks(&patience, seconds: 60)?.1 == .end(.slowBody, saying408: false))
  }

  @Test func `so much may follow an answer and no more`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    var tooMuch = [patience.bodyCame(5_000_000)]
    _ = patience.answered()
    tooMuch += [patience.bodyCame(1 << 20), patience.bodyCame(1)]
    #expect(tooMuch == [false, false, true])
  }

  @Test func `an answer that nobody takes is waited for 30 seconds`() {
    var patience = Patience(Deadlines())
    patience.headCame()
    patience.requestEnded()
    patience.mayWrite(false, at: start)
    #expect(looks(&patience, seconds: 60)?.second == 30)
    patience.mayWrite(true, at: start)
    #expect(looks(&patience, seconds: 60) == nil)
  }
}

/// Which `Host` names one machine.
struct HostTests {
  @Test(arguments: [
    "localhost", "127.0.0.1", "127.0.0.1:8080", "hiw.example.org", "HIW.EXAMPLE.ORG:443", "a_b",
    "a:",
    "[::1]", "[::1]:8080", "[2001:db8::1]",
  ])
  func `a name or an address, with a port or without`(host: String) {
    #expect(Host.isWritten(host))
  }

  @Test(arguments: [
    "", " ", "a b", "a,b", "a/b", "user@a", "a?b", "a#b", "a\\b", "a:b", "a:123456", ":80", "[]",
    "[::1", "::1",
    "[::1]x", "[x]", "a%20b", "a\u{e9}", "http://a",
  ])
  func `anything else is none`(host: String) { #expect(!Host.isWritten(host)) }

  @Test(arguments: [
    ("localhost", true), ("LOCALHOST:80", true), ("127.0.0.1:8080", true), ("[::1]:8080", true),
    ("127.example.org", false), ("hiw.example.org", false), ("10.0.0.1", false),
    ("[2001:db8::1]", false),
  ])
  func `this machine's own names`(host: String, isOwn: Bool) {
    #expect(Host.isLoopback(host) == isOwn)
  }
}
