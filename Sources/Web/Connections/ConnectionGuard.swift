import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Connections of this server, counted for whoever watches.
package final class Connections: Sendable {
  package enum Ending: String, CaseIterable, Sendable {
    case slowHead = "slow_head"
    case slowBody = "slow_body"
    case unread
    /// Went on sending after its answer.
    case tooMuch = "too_much"
  }

  private struct Counts {
    var open = 0
    var all = 0
    var ended: [Ending: Int] = [:]
  }

  private let counts = Mutex(Counts())

  package init() {}

  package var open: Int { counts.withLock { $0.open } }
  package var all: Int { counts.withLock { $0.all } }
  /// How many we ended, and why.
  package func ended(_ ending: Ending) -> Int { counts.withLock { $0.ended[ending] ?? 0 } }

  func opened() {
    counts.withLock {
      $0.open += 1
      $0.all += 1
    }
  }
  func closed() { counts.withLock { $0.open -= 1 } }
  func count(_ ending: Ending) { counts.withLock { $0.ended[ending, default: 0] += 1 } }
}

/// Ends connections that take too long, whoever reads their request or does not: headers, bodies, and answers that
/// nobody takes. Stands between the decoder of requests and Hummingbird.
package final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  package typealias InboundIn = HTTPRequestPart
  package typealias InboundOut = HTTPRequestPart
  package typealias OutboundIn = HTTPResponsePart
  package typealias OutboundOut = HTTPResponsePart

  private var patience: Patience
  private let connections: Connections
  private var planned: (due: NIODeadline, task: Scheduled<Void>)?
  private var isOpen = false

  package init(_ deadlines: Deadlines, _ connections: Connections) {
    patience = Patience(deadlines)
    self.connections = connections
  }

  package func handlerAdded(context: ChannelHandlerContext) {
    do {
      try context.pipeline.syncOperations.addHandler(FirstBytes(self), position: .first)
    } catch { context.fireErrorCaught(error) }
    if context.channel.isActive { begin(context) }
  }

  package func handlerRemoved(context: ChannelHandlerContext) { end() }

  package func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  package func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard !isOpen else { return }
    isOpen = true
    connections.opened()
    patience.connected()
    plan(context)
  }

  private func end() {
    planned?.task.cancel()
    planned = nil
    guard isOpen else { return }
    isOpen = false
    connections.closed()
  }

  // MARK: - What comes

  fileprivate func bytesCame() { patience.bytesCame() }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: patience.headCame()
    case .body(let buffer):
      if patience.bodyCame(buffer.readableBytes) {
        end(context, .tooMuch, saying408: false)
        return
      }
    case .end: patience.requestEnded()
    }
    context.fireChannelRead(data)
  }

  package func channelReadComplete(context: ChannelHandlerContext) {
    patience.reading(false)
    plan(context)
    context.fireChannelReadComplete()
  }

  package func read(context: ChannelHandlerContext) {
    patience.reading(true)
    context.read()
  }

  // MARK: - What goes

  package func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    guard case .end = unwrapOutboundIn(data), patience.answered() else {
      context.write(data, promise: promise)
      return
    }
    context.writeAndFlush(data, promise: promise)
    context.close(promise: nil)
  }

  package func channelWritabilityChanged(context: ChannelHandlerContext) {
    patience.mayWrite(context.channel.isWritable, at: context.eventLoop.now)
    plan(context)
    context.fireChannelWritabilityChanged()
  }

  // MARK: - Looking

  /// Looks again when it is due. A request that came whole needs no look.
  private func plan(_ context: ChannelHandlerContext) {
    guard isOpen, patience.waits, let due = patience.due(at: context.eventLoop.now) else { return }
    if let planned {
      guard due < planned.due else { return }
      planned.task.cancel()
    }
    let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { [self] in
      planned = nil
      look(context)
    }
    planned = (due, task)
  }

  private func look(_ context: ChannelHandlerContext) {
    switch patience.look(at: context.eventLoop.now) {
    case .end(let ending, let saying408): end(context, ending, saying408: saying408)
    case .giveUp:
      connections.count(.slowBody)
      // Whoever waits for the body gets it instead of the rest, and answers as to any other error.
      context.fireErrorCaught(HTTPError(.requestTimeout))
      plan(context)
    case nil: plan(context)
    }
  }

  private func end(
    _ context: ChannelHandlerContext, _ ending: Connections.Ending?, saying408: Bool
  ) {
    if let ending { connections.count(ending) }
    if saying408 {
      let head = HTTPResponse(
        status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    context.close(promise: nil)
  }
}

/// Tells of bytes before anybody has read a request in them.
private final class FirstBytes: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let connection: ConnectionGuard

  init(_ connection: ConnectionGuard) { self.connection = connection }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    connection.bytesCame()
    context.fireChannelRead(data)
  }
}
