import Core
import HTTPTypes

/// One address and method, who may come in, and what answers. The access table has a row for each.
package struct Route: Sendable {
  package enum Entry: Sendable, Equatable {
    /// No sign-in needed.
    case anyone
    /// Any account.
    case signedIn
    /// An account with this verb. The door asks again, and knows the scope.
    case may(Verb)
    /// A provider that proves itself by a token in its header, which the handler checks. There is no session, and what
    /// is posted is no form.
    case callback
    /// A program with an access token: no cookie and no form. The door asks for the verb.
    case bearer
  }

  package typealias Handler = @Sendable (Visit) async throws -> Answer

  package let method: HTTPRequest.Method
  /// As in `/households/:id/notes`.
  package let path: String
  package let entry: Entry
  package let handler: Handler
  /// Whether it answers a file: then `Downloads` decides who may have it now.
  package var isDownload = false

  package static func get(_ path: String, _ entry: Entry, _ handler: @escaping Handler) -> Route {
    Route(method: .get, path: path, entry: entry, handler: handler)
  }

  package static func post(_ path: String, _ entry: Entry, _ handler: @escaping Handler) -> Route {
    Route(method: .post, path: path, entry: entry, handler: handler)
  }

  /// A file of what a page shows. Its answer is `Answer.file`, which no other route may give.
  package static func download(_ path: String, _ entry: Entry, _ handler: @escaping Handler)
    -> Route
  {
    Route(method: .get, path: path, entry: entry, handler: handler, isDownload: true)
  }

  /// `GET /households/:id`
  package var name: String { "\(method.rawValue) \(path)" }

  /// Whether an address without its query is one of this route's.
  func matches(_ address: Substring) -> Bool {
    let (own, others) = (path.split(separator: "/"), address.split(separator: "/"))
    return own.count == others.count
      && zip(own, others).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
  }
}
