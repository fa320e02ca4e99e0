import Core

/// One role in one quarter: the days that are there, and those that projects need.
struct TimeLine: Sendable {
  let quarter: FinancialQuarter
  let role: String
  /// Nil where nobody has said how many days there are: then none are counted.
  let capacity: Standing<Capacity>?
  let efforts: [(line: PortfolioLine, effort: Standing<Effort>)]

  var have: Int { capacity?.value.time.days ?? 0 }
  var needed: Int { efforts.reduce(0) { $0 + $1.effort.value.time.days } }
  /// Days that are missing; 0 where there are enough.
  var short: Int { max(0, needed - have) }
}

/// What projects need of the team against what is there, by quarter and role.
struct TeamTime: Sendable {
  let lines: [TimeLine]

  private struct Place: Hashable {
    let quarter: FinancialQuarter
    let role: String
  }

  /// From a quarter on; of all where it is nil.
  init(_ portfolio: Portfolio, from first: FinancialQuarter?) {
    func isShown(_ time: PeopleDays) -> Bool { first.map { time.quarter >= $0 } ?? true }
    var have: [Place: Standing<Capacity>] = [:]
    for one in portfolio.capacity where isShown(one.value.time) {
      have[Self.place(one.value.time)] = one
    }
    var needs: [Place: [(line: PortfolioLine, effort: Standing<Effort>)]] = [:]
    for line in portfolio.lines {
      for one in line.money.efforts where isShown(one.value.time) {
        needs[Self.place(one.value.time), default: []].append((line, one))
      }
    }
    lines = Set(have.keys).union(needs.keys).map { place in
      let efforts = (needs[place] ?? []).sorted {
        ($0.line.project.value.name.lowercased(), $0.effort.id.text)
          < ($1.line.project.value.name.lowercased(), $1.effort.id.text)
      }
      return TimeLine(
        quarter: place.quarter,
        role: have[place]?.value.time.role ?? efforts.first?.effort.value.time.role ?? place.role,
        capacity: have[place], efforts: efforts)
    }
    .sorted { one, other in
      one.quarter != other.quarter
        ? one.quarter < other.quarter : PeopleDays.key(one.role) < PeopleDays.key(other.role)
    }
  }

  private static func place(_ time: PeopleDays) -> Place {
    Place(quarter: time.quarter, role: time.roleKey)
  }

  /// Where need is above what is there.
  var short: [TimeLine] { lines.filter { $0.short > 0 } }
}
