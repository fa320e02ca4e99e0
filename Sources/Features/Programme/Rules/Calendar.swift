import Core

/// Milestones as a calendar that other programs subscribe to (RFC 5545, with what RFC 7986 adds for feeds). What has not
/// changed is the same to the byte, so that a program that asks again can be told so.
struct MilestoneCalendar: Sendable {
  struct Entry: Sendable {
    /// Becomes its UID: programs know it again by this when it moves.
    let id: ProgrammeItemID
    /// The version of the milestone, from 1.
    let number: Int
    let changedAt: Instant
    let dates: PlannedDate
    /// One line: what is planned, for which project.
    let title: String
    let words: String?
    /// The whole address of its page.
    let address: String?
  }

  let name: String
  let entries: [Entry]

  var text: String {
    var lines = CalendarLines()
    lines.add("BEGIN", "VCALENDAR")
    lines.add("VERSION", "2.0")
    lines.add("PRODID", "-//Pierhead//Programme//EN")
    lines.add("CALSCALE", "GREGORIAN")
    lines.add("NAME", words: name)
    // What programs ask for that know no NAME.
    lines.add("X-WR-CALNAME", words: name)
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
    for entry in entries { add(entry, to: &lines) }
    lines.add("END", "VCALENDAR")
    return lines.text
  }

  private func add(_ entry: Entry, to lines: inout CalendarLines) {
    lines.add("BEGIN", "VEVENT")
    lines.add("UID", entry.id.text)
    // Of a calendar without METHOD it is the moment of the last change (3.8.7.2).
    lines.add("DTSTAMP", Self.moment(entry.changedAt))
    lines.add("SEQUENCE", String(entry.number - 1))
    lines.add("DTSTART;VALUE=DATE", Self.day(entry.dates.first))
    // The day behind the last (3.8.2.2).
    lines.add("DTEND;VALUE=DATE", Self.day(entry.dates.last.adding(days: 1)))
    lines.add("SUMMARY", words: entry.title)
    // Eleven days in a calendar look like eleven days of work.
    let planned = "Planned for \(entry.dates.spoken)."
    lines.add("DESCRIPTION", words: entry.words.map { "\(planned)\n\($0)" } ?? planned)
    if let address = entry.address { lines.add("URL", address) }
    // Nobody is busy because something is planned.
    lines.add("TRANSP", "TRANSPARENT")
    lines.add("END", "VEVENT")
  }

  private static func day(_ day: Day) -> String { day.description.replacing("-", with: "") }

  private static func moment(_ instant: Instant) -> String {
    instant.description.prefix(19).replacing("-", with: "").replacing(":", with: "") + "Z"
  }
}

/// Content lines (RFC 5545, 3.1): of 75 octets at most, longer ones folded between letters and never inside an escape,
/// which some programs misread.
struct CalendarLines: Sendable {
  private(set) var text = ""
  private var width = 0

  private static let limit = 75

  /// A value that holds nothing to escape. Controls would end the line, so they are left out.
  mutating func add(_ name: String, _ value: String) {
    start(name)
    for scalar in value.unicodeScalars where scalar.properties.generalCategory != .control {
      put(String(scalar))
    }
    end()
  }

  /// A value of type TEXT (3.3.11), from people.
  mutating func add(_ name: String, words: String) {
    start(name)
    var wasReturn = false
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": put("\\\(scalar)")
      case "\n" where wasReturn: break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": put("\\n")
      case "\t": put(" ")
      case _ where scalar.properties.generalCategory == .control: break
      default: put(String(scalar))
      }
      wasReturn = scalar == "\r"
    }
    end()
  }

  private mutating func start(_ name: String) {
    text += name + ":"
    width = name.utf8.count + 1
  }

  private mutating func put(_ piece: String) {
    if width + piece.utf8.count > Self.limit {
      text += "\r\n "
      width = 1
    }
    text += piece
    width += piece.utf8.count
  }

  private mutating func end() { text += "\r\n" }
}
