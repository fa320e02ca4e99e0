import Foundation

/// A moment in UTC, to the microsecond.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }
  package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

  package var seconds: Int64 { microseconds.flooredQuotient(1_000_000) }

  /// Reads `2026-11-21T22:33:57.123456Z`, and what PostgreSQL writes: `2026-11-21 22:33:57.12+00`.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      var value: Int64 = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      return value
    }
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = Day(iso: String(decoding: bytes[..<10], as: UTF8.self)), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), hour < 24, minute < 60,
      second < 60
    else { return nil }
    var fraction: Int64 = 0
    var scale: Int64 = 1_000_000
    var at = 19
    if bytes[at] == UInt8(ascii: ".") {
      at += 1
      while at < bytes.count, (48...57).contains(bytes[at]), scale > 1 {
        fraction = fraction * 10 + Int64(bytes[at] - 48)
        scale /= 10
        at += 1
      }
    }
    let zone = String(decoding: bytes[at...], as: UTF8.self)
    guard zone == "Z" || zone == "+00" || zone == "+00:00" else { return nil }
    let seconds = Int64(day.number) * 86400 + hour * 3600 + minute * 60 + second
    microseconds = seconds * 1_000_000 + fraction * scale
  }

  /// `2026-11-21T22:33:57.123456Z`, always of one length, so that text sorts as time does.
  package var description: String {
    let day = Day(number: Int(seconds.flooredQuotient(86400)))
    let rest = seconds - Int64(day.number) * 86400
    let micro = microseconds - seconds * 1_000_000
    return String(unsafeUninitializedCapacity: 27) { buffer in
      for (index, byte) in day.description.utf8.enumerated() { buffer[index] = byte }
      func put(_ value: Int64, _ at: Int, _ width: Int, _ mark: UInt8) {
        var left = value
        for index in stride(from: at + width - 1, through: at, by: -1) {
          buffer[index] = UInt8(48 + left % 10)
          left /= 10
        }
        buffer[at - 1] = mark
      }
      put(rest / 3600, 11, 2, UInt8(ascii: "T"))
      put(rest / 60 % 60, 14, 2, UInt8(ascii: ":"))
      put(rest % 60, 17, 2, UInt8(ascii: ":"))
      put(micro, 20, 6, UInt8(ascii: "."))
      buffer[26] = UInt8(ascii: "Z")
      return 27
    }
  }

  package func adding(seconds: Int64) -> Instant {
    Instant(microseconds: microseconds + seconds * 1_000_000)
  }

  /// The calendar day in London. British Summer Time runs from 01:00 UTC on the last Sunday of March to
  /// 01:00 UTC on the last Sunday of October (Summer Time Order 2002, SI 2002/262).
  package var day: Day { Day(number: Int(london.flooredQuotient(86400))) }

  /// `3:07pm`, London time, for people.
  package var spokenTime: String {
    let minutes = Int((london - Int64(day.number) * 86400) / 60)
    let (hour, minute) = (minutes / 60, minutes % 60)
    let shown = hour % 12 == 0 ? 12 : hour % 12
    return "\(shown):\(minute < 10 ? "0" : "")\(minute)\(hour < 12 ? "am" : "pm")"
  }

  /// `20 November 2026 at 3:07pm`
  package var spoken: String { "\(day.spoken) at \(spokenTime)" }

  package static func < (one: Instant, other: Instant) -> Bool {
    one.microseconds < other.microseconds
  }

  /// Seconds since 1970 as clocks in London count them.
  var london: Int64 {
    let year = Day(number: Int(seconds.flooredQuotient(86400))).year
    let starts = Self.lastSunday(of: 3, in: year)
    let ends = Self.lastSunday(of: 10, in: year)
    return starts <= seconds && seconds < ends ? seconds + 3600 : seconds
  }

  private static func lastSunday(of month: Int, in year: Int) -> Int64 {
    let last = Day(year, month, 31)!
    return Int64(last.number - last.weekday) * 86400 + 3600
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}

/// The only thing that asks the machine for the time. Tests hand in a stopped one.
package struct Wall: Sendable {
  package let now: @Sendable () -> Instant

  package init(_ now: @escaping @Sendable () -> Instant) { self.now = now }

  package var today: Day { now().day }

  package static let real = Wall {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  package static func stopped(at instant: Instant) -> Wall { Wall { instant } }
}

/// Measures how long something takes, and goes on evenly when somebody sets the wall's clock.
package struct Stopwatch: Sendable {
  private let began: Int64

  package init() { began = Uptime.nanoseconds }

  /// Since it was made.
  package var nanoseconds: Int64 { Uptime.nanoseconds - began }
  package var seconds: Double { Double(nanoseconds) / 1e9 }
}

/// Nanoseconds since some moment. They go on evenly, whatever is done to the clock.
package enum Uptime {
  package static var nanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
