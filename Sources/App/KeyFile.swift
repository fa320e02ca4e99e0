import Core
import Database
import Foundation

/// The server's own key, 32 random bytes in a file that only its owner reads. What is sealed in the database
/// (second factors) opens with it alone, so a stolen backup does not let anyone in.
enum KeyFile {
  static func read(_ path: String, mayMake: Bool) throws -> [UInt8] {
    if let text = text(path) {
      guard let key = bytes(ofHex: text), key.count == 32 else {
        throw Unusable("The key file \(path) is not one of Pierhead's.")
      }
      return key
    }
    guard mayMake else {
      throw Unusable(
        "The key file \(path) is missing, and without it nobody's second factor works: put it back, or name it with PIERHEAD_KEY_FILE."
      )
    }
    var random = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    try put(key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(), path)
    return key
  }

  /// What the file holds, or nil where there is none that can be read.
  static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// Writes a key in hex into its file, which only its owner reads.
  static func put(_ text: String, _ path: String) throws {
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
    else { throw Unusable("The key file \(path) can't be written.") }
  }
}
