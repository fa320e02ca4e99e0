import Core
import HTTPTypes
import Hummingbird

extension Visit {
  /// The token of `Authorization: Bearer …`, by which a program proves who it is.
  package var bearerToken: String? {
    guard let header = header(.authorization), header.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    let token = header.dropFirst(7).drop { $0 == " " }
    return token.isEmpty ? nil : String(token)
  }

  /// What was sent, as it is. More than so many bytes is answered with 413.
  package func bytes(atMost limit: Int) async throws -> [UInt8] {
    Array(try await request.body.collect(upTo: limit).readableBytesView)
  }
}
