/// A time on the clock, in minutes since midnight, as people in London read it.
package struct TimeOfDay: Hashable, Comparable, Sendable {
  package let minutes: Int

  package static let midnight = TimeOfDay(minutes: 0)

  private init(minutes: Int) { self.minutes = minutes }

  package var hour: Int { minutes / 60 }
  package var minute: Int { minutes % 60 }

  /// Reads `14:30`, `14.30`, `2:30pm`, `2 pm`. Nil for what is no time.
  package init?(written text: String) {
    var word = text.lowercased().filter { !$0.isWhitespace }
    var half: Int?
    for (ending, hours) in [("am", 0), ("pm", 12)] where word.hasSuffix(ending) {
      half = hours
      word.removeLast(2)
    }
    let parts = word.split(whereSeparator: { $0 == ":" || $0 == "." })
    guard (1...2).contains(parts.count), parts[0].count <= 2,
      word.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ":" || $0 == ".") }),
      var hour = Int(parts[0])
    else { return nil }
    guard parts.count == 2 || half != nil else { return nil }
    let minute = parts.count == 2 ? (parts[1].count == 2 ? Int(parts[1]) : nil) : 0
    guard let minute, minute < 60 else { return nil }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
    }
    guard hour < 24 else { return nil }
    minutes = hour * 60 + minute
  }

  package static func < (one: TimeOfDay, other: TimeOfDay) -> Bool { one.minutes < other.minutes }
}

extension Instant {
  /// The moment at which clocks in London show this time on this day. Where they show it twice, the second time;
  /// the hour that March leaves out is taken as the one before.
  package init(_ day: Day, _ time: TimeOfDay) {
    let plain = Instant(seconds: Int64(day.number) * 86400 + Int64(time.minutes) * 60)
    let summer = plain.adding(seconds: -3600)
    self = plain.londonMinutes == time.minutes && plain.day == day ? plain : summer
  }

  /// `14:30`, as a form holds it.
  package var clockTime: String {
    let (hour, minute) = (londonMinutes / 60, londonMinutes % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  private var londonMinutes: Int { Int((london - Int64(day.number) * 86400) / 60) }
}

extension Day {
  /// `Monday 20 November 2026`, for plans.
  package var spokenWithWeekday: String {
    let names = [
      "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    return "\(names[weekday]) \(spoken)"
  }

  /// `20/11/2026`, as forms hold it.
  package var written: String {
    let (_, month, day) = parts
    return
      "\(day < 10 ? "0" : "")\(day)/\(month < 10 ? "0" : "")\(month)/\(description.prefix(4))"
  }
}
