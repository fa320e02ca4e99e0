import CSodium
import HTTPTypes
import Hummingbird

extension Visit {
  /// Whether a program on this machine asks for itself. What a proxy on this machine passes on comes from here too, so
  /// nothing may say that somebody else stands behind it, and it must be this machine that is asked for.
  package var isFromHere: Bool {
    guard peer == "local" || Host.isLoopback(address: peer) else { return false }
    guard Host.isLoopback(request.head.authority ?? "") else { return false }
    return !request.headers.contains { Self.passedOn.contains($0.name) }
  }

  /// Headers that proxies add.
  private static let passedOn: Set<HTTPField.Name> = Set(
    [
      "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via",
    ].compactMap { HTTPField.Name($0) })

  /// Whether this token came with the request. Takes as long for any other of the same length.
  package func carries(bearer token: String) -> Bool {
    guard let sent = bearerToken, sent.utf8.count == token.utf8.count else { return false }
    return sodium_memcmp(Array(sent.utf8), Array(token.utf8), token.utf8.count) == 0
  }
}
