/// From when until when an entry of a list may be used; both days included, nil is open.
package struct Validity: Hashable, Sendable {
  package let from: Day?
  package let to: Day?

  package init(from: Day?, to: Day?) { (self.from, self.to) = (from, to) }

  package static let always = Validity(from: nil, to: nil)

  /// A day that could not be read does not count against the entry: it has a problem of its own.
  package func holds(on day: Day?) -> Bool {
    guard let day else { return true }
    return (from ?? day) <= day && day <= (to ?? day)
  }
}
