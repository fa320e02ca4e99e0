import Access
import Core
import Database
import Duplicates
import Foundation
import Households
import Hummingbird
import Logging
import NIOCore
import Record
import Referrals
import ServiceLifecycle
import UnixSignals
import Web

extension Pierhead {
  /// Every address of the product. The access table of the tests has a row for each.
  package func site(isDemo: Bool = false) -> Site {
    let access = access
    let vocabulary = reference.vocabulary
    return Site(
      service: configuration.service,
      routes: AssetRoutes.all
        + HomePages(
          database: database, service: configuration.service, place: reference.place.name
        ).routes
        + access.pages(isSecure: configuration.isSecure, isDemo: isDemo).routes
        + ReferralPages(referrals).routes
        + HouseholdPages(households, vocabulary: vocabulary).routes + RecordPages(record).routes
        + DuplicatePages(duplicates).routes,
      nav: ReferralPages.nav + HouseholdPages.nav + RecordPages.nav + DuplicatePages.nav
        + [NavEntry("Accounts", to: "/accounts", for: .manageAccounts)],
      isSecure: configuration.isSecure,
      strip: isDemo ? ("Demonstration", "Everyone here is made up. Nothing you do is kept.") : nil,
      proxy: configuration.proxy, pace: Pace(perMinute: configuration.looksPerMinute),
      wall: database.wall,
      identify: { cookie in try await access.identify(cookie) })
  }

  /// Serves until it is told to stop, then lets requests finish. `ready` is called with the address once
  /// somebody can come in.
  package func serve(
    isDemo: Bool = false, logger: Logger, ready: @escaping @Sendable (String) -> Void
  ) async throws {
    let host = configuration.host
    let app = Application(
      responder: site(isDemo: isDemo).router().buildResponder(),
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: .init(
        address: .hostname(host, port: configuration.port), reuseAddress: true),
      services: [Comparing(duplicates: duplicates, logger: logger)],
      onServerRunning: { channel in
        ready("http://\(host):\(channel.localAddress?.port ?? 0)")
      }, logger: logger)
    try await app.runService(gracefulShutdownSignals: [.sigterm, .sigint])
  }
}
