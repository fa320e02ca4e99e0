import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// The JSON object that a program sent, with exactly the keys that are asked for. Everything wrong with it is told at
/// once; what can't be read at all is refused with 400, 413 or 415.
package struct JSONBody: Sendable {
  /// Bytes.
  package static let limit = 256 * 1024

  /// As they were sent, for a digest of the request.
  package let bytes: [UInt8]
  private let members: [String: JSON]

  package static func read(_ visit: Visit) async throws -> JSONBody {
    let type = (visit.header(.contentType) ?? "").split(separator: ";").first ?? ""
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      throw HTTPError(.unsupportedMediaType, message: "Send application/json.")
    }
    let buffer = try await visit.request.body.collect(upTo: limit)
    return try JSONBody(Array(buffer.readableBytesView))
  }

  package init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    let value: JSON
    do {
      value = try JSONReader.read(bytes)
    } catch {
      throw HTTPError(.badRequest, message: error.words)
    }
    guard case .object(let members) = value else {
      throw HTTPError(.badRequest, message: "Send a JSON object.")
    }
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  /// The texts of these keys; those that are not there are empty. `lists` may hold lists of texts. Any other key, and any
  /// other kind of value, is refused.
  package func values(
    texts: Set<String>, lists: Set<String> = []
  ) throws(Rejection) -> (texts: [String: String], lists: [String: [String]]) {
    var (found, several): ([String: String], [String: [String]]) = ([:], [:])
    var problems: [Problem] = []
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      switch value {
      case .string(let text) where texts.contains(key):
        found[key] = text
        if Self.hasZero(text) { problems.append(Problem(key, Reason("api.zero"))) }
      case .array(let values) where lists.contains(key):
        let words = values.compactMap { value in
          if case .string(let text) = value { text } else { nil as String? }
        }
        several[key] = words
        if words.count < values.count { problems.append(Problem(key, Reason("api.list"))) }
        if words.contains(where: Self.hasZero) { problems.append(Problem(key, Reason("api.zero"))) }
      case _ where texts.contains(key): problems.append(Problem(key, Reason("api.text")))
      case _ where lists.contains(key): problems.append(Problem(key, Reason("api.list")))
      default:
        problems.append(Problem(String(key.prefix(100)), Reason("api.unknown-key")))
      }
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    return (found, several)
  }

  /// No engine stores U+0000 in a text.
  private static func hasZero(_ text: String) -> Bool { text.unicodeScalars.contains("\0") }
}
