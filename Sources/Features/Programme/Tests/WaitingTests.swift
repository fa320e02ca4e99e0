import Core
import Support
import Testing

@testable import Programme

struct WaitingTests {
  private static func id(_ number: Int) -> ProgrammeItemID {
    ProgrammeItemID("0195f000-0000-7000-8000-\(String(1_000_000_000_000 + number).suffix(12))")
  }

  private static let today = Day.of("2027-01-15")

  private static func effect(
    _ needed: String?, _ waiting: String?, weeks: Int = 0, isDone: Bool = false
  ) -> Waiting.Effect {
    func date(_ text: String?) -> PlannedDate? { text.flatMap { PlannedDate(canonical: $0) } }
    let edge = Waiting.Edge(waiting: id(1), needed: id(2), weeks: weeks)
    return Waiting(
      [id(1): .init(due: date(waiting)), id(2): .init(due: date(needed), isDone: isDone)], [edge],
      on: today
    ).effect(edge)
  }

  @Test(arguments: [
    // What is needed, what waits, weeks between, by how much it is pushed and to when.
    ("2027-03-10", "2027-03-09", 0, "1 day", "2027-03-10"),
    ("2027-03-09", "2027-03-09", 0, "", ""), ("2027-03-01", "2027-03-09", 0, "", ""),
    ("2027-03", "2027-03-01", 0, "", ""), ("2027-03-31", "2027-03", 0, "", ""),
    ("2027-05", "2027-03-31", 0, "2 months", "2027-05"),
    ("late 2027-03", "mid 2027-03", 0, "1 third of a month", "late 2027-03"),
    ("Q1 2027/28", "2027-03-31", 0, "1 quarter", "Q1 2027/28"),
    ("Q4 2026/27", "2027-01", 0, "", ""),
    ("2027-03-01", "2027-03-09", 2, "6 days", "2027-03-15"),
    ("2027-03-01", "2027-03-15", 2, "", ""),
    // Six weeks after some day of March may be a day of April or May: April is the least.
    ("2027-03", "2027-03", 6, "1 month", "2027-04"), ("2027-03", "2027-04", 6, "", ""),
    // Over and not done: it can't be before today, at its own precision.
    ("2027-01-02", "2027-01-10", 0, "5 days", "2027-01-15"),
    ("2026-10", "2026-12", 0, "1 month", "2027-01"), ("2026-10", "2027-01", 0, "", ""),
  ])
  func `a later date pushes by what is certain`(
    needed: String, waiting: String, weeks: Int, push: String, earliest: String
  ) {
    let effect = Self.effect(needed, waiting, weeks: weeks)
    switch effect {
    case .pushes(let slip, let day): #expect((slip.amount, day.description) == (push, earliest))
    case .fits: #expect(push.isEmpty, "it fits, and should be pushed by \(push)")
    default: Issue.record("\(effect)")
    }
  }

  @Test func `what is done, dropped or without a date pushes nothing, and says so`() {
    #expect(Self.effect("2027-05", "2027-03", isDone: true) == .met)
    #expect(Self.effect(nil, "2027-03") == .undated)
    #expect(Self.effect("2027-03", nil) == .undated)
    let edge = Waiting.Edge(waiting: Self.id(1), needed: Self.id(2))
    #expect(Waiting([Self.id(1): .init(due: nil)], [edge], on: Self.today).effect(edge) == .gone)
    let done = Waiting.Point(due: nil, isDone: true)
    #expect(Waiting([Self.id(1): done], [edge], on: Self.today).effect(edge) == .over)
  }

  @Test func `a push goes on to what waits for what was pushed`() throws {
    let dates = ["2027-06", "2027-03", "2027-05-10", "2027-07"].map { PlannedDate(canonical: $0) }
    let points = Dictionary(
      uniqueKeysWithValues: dates.enumerated().map {
        (Self.id($0.offset), Waiting.Point(due: $0.element))
      })
    let edges = (1...3).map { Waiting.Edge(waiting: Self.id($0), needed: Self.id($0 - 1)) }
    let rule = Waiting(points, edges, on: Self.today)
    #expect(
      (1...3).map { rule.expected[Self.id($0)]?.description } == ["2027-06", "2027-06", "2027-07"])
    #expect(
      rule.effect(edges[1])
        == .pushes(
          try #require(PlannedDate(canonical: "2027-06")).slip(
            from: try #require(PlannedDate(canonical: "2027-05-10"))),
          earliest: try #require(PlannedDate(canonical: "2027-06"))))
    #expect(rule.effect(edges[2]) == .fits)
  }

  // MARK: - Random graphs

  private struct Graph {
    var points: [ProgrammeItemID: Waiting.Point] = [:]
    var edges: [Waiting.Edge] = []
    let size: Int

    init(_ random: inout Seeded) {
      size = Int.random(in: 2...14, using: &random)
      for number in 0..<size {
        let day = Day.of("2026-06-01").adding(days: .random(in: 0..<500, using: &random))
        let precision = PlannedDate.Precision.allCases.randomElement(using: &random)!
        points[id(number)] = Waiting.Point(
          due: Int.random(in: 0..<8, using: &random) == 0
            ? nil : PlannedDate(precision, holding: day),
          isDone: Int.random(in: 0..<6, using: &random) == 0)
      }
      // Each is offered in any direction; those that would close a loop are turned away.
      for _ in 0..<(size * 3) {
        let edge = Waiting.Edge(
          waiting: id(.random(in: 0..<size, using: &random)),
          needed: id(.random(in: 0..<size, using: &random)),
          weeks: Int.random(in: 0..<3, using: &random) == 0
            ? Int.random(in: 1...9, using: &random) : 0)
        let reaches = reached(from: edge.needed).contains(edge.waiting)
        let loop = Waiting.loop(edge, edges)
        #expect((loop != nil) == reaches, "a loop is found where there is one")
        if let loop { check(loop, edge) } else { edges.append(edge) }
      }
    }

    /// Whatever one waits for, by any way, and itself.
    func reached(from start: ProgrammeItemID) -> Set<ProgrammeItemID> {
      var found: Set = [start]
      for _ in 0..<size {
        for edge in edges where found.contains(edge.waiting) { found.insert(edge.needed) }
      }
      return found
    }

    private func check(_ loop: [ProgrammeItemID], _ new: Waiting.Edge) {
      #expect(loop.first == new.needed && loop.last == new.waiting)
      for (one, next) in zip(loop, loop.dropFirst()) {
        #expect(edges.contains { $0.waiting == one && $0.needed == next })
      }
    }
  }

  @Test
  func `in any graph each is expected no sooner than what it waits for, and no later than it must`()
    throws
  {
    var random = Seeded()
    print("waiting: seed \(random.seed)")
    for _ in 0..<2000 {
      let graph = Graph(&random)
      let rule = Waiting(graph.points, graph.edges.shuffled(using: &random), on: Self.today)
      // Written again as one says it: as planned, not before today, and not before anything that is needed.
      func expected(_ id: ProgrammeItemID) -> PlannedDate? {
        guard let point = graph.points[id], let due = point.due, !point.isDone else {
          return graph.points[id]?.due
        }
        var latest = due.last < Self.today ? PlannedDate(due.precision, holding: Self.today)! : due
        for edge in graph.edges
        where edge.waiting == id && graph.points[edge.needed]?.isDone == false {
          guard let needed = expected(edge.needed) else { continue }
          let slip = needed.slip(from: due, moved: edge.weeks * 7)
          let least = PlannedDate(slip.unit, holding: needed.first.adding(days: edge.weeks * 7))!
          if slip.isLate, latest < least { latest = least }
        }
        return latest
      }
      let all = graph.points.keys.reduce(into: [:]) { $0[$1] = expected($1) }
      #expect(rule.expected == all, "seed \(random.seed)")
      for edge in graph.edges {
        if case .pushes(let slip, let earliest) = rule.effect(edge) {
          #expect(slip.isLate && earliest <= rule.expected[edge.waiting]!, "seed \(random.seed)")
        }
      }
    }
  }

  @Test func `five thousand that wait one for the other are no burden`() {
    let points = Dictionary(
      uniqueKeysWithValues: (0..<5000).map {
        (
          Self.id($0),
          Waiting.Point(due: PlannedDate(.day, holding: Self.today.adding(days: 5000 - $0)))
        )
      })
    let edges = (1..<5000).map { Waiting.Edge(waiting: Self.id($0), needed: Self.id($0 - 1)) }
    let rule = Waiting(points, edges, on: Self.today)
    #expect(rule.expected[Self.id(4999)] == rule.expected[Self.id(0)])
    let back = Waiting.Edge(waiting: Self.id(0), needed: Self.id(4999))
    let loop = Waiting.loop(back, edges)
    #expect(loop?.count == 5000)
    let words = Waiting.words(Array(repeating: "A", count: loop?.count ?? 0))
    #expect(words.hasSuffix("and so on, and “A” waits for “A”"))
  }
}
