import Access
import App
import Core
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Web

/// Calls `/api/v1` in this process, through the whole chain, as a program with an access token would.
package struct Program: Sendable {
  private let responder: RouterResponder<SiteContext>
  private let token: String?

  /// Without a token where `token` is nil.
  package init(_ pierhead: Pierhead, token: String?) {
    responder = pierhead.site().router().buildResponder()
    self.token = token
  }

  /// With a token made on the machine for this account.
  package init(_ pierhead: Pierhead, as user: User) async throws {
    self.init(
      pierhead, token: try await pierhead.access.token(email: user.email, days: 1, by: .system))
  }

  /// What came back.
  package struct Answer: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let body: String

    package var json: JSON {
      get throws { try JSONReader.read(Array(body.utf8)) }
    }

    /// The text of a key of the answer; empty where there is none.
    package func text(_ key: String) -> String {
      // What is not JSON has no keys.
      guard case .string(let text) = (try? json)?[key] else { return "" }
      return text
    }

    /// The codes of its problems with their fields, as in "route bad_value".
    package var problems: [String] {
      guard case .array(let problems) = (try? json)?["problems"] else { return [] }  // as above
      return problems.map { problem in
        [problem["field"], problem["code"]].map {
          if case .string(let text) = $0 { text } else { "–" }
        }.joined(separator: " ")
      }
    }

    package var version: String? { headers[.eTag] }
  }

  package func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    try await send(.get, path, [], headers)
  }

  package func post(
    _ path: String, _ body: JSON, key: String? = nil, version: String? = nil,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var headers = headers
    headers["Idempotency-Key"] = key
    headers["If-Match"] = version
    return try await post(path, bytes: Array(body.text.utf8), headers: headers)
  }

  package func post(
    _ path: String, bytes: [UInt8], headers: [String: String] = [:]
  ) async throws -> Answer {
    var headers = headers
    headers["Content-Type", default: "application/json"] += ""
    return try await send(.post, path, bytes, headers)
  }

  package func send(
    _ method: HTTPRequest.Method, _ path: String, _ bytes: [UInt8], _ headers: [String: String]
  ) async throws -> Answer {
    var head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path)
    if let token { head.headerFields[.authorization] = "Bearer \(token)" }
    for (name, value) in headers { head.headerFields[HTTPField.Name(name)!] = value }
    var logger = TestLog.logger()
    logger[metadataKey: "hb.request.id"] = "test"
    let response = try await responder.respond(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: bytes))),
      context: SiteContext(logger: logger))
    let collector = Collector()
    try await response.body.write(collector)
    return Answer(
      status: response.status.code, headers: response.headers,
      body: String(buffer: collector.buffer.value))
  }

  private final class Box: @unchecked Sendable { var value = ByteBuffer() }

  private struct Collector: ResponseBodyWriter {
    let buffer = Box()
    mutating func write(_ more: ByteBuffer) async throws {
      var more = more
      buffer.value.writeBuffer(&more)
    }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

extension JSON {
  /// A row as a program sends it.
  package static func row(_ row: [String: String]) -> JSON {
    .object(row.sorted { $0.key < $1.key }.map { Pair($0.key, .string($0.value)) })
  }
}
