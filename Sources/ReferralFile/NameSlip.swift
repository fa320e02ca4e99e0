/// A slip of the keyboard or of the ear in one part of a name.
package enum NameSlip {
  /// Parts with fewer letters are other names sooner than slips: Ali, Ana, Lee.
  package static let shortest = 4

  /// Whether one edit tells the parts apart, or two where both have 8 letters or more: see `EditDistance`.
  package static func joins(_ one: String, _ two: String) -> Bool {
    var (one, two) = (one, two)
    return one.withUTF8 { one in two.withUTF8 { EditDistance.isWithinLimit(one, $0) } }
  }
}
