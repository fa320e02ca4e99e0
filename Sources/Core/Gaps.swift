/// Texts with gaps: `Answer by {day}`.
package enum Gaps {
  /// A text with each `{name}` filled in that has a value; one that has none stays as it is. It is read once, so that
  /// a value which looks like a gap stays as it was given.
  package static func fill(_ text: String, _ value: (Substring) -> String?) -> String {
    var (filled, rest) = ("", text[...])
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      filled += rest[..<open]
      filled += value(name) ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// Whether each gap that a text opens is closed.
  package static func areClosed(_ text: String) -> Bool {
    guard let open = text.lastIndex(of: "{") else { return true }
    return text[open...].contains("}")
  }
}
