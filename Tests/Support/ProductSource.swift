import Foundation

/// A Swift file of the product, for a test that walks over what the code says.
package struct ProductSource: Sendable {
  package let name: String
  package let text: String

  /// All files of `Sources` but tests.
  package static var all: [ProductSource] {
    get throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")
      let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
      return try (files?.allObjects as? [URL] ?? []).filter { url in
        url.pathExtension == "swift" && !url.pathComponents.contains("Tests")
      }.map {
        ProductSource(
          name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8))
      }
    }
  }
}
