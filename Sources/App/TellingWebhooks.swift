import API
import Core
import Logging
import ServiceLifecycle

/// Tells webhooks of changes while the server runs. What is cut off is told again, by this server or the next one.
struct TellingWebhooks: Service, Discreet {
  let webhooks: Webhooks
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await webhooks.run { error in
        logger.error("telling webhooks", metadata: ["error": "\(error)"])
      }
    }
  }
}
