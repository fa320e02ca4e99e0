import Core

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
