import Core
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Web

@testable import Access

/// A browser without a socket: follows nothing by itself, keeps cookies, fills forms in.
final class PageBrowser {
  struct Shown {
    let status: Int
    let body: String
    let headers: HTTPFields

    /// The first text between two others.
    func between(_ start: String, _ end: String) -> String? {
      guard let from = body.range(of: start)?.upperBound,
        let to = body[from...].range(of: end)?.lowerBound
      else { return nil }
      return String(body[from..<to])
    }
  }

  private let responder: any HTTPResponder<SiteContext>
  private(set) var cookies: [String: String] = [:]

  init(_ access: Access, isDemo: Bool = false) {
    let site = Site(
      service: "Test", routes: access.pages(isSecure: false, isDemo: isDemo).routes, nav: [],
      isSecure: false, pace: Pace(perMinute: 0), identify: { try await access.identify($0) })
    responder = site.router().buildResponder()
  }

  func get(_ path: String) async throws -> Shown { try await send(.get, path, nil) }

  /// Posts fields, with the form token of the page that was shown before.
  func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:], on page: Shown? = nil)
    async throws -> Shown
  {
    let token = page?.between("name=\"form_token\" value=\"", "\"") ?? ""
    let pairs = [("form_token", token)] + fields.map { ($0.key, $0.value) }
    let body = pairs.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    return try await send(.post, path, body)
  }

  private func send(_ method: HTTPRequest.Method, _ path: String, _ form: String?) async throws
    -> Shown
  {
    var headers: HTTPFields = [:]
    if !cookies.isEmpty {
      headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }
    if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: form ?? "")))
    var logger = Logger(label: "test")
    logger[metadataKey: "hb.request.id"] = "test"
    let context = SiteContext(logger: logger)
    let response = try await responder.respond(to: request, context: context)
    let writer = Collected()
    try await response.body.write(writer)
    for cookie in response.headers[values: .setCookie] {
      let pair = cookie.prefix { $0 != ";" }.split(separator: "=", omittingEmptySubsequences: false)
      cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
    }
    return Shown(
      status: response.status.code, body: String(buffer: writer.buffer), headers: response.headers)
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

private final class Collected: ResponseBodyWriter {
  var buffer = ByteBuffer()
  func write(_ buffer: ByteBuffer) async throws { self.buffer.writeImmutableBuffer(buffer) }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
