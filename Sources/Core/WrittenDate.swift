extension PlannedDate {
  /// Reads what `description` writes, and what people type, in any case and with spaces about: `31/03/2021`,
  /// `31 March 2021`, `week of 01/02/2021`, `late March 2021`, `mid-March 2021`, `March 2021`, `03/2021`, and a quarter
  /// as `FinancialQuarter` reads it. Nil where it is none of these, or not in the years 1900 to 2200.
  package init?(written text: some StringProtocol) {
    if let quarter = FinancialQuarter(written: text) {
      self.init(.quarter, holding: quarter.first)
      return
    }
    guard let words = WrittenDate(text)?.words, let found = WrittenDate.read(words) else {
      return nil
    }
    self = found
  }
}

/// What somebody wrote for a date, taken into small words of ASCII.
struct WrittenDate {
  let words: [Substring]

  /// Nil where it is longer than any date, or holds what no date holds.
  init?(_ text: some StringProtocol) {
    var plain = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      guard index < 100 else { return nil }
      switch scalar {
      // Hyphens and dashes as word processors set them.
      case "\u{2010}"..."\u{2015}": plain.append("-")
      case _ where scalar.properties.isWhitespace: plain.append(" ")
      case "\u{21}"..."\u{7E}": plain.append(contentsOf: scalar.properties.lowercaseMapping)
      default: return nil
      }
    }
    words = plain.split(separator: " ")
  }

  static func read(_ words: [Substring]) -> PlannedDate? {
    for start in weeks where words.starts(with: start) {
      return day(words.dropFirst(start.count)).flatMap { PlannedDate(.week, holding: $0) }
    }
    if let day = day(words[...]) { return PlannedDate(.day, holding: day) }
    if words.count == 1, let week = week(words[0]) { return week }
    for part in PlannedDate.Part.allCases where words.first?.hasPrefix(part.rawValue) == true {
      return month(behind: part, words).flatMap { first in
        let day = PlannedDate.Part.allCases.firstIndex(of: part)! * 10
        return PlannedDate(.partOfMonth, holding: first.adding(days: day))
      }
    }
    return month(words[...]).flatMap { PlannedDate(.month, holding: $0) }
  }

  /// Digits only, at most four.
  static func number(_ text: some StringProtocol) -> Int? {
    guard (1...4).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  private static let weeks: [[Substring]] = [
    ["the", "week", "of"], ["week", "of"], ["week", "beginning"], ["week", "commencing"], ["w/c"],
  ]

  /// `2021-03-31`, `31/03/2021`, `31 march 2021`
  private static func day(_ words: ArraySlice<Substring>) -> Day? {
    if words.count == 1, let word = words.first { return Day(written: word) }
    guard words.count == 3, let first = words.first, let day = number(first),
      let ofMonth = month(words.dropFirst())
    else { return nil }
    let (year, month, _) = ofMonth.parts
    return Day(year, month, day)
  }

  /// `2021-w05`
  private static func week(_ word: Substring) -> PlannedDate? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, let year = number(parts[0]),
      parts[1].first == "w", parts[1].utf8.count == 3, let week = number(parts[1].dropFirst())
    else { return nil }
    return PlannedDate(week: week, of: year)
  }

  /// What stands behind `early`, `mid` or `late`, joined to it by a space or a hyphen.
  private static func month(behind part: PlannedDate.Part, _ words: [Substring]) -> Day? {
    let rest = words[0].dropFirst(part.rawValue.utf8.count)
    guard !rest.isEmpty else { return month(words.dropFirst()) }
    guard rest.first == "-" else { return nil }
    return month([rest.dropFirst()] + words.dropFirst())
  }

  /// The first day of a month: `2021-03`, `03/2021`, `march 2021`, `mar 2021`
  private static func month(_ words: ArraySlice<Substring>) -> Day? {
    guard let first = words.first, let last = words.last else { return nil }
    if words.count == 2 {
      guard first.utf8.count >= 3, last.utf8.count == 4, let year = number(last),
        let month = Day.months.firstIndex(where: { $0.lowercased().hasPrefix(first) })
      else { return nil }
      return Day(year, month + 1, 1)
    }
    guard words.count == 1 else { return nil }
    for (mark, yearFirst) in [("-", true), ("/", false)] {
      let parts = first.split(separator: mark, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let (year, month) = yearFirst ? (parts[0], parts[1]) : (parts[1], parts[0])
      guard year.utf8.count == 4, month.utf8.count == 2, let yearNumber = number(year),
        let monthNumber = number(month)
      else { return nil }
      return Day(yearNumber, monthNumber, 1)
    }
    return nil
  }
}
