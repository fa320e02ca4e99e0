import API
import Access
import Core
import Database
import Duplicates
import Foundation
import Households
import Hummingbird
import HummingbirdCore
import Invitations
import Logging
import Messages
import NIOCore
import Programme
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
      HomePages(service: configuration.service, place: reference.place.name).routes,
      HealthPages(watch: watch).routes, Metrics(pierhead: self).routes,
      StatePage(
        pierhead: self,
        lastBackup: {
          try await database.read { try $0.lastBackup() }.map {
            (at: $0.madeAt, size: Int64($0.bytes))
          }
        }
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
      ProgrammePages(programme).routes, PackPages(packs).routes,
      GatePages(gates).routes,
      HighlightPages(highlights).routes,
      CalendarPages(CalendarLinks(programme, access: access)).routes,
      ProgrammePages(programme).timeRoutes(origin: configuration.origin),
      BenefitPages(programme).routes, HindsightPages(programme).routes,
      api.routes, WebhookPages(webhooks).routes,
    ]
    let nav: [[NavEntry]] = [
      TeamPages.mondayNav, ReferralPages.nav, KeyedPages.nav, HouseholdPages.nav, TeamPages.nav,
      TransferPages.nav, DuplicatePages.nav, InvitationPages.nav, ProgrammePages.nav,
      RecordPages.nav, MessagePages.nav,
      [NavEntry("Accounts", to: "/accounts", for: .manageAccounts)],
      WebhookPages.nav, StatePage.nav,
    ]
    return Site(
      service: configuration.service, routes: rooms.flatMap(\.self), nav: nav.flatMap(\.self),
      searchPath: SearchPages.path, isSecure: configuration.isSecure,
      strip: isDemo ? ("Demonstration", "Everyone here is made up. Nothing you do is kept.") : nil,
      proxy: configuration.proxy, pace: Pace(perMinute: configuration.looksPerMinute),
      sends: Pace(perMinute: configuration.sendsPerMinute, reason: "pace.sends"),
      downloads: Downloads(perHour: configuration.downloadsPerHour),
      wall: database.wall, meter: watch.meter,
      identify: { cookie in try await access.identify(cookie) },
      identifyBearer: { token in try await access.identify(bearer: token) })
  }

  /// Serves until it is told to stop, then lets requests finish. `ready` is called with the address once
  /// somebody can come in. Throws `Unusable` where the address can't be listened on.
  package func serve(
    isDemo: Bool = false, logger: Logger, ready: @escaping @Sendable (String) -> Void
  ) async throws {
    try await warnOfLog(logger)
    do {
      try await application(isDemo: isDemo, logger: logger, ready: ready)
        .runService(gracefulShutdownSignals: [.sigterm, .sigint])
    } catch let error as IOError {
      let address = "\(configuration.host):\(configuration.port)"
      throw Unusable(
        "The address \(address) can't be listened on: \(String(cString: strerror(error.errnoCode)))."
      )
    }
  }

  /// The server itself. `deadlines` are shorter in tests.
  package func application(
    isDemo: Bool = false, logger: Logger, deadlines: Deadlines = Deadlines(),
    ready: @escaping @Sendable (String) -> Void
  ) -> some ApplicationProtocol {
    database.answer(within: .seconds(configuration.writeDeadline))
    let (host, connections) = (configuration.host, watch.connections)
    OwnProcess.raiseFileLimit()
    return Application(
      responder: site(isDemo: isDemo).router().buildResponder(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionGuard(deadlines, connections)],
          idleTimeout: deadlines.idle,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(host, port: configuration.port), backlog: 4096, reuseAddress: true,
        availableConnectionsDelegate: RoomForConnections(most: configuration.connections) {
          OwnProcess.fileLimit
        }),
      services: services(logger: logger),
      onServerRunning: { channel in
        ready("http://\(host):\(channel.localAddress?.port ?? 0)")
      }, logger: logger)
  }

  private func warnOfLog(_ logger: Logger) async throws {
    do {
      guard try await database.logsValues() else { return }
      logger.warning(
        "PostgreSQL's own log may quote what people told us: set log_error_verbosity and log_parameter_max_length for our role, as docs/operations/postgresql.md shows"
      )
    } catch is any NotNow {
      // Gone since it was opened. Pages say so until it is back.
    }
  }

  /// What the server does beside answering.
  package func services(logger: Logger) -> [any Service] {
    [
      CheckingFile(database: database, logger: logger),
      ClearingUp(pierhead: self, logger: logger),
      RegularWork(pierhead: self, logger: logger),
      Sending(sender: messages.sender, logger: logger),
      TellingWebhooks(webhooks: webhooks, logger: logger),
      Comparing(duplicates: duplicates, logger: logger),
    ]
  }
}

/// How many connections may stand at once: never as many as there are file handles.
///
/// Some are kept for the database, the key, the log and commands. It is worse than that to have none left: while work
/// waits, libdispatch opens a file in /proc each second, and ends the process where it can't. The limit is asked for
/// anew each time, because it may be lowered while we run.
package struct RoomForConnections: AvailableConnectionsDelegate {
  private let most: Int
  private let handles: @Sendable () -> Int
  private var open = 0

  /// File handles that no connection gets.
  private static let kept = 200
  /// Connections that stand even where there are next to no handles.
  private static let fewest = 100

  package init(most: Int, handles: @escaping @Sendable () -> Int) {
    self.most = most
    self.handles = handles
  }

  package mutating func connectionOpened() { open += 1 }
  package mutating func connectionClosed() { open -= 1 }

  package func isAcceptingNewConnections() -> Bool {
    open < min(most, max(Self.fewest, handles() - Self.kept))
  }
}

/// Checks a large file after a process that did not end well, while people are served. A damaged one ends this process at
/// once, and without closing the file well: so the next start checks it again.
private struct CheckingFile: Service, Discreet {
  let database: Database
  let logger: Logger

  func run() async throws {
    do { try await database.checkFile() } catch let unusable as Unusable {
      logger.critical("\(unusable)")
      _exit(78)
    } catch { logger.error("the file could not be checked: \(error)") }
    // A service that ends would end the server.
    try await gracefulShutdown()
  }
}

/// Clears up once after the server has started, so that nobody waits for it to be ready.
private struct ClearingUp: Service, Discreet {
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
private struct Sending: Service, Discreet {
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
