import Core
import Database

/// What other rooms need of the server's key and of the limits, for people who have no account.
extension Access {
  /// A short, guessable value, such as a telephone number, as it may stand in a database that leaks: the same for the
  /// same text and purpose, as long as the server keeps its key. 64 characters.
  package func keyed(_ text: String, for purpose: String) -> String {
    secrets.hash(text, for: purpose)
  }

  /// A full address of ours, for what is sent to people. `path` begins with a slash.
  package func address(_ path: String) -> String { settings.origin + path }

  /// Counts a try at a link that somebody was sent, or throws `tooMany`. By the link, whether there is such a one or not,
  /// and by where the try comes from, with the same numbers as signing in.
  package func countTry(atLink hash: String, from address: String) async throws {
    _ = try await admit(to: [
      bucket("link", hash, settings.triesPerAccount),
      bucket("link-address", Neighbourhood.of(address), settings.failuresPerAddress),
    ])
  }
}
