import App
import Foundation
import Support
import Testing

/// Whoever writes the program out whole, as libraries do at their most talkative, learns no secret of it.
struct DiscreetTests {
  private static let secret = "wrenfeather-7Quill"
  private static let notifySecret = "3d844edf-8d35-48ac-975b-e847b4f122b0"
  private static let settings = [
    "PIERHEAD_METRICS_TOKEN": "\(secret)-metrics-token",
    "PIERHEAD_NOTIFY_CALLBACK_TOKEN": "\(secret)-callback",
    "PIERHEAD_SMTP_URL": "smtp://127.0.0.1:25", "PIERHEAD_SMTP_USER": "somebody",
    "PIERHEAD_MAIL_FROM": "hiw@example.org", "PIERHEAD_SMTP_PASSWORD": "\(secret)-mail",
    "PIERHEAD_NOTIFY_KEY": "test-26785a09-ab16-4eb0-8407-a37497a57506-\(notifySecret)",
    "PIERHEAD_NOTIFY_EMAIL_TEMPLATE": "0f3b68c5-3b0a-4c9c-8f4e-2a7f5c0d9a11",
  ]

  @Test func `the whole program written out tells no setting`() async throws {
    try await TestDatabase.with(.sqlite, settings: Self.settings) { pierhead, _ in
      #expect(pierhead.configuration.metricsToken == "\(Self.secret)-metrics-token")
      let settings = pierhead.configuration
      let doors: [any Sendable] = [pierhead, settings, settings.messages, pierhead.access]
      for whole in doors + Served.services(of: pierhead) {
        var dumped = ""
        dump(whole, to: &dumped)
        for text in ["\(whole)", String(reflecting: whole), dumped] {
          #expect(
            !text.contains(Self.secret) && !text.contains(Self.notifySecret), "\(text.prefix(200))")
        }
      }
    }
  }

  @Test func `what runs beside the pages is told by its name`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let names = Served.services(of: pierhead).map { "\($0)" }
      #expect(names.contains("RegularWork") && names.contains("Sending"))
      #expect(names.allSatisfy { $0.allSatisfy(\.isLetter) }, "\(names)")
    }
  }
}
