import Core

extension GapAssumptions {
  /// What the page begins with: round figures to try it with, of no real place.
  static let example = [
    "population": "100,000", "rate": "60", "compared_rate": "75", "pay": "24,000",
    "compared_pay": "28,000", "closed": "50", "years_to_reach": "10", "years": "10",
    "discount": "3.5",
  ]

  /// As people type them: rates in percent with one place, pay in pounds, the discount in percent with two places. Throws what is
  /// wrong, by field.
  static func read(_ fields: [String: String]) throws(Rejection) -> GapAssumptions {
    var typed = Typed(fields)
    let population = typed.count("population", 0...100_000_000)
    let rate = typed.percent("rate", places: 1, 0...1000, "gap.percent")
    let comparedRate = typed.percent("compared_rate", places: 1, 0...1000, "gap.percent")
    let pay = typed.pay("pay")
    let comparedPay = typed.pay("compared_pay")
    let closed = typed.percent("closed", places: 0, 0...100, "gap.closed")
    let yearsToReach = typed.count("years_to_reach", 1...30)
    let years = typed.count("years", 1...30)
    let discount = typed.percent("discount", places: 2, 0...2000, "gap.discount")
    try typed.check()
    return try GapAssumptions(
      population: population, rate: rate, comparedRate: comparedRate, pay: pay,
      comparedPay: comparedPay, closed: closed, yearsToReach: yearsToReach, years: years,
      discount: discount)
  }
}

extension Typed {
  /// A whole number, also with commas.
  fileprivate mutating func count(_ field: String, _ range: ClosedRange<Int>) -> Int {
    let text = (plain(field) ?? "").filter { $0 != "," }
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(text), range.contains(number)
    else {
      add(
        field,
        Reason(
          "gap.range", ["least": String(range.lowerBound), "most": String(range.upperBound)]))
      return range.lowerBound
    }
    return number
  }

  /// In parts of a percent: with one place in tenths. `range` is in those parts.
  fileprivate mutating func percent(
    _ field: String, places: Int, _ range: ClosedRange<Int>, _ wrong: String
  ) -> Int {
    let part = [1000, 100, 10][places]
    guard let value = plain(field).flatMap({ Thousandths.read($0) }), value % part == 0,
      range.contains(value / part)
    else {
      add(field, Reason(wrong))
      return range.lowerBound
    }
    return value / part
  }

  /// In whole pence.
  fileprivate mutating func pay(_ field: String) -> Int {
    guard let pence = plain(field).flatMap({ Money.pence(written: $0) }), pence <= 100_000_000
    else {
      add(field, Reason("gap.pay"))
      return 0
    }
    return pence
  }
}
