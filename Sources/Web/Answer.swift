import Core
import HTML
import HTTPTypes

/// What a handler gives back. The site makes the response of it.
package struct Answer: Sendable {
  package enum Body: Sendable {
    case page(Page)
    case bytes([UInt8], contentType: String)
    case none
  }

  package var status: HTTPResponse.Status
  package var headers: HTTPFields
  package var body: Body

  package init(status: HTTPResponse.Status, headers: HTTPFields, body: Body) {
    (self.status, self.headers, self.body) = (status, headers, body)
  }

  package static func page(_ page: Page, _ status: HTTPResponse.Status = .ok) -> Answer {
    Answer(status: status, headers: [:], body: .page(page))
  }

  /// The form again, as it was sent, with what is wrong with it.
  package static func again(_ page: Page) -> Answer { .page(page, .unprocessableContent) }

  /// After a change: to the page that shows it, with the words of `English.texts["done.KEY"]` above it.
  package static func see(_ path: String, done key: String? = nil) -> Answer {
    let mark = path.contains("?") ? "&" : "?"
    return Answer(
      status: .seeOther, headers: [.location: path + (key.map { "\(mark)done=\($0)" } ?? "")],
      body: .none)
  }

  package static func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> Answer {
    Answer(
      status: status, headers: [:],
      body: .bytes(Array(text.utf8), contentType: "text/plain; charset=utf-8"))
  }

  package static func json(_ text: String, _ status: HTTPResponse.Status = .ok) -> Answer {
    Answer(
      status: status, headers: [:],
      body: .bytes(Array(text.utf8), contentType: "application/json; charset=utf-8"))
  }

  /// A file to keep, of at most as many rows as a page shows. For `Route.download`.
  package static func file(_ text: String, named name: String, contentType: String) -> Answer {
    Answer(
      status: .ok, headers: [.contentDisposition: "attachment; filename=\"\(name)\""],
      body: .bytes(Array(text.utf8), contentType: contentType))
  }

  /// The same where it is no text.
  package static func file(_ bytes: [UInt8], named name: String, contentType: String) -> Answer {
    Answer(
      status: .ok, headers: [.contentDisposition: "attachment; filename=\"\(name)\""],
      body: .bytes(bytes, contentType: contentType))
  }

  /// The same answer with a cookie set. `maxAge` in seconds; nil for as long as the browser runs.
  package func setting(_ cookie: Cookie) -> Answer {
    var answer = self
    answer.headers.append(HTTPField(name: .setCookie, value: cookie.text))
    return answer
  }
}

/// A cookie of ours: never readable by scripts, never sent from other sites' forms.
package struct Cookie: Sendable {
  /// As `Set-Cookie` says it.
  package let text: String

  package init(_ name: String, _ value: String, isSecure: Bool, maxAge: Int? = nil) {
    text =
      "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "") + (maxAge.map { "; Max-Age=\($0)" } ?? "")
  }

  /// What a browser sent as the cookie of this name, the first where there are several. Read byte by byte, as browsers
  /// do (RFC 6265, section 5.4): a mark behind a semicolon does not hide it.
  package static func value(of name: String, in header: String) -> String? {
    for part in header.utf8.split(separator: UInt8(ascii: ";")) {
      let pair = part.drop { $0 == UInt8(ascii: " ") }
      guard pair.starts(with: name.utf8) else { continue }
      let rest = pair.dropFirst(name.utf8.count)
      if rest.first == UInt8(ascii: "=") {
        return String(decoding: rest.dropFirst(), as: UTF8.self)
      }
    }
    return nil
  }
}
