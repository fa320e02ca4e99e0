import Core
import Database
import Foundation
import Logging

/// Writes each event of the log as one line, as text or as JSON. Whatever came from outside can't begin another line,
/// nor steer the terminal on which somebody reads it: control characters are written out.
package struct LineLog: LogHandler {
  package enum Format: String, Sendable { case text, json }

  package var logLevel = Logger.Level.notice
  package var metadata: Logger.Metadata = [:]

  private let format: Format
  private let wall: Wall
  private let write: @Sendable (String) -> Void

  /// `write` takes a whole line with its end.
  package init(
    _ format: Format, wall: Wall = .real, write: @escaping @Sendable (String) -> Void
  ) {
    self.format = format
    self.wall = wall
    self.write = write
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var pairs = metadata.merging(event.metadata ?? [:]) { _, new in new }
    if let error = event.error, pairs["error"] == nil { pairs["error"] = "\(error)" }
    let id = pairs.removeValue(forKey: "hb.request.id")
    let values =
      (id.map { [("request", $0)] } ?? [])
      + pairs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let message = event.message.description
    switch format {
    case .text: write(text(event.level, message, values))
    case .json: write(json(event.level, message, values))
    }
  }

  /// `2026-11-20T12:00:00.000000Z notice request: the message key=value`
  private func text(
    _ level: Logger.Level, _ message: String, _ values: [(String, Logger.MetadataValue)]
  ) -> String {
    var line = "\(wall.now()) \(level.rawValue) \(Self.plain(message))"
    for (key, value) in values {
      let text = Self.plain(value.description)
      let isWord = !text.isEmpty && !text.utf8.contains { " \"=".utf8.contains($0) }
      line += " \(Self.plain(key))=\(isWord ? text : Self.inQuotes(text))"
    }
    return line + "\n"
  }

  /// By scalars: as letters, a quote and an accent behind it are one, which is no quote.
  private static func inQuotes(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "\"") { line, scalar in
      if scalar == "\"" || scalar == "\\" { line.unicodeScalars.append("\\") }
      line.unicodeScalars.append(scalar)
    } + "\""
  }

  private func json(
    _ level: Logger.Level, _ message: String, _ values: [(String, Logger.MetadataValue)]
  ) -> String {
    var json = JSONText()
    json.open("{")
    json.key("time")
    json.string(wall.now().description)
    json.key("level")
    json.string(level.rawValue)
    json.key("message")
    json.string(Self.plain(message))
    for (key, value) in values where !["time", "level", "message"].contains(key) {
      json.key(Self.plain(key))
      Self.write(value, to: &json)
    }
    json.close("}")
    return json.text + "\n"
  }

  /// Numbers stay numbers, so that programs can reckon with them.
  private static func write(_ value: Logger.MetadataValue, to json: inout JSONText) {
    if case .stringConvertible(let value) = value, value is Int || value is Double {
      json.literal("\(value)")
    } else {
      json.string(plain(value.description))
    }
  }

  /// A text without what ends a line or steers a terminal: C0, C1, and the line ends of Unicode.
  static func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: steers) else { return text }
    var plain = ""
    for scalar in text.unicodeScalars {
      if steers(scalar) {
        plain += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension Configuration {
  /// The log of a server, to standard error.
  package func logger() throws -> Logger {
    guard let level = Logger.Level(rawValue: logLevel) else {
      throw Unusable(
        "PIERHEAD_LOG must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    let format = LineLog.Format(rawValue: logFormat) ?? .text
    let handler = LineLog(format) { FileHandle.standardError.write(Data($0.utf8)) }
    var logger = Logger(label: "pierhead") { _ in handler }
    logger.logLevel = level
    return logger
  }
}
