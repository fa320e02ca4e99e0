import Core

/// Figures with up to three places, as whole thousandths: never floating point, so that what is read is what was written.
enum Thousandths {
  /// A million million, in thousandths: what a column holds at most, above and below nothing.
  static let most = 1_000_000_000_000_000

  /// Reads `1,250`, `62.5`, `-3.125`, `£400`, `12.5 %`. Nil for what is no figure, has more than three places or is more than
  /// `most`.
  static func read(_ written: String) -> Int? {
    var word = written.filter { !$0.isWhitespace && $0 != "," }
    let isBelow = word.hasPrefix("-") || word.hasPrefix("−")
    if isBelow { word.removeFirst() }
    if word.hasPrefix("£") { word.removeFirst() } else if word.hasSuffix("%") { word.removeLast() }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...13).contains(parts[0].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let whole = Int(parts[0])
    else { return nil }
    var value = whole * 1000
    if parts.count == 2 {
      guard (1...3).contains(parts[1].utf8.count), let part = Int(parts[1]) else { return nil }
      value += [100, 10, 1][parts[1].utf8.count - 1] * part
    }
    guard value <= most else { return nil }
    return isBelow ? -value : value
  }

  /// As a form holds it: `1250`, `-3.125`.
  static func written(_ value: Int) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
    return (value < 0 ? "-" : "") + String(whole) + places(Int(rest))
  }

  /// As people read it: `1,250 people`, `62.5 %`, `£400`, `−3.125 points`.
  static func spoken(_ value: Int, _ unit: String) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
    var digits = String(whole)
    var grouped = ""
    while digits.count > 3 {
      grouped = "," + digits.suffix(3) + grouped
      digits.removeLast(3)
    }
    let figure = digits + grouped + places(Int(rest))
    let sign = value < 0 ? "−" : ""
    return unit == "£" ? "\(sign)£\(figure)" : "\(sign)\(figure) \(unit)"
  }

  private static func places(_ rest: Int) -> String {
    guard rest > 0 else { return "" }
    var digits = String(String(1000 + rest).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }
}

extension Typed {
  /// A figure as people write it, in thousandths.
  mutating func thousandths(_ field: String) -> Int? {
    guard let text = plain(field) else { return nil }
    guard let value = Thousandths.read(text) else {
      add(field, Reason("benefit.number"))
      return nil
    }
    return value
  }
}
