import Core
import Support
import Testing

@testable import Programme

struct CalendarTests {
  private func entry(
    _ dates: String, title: String = "Draft ready", words: String? = nil, number: Int = 1
  ) throws -> MilestoneCalendar.Entry {
    MilestoneCalendar.Entry(
      id: ProgrammeItemID("0195f000-0000-7000-8000-000000000001"), number: number,
      changedAt: try #require(Instant(iso: "2021-01-29T12:34:56.789Z")),
      dates: try #require(PlannedDate(canonical: dates)), title: title, words: words,
      address: "https://pierhead.example.org/programme/items/1/history")
  }

  @Test func `a calendar says what is planned and when`() throws {
    let calendar = MilestoneCalendar(
      name: "Programme; milestones",
      entries: [try entry("late 2021-03", words: "Decided by: Board, 2 parts", number: 3)])
    #expect(
      calendar.text.split(separator: "\r\n", omittingEmptySubsequences: false) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pierhead//Programme//EN", "CALSCALE:GREGORIAN",
        "NAME:Programme\\; milestones", "X-WR-CALNAME:Programme\\; milestones",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "BEGIN:VEVENT",
        "UID:0195f000-0000-7000-8000-000000000001", "DTSTAMP:20210129T123456Z", "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20210321", "DTEND;VALUE=DATE:20210401", "SUMMARY:Draft ready",
        "DESCRIPTION:Planned for late March 2021.\\nDecided by: Board\\, 2 parts",
        "URL:https://pierhead.example.org/programme/items/1/history", "TRANSP:TRANSPARENT",
        "END:VEVENT", "END:VCALENDAR", "",
      ])
  }

  @Test(arguments: [
    ("2021-03-31", "20210331", "20210401"), ("2020-W53", "20201228", "20210104"),
    ("late 2024-02", "20240221", "20240301"), ("2021-12", "20211201", "20220101"),
    ("Q4 2020/21", "20210101", "20210401"), ("2200-12-31", "22001231", "22010101"),
  ])
  func `whole days go from the first to the one behind the last`(
    dates: String, first: String, end: String
  ) throws {
    let text = MilestoneCalendar(name: "P", entries: [try entry(dates)]).text
    #expect(text.contains("\r\nDTSTART;VALUE=DATE:\(first)\r\nDTEND;VALUE=DATE:\(end)\r\n"))
  }

  @Test(arguments: [
    ("a\\b", "a\\\\b"), ("a;b,c:d\"", "a\\;b\\,c:d\""), ("a\r\nb\nc\rd", "a\\nb\\nc\\nd"),
    ("a\u{2028}b\tc\u{1B}d\0", "a\\nb cd"), ("\r\nEND:VCALENDAR", "\\nEND:VCALENDAR"),
  ])
  func `words can't leave their line`(words: String, written: String) {
    var lines = CalendarLines()
    lines.add("X", words: words)
    #expect(lines.text == "X:\(written)\r\n")
    lines = CalendarLines()
    lines.add("URL", "https://example.org/\r\nX:1")
    #expect(lines.text == "URL:https://example.org/X:1\r\n")
  }

  @Test func `lines have 75 octets at most, and unfolded they say what was put in`() throws {
    var random = Seeded()
    let pieces = ["a", " ", "é", "李", "🏳️‍🌈", ",", ";", "\\", "\n", "wort", "e\u{301}"]
    for _ in 0..<500 {
      let words = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        pieces.randomElement(using: &random)!
      }.joined()
      let text = MilestoneCalendar(
        name: words, entries: [try entry("2021-03", title: words, words: words)]
      ).text
      let bytes = Array(text.utf8)
      for line in bytes.split(separator: 10) {
        #expect(line.last == 13, "seed \(random.seed)")
        #expect(line.count <= 76, "seed \(random.seed)")
        #expect(String(validating: line, as: UTF8.self) != nil, "seed \(random.seed)")
        // No escape is cut in two.
        let marks = line.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        #expect(marks.isMultiple(of: 2), "seed \(random.seed)")
      }
      let found = unfolded(bytes).filter { $0.hasPrefix("SUMMARY:") }
      #expect(found.map { read($0.dropFirst(8)) } == [words], "seed \(random.seed)")
    }
  }

  /// As RFC 5545 says to read it: a newline and one space are nothing.
  private func unfolded(_ bytes: [UInt8]) -> [String] {
    var lines: [[UInt8]] = []
    for line in bytes.split(separator: 10).map({ $0.dropLast() }) {
      if line.first == 32 {
        lines[lines.count - 1] += line.dropFirst()
      } else {
        lines.append(Array(line))
      }
    }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  private func read(_ written: Substring) -> String {
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in written.unicodeScalars {
      if isEscaped {
        text.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
