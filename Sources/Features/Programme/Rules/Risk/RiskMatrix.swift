import Core

/// Likelihood and impact, each 1 to 5, and the bands in which their product falls; dated.
package struct RiskBands: Sendable {
  package struct Band: Hashable, Sendable {
    package let key: String
    package let label: String
    /// The lowest score in it.
    package let least: Int
    package let colour: RatingScale.Colour
    /// Whether the programme must look after what falls in it, and not the project alone.
    package let isEscalated: Bool
    let valid: Validity
  }

  private let bands: [Band]

  package static let sides = 1...5

  /// The rows of the shipped list. Throws a fault that says what is wrong with it.
  package init(_ rows: [[String: String]]) throws {
    bands = try rows.map { values in
      let row = ListRow("risk-bands.csv", values)
      let escalate = try row.required("escalate")
      guard ["yes", "no"].contains(escalate) else {
        throw Fault("risk-bands.csv holds “\(escalate)” as escalate. It can be: yes, no.")
      }
      let least = try row.number("at_least")
      guard least <= 25 else { throw Fault("risk-bands.csv: no score reaches \(least).") }
      return Band(
        key: try row.required("key"), label: try row.required("label"), least: least,
        colour: try row.choice("colour"), isEscalated: escalate == "yes",
        valid: try row.validity())
    }
    let valid = bands.map(\.valid)
    let long = Day(number: -25_567)
    let days = [long] + valid.compactMap(\.from) + valid.compactMap { $0.to?.adding(days: 1) }
    for day in Set(days).sorted() {
      let holding = bands(on: day)
      guard !holding.isEmpty else { continue }
      guard holding[0].least == 1 else {
        throw Fault("risk-bands.csv: on \(day) no band begins at 1.")
      }
      guard Set(holding.map(\.least)).count == holding.count,
        Set(holding.map(\.key)).count == holding.count
      else { throw Fault("risk-bands.csv: on \(day) two bands are the same.") }
      if let first = holding.firstIndex(where: \.isEscalated),
        !holding[first...].allSatisfy(\.isEscalated)
      {
        throw Fault("risk-bands.csv: on \(day) a band above an escalated one is not escalated.")
      }
    }
    guard !bands.isEmpty else { throw Fault("risk-bands.csv has no row.") }
  }

  /// The bands of a day, the lowest first.
  package func bands(on day: Day) -> [Band] {
    bands.filter { $0.valid.holds(on: day) }.sorted { $0.least < $1.least }
  }

  /// Nil where no band was in force, or the score is none.
  package func band(of score: Int, on day: Day) -> Band? {
    (1...25).contains(score) ? bands(on: day).last { $0.least <= score } : nil
  }
}

/// How a risk was judged: before anything is done about it, and with the response in place.
package struct RiskJudgement: Hashable, Sendable {
  package struct Side: Hashable, Sendable {
    package let likelihood: Int
    package let impact: Int
    package var score: Int { likelihood * impact }

    /// Nil where either is missing or not from 1 to 5.
    package init?(likelihood: Int?, impact: Int?) {
      guard let likelihood, let impact, RiskBands.sides.contains(likelihood),
        RiskBands.sides.contains(impact)
      else { return nil }
      (self.likelihood, self.impact) = (likelihood, impact)
    }
  }

  package let before: Side?
  package let after: Side?
  /// Nil where nobody said.
  package let proximity: Risk.Proximity?

  package init(before: Side?, after: Side?, proximity: Risk.Proximity? = nil) {
    (self.before, self.after, self.proximity) = (before, after, proximity)
  }

  /// What counts: with the response in place, where that was judged.
  package var counting: Side? { after ?? before }
}

extension RiskJudgement {
  /// The worst first: by score, then the soonest, then by impact. What was not judged comes last.
  package static func comesBefore(_ one: RiskJudgement, _ other: RiskJudgement) -> Bool {
    one.order < other.order
  }

  private var order: (Int, Int, Int) {
    let place = proximity.flatMap { Risk.Proximity.allCases.firstIndex(of: $0) }
    return (
      -(counting?.score ?? 0), place ?? Risk.Proximity.allCases.count, -(counting?.impact ?? 0)
    )
  }
}

extension Risk {
  package var judgement: RiskJudgement {
    RiskJudgement(
      before: RiskJudgement.Side(likelihood: likelihood, impact: impact),
      after: RiskJudgement.Side(likelihood: likelihoodAfter, impact: impactAfter),
      proximity: proximity)
  }
}

extension RiskBands {
  /// Why somebody should look whether the programme takes a risk; nil where it is closed, where the programme has it already, or
  /// where its score does not ask for it. What was decided or changed is no risk.
  package func asksForProgramme(_ risk: Risk, on day: Day) -> String? {
    guard risk.state == .open, !risk.isEscalated, risk.sort != .decision, risk.sort != .change
    else { return nil }
    return escalation(of: risk.judgement, on: day)
  }

  /// Why the programme must look after a risk on a day, in a sentence; nil where the project may.
  package func escalation(of judgement: RiskJudgement, on day: Day) -> String? {
    guard let side = judgement.counting, let band = band(of: side.score, on: day),
      band.isEscalated, let least = bands(on: day).first(where: \.isEscalated)?.least
    else { return nil }
    let response = judgement.after == nil ? "" : " with the response in place"
    let from = least == 25 ? "25 goes" : "\(least) or more goes"
    return
      "It scores \(side.score)\(response): likelihood \(side.likelihood) times impact \(side.impact). A score of \(from) to the programme."
  }

  /// A square of the matrix.
  package struct Cell<One: Sendable>: Sendable {
    package let likelihood: Int
    package let impact: Int
    package let band: Band?
    package let risks: [One]
    package var score: Int { likelihood * impact }
  }

  /// The matrix row by row, the likeliest first, and within a row from the least impact to the greatest; and what was not
  /// judged. In a square the risks stand in the order in which they came.
  package func matrix<One: Sendable>(
    _ risks: [One], on day: Day, _ judgement: (One) -> RiskJudgement
  ) -> (rows: [[Cell<One>]], notJudged: [One]) {
    var placed: [RiskJudgement.Side: [One]] = [:]
    var rest: [One] = []
    for risk in risks {
      if let side = judgement(risk).counting {
        placed[side, default: []].append(risk)
      } else {
        rest.append(risk)
      }
    }
    let rows = Self.sides.reversed().map { likelihood in
      Self.sides.map { impact in
        Cell(
          likelihood: likelihood, impact: impact, band: band(of: likelihood * impact, on: day),
          risks: RiskJudgement.Side(likelihood: likelihood, impact: impact).flatMap { placed[$0] }
            ?? [])
      }
    }
    return (rows, rest)
  }
}
