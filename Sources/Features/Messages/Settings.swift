import Core
import Database
import Foundation

/// By what messages go out, and how patiently.
package struct MessageSettings: Sendable, Discreet {
  /// A mail server.
  package struct SMTP: Sendable, Discreet {
    /// `smtp://HOST:PORT`, where the connection becomes secret before anything is said, or `smtps://HOST`.
    package let url: String
    package let user: String?
    package let password: String?
    package let from: EmailAddress
  }

  /// GOV.UK Notify.
  package struct Notify: Sendable, Discreet {
    package let url: String
    package let key: NotifyKey
    /// Templates of the service at Notify: one with `((subject))` and `((body))`, one with `((body))`.
    package let emailTemplate: String
    package let textTemplate: String?
  }

  package var smtp: SMTP?
  package var notify: Notify?
  /// Where messages are put while neither is set up.
  package var folder: String
  /// Proves that a receipt comes from GOV.UK Notify. Without one, receipts are refused.
  package var callbackToken: String?
  /// Seconds before the second try; the later pauses grow with it.
  package var firstPause: Int64 = 60
  /// Seconds that one conversation with a provider may take.
  package var deadline: Int64 = 20
  /// Days after which words and address of a message that has ended are blanked.
  package var keptDays = 90

  package init(folder: String) { self.folder = folder }

  /// `setting` answers what is set under a name, `number` a whole number in a range; both throw what names the setting.
  package init(
    folder standard: String, _ setting: (String) -> String?,
    _ number: (String, ClosedRange<Int>, Int) throws -> Int
  ) throws {
    folder = setting("MESSAGE_FOLDER") ?? standard
    smtp = try Self.smtp(setting)
    notify = try Self.notify(setting)
    callbackToken = setting("NOTIFY_CALLBACK_TOKEN")
    if let callbackToken, callbackToken.utf8.count < 20 {
      throw Unusable("PIERHEAD_NOTIFY_CALLBACK_TOKEN must have 20 characters or more.")
    }
    firstPause = Int64(try number("MESSAGE_PAUSE", 1...3600, Int(firstPause)))
    deadline = Int64(try number("MESSAGE_DEADLINE", 1...120, Int(deadline)))
    keptDays = try number("MESSAGE_KEEP_DAYS", 1...3650, keptDays)
  }

  private static func smtp(_ setting: (String) -> String?) throws -> SMTP? {
    guard let url = setting("SMTP_URL") else { return nil }
    guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), host(of: url) != nil else {
      throw Unusable("PIERHEAD_SMTP_URL must be smtp://HOST:PORT or smtps://HOST:PORT.")
    }
    guard let from = setting("MAIL_FROM").flatMap({ EmailAddress($0) }) else {
      throw Unusable("PIERHEAD_MAIL_FROM must be the email address that messages come from.")
    }
    let (user, password) = (setting("SMTP_USER"), setting("SMTP_PASSWORD"))
    guard (user == nil) == (password == nil) else {
      throw Unusable("PIERHEAD_SMTP_USER and PIERHEAD_SMTP_PASSWORD must be set together.")
    }
    return SMTP(url: url, user: user, password: password, from: from)
  }

  private static func notify(_ setting: (String) -> String?) throws -> Notify? {
    guard let written = setting("NOTIFY_KEY") else { return nil }
    guard let key = NotifyKey(written) else {
      throw Unusable("PIERHEAD_NOTIFY_KEY must be a key as GOV.UK Notify shows it.")
    }
    var url = setting("NOTIFY_URL") ?? "https://api.notifications.service.gov.uk"
    while url.hasSuffix("/") { url.removeLast() }
    guard url.hasPrefix("https://") || (url.hasPrefix("http://") && isLoopback(url)) else {
      throw Unusable("PIERHEAD_NOTIFY_URL must start with https://.")
    }
    func template(_ name: String) throws -> String? {
      guard let text = setting(name) else { return nil }
      guard let id = MessageID(checking: text.lowercased()) else {
        throw Unusable("PIERHEAD_\(name) must be the id of a template at GOV.UK Notify.")
      }
      return id.text
    }
    guard let email = try template("NOTIFY_EMAIL_TEMPLATE") else {
      throw Unusable("PIERHEAD_NOTIFY_EMAIL_TEMPLATE must be set with PIERHEAD_NOTIFY_KEY.")
    }
    return Notify(
      url: url, key: key, emailTemplate: email, textTemplate: try template("NOTIFY_TEXT_TEMPLATE"))
  }

  /// What stands between `://` and the port or path.
  static func host(of url: String) -> String? {
    guard let mark = url.range(of: "://") else { return nil }
    let rest = url[mark.upperBound...]
    let host =
      rest.hasPrefix("[")
      ? rest.dropFirst().prefix { $0 != "]" } : rest.prefix { $0 != ":" && $0 != "/" }
    return host.isEmpty || rest.contains("@") ? nil : String(host)
  }

  static func isLoopback(_ url: String) -> Bool {
    ["127.0.0.1", "::1", "localhost"].contains(host(of: url) ?? "")
  }
}
