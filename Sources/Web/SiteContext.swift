import Hummingbird
import Logging
import NIOCore

/// What Hummingbird carries along a request for us.
package struct SiteContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  private let peer: SocketAddress?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress
  }

  /// For requests that no socket carried.
  package init(logger: Logger) {
    coreContext = CoreRequestContextStorage(source: Loose(logger: logger))
    peer = nil
  }

  /// The peer's IP address.
  var address: String { peer?.ipAddress ?? "local" }

  private struct Loose: RequestContextSource { let logger: Logger }
}
