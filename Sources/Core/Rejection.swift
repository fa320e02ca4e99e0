/// An expected "no": a value with words for the person, never a fault.
/// Pages answer with the words and links to the fields, the API with problem+json.
package enum Rejection: Error, Hashable, Sendable {
  /// What was sent can't be used: 422, a problem for each field.
  case invalid([Problem])
  /// Someone else was there first, or the thing is not in a state for this: 409.
  case conflict(Reason)
  /// The role does not have the verb: 403.
  case forbidden
  /// Not there, or not this user's to see, which must look the same: 404.
  case notFound(String)
  /// Too often: 429, and the seconds to wait.
  case tooMany(Reason, retryAfter: Int)
  /// Not signed in: a page goes to /sign-in, the API answers 401.
  case notSignedIn

  package static func invalid(_ field: String, _ reason: Reason) -> Rejection {
    .invalid([Problem(field, reason)])
  }
}

/// One field that can't be used as it is, and why. A nil field means the whole form.
package struct Problem: Hashable, Sendable {
  package let field: String?
  package let reason: Reason

  package init(_ field: String?, _ reason: Reason) {
    self.field = field
    self.reason = reason
  }
}

/// A message by its key, with the values that go in it. `English` has the words; other languages follow.
package struct Reason: Hashable, Sendable {
  package let key: String
  package let values: [String: String]

  package init(_ key: String, _ values: [String: String] = [:]) {
    self.key = key
    self.values = values
  }

  /// The words in English: the text of the key with `{name}` filled in.
  package var words: String {
    Gaps.fill(English.texts[key] ?? key) { values[String($0)] }
  }
}

/// There is no room to write: answered with 507, and nothing was changed.
package protocol OutOfRoom: Error {}

/// The database is away: answered with 503, and the person may send the same again a little later.
package protocol NotNow: Error {
  /// Whether what was sent may stand all the same.
  var mayBeDone: Bool { get }
}

/// A fault of ours: logged with the request's id, answered with a plain 500, never caught below the edge.
package struct Fault: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
