import API
import Access
import App
import Core
import Foundation
import Support
import Testing

/// The pages for operators say what the program says: its settings, and each sentence with which it refuses.
struct OperationsPageTests {
  private func page(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "docs/operations/\(name)"), encoding: .utf8)
  }

  /// The cells of each row of each table.
  private func rows(of page: String) -> [[String]] {
    page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The text of each literal that stands just behind `name(`, with `…` for what is filled in.
  private func sentences(of name: String, in text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let start = rest.firstMatch(of: try! Regex("\\b\(name)\\(\\s*\"")) {
      rest = rest[start.range.upperBound...]
      var sentence = ""
      while let character = rest.popFirst(), character != "\"" {
        guard character == "\\" else {
          sentence.append(character)
          continue
        }
        guard rest.first == "(" else {
          if let escaped = rest.popFirst() { sentence.append(escaped) }
          continue
        }
        var depth = 0
        repeat {
          let next = rest.popFirst()
          depth += next == "(" ? 1 : next == ")" ? -1 : 0
        } while depth > 0 && !rest.isEmpty
        sentence += "…"
      }
      found.append(sentence)
    }
    return found
  }

  @Test func `each sentence that ends a command has its row, and each row its sentence`() throws {
    let table = rows(of: try page("refusals.md"))
    let words = Set(table.filter { $0.count == 3 }.map { $0[0] })
    var said: Set<String> = [
      // Put together where the command ends, of what the database says.
      "The database is away, and nothing of it was done: …",
      "The database is away, and what was asked for may have been done, or not: …",
    ]
    for source in try ProductSource.all {
      for name in ["Unusable", "UnusableBackup"] {
        said.formUnion(sentences(of: name, in: source.text))
      }
    }
    #expect(said.count > 60)
    #expect(said.subtracting(words).sorted() == [], "no row in refusals.md")
    #expect(
      words.subtracting(said).subtracting(["it says", "---"]).sorted() == [], "said by nobody")
    for row in table where row.count == 3 { #expect(!row[1].isEmpty && !row[2].isEmpty) }
  }

  @Test func `each setting that is read has its row, and each row is read`() throws {
    let table = rows(of: try page("running.md"))
    let told = Set(
      table.flatMap { row in row[0].matches(of: /`PIERHEAD_([A-Z_]+)`/).map { String($0.1) } })
    var read: Set<String> = ["CONFIG"]
    for source in try ProductSource.all
    where source.text.contains("func number(_ name: String, in range")
      || source.name == "Settings.swift" || source.name == "Configuration.swift"
    {
      for found in source.text.matches(of: /\b(?:setting|number|template)\(\s*"([A-Z_]+)"/) {
        read.insert(String(found.1))
      }
    }
    #expect(read.count > 30)
    #expect(read.symmetricDifference(told).sorted() == [])
  }

  @Test func `limits stand there with their defaults`() throws {
    let plain = try Configuration(environment: [:])
    let table = rows(of: try page("running.md"))
    for (name, value) in [
      ("LOOKS_PER_MINUTE", plain.looksPerMinute), ("SENDS_PER_MINUTE", plain.sendsPerMinute),
      ("DOWNLOADS_PER_HOUR", plain.downloadsPerHour), ("CONNECTIONS", plain.connections),
      ("WRITE_DEADLINE", plain.writeDeadline), ("SIGN_IN_TRIES", plain.access.triesPerAccount),
      ("SIGN_IN_FAILURES", plain.access.failuresPerAddress),
      ("SIGN_IN_WINDOW", Int(plain.access.window)), ("SESSION_IDLE", Int(plain.access.idle)),
      ("SESSION_LIFE", Int(plain.access.absolute)), ("KEY_HOURS", plain.api.keyHours),
    ] {
      let row = table.first { $0[0] == "`PIERHEAD_\(name)`" }
      #expect(row?.contains("`\(value)`") == true, "\(name) is \(value)")
    }
  }
}
