import Core
import Duplicates
import Logging
import ServiceLifecycle

/// Compares people who came lately with everybody known, while the server runs: a few at a time, and at most half of
/// the time, because pages come first.
struct Comparing: Service, Discreet {
  let duplicates: Duplicates
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let isIdle: Bool
        do {
          isIdle = try await duplicates.compareSome() == nil
        } catch {
          logger.error("likely duplicates can't be looked for: \(error)")
          isIdle = true
        }
        // Cancelling ends the sleep, and with it the loop.
        // tidy: leaves the machine to pages between steps, and looks again for new people
        try? await Task.sleep(for: isIdle ? .seconds(5) : .milliseconds(100))  // ends with the loop
      }
    }
  }
}
