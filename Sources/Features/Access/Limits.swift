import Core
import Database

/// Limits against guessing. A try is counted before it is looked at, so that many at once gain nothing.
extension Access {
  /// A place where tries are counted, named by a keyed hash.
  struct Bucket: Sendable {
    let name: String
    let most: Int
    /// Whether a try that succeeds is taken out again.
    let countsFailuresOnly: Bool
  }

  /// Counts a try in all its buckets, or throws `tooMany` with the seconds to wait. Gives what to take out again
  /// after a success.
  func admit(to buckets: [Bucket]) async throws -> [String] {
    let (settings, database) = (settings, database)
    return try await database.keep { keeper in
      let start = keeper.now.adding(seconds: -settings.window)
      // Else guesses sent to two servers at once would each count their own.
      try keeper.takeTurn()
      try keeper.forgetTries(
        before: start, andAfter: keeper.now.adding(seconds: settings.window))
      var forgivable: [String] = []
      for bucket in buckets {
        let (count, first) = try keeper.tries(in: bucket.name, after: start)
        if count >= bucket.most, let first {
          let end = first.adding(seconds: settings.window)
          let wait = Int(max(1, end.seconds - keeper.now.seconds + 1))
          throw Rejection.tooMany(
            Reason("access.too-many", ["seconds": String(wait)]), retryAfter: wait)
        }
        let id = (keeper.newID() as SessionID).text
        try keeper.insertTry(id, in: bucket.name)
        if bucket.countsFailuresOnly { forgivable.append(id) }
      }
      return forgivable
    }
  }

  /// A stranger's tries count for the account and for where they come from. A browser that the account has
  /// signed in from has a bucket of its own, so that strangers can't lock the owner out.
  func buckets(email: String, device: String?, address: String) -> [Bucket] {
    if let device { return [bucket("device", device + email, settings.triesPerAccount)] }
    return [
      bucket("account", email, settings.triesPerAccount),
      bucket(
        "address", Neighbourhood.of(address), settings.failuresPerAddress,
        countsFailuresOnly: true),
    ]
  }

  func bucket(
    _ kind: String, _ name: String, _ most: Int, countsFailuresOnly: Bool = false
  ) -> Bucket {
    Bucket(
      name: secrets.hash(name, for: "limit.\(kind)"), most: most,
      countsFailuresOnly: countsFailuresOnly)
  }
}
