import Core
import Foundation

/// What fills the gaps of a message, as its row holds it.
enum Contents {
  /// JSON with its keys in order.
  static func text(_ values: [String: String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Strings by strings are always JSON.
    return String(decoding: (try? encoder.encode(values)) ?? Data("{}".utf8), as: UTF8.self)
  }

  static func values(_ text: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }

  /// The same for a page: a personal link is a key, and whoever reads it could answer in somebody's place.
  static func shown(_ text: String) throws -> [String: String] {
    var values = try values(text)
    if values["own_link"] != nil { values["own_link"] = "(their own link)" }
    return values
  }

  /// 256 random bits, so that nobody finds an address by trying many.
  static func salt() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let word = String(UInt64.random(in: 0 ... .max, using: &random), radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }.joined()
  }
}
