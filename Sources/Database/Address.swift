import Core

/// Where the data is: `sqlite:PATH` or a libpq URL `postgresql://…`.
package enum Address: Sendable, Discreet {
  case sqlite(path: String)
  case postgresql(url: String)

  package init(_ text: String) throws {
    if text.hasPrefix("sqlite:"), text.count > 7 {
      self = .sqlite(path: String(text.dropFirst(7)))
    } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
      self = .postgresql(url: text)
    } else {
      // Not what it is instead, which may hold a password.
      throw Unusable("PIERHEAD_DATABASE must be sqlite:PATH or postgresql://…, and it is neither.")
    }
  }
}
