import API
import Access
import Core
import Database
import Duplicates
import Foundation
import Households
import Hummingbird
import Invitations
import Logging
import Messages
import NIOCore
import Record
import Referrals
import Search
import ServiceLifecycle
import Teams
import UnixSignals
import Web

extension Pierhead {
  /// Every address of the product. The access table of the tests has a row for each.
  package func site(isDemo: Bool = false) -> Site {
    let access = access
    let vocabulary = reference.vocabulary
    let rooms: [[Route]] = [
      AssetRoutes.all,
      HomePages(
        database: database, service: configuration.service, place: reference.place.name
      ).routes,
      access.pages(isSecure: configuration.isSecure, isDemo: isDemo).routes,
      ReferralPages(referrals).routes, TransferPages(referrals).routes,
      KeyedPages(referrals).routes,
      HouseholdPages(households, vocabulary: vocabulary).routes,
      RecordPages(record).routes,
      SearchPages(search).routes,
      TeamPages(teams, vocabulary: vocabulary).routes,
      MessagePages(messages).routes, MessageCallback(messages).routes,
      DuplicatePages(duplicates).routes,
      InvitationPages(invitations, keyed: KeyedPages(referrals)).routes,
      InvitationAnswerPages(invitations, organisation: reference.organisation).routes,
      api.routes, WebhookPages(webhooks).routes,
    ]
    let nav: [[NavEntry]] = [
      TeamPages.mondayNav, ReferralPages.nav, KeyedPages.nav, HouseholdPages.nav, TeamPages.nav,
      TransferPages.nav, DuplicatePages.nav, InvitationPages.nav, RecordPages.nav, MessagePages.nav,
      [NavEntry("Accounts", to: "/accounts", for: .manageAccounts)],
      WebhookPages.nav,
    ]
    return Site(
      service: configuration.service, routes: rooms.flatMap(\.self), nav: nav.flatMap(\.self),
      searchPath: SearchPages.path, isSecure: configuration.isSecure,
      strip: isDemo ? ("Demonstration", "Everyone here is made up. Nothing you do is kept.") : nil,
      proxy: configuration.proxy, pace: Pace(perMinute: configuration.looksPerMinute),
      wall: database.wall,
      identify: { cookie in try await access.identify(cookie) },
      identifyBearer: { token in try await access.identify(bearer: token) })
  }

  /// Serves until it is told to stop, then lets requests finish. `ready` is called with the address once
  /// somebody can come in.
  package func serve(
    isDemo: Bool = false, logger: Logger, ready: @escaping @Sendable (String) -> Void
  ) async throws {
    let host = configuration.host
    database.answer(within: .seconds(configuration.writeDeadline))
    let app = Application(
      responder: site(isDemo: isDemo).router().buildResponder(),
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: .init(
        address: .hostname(host, port: configuration.port), reuseAddress: true),
      services: [
        ClearingUp(pierhead: self, logger: logger),
        RegularWork(pierhead: self, logger: logger),
        Sending(sender: messages.sender, logger: logger),
        TellingWebhooks(webhooks: webhooks, logger: logger),
        Comparing(duplicates: duplicates, logger: logger),
      ],
      onServerRunning: { channel in
        ready("http://\(host):\(channel.localAddress?.port ?? 0)")
      }, logger: logger)
    try await app.runService(gracefulShutdownSignals: [.sigterm, .sigint])
  }
}

/// Clears up once after the server has started, so that nobody waits for it to be ready.
private struct ClearingUp: Service {
  let pierhead: Pierhead
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      do { try await pierhead.clearUp() } catch {
        logger.error("what a file that was cut off has left can't be cleared away: \(error)")
      }
    }
    // A service that ends would end the server.
    try await gracefulShutdown()
  }
}

/// Hands over messages while the server runs, and stops with it.
private struct Sending: Service {
  let sender: Sender
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await sender.run { error in
        logger.error("sending messages", metadata: ["error": "\(error)"])
      }
    }
  }
}
