import Core

/// A day as people write it: 12/03/1985, 12.3.85, 1985-03-12, 12031985, 12 03 1985, 12 March 1985, March 12th 1985.
enum WrittenDay {
  /// The day that these parts of a text are, day first where both could be. Nil where they are no day, or one to come.
  static func read(_ parts: ArraySlice<String>, today: Day) -> Day? {
    let numbers =
      parts.count == 1
      ? single(parts.first ?? "") : parts.map { $0.trimmingOrdinal.lowercased() }
    guard numbers.count == 3 else { return nil }
    let (first, second, third) = (numbers[0], numbers[1], numbers[2])
    let day: Day?
    if first.count == 4, let year = Int(first) {
      day = Day(checking: year, month(second), number(third))
    } else if let named = month(named: first) {
      day = Day(checking: year(third, today), named, number(second))
    } else {
      day = Day(checking: year(third, today), month(second), number(first))
    }
    guard let day, day <= today else { return nil }
    return day
  }

  private static func single(_ text: String) -> [String] {
    let pieces = text.split(
      omittingEmptySubsequences: false, whereSeparator: { "/.-".contains($0) }
    ).map(String.init)
    if pieces.count == 3 { return pieces.map { $0.trimmingOrdinal.lowercased() } }
    guard pieces.count == 1, text.count == 8, Int(text) != nil else { return [] }
    return [String(text.prefix(2)), String(text.dropFirst(2).prefix(2)), String(text.suffix(4))]
  }

  private static func number(_ text: String) -> Int? {
    text.count <= 2 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  /// Four digits; or two, the latest such year that has begun.
  private static func year(_ text: String, _ today: Day) -> Int? {
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(text) else { return nil }
    switch text.count {
    case 4: return year
    case 2:
      let recent = today.year / 100 * 100 + year
      return recent <= today.year ? recent : recent - 100
    default: return nil
    }
  }

  private static func month(_ text: String) -> Int? { number(text) ?? month(named: text) }

  /// A month's name, or its first three letters or more.
  private static func month(named text: String) -> Int? {
    guard text.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(text) }.map { $0 + 1 }
  }

  private static let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}

extension Day {
  fileprivate init?(checking year: Int?, _ month: Int?, _ day: Int?) {
    guard let year, let month, let day, year >= 1850 else { return nil }
    self.init(year, month, day)
  }
}

extension String {
  /// "12th" is 12, "March," is March.
  fileprivate var trimmingOrdinal: String {
    let text = hasSuffix(".") ? String(dropLast()) : self
    guard text.count <= 4, text.first?.isNumber == true else { return text }
    for ending in ["st", "nd", "rd", "th"] where text.lowercased().hasSuffix(ending) {
      return String(text.dropLast(2))
    }
    return text
  }
}
