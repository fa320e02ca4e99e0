import App
import Core
import Database
import Testing

@testable import Messages

/// By what messages go out, as it is set.
struct SettingsTests {
  private static let key =
    "live-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
  private static let template = "01900000-0000-7000-8000-000000000000"

  private func settings(_ set: [String: String]) throws -> MessageSettings {
    let environment = Dictionary(uniqueKeysWithValues: set.map { ("PIERHEAD_\($0)", $1) })
    return try Configuration(environment: environment).messages
  }

  @Test func `nothing set puts messages into a folder beside the database`() throws {
    let found = try settings(["DATABASE": "sqlite:/srv/a.sqlite"])
    #expect(found.folder == "/srv/a.sqlite.messages" && found.smtp == nil && found.notify == nil)
    let providers = Providers(found)
    #expect(providers.email.name == "Folder" && providers.text?.name == "Folder")
    #expect(found.firstPause == 60 && found.deadline == 20 && found.keptDays == 90)
  }

  @Test func `email goes by the mail server and texts by Notify where both are set`() throws {
    let both = [
      "SMTP_URL": "smtps://mail.example.org", "MAIL_FROM": "hiw@example.org",
      "NOTIFY_KEY": Self.key, "NOTIFY_EMAIL_TEMPLATE": Self.template,
      "NOTIFY_TEXT_TEMPLATE": Self.template,
    ]
    let providers = Providers(try settings(both))
    #expect(providers.email.name == "Mail server" && providers.text?.name == "GOV.UK Notify")
    let mail = Providers(try settings(both.filter { !$0.key.hasPrefix("NOTIFY") }))
    #expect(mail.email.name == "Mail server" && mail.text == nil)
    let notify = Providers(
      try settings(both.filter { $0.key.hasPrefix("NOTIFY") && $0.key != "NOTIFY_TEXT_TEMPLATE" }))
    #expect(notify.email.name == "GOV.UK Notify" && notify.text == nil)
  }

  @Test(
    arguments: [
      (["SMTP_URL": "mail.example.org", "MAIL_FROM": "a@example.org"], "SMTP_URL"),
      (["SMTP_URL": "http://mail.example.org", "MAIL_FROM": "a@example.org"], "SMTP_URL"),
      (
        ["SMTP_URL": "smtp://u:secret-word@mail.example.org", "MAIL_FROM": "a@example.org"],
        "SMTP_URL"
      ),
      (["SMTP_URL": "smtp://mail.example.org"], "MAIL_FROM"),
      (["SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "us"], "MAIL_FROM"),
      (
        ["SMTP_URL": "smtp://m", "MAIL_FROM": "a@example.org", "SMTP_PASSWORD": "secret-word"],
        "SMTP_USER"
      ),
      (["NOTIFY_KEY": "secret-word"], "NOTIFY_KEY"),
      (["NOTIFY_KEY": key], "NOTIFY_EMAIL_TEMPLATE"),
      (["NOTIFY_KEY": key, "NOTIFY_EMAIL_TEMPLATE": "1"], "NOTIFY_EMAIL_TEMPLATE"),
      (
        [
          "NOTIFY_KEY": key, "NOTIFY_EMAIL_TEMPLATE": template, "NOTIFY_URL": "http://example.org",
        ], "NOTIFY_URL"
      ),
      (
        [
          "NOTIFY_KEY": key, "NOTIFY_EMAIL_TEMPLATE": template,
          "NOTIFY_URL": "http://127.0.0.1@evil.example",
        ], "NOTIFY_URL"
      ),
      (["NOTIFY_CALLBACK_TOKEN": "secret-word"], "NOTIFY_CALLBACK_TOKEN"),
      (["MESSAGE_PAUSE": "0"], "MESSAGE_PAUSE"), (["MESSAGE_DEADLINE": "121"], "MESSAGE_DEADLINE"),
      (["MESSAGE_KEEP_DAYS": "never"], "MESSAGE_KEEP_DAYS"),
    ] as [([String: String], String)])
  func `a bad value stops the start, names its setting and tells no secret`(
    set: [String: String], name: String
  ) {
    let error = #expect(throws: Unusable.self) { try settings(set) }
    let words = error?.description ?? ""
    #expect(words.contains("PIERHEAD_\(name)") && !words.contains("secret-word"), "\(words)")
    #expect(!words.contains(Self.key))
  }

  @Test(arguments: [
    ("http://127.0.0.1:8080", true), ("http://localhost", true), ("http://[::1]:25/x", true),
    ("http://127.0.0.1.example.org", false), ("http://example.org/127.0.0.1", false),
    ("http://127.0.0.1@example.org", false), ("smtp://mail.example.org:587", false),
  ])
  func `only this machine's own address is plain`(url: String, isHere: Bool) {
    #expect(MessageSettings.isLoopback(url) == isHere)
  }
}
