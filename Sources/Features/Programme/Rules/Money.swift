/// Money is whole pence, as an `Int`.
enum Money {
  /// A million million pounds, in pence: what a column holds at most.
  static let most = 100_000_000_000_000

  /// Reads `£1,250,000`, `1250000`, `99.50`, `£3.5m`. Nil for what is no amount, is less than nothing or is more than `most`.
  static func pence(written text: String) -> Int? {
    var word = text.lowercased().filter { !$0.isWhitespace && $0 != "," }
    if word.hasPrefix("£") { word.removeFirst() }
    var unit = 100
    if word.hasSuffix("m") {
      unit = 100_000_000
      word.removeLast()
    } else if word.hasSuffix("k") {
      unit = 100_000
      word.removeLast()
    }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].utf8.count <= 15,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let whole = Int(parts[0])
    else { return nil }
    let (amount, isTooMuch) = whole.multipliedReportingOverflow(by: unit)
    guard !isTooMuch, amount <= most else { return nil }
    guard parts.count == 2 else { return amount }
    // Part of a unit, which must come to whole pence.
    let places = parts[1]
    guard (1...8).contains(places.utf8.count), let part = Int(places) else { return nil }
    let scale = places.utf8.reduce(1) { scale, _ in scale * 10 }
    guard unit != 100 || places.utf8.count == 2, part * unit % scale == 0 else { return nil }
    let sum = amount + part * unit / scale
    return sum <= most ? sum : nil
  }

  /// `£1,250,000`, with pence only where there are some.
  static func spoken(_ pence: Int) -> String {
    let (pounds, rest) = pence.magnitude.quotientAndRemainder(dividingBy: 100)
    var digits = String(pounds)
    var grouped = ""
    while digits.count > 3 {
      grouped = "," + digits.suffix(3) + grouped
      digits.removeLast(3)
    }
    let ending = rest == 0 ? "" : "." + (rest < 10 ? "0" : "") + String(rest)
    return (pence < 0 ? "−" : "") + "£" + digits + grouped + ending
  }

  /// A sum for people; nil where it is more than a number can hold.
  static func spoken(sum: Int?) -> String { sum.map { spoken($0) } ?? "more than can be counted" }

  /// Pence for programs; empty where there is no number.
  static func digits(_ pence: Int?) -> String { pence.map { String($0) } ?? "" }

  /// As a form holds it: `1250000` or `99.50`.
  static func written(_ pence: Int) -> String {
    let (pounds, rest) = pence.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? String(pounds) : "\(pounds).\(rest < 10 ? "0" : "")\(rest)"
  }
}
