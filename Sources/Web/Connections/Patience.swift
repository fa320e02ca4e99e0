import NIOCore

/// How long a connection may take over a request, and how little it may send. Hummingbird bounds what is idle only.
package struct Deadlines: Sendable {
  /// From the first byte of a request, and on a new connection from its start, to the end of the headers.
  package var head = TimeAmount.seconds(15)
  /// A body brings `least` bytes in any such time until it is all there.
  package var window = TimeAmount.seconds(10)
  package var least = 10 * 1024
  /// How often a body that is being sent is looked at.
  package var step = TimeAmount.seconds(1)
  /// How long an answer to a body that was too slow may take before the connection ends anyway.
  package var grace = TimeAmount.seconds(5)
  /// How long somebody may leave what we send unread, where it is more than fits in between.
  package var unread = TimeAmount.seconds(30)
  /// Between requests. More than the time for which proxies keep connections to us, so that they end them.
  package var idle = TimeAmount.seconds(75)
  /// Bytes of a body that may follow after it was answered, so that a browser that is still sending reads the answer.
  package var ignored = 1 << 20

  package init() {}
}

/// What one connection is doing, and whether it has had time enough. It knows no channel and no clock.
struct Patience {
  enum Verdict: Equatable {
    /// End it, and why. With a last word where a request was begun and nothing stands in its way.
    case end(Connections.Ending?, saying408: Bool)
    /// Tell who reads the body that no more of it comes.
    case giveUp
  }

  private enum Phase {
    /// Between requests.
    case idle
    /// Headers are coming. The time is nil until somebody asks for it.
    case head(since: NIODeadline?)
    /// A body is coming, or has not begun to.
    case body
  }

  let deadlines: Deadlines
  private var phase = Phase.idle
  private var hasBegun = false
  /// Requests whose headers came and whose answers did not go.
  private var unanswered = 0
  /// Bytes of this body, and how many there were at each look of the last `window`.
  private var received = 0
  private var looks: [(at: NIODeadline, received: Int)] = []
  /// Whether we are ready to read: who is kept waiting by us is not slow.
  private var isAsked = true
  /// Bytes that had come when the answer went, where the body was not all there.
  private var answeredAt: Int?
  private var gaveUpAt: NIODeadline?
  private var endsWithAnswer = false
  private var unreadSince: NIODeadline?

  init(_ deadlines: Deadlines) { self.deadlines = deadlines }

  /// A new connection: whoever opens one has something to ask.
  mutating func connected() { phase = .head(since: nil) }

  mutating func bytesCame() {
    hasBegun = true
    if case .idle = phase { phase = .head(since: nil) }
  }

  mutating func headCame() {
    phase = .body
    unanswered += 1
    received = 0
    looks = []
    answeredAt = nil
  }

  /// Answers whether that is more than we listen to after an answer.
  mutating func bodyCame(_ bytes: Int) -> Bool {
    received += bytes
    guard let answeredAt else { return false }
    return received - answeredAt > deadlines.ignored
  }

  mutating func requestEnded() {
    phase = .idle
    hasBegun = false
  }

  /// Answers whether the connection is to end with this answer.
  mutating func answered() -> Bool {
    unanswered -= 1
    guard unanswered == 0 else { return false }
    if case .body = phase { answeredAt = received }
    return endsWithAnswer
  }

  mutating func reading(_ isAsked: Bool) { self.isAsked = isAsked }

  mutating func mayWrite(_ mayWrite: Bool, at now: NIODeadline) {
    unreadSince = mayWrite ? nil : unreadSince ?? now
  }

  /// False where there is nothing to wait for.
  var waits: Bool {
    if case .idle = phase { unreadSince != nil || gaveUpAt != nil } else { true }
  }

  /// When to look next, or nil where there is nothing to wait for. Begins to count where something has begun.
  mutating func due(at now: NIODeadline) -> NIODeadline? {
    var due: NIODeadline?
    switch phase {
    case .idle: break
    case .head(let since):
      if since == nil { phase = .head(since: now) }
      due = (since ?? now) + deadlines.head
    case .body:
      if looks.isEmpty { looks = [(now, received)] }
      due = now + deadlines.step
    }
    if let unreadSince {
      let end = unreadSince + deadlines.unread
      due = due.map { min($0, end) } ?? end
    }
    if let gaveUpAt {
      let end = gaveUpAt + deadlines.grace
      due = due.map { min($0, end) } ?? end
    }
    return due
  }

  mutating func look(at now: NIODeadline) -> Verdict? {
    if let unreadSince, now >= unreadSince + deadlines.unread {
      return .end(.unread, saying408: false)
    }
    if let gaveUpAt {
      return now >= gaveUpAt + deadlines.grace ? .end(nil, saying408: false) : nil
    }
    switch phase {
    case .idle: return nil
    case .head(let since):
      guard let since, now >= since + deadlines.head else { return nil }
      guard unanswered > 0 else { return .end(.slowHead, saying408: hasBegun) }
      // What came before it on this connection is answered first.
      endsWithAnswer = true
      phase = .idle
      return nil
    case .body:
      guard isSlow(at: now) else { return nil }
      guard answeredAt == nil else { return .end(.slowBody, saying408: false) }
      gaveUpAt = now
      endsWithAnswer = true
      return .giveUp
    }
  }

  private mutating func isSlow(at now: NIODeadline) -> Bool {
    guard isAsked else {
      looks = [(now, received)]
      return false
    }
    looks.append((now, received))
    // The newest of those that are as old as the window, or older.
    guard let index = looks.lastIndex(where: { $0.at + deadlines.window <= now }) else {
      return false
    }
    looks.removeFirst(index)
    return received - looks[0].received < deadlines.least
  }
}
