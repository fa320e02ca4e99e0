import Hummingbird
import Logging

// The baseline of `make bench`: Hummingbird as it comes, one route, a small fixed text, no middleware.
// It never changes, so that figures of different years can be compared.
var logger = Logger(label: "bare")
logger.logLevel = .error

let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8099
let router = Router()
router.get("/") { _, _ in "Pierhead" }

let application = Application(
  router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
try await application.runService()
