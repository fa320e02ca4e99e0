import Core

/// The sets of gates, the gates of each, and what each of the five cases brings to them: dated lists that another authority
/// replaces.
package struct GateSets: Sendable {
  /// The five cases by which public money is argued for (HM Treasury, Guide to developing the project business case).
  package enum BusinessCase: String, Sendable, CaseIterable {
    case strategic, economic, commercial, financial, management
  }

  package struct GateSet: Hashable, Sendable {
    package let key: String
    package let label: String
    package let meaning: String
    let valid: Validity
  }

  package struct GateKind: Hashable, Sendable {
    package let set: String
    package let key: String
    package let label: String
    package let meaning: String
    /// 1 comes first.
    package let order: Int
    /// Whether it may come several times, once for each tranche.
    package let isByTranche: Bool
    package let funding: FundingNeed
    let valid: Validity
  }

  package struct Product: Hashable, Sendable {
    package let set: String
    package let gate: String
    package let businessCase: BusinessCase
    package let key: String
    package let label: String
    let valid: Validity
  }

  private enum YesNo: String, CaseIterable { case yes, no }

  private let sets: [GateSet]
  private let gates: [GateKind]
  private let products: [Product]

  /// The rows of the shipped lists. Throws a fault that names the list and what is wrong with it.
  package init(
    sets setRows: [[String: String]], gates gateRows: [[String: String]],
    products productRows: [[String: String]]
  ) throws {
    sets = try setRows.map { values in
      let row = ListRow("gate-sets.csv", values)
      return GateSet(
        key: try row.required("set"), label: try row.required("label"),
        meaning: try row.required("meaning"), valid: try row.validity())
    }
    gates = try gateRows.map { values in
      let row = ListRow("gates.csv", values)
      let isByTranche: YesNo = try row.choice("by_tranche")
      return GateKind(
        set: try row.required("set"), key: try row.required("key"),
        label: try row.required("label"), meaning: try row.required("meaning"),
        order: try row.number("order"), isByTranche: isByTranche == .yes,
        funding: try row.choice("funding"), valid: try row.validity())
    }
    products = try productRows.map { values in
      let row = ListRow("gate-products.csv", values)
      return Product(
        set: try row.required("set"), gate: try row.required("gate"),
        businessCase: try row.choice("case"), key: try row.required("key"),
        label: try row.required("label"), valid: try row.validity())
    }
    try check()
  }

  /// What a project can choose on a day.
  package func sets(on day: Day) -> [GateSet] { sets.filter { $0.valid.holds(on: day) } }

  /// In the order in which they come.
  package func gates(of set: String, on day: Day) -> [GateKind] {
    gates.filter { $0.set == set && $0.valid.holds(on: day) }.sorted { $0.order < $1.order }
  }

  package func products(of gate: String, in set: String, on day: Day) -> [Product] {
    products.filter { $0.set == set && $0.gate == gate && $0.valid.holds(on: day) }
  }

  /// Ended or not: as it holds on the day, or else as it stood last.
  func gate(_ key: String, in set: String, on day: Day) -> GateKind {
    let own = gates.filter { $0.set == set && $0.key == key }
    return own.first { $0.valid.holds(on: day) } ?? own.last
      ?? GateKind(
        set: set, key: key, label: key, meaning: "", order: gates.count + 1, isByTranche: false,
        funding: .secured, valid: .always)
  }

  func product(_ key: String, of gate: String, in set: String) -> Product? {
    products.last { $0.set == set && $0.gate == gate && $0.key == key }
  }

  package func label(of set: String) -> String { sets.last { $0.key == set }?.label ?? set }

  // MARK: - What stops the program's start

  /// Looks at the lists on every day on which anything of them begins, or has just ended.
  private func check() throws {
    let all = sets.map(\.valid) + gates.map(\.valid) + products.map(\.valid)
    let long = Day(number: -25_567)
    let days = Set([long] + all.compactMap(\.from) + all.compactMap { $0.to?.adding(days: 1) })
    for day in days.sorted() {
      let keys = sets(on: day).map(\.key)
      guard Set(keys).count == keys.count else {
        throw Fault("gate-sets.csv has a set twice on \(day).")
      }
      for key in keys { try check(key, on: day) }
    }
    for gate in gates where !sets.contains(where: { $0.key == gate.set }) {
      throw Fault("gates.csv: \(gate.key) is of the set \(gate.set), which gate-sets.csv has not.")
    }
    for product in products
    where !gates.contains(where: { $0.set == product.set && $0.key == product.gate }) {
      throw Fault(
        "gate-products.csv: \(product.key) is for \(product.gate) of \(product.set), which gates.csv has not."
      )
    }
  }

  private func check(_ set: String, on day: Day) throws {
    let own = gates(of: set, on: day)
    let name = "gates.csv: \(set) on \(day)"
    guard !own.isEmpty else { throw Fault("\(name) has no gate.") }
    guard Set(own.map(\.key)).count == own.count else { throw Fault("\(name) has a gate twice.") }
    guard own.map(\.order) == Array(1...own.count) else {
      throw Fault("\(name) must have the orders 1 to \(own.count), each once.")
    }
    for gate in own {
      let due = products(of: gate.key, in: set, on: day)
      guard !due.isEmpty else {
        throw Fault("gate-products.csv has nothing for \(gate.key) of \(set) on \(day).")
      }
      guard Set(due.map(\.key)).count == due.count else {
        throw Fault("gate-products.csv has a product of \(gate.key) of \(set) twice on \(day).")
      }
    }
  }
}
