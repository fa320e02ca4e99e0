import API
import Access
import Core
import Database
import Foundation
import Messages

/// Everything that can be set, read once at the start: a flag before the environment before the file that
/// `PIERHEAD_CONFIG` names before the default. A bad value stops the start and names its setting.
package struct Configuration: Sendable, Discreet {
  package var database: Address
  package var host: String
  package var port: Int
  /// Where people reach us, without a slash at the end. Decides whether cookies are Secure.
  package var origin: String
  package var keyFile: String
  /// The operator's backup key: both halves, or the one that makes backups.
  package var backupKeyFile: String
  /// Whether that file was named, and not only looked for where it usually is.
  package var namesBackupKey: Bool
  /// The service's name, on every page.
  package var service: String
  /// 0 for no limit.
  package var looksPerMinute: Int
  /// Forms and requests that change something. 0 for no limit.
  package var sendsPerMinute: Int
  /// 0 for no limit.
  package var downloadsPerHour: Int
  /// Seconds after which whoever waits for a database that is away is answered.
  package var writeDeadline: Int
  package var logLevel: String
  /// "text" or "json".
  package var logFormat: String
  /// Whoever sends it may read the numbers of `/metrics` from another machine; nil for nobody.
  package var metricsToken: String?
  /// How many connections are taken in at once, where the machine allows as many file handles.
  package var connections: Int
  /// The address of the one proxy that may say who its visitor is, or nil.
  package var proxy: String?
  /// Limits of signing in and of sessions.
  package var access = AccessSettings()
  /// By what messages go out. Its secrets have no flags, because others on the machine can read those.
  package var messages: MessageSettings
  package var api = API.Settings()
  /// Whether webhooks may be sent to this machine itself, to try them out.
  package var webhooksToLoopback = false

  /// `flags` are settings by their names without `PIERHEAD_`, in capitals; nil values were not given.
  package init(
    flags: [String: String?] = [:],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    let file = try environment["PIERHEAD_CONFIG"].map(Self.read) ?? [:]
    func setting(_ name: String) -> String? {
      (flags[name] ?? nil) ?? environment["PIERHEAD_\(name)"] ?? file[name]
    }
    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) throws -> Int {
      guard let text = setting(name) else { return standard }
      guard let value = Int(text), range.contains(value) else {
        // Not what stands there instead: it may be a secret under the wrong name.
        throw Unusable(
          "PIERHEAD_\(name) must be a number from \(range.lowerBound) to \(range.upperBound).")
      }
      return value
    }
    database = try Address(setting("DATABASE") ?? "sqlite:./pierhead.sqlite")
    host = setting("HOST") ?? "127.0.0.1"
    port = try number("PORT", in: 0...65535, default: 8080)
    origin = setting("URL") ?? "http://\(host):\(port)"
    while origin.hasSuffix("/") { origin.removeLast() }
    guard origin.hasPrefix("http://") || origin.hasPrefix("https://") else {
      throw Unusable("PIERHEAD_URL must start with https:// or http://.")
    }
    if case .sqlite(let path) = database {
      keyFile = setting("KEY_FILE") ?? path + ".key"
    } else {
      keyFile = setting("KEY_FILE") ?? "./pierhead.key"
    }
    backupKeyFile = setting("BACKUP_KEY") ?? "./pierhead-backup.key"
    namesBackupKey = setting("BACKUP_KEY") != nil
    var messageFolder = "./pierhead-messages"
    if case .sqlite(let path) = database { messageFolder = path + ".messages" }
    messages = try MessageSettings(folder: messageFolder, setting) { name, range, standard in
      try number(name, in: range, default: standard)
    }
    service = setting("SERVICE") ?? "Households into Work"
    looksPerMinute = try number("LOOKS_PER_MINUTE", in: 0...1_000_000, default: 300)
    sendsPerMinute = try number("SENDS_PER_MINUTE", in: 0...1_000_000, default: 120)
    downloadsPerHour = try number("DOWNLOADS_PER_HOUR", in: 0...1_000_000, default: 60)
    writeDeadline = try number("WRITE_DEADLINE", in: 2...300, default: 10)
    logLevel = setting("LOG") ?? "notice"
    logFormat = setting("LOG_FORMAT") ?? "text"
    guard ["text", "json"].contains(logFormat) else {
      throw Unusable("PIERHEAD_LOG_FORMAT must be text or json.")
    }
    // A secret: no flag for it, because others on the machine can read those.
    metricsToken = setting("METRICS_TOKEN")
    if let metricsToken, metricsToken.utf8.count < 20 {
      throw Unusable("PIERHEAD_METRICS_TOKEN must have 20 characters or more.")
    }
    connections = try number("CONNECTIONS", in: 100...100_000, default: 8000)
    proxy = setting("PROXY")
    webhooksToLoopback = try number("WEBHOOKS_TO_LOOPBACK", in: 0...1, default: 0) == 1
    api.keyHours = try number("KEY_HOURS", in: 24...720, default: api.keyHours)
    access.triesPerAccount = try number(
      "SIGN_IN_TRIES", in: 1...1000, default: access.triesPerAccount)
    access.failuresPerAddress = try number(
      "SIGN_IN_FAILURES", in: 1...100_000, default: access.failuresPerAddress)
    access.window = Int64(try number("SIGN_IN_WINDOW", in: 10...86400, default: Int(access.window)))
    access.idle = Int64(try number("SESSION_IDLE", in: 60...604_800, default: Int(access.idle)))
    access.absolute = Int64(
      try number("SESSION_LIFE", in: 60...2_592_000, default: Int(access.absolute)))
  }

  package var isSecure: Bool { origin.hasPrefix("https://") }

  /// `NAME=value` lines; `#` starts a comment; names with or without `PIERHEAD_`.
  private static func read(_ path: String) throws -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unusable("The configuration file \(path) can't be read.")
    }
    var settings: [String: String] = [:]
    for (index, line) in String(decoding: data, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let text = line.trimmingCharacters(in: .whitespaces)
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      guard let mark = text.firstIndex(of: "=") else {
        throw Unusable("Line \(index + 1) of \(path) is not NAME=value.")
      }
      let name = text[..<mark].trimmingCharacters(in: .whitespaces)
      settings[name.hasPrefix("PIERHEAD_") ? String(name.dropFirst(9)) : name] =
        text[text.index(after: mark)...].trimmingCharacters(in: .whitespaces)
    }
    return settings
  }
}
