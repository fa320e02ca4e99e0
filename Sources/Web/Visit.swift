import Core
import HTML
import HTTPTypes
import Hummingbird

/// Who is visiting, as a session tells.
package struct Visitor: Sendable {
  package let user: User
  package let session: SessionID
  /// Proves that a form came from a page of this session.
  package let formToken: String

  package init(user: User, session: SessionID, formToken: String) {
    self.user = user
    self.session = session
    self.formToken = formToken
  }
}

/// One request, as a page sees it: who asks, for what, and with which form.
package struct Visit: Sendable {
  package let request: Request
  package let requestID: String
  /// The address at the other end of the connection; "local" where no network is between.
  let peer: String
  /// Where it comes from: the peer's address, or what the one proxy that is trusted says of it.
  package let address: String
  package let visitor: Visitor?
  /// What was posted; empty for GET.
  package let form: FormState
  let parameters: Parameters
  /// Whose access token came with the request, where it is a program's.
  var bearer: User?

  package var user: User { bearer ?? visitor?.user ?? .nobody }
  package var formToken: String { visitor?.formToken ?? "" }

  /// The id in the path. An address of the wrong shape is answered as one that does not exist.
  package func id<Noun>(_ noun: String, _ name: String = "id") throws -> ID<Noun> {
    guard let text = parameters.get(name), let id = ID<Noun>(checking: text) else {
      throw Rejection.notFound(noun)
    }
    return id
  }

  /// A word in the path, such as a token.
  package func word(_ name: String) -> String { parameters.get(name) ?? "" }

  /// A value in the query: a page, a filter. Never a name, a date of birth or a search word.
  package func query(_ name: String) -> String? {
    guard request.uri.query != nil else { return nil }
    return request.uri.queryParameters[Substring(name)].map(String.init)
  }

  package func header(_ name: HTTPField.Name) -> String? { request.headers[name] }

  package func cookie(_ name: String) -> String? {
    request.headers[.cookie].flatMap { Cookie.value(of: name, in: $0) }
  }
}
