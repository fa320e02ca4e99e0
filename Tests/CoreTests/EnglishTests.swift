import Core
import Foundation
import Support
import Testing

/// The words of messages against the code that names them.
struct EnglishTests {
  /// One message as the code asks for it.
  struct Use: CustomTestStringConvertible {
    let key: String
    /// The names of its values, nil where they are not written beside the key.
    let values: [String]?
    let file: String
    var testDescription: String { "\(key) in \(file)" }
  }

  @Test(arguments: Self.uses)
  func `every message that the code names has words`(use: Use) {
    #expect(English.texts[use.key] != nil, "\(use.file) says \(use.key)")
  }

  @Test(arguments: Self.uses)
  func `every gap in a message is filled by the code that names it`(use: Use) {
    guard let values = use.values, let text = English.texts[use.key] else { return }
    let gaps = text.matches(of: /\{(\w+)\}/).map { String($0.1) }
    #expect(Set(gaps) == Set(values), "\(use.file) says \(use.key)")
  }

  /// Keys of remarks are put together from the codes of problems; their own tests walk over those.
  @Test func `no message is left over`() throws {
    let literals = try Set(
      Self.sources.flatMap { source in
        source.text.matches(of: /"([a-z][a-z0-9._-]*)"/).map { String($0.1) }
      })
    let left = English.texts.keys.filter { key in
      !key.hasPrefix("remark.") && !literals.contains(key)
        && !(key.hasPrefix("done.") && literals.contains(String(key.dropFirst(5))))
    }
    #expect(left.sorted() == [])
  }

  @Test(arguments: English.texts.keys.sorted())
  func `a message is a plain sentence`(key: String) throws {
    let text = try #require(English.texts[key])
    #expect(!text.isEmpty && text == text.trimmingCharacters(in: .whitespaces))
    #expect(!text.contains("  ") && !text.lowercased().contains("please note"))
  }

  @Test func `values fill the gaps of a message`() {
    let reason = Reason("too-long", ["what": "Note", "limit": "20", "count": "32"])
    #expect(reason.words == "Note must be 20 characters or fewer. You have 32.")
  }

  @Test func `a message without words shows its key`() {
    #expect(Reason("no.such-key").words == "no.such-key")
  }

  /// All Swift files of the product but those that are the words.
  private static var sources: [ProductSource] {
    get throws {
      let words = [
        "English.swift", "EnglishMoney.swift", "ReferenceTexts.swift", "AssetTexts.swift",
      ]
      return try ProductSource.all.filter { !words.contains($0.name) }
    }
  }

  private static let uses: [Use] = {
    let reason = /Reason\(\s*"(?<key>[^"\\]+)"(?<rest>\)|,\s*\[(?<values>.*?)\]\s*\))?/
      .dotMatchesNewlines()
    let done = /\bdone:\s*"(?<key>[^"\\]+)"/
    do {
      return try sources.flatMap { source in
        source.text.matches(of: reason).map { match in
          let values = match.values.map { values in
            values.matches(of: /"(\w+)":/).map { String($0.1) }
          }
          return Use(
            key: String(match.key), values: values ?? (match.rest == ")" ? [] : nil),
            file: source.name)
        }
          + source.text.matches(of: done).map {
            Use(key: "done." + $0.key, values: [], file: source.name)
          }
      }
    } catch {
      return [Use(key: "\(error)", values: nil, file: "Sources can't be read")]
    }
  }()
}
