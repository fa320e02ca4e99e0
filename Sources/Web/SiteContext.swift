import Core
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What Hummingbird carries along a request for us.
package struct SiteContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  private let peer: SocketAddress?
  /// Who made the request, noted for its line in the log; nil where no such lines are written.
  let trace: Trace?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress
    trace = source.logger.logLevel <= .info ? Trace() : nil
  }

  /// For requests that no socket carried.
  package init(logger: Logger) {
    coreContext = CoreRequestContextStorage(source: Loose(logger: logger))
    peer = nil
    trace = logger.logLevel <= .info ? Trace() : nil
  }

  /// The peer's IP address; "local" where no network is between.
  var address: String { peer?.ipAddress ?? "local" }

  private struct Loose: RequestContextSource { let logger: Logger }
}

/// What becomes known of a request while it is answered.
final class Trace: Sendable {
  private let found = Mutex<AccountID?>(nil)

  var account: AccountID? { found.withLock { $0 } }
  func note(_ account: AccountID) { found.withLock { $0 = account } }
}
