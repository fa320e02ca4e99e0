import Core
import Database
import Households
import Logging
import Referrals
import ServiceLifecycle

/// What the server does by itself while it serves, again and again: late answers are escalated, advocates told of clocks that
/// end soon, owners of projects reminded of reports, and whoever it concerns of clearances and conditions that are due. Each
/// piece of it may be done twice, or by two servers at once, and writes nothing twice.
struct RegularWork: Service, Discreet {
  let pierhead: Pierhead
  let logger: Logger

  /// Ten minutes: what is told in days need not be told sooner.
  static let pause = Duration.seconds(600)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await pierhead.referrals.escalateLateAnswers()
          pierhead.watch.succeeded(.lateAnswers, at: pierhead.database.wall.now())
        } catch {
          logger.error("late answers could not be escalated: \(error)")
        }
        do {
          try await pierhead.households.tellOfEndingClocks()
          pierhead.watch.succeeded(.endingClocks, at: pierhead.database.wall.now())
        } catch {
          logger.error("advocates could not be told of clocks: \(error)")
        }
        do {
          try await pierhead.remindOfReports()
          pierhead.watch.succeeded(.dueReports, at: pierhead.database.wall.now())
        } catch {
          logger.error("owners could not be reminded of reports: \(error)")
        }
        do {
          try await pierhead.remindOfProgramme()
          pierhead.watch.succeeded(.programmeDates, at: pierhead.database.wall.now())
        } catch {
          logger.error("nobody could be reminded of the programme's dates: \(error)")
        }
        // tidy: work that comes again and again waits for the clock; the end of the server ends the wait
        do { try await Task.sleep(for: Self.pause) } catch { return }
      }
    }
  }
}
