import Core

/// What comes of it that milestones wait for others. Pure: the store and the pages ask it (docs/rules/waiting.md).
///
/// A date is never taken to say more than it does: whether one comes too late for another is counted at the coarser
/// precision of both, as `Slip` counts, and what is told is the least that is certain.
struct Waiting {
  /// A milestone that stands in the portfolio and was not dropped.
  struct Point: Hashable {
    var due: PlannedDate?
    var isDone = false
  }

  /// That one waits for another.
  struct Edge: Hashable {
    let waiting: ProgrammeItemID
    let needed: ProgrammeItemID
    /// Whole weeks that must lie between.
    var weeks = 0

    fileprivate var days: Int { weeks * 7 }
  }

  enum Effect: Hashable, Sendable {
    /// The other is expected too late: by how much, and when the one that waits can be done at the earliest.
    case pushes(Slip, earliest: PlannedDate)
    /// What it waits for was dropped or archived, so it will not come.
    case gone
    /// One of both has no date, so nothing can be said.
    case undated
    case fits
    /// What it waits for is done.
    case met
    /// It is done itself, or was dropped, and waits no more.
    case over

    var isTrouble: Bool {
      switch self {
      case .pushes, .gone: true
      case .undated, .fits, .met, .over: false
      }
    }

    /// By what lists are sorted: what needs somebody comes first.
    var rank: Int {
      switch self {
      case .pushes: 0
      case .gone: 1
      case .undated: 2
      case .fits: 3
      case .met: 4
      case .over: 5
      }
    }
  }

  let points: [ProgrammeItemID: Point]
  /// When each is expected: as it is planned, not before today where that is over, and not before what it waits for.
  let expected: [ProgrammeItemID: PlannedDate]

  init(_ points: [ProgrammeItemID: Point], _ edges: [Edge], on today: Day) {
    self.points = points
    let edges = edges.filter { points[$0.waiting] != nil && points[$0.needed] != nil }
    let after = Dictionary(grouping: edges, by: \.needed)
    var missing = points.mapValues { _ in 0 }
    for edge in edges { missing[edge.waiting, default: 0] += 1 }
    var expected: [ProgrammeItemID: PlannedDate] = [:]
    for (id, point) in points { expected[id] = point.alone(on: today) }
    // One is looked at when all that it waits for have been. What stands in a loop, which no form lets in, keeps its own date.
    var ready = missing.filter { $0.value == 0 }.map(\.key)
    while let id = ready.popLast() {
      for edge in after[id] ?? [] {
        if points[id]?.isDone == false, points[edge.waiting]?.isDone == false,
          let push = Self.push(expected[id], points[edge.waiting]?.due, edge)
        {
          expected[edge.waiting] = max(expected[edge.waiting] ?? push.earliest, push.earliest)
        }
        missing[edge.waiting, default: 0] -= 1
        if missing[edge.waiting] == 0 { ready.append(edge.waiting) }
      }
    }
    self.expected = expected
  }

  func effect(_ edge: Edge) -> Effect {
    guard let waiting = points[edge.waiting], !waiting.isDone else { return .over }
    guard let needed = points[edge.needed] else { return .gone }
    if needed.isDone { return .met }
    guard waiting.due != nil, expected[edge.needed] != nil else { return .undated }
    return Self.push(expected[edge.needed], waiting.due, edge)
      .map { .pushes($0.slip, earliest: $0.earliest) } ?? .fits
  }

  private static func push(
    _ needed: PlannedDate?, _ due: PlannedDate?, _ edge: Edge
  ) -> (slip: Slip, earliest: PlannedDate)? {
    guard let needed, let due else { return nil }
    let slip = needed.slip(from: due, moved: edge.days)
    guard slip.isLate else { return nil }
    let earliest = PlannedDate(slip.unit, holding: needed.first.adding(days: edge.days)) ?? needed
    return (slip, earliest)
  }
}

extension Waiting.Point {
  /// As it is planned; where that is over and it is not done, today at the same precision.
  fileprivate func alone(on today: Day) -> PlannedDate? {
    guard let due, !isDone, due.isOver(on: today) else { return due }
    return PlannedDate(due.precision, holding: today) ?? due
  }
}

extension Waiting {
  /// The way by which `needed` waits for `waiting` already, both named, so that the new edge would close a loop. Nil where
  /// there is none. The shortest one.
  static func loop(_ new: Edge, _ edges: [Edge]) -> [ProgrammeItemID]? {
    if new.waiting == new.needed { return [new.waiting] }
    let needs = Dictionary(grouping: edges, by: \.waiting)
    var cameFrom: [ProgrammeItemID: ProgrammeItemID] = [:]
    var layer = [new.needed]
    while !layer.isEmpty {
      var next: [ProgrammeItemID] = []
      for id in layer {
        for edge in needs[id] ?? [] where edge.needed != new.needed && cameFrom[edge.needed] == nil
        {
          cameFrom[edge.needed] = id
          guard edge.needed != new.waiting else { return way(back: new.waiting, cameFrom) }
          next.append(edge.needed)
        }
      }
      layer = next
    }
    return nil
  }

  private static func way(
    back end: ProgrammeItemID, _ cameFrom: [ProgrammeItemID: ProgrammeItemID]
  ) -> [ProgrammeItemID] {
    var way = [end]
    while let before = cameFrom[way[way.count - 1]] { way.append(before) }
    return way.reversed()
  }

  /// A loop for people: `“B” waits for “C”, and “C” waits for “A”`. Of a long one the beginning and the end.
  static func words(_ loop: [String]) -> String {
    let steps = zip(loop, loop.dropFirst()).map { "“\($0)” waits for “\($1)”" }
    guard steps.count > 4 else { return steps.joined(separator: ", and ") }
    return (steps.prefix(2) + ["so on"] + steps.suffix(1)).joined(separator: ", and ")
  }
}
