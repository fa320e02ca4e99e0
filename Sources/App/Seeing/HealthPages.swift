import Core
import Database
import HTTPTypes
import Web

/// What a program asks that keeps this server running, or sends visitors to it.
struct HealthPages: Sendable {
  let watch: Watch

  var routes: [Route] {
    [
      .get("/health/live", .anyone) { _ in .text("live\n") },
      .get("/health/ready", .anyone) { _ in
        let health = await watch.health.health()
        let json: JSON = [
          "ready": .bool(health.isReady), "checks": .array(health.checks.map(Self.json)),
        ]
        return .json(json.text + "\n", health.isReady ? .ok : .serviceUnavailable)
      },
    ]
  }

  private static func json(_ check: Health.Check) -> JSON {
    guard let trouble = check.trouble else { return ["name": .string(check.name), "ok": true] }
    return ["name": .string(check.name), "ok": false, "why": .string(trouble)]
  }
}
