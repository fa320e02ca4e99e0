/// A calendar day, as people in Europe/London count it (proleptic Gregorian calendar).
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1 January 1970.
  package let number: Int

  package init(number: Int) { self.number = number }

  /// Nil where the calendar has no such day. Years 1 to 9999.
  package init?(_ year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(of: month, in: year)
    else { return nil }
    number = Self.count(year, month, day)
  }

  /// Reads exactly `2026-11-20`, as the database writes it.
  package init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45,
      let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
      let day = Self.digits(bytes[8..<10])
    else { return nil }
    self.init(year, month, day)
  }

  /// Reads what people send: `2026-11-20` or `20/11/2026`, day first.
  package init?(written text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[2] == 47, bytes[5] == 47 else {
      self.init(iso: text)
      return
    }
    guard let day = Self.digits(bytes[0..<2]), let month = Self.digits(bytes[3..<5]),
      let year = Self.digits(bytes[6..<10])
    else { return nil }
    self.init(year, month, day)
  }

  /// `2026-11-20`
  package var description: String {
    let (year, month, day) = parts
    return String(unsafeUninitializedCapacity: 10) { buffer in
      func put(_ value: Int, _ at: Int, _ width: Int) {
        var rest = value
        for index in stride(from: at + width - 1, through: at, by: -1) {
          buffer[index] = UInt8(48 + rest % 10)
          rest /= 10
        }
      }
      put(year, 0, 4)
      buffer[4] = 45
      put(month, 5, 2)
      buffer[7] = 45
      put(day, 8, 2)
      return 10
    }
  }

  /// `20 November 2026`, for people.
  package var spoken: String {
    let (year, month, day) = parts
    return "\(day) \(Self.months[month - 1]) \(year)"
  }

  /// `20 November`.
  package var spokenWithoutYear: String {
    let (_, month, day) = parts
    return "\(day) \(Self.months[month - 1])"
  }

  package var year: Int { parts.0 }

  /// Year, month and day of the month, by Howard Hinnant's civil-from-days algorithm.
  package var parts: (Int, Int, Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Whole years lived by `day` by someone born on this day. Born on 29 February: a year older on 1 March.
  package func age(on day: Day) -> Int {
    let (bornYear, bornMonth, bornDay) = parts
    let (year, month, dayOfMonth) = day.parts
    return year - bornYear - ((month, dayOfMonth) < (bornMonth, bornDay) ? 1 : 0)
  }

  /// Days from this day until `other`; below zero when `other` is earlier.
  package func days(until other: Day) -> Int { other.number - number }
  package func adding(days: Int) -> Day { Day(number: number + days) }

  /// 0 is Sunday.
  package var weekday: Int { ((number + 4) % 7 + 7) % 7 }

  package static func < (one: Day, other: Day) -> Bool { one.number < other.number }

  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  static func length(of month: Int, in year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func count(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }
}
