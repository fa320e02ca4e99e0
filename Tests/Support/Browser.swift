import App
import Core
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Web

/// Visits pages in this process, through the whole chain, as a browser without scripts would.
package final class Browser {
  private let site: Site
  private let responder: RouterResponder<SiteContext>
  package var cookies: [String: String] = [:]

  package convenience init(_ pierhead: Pierhead, session: String? = nil, isDemo: Bool = false) {
    self.init(pierhead.site(isDemo: isDemo), session: session)
  }

  package init(_ site: Site, session: String? = nil) {
    self.site = site
    responder = site.router().buildResponder()
    if let session { cookies[Site.sessionCookie(isSecure: false)] = session }
  }

  /// Another browser at the same site.
  package init(beside other: Browser, session: String) {
    (site, responder) = (other.site, other.responder)
    cookies[Site.sessionCookie(isSecure: false)] = session
  }

  /// What came back: the status, the headers, and the words and addresses of the page.
  package struct Answer: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let body: String

    package var location: String? { headers[.location] }

    /// What a person reads: the text of the page without its tags, white space folded.
    package var words: String {
      var text = ""
      var isTag = false
      for character in body {
        switch character {
        case "<":
          isTag = true
          text += " "
        case ">": isTag = false
        default: if !isTag { text.append(character) }
        }
      }
      for (entity, plain) in [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
      ] {
        text = text.replacing(entity, with: plain)
      }
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The value of a hidden or visible input.
    package func value(of name: String) -> String? {
      guard let field = body.range(of: "name=\"\(name)\"") else { return nil }
      let tag = body[..<field.lowerBound].lastIndex(of: "<") ?? body.startIndex
      let end = body[tag...].firstIndex(of: ">") ?? body.endIndex
      guard let value = body[tag..<end].range(of: "value=\"") else { return nil }
      return String(body[value.upperBound...].prefix { $0 != "\"" })
    }
  }

  package func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    try await send(.get, path, form: nil, headers)
  }

  /// Posts a form as it is given; `token` adds this session's form token, as every page of ours would.
  package func post(
    _ path: String, _ form: [(String, String)] = [], token: Bool = true,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var form = form
    if token { form.append(("form_token", try await formToken())) }
    return try await send(.post, path, form: form, headers)
  }

  package func send(
    _ method: HTTPRequest.Method, _ path: String, form: [(String, String)]?,
    _ headers: [String: String] = [:]
  ) async throws -> Answer {
    var headers = headers
    if form != nil { headers["Content-Type", default: "application/x-www-form-urlencoded"] += "" }
    let text = (form ?? []).map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(
      separator: "&")
    return try await send(method, path, body: Array(text.utf8), headers)
  }

  /// Sends bytes as they are, as a hostile program could.
  package func send(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8], _ headers: [String: String] = [:]
  ) async throws -> Answer {
    var head = HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1", path: path)
    if !cookies.isEmpty {
      head.headerFields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(
        separator: "; ")
    }
    for (name, value) in headers { head.headerFields[HTTPField.Name(name)!] = value }
    let body = ByteBuffer(bytes: body)
    var logger = TestLog.logger()
    logger[metadataKey: "hb.request.id"] = "test"
    let response = try await responder.respond(
      to: Request(head: head, body: RequestBody(buffer: body)), context: SiteContext(logger: logger)
    )
    for cookie in response.headers[values: .setCookie] {
      let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
    }
    let writer = Collector()
    try await response.body.write(writer)
    return Answer(
      status: response.status.code, headers: response.headers,
      body: String(buffer: writer.buffer.value))
  }

  /// What the forms of this session's pages hold.
  package func formToken() async throws -> String {
    let cookie = cookies[Site.sessionCookie(isSecure: false)] ?? ""
    return try await site.identify(cookie)?.formToken ?? ""
  }

  private static func encoded(_ text: String) -> String {
    var plain = CharacterSet.alphanumerics
    plain.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
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
