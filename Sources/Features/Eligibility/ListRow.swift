import Core

/// A row of a shipped list, which says where it is wrong.
struct ListRow {
  let list: String
  let values: [String: String]

  init(_ list: String, _ values: [String: String]) {
    self.list = list
    self.values = values
  }

  func text(_ column: String) throws -> String {
    guard let text = values[column] else { throw Fault("\(list) has no column \(column).") }
    return text
  }

  func required(_ column: String) throws -> String {
    let text = try text(column)
    guard !text.isEmpty else { throw Fault("\(list) has a row without \(column).") }
    return text
  }

  func day(_ column: String) throws -> Day {
    let text = try required(column)
    guard let day = Day(iso: text) else { throw Fault("\(list) holds “\(text)” as a date.") }
    return day
  }

  func dayOrNone(_ column: String) throws -> Day? {
    try text(column).isEmpty ? nil : day(column)
  }

  func number(_ column: String, from least: Int = 1) throws -> Int {
    let text = try required(column)
    guard let number = Int(text), number >= least else {
      throw Fault("\(list) holds “\(text)” as \(column): it must be a number from \(least) on.")
    }
    return number
  }

  func parts(_ column: String) throws -> [String] {
    try text(column).split(separator: ";").map(String.init)
  }
}

extension Rule.Kind {
  init(_ row: ListRow) throws {
    let values = try row.parts("values")
    let name = try row.required("kind")
    func number() throws -> Int {
      guard let number = values.first.flatMap(Int.init), number >= 1 else {
        throw Fault("\(row.list): a rule of the kind \(name) needs a number from 1 on in values.")
      }
      return number
    }
    switch name {
    case "minimum_age": self = .minimumAge(try number())
    case "lives_in_region": self = .livesInRegion(Set(values))
    case "out_of_work": self = .outOfWork
    case "on_benefit_of":
      guard !values.isEmpty else {
        throw Fault("\(row.list): a rule of the kind \(name) needs benefits in values.")
      }
      self = .onBenefit(of: Set(values))
    case "other_joins":
      let rest = values.dropFirst()
      guard rest.allSatisfy({ $0 == "same_address" }) else {
        throw Fault("\(row.list): \(name) takes a number and same_address, not \(values).")
      }
      self = .otherJoins(least: try number(), atSameAddress: !rest.isEmpty)
    default:
      throw Fault("\(row.list) has a rule of the kind \(name), which Pierhead does not know.")
    }
  }
}
