/// Reads a page as a browser's tokenizer would, far enough to find what could run.
struct MarkupReader {
  /// What a hostile text would have brought to life; empty on a page of ours.
  private(set) var alive: [String] = []

  /// `mark` stands in every hostile text, so that a tag or an attribute that holds it is not ours.
  init(_ page: String, mark: String) {
    var rest = Array(page.unicodeScalars)[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[(start + 1)...]
      guard let first = rest.first, first.properties.isAlphabetic || first == "/" || first == "!"
      else { continue }
      let tag = Self.tag(&rest)
      let name = String(tag.name).lowercased()
      if name.contains(mark) { alive.append("tag \(name)") }
      if name == "script", tag.attributes["src"]?.hasPrefix("/assets/") != true {
        alive.append("a script without our source")
      }
      for (key, value) in tag.attributes {
        if key.hasPrefix("on") || key == "style" || key == "srcdoc" || key.contains(mark) {
          alive.append("attribute \(key) of \(name)")
        }
        let isAddress = ["href", "src", "action", "formaction"].contains(key)
        if isAddress, !value.hasPrefix("/"), !value.hasPrefix("#"), !value.hasPrefix("otpauth:") {
          alive.append("\(key)=\(value)")
        }
        if isAddress, value.hasPrefix("//") { alive.append("\(key)=\(value)") }
      }
    }
  }

  /// A tag's name and attributes, quotes heeded.
  private static func tag(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) -> (name: String, attributes: [String: String]) {
    func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
      let part = rest.prefix(while: isPart)
      rest = rest.dropFirst(part.count)
      var text = ""
      text.unicodeScalars.append(contentsOf: part)
      return text
    }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      " \t\n\r\u{c}/".unicodeScalars.contains(scalar)
    }
    let name = take { !isSpace($0) && $0 != ">" }
    var attributes: [String: String] = [:]
    while let next = rest.first, next != ">" {
      if isSpace(next) {
        _ = take(while: isSpace)
        continue
      }
      let key = take { !isSpace($0) && $0 != "=" && $0 != ">" }
      var value = ""
      if rest.first == "=" {
        rest = rest.dropFirst()
        if let quote = rest.first, quote == "\"" || quote == "'" {
          rest = rest.dropFirst()
          value = take { $0 != quote }
          rest = rest.dropFirst()
        } else {
          value = take { !isSpace($0) && $0 != ">" }
        }
      } else if key.isEmpty {
        rest = rest.dropFirst()
      }
      attributes[key.lowercased()] = value
    }
    return (name, attributes)
  }
}
