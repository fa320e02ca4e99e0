/// A file that pages load. Its name holds a hash of its text, so that browsers may keep it for ever.
package struct Asset: Sendable {
  package let name: String
  package let contentType: String
  package let text: String

  package var path: String { "/assets/\(name)" }
}

/// What travels inside the binary. The texts are written by `scripts/embed.py`.
package enum Assets {
  package static let stylesheet = AssetTexts.pierheadCSS
  package static let script = AssetTexts.pierheadJS
  package static let icon = AssetTexts.faviconSVG
  package static let all = AssetTexts.all

  /// The asset of that name.
  package static func named(_ name: String) -> Asset? { all.first { $0.name == name } }
}
