/// A QR code as one SVG path, dark modules only, with the quiet zone of four modules that the standard
/// asks for (ISO/IEC 18004). `label` says what scanning it does.
package func qrCode(modules: [[Bool]], label: String) -> Markup {
  let quiet = 4
  let size = modules.count + 2 * quiet
  var path = ""
  for (y, row) in modules.enumerated() {
    var x = 0
    while x < row.count {
      guard row[x] else {
        x += 1
        continue
      }
      let start = x
      while x < row.count, row[x] { x += 1 }
      path += "M\(start + quiet) \(y + quiet)h\(x - start)v1h-\(x - start)z"
    }
  }
  var out = Markup(reserving: path.utf8.count + 256)
  out.append(raw: "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 ")
  out.append(text: "\(size) \(size)")
  out.append(raw: "\" shape-rendering=\"crispEdges\" aria-label=\"")
  out.append(text: label)
  out.append(raw: "\"><path fill=\"#fff\" d=\"M0 0h")
  out.append(text: "\(size)v\(size)H0z")
  out.append(raw: "\"/><path fill=\"#000\" d=\"")
  out.append(text: path)
  out.append(raw: "\"/></svg>")
  return out
}

/// Recovery codes, to print or copy and keep. Scripts add the buttons.
package func recoveryCodes(_ codes: [String]) -> Markup {
  div("codes") {
    element(.ul, .id("recovery-codes")) {
      for code in codes { element(.li) { element(.code, text: code) } }
    }
    buttonRow {
      element(
        .button, .class("button button-secondary screen-only"), .type("button"),
        .data("copy", "recovery-codes"), .hidden(), text: "Copy the codes")
      printButton("Print the codes")
    }
  }
}

/// A secret to type into an app by hand, in groups of four.
package func secretCode(_ secret: String) -> Markup {
  var grouped = ""
  for (index, character) in secret.enumerated() {
    if index > 0, index % 4 == 0 { grouped += " " }
    grouped.append(character)
  }
  return element(.code, .class("secret"), text: grouped)
}
