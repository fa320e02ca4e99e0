/// Text that came from outside, made harmless for a sentence or a terminal.
package enum Shown {
  /// In quotation marks, without controls or marks that turn the direction of writing, cut at 40 characters.
  package static func text(_ text: String) -> String {
    let line = line(text)
    return "“\(line.prefix(40))\(line.count > 40 ? "…" : "")”"
  }

  /// On one line: each control, separator of lines and direction mark becomes a space.
  package static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        line.append(" ")
      default: line.append(scalar)
      }
    }
    return String(line)
  }
}
