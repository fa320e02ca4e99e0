import Core

/// The scales, the thresholds from which a rating is proposed, and how long a person's own word stands; all dated.
package struct RatingRules: Sendable {
  private struct Step: Sendable {
    let scale: String
    let use: RatingScale.Use
    let order: Int
    let step: RatingScale.Step
    let valid: Validity
  }

  struct Threshold: Hashable, Sendable {
    let scale: String
    let measure: RatingMeasure
    let rating: String
    let least: Int
    let valid: Validity
  }

  private struct Limit: Sendable {
    let key: String
    let days: Int
    let valid: Validity
  }

  private let steps: [Step]
  private let thresholds: [Threshold]
  private let limits: [Limit]

  /// The rows of the shipped lists. Throws a fault that names the list and what is wrong with it.
  package init(
    scales: [[String: String]], thresholds rows: [[String: String]],
    limits limitRows: [[String: String]]
  ) throws {
    steps = try scales.map { values in
      let row = ListRow("rating-scales.csv", values)
      return Step(
        scale: try row.required("scale"), use: try row.choice("use"),
        order: try row.number("order"),
        step: RatingScale.Step(
          key: try row.required("key"), label: try row.required("label"),
          meaning: try row.required("meaning"), colour: try row.choice("colour")),
        valid: try row.validity())
    }
    thresholds = try rows.map { values in
      let row = ListRow("rating-thresholds.csv", values)
      let measure: RatingMeasure = try row.choice("measure")
      guard try row.required("respect") == measure.respect else {
        throw Fault("\(row.list): \(measure.rawValue) belongs to \(measure.respect).")
      }
      return Threshold(
        scale: try row.required("scale"), measure: measure, rating: try row.required("rating"),
        least: try row.number("at_least"), valid: try row.validity())
    }
    limits = try limitRows.map { values in
      let row = ListRow("rating-limits.csv", values)
      return Limit(
        key: try row.required("key"), days: try row.number("days"), valid: try row.validity())
    }
    try check()
  }

  /// The scale in force on a day. Nil where there was none.
  package func scale(for use: RatingScale.Use = .status, on day: Day) -> RatingScale? {
    let holding = steps.filter { $0.use == use && $0.valid.holds(on: day) }
      .sorted { $0.order < $1.order }
    guard let first = holding.first else { return nil }
    return RatingScale(key: first.scale, use: use, steps: holding.map(\.step))
  }

  /// A scale by its key: as it holds on the day, or else as it held last.
  package func scale(_ key: String, on day: Day) -> RatingScale? {
    let own = steps.filter { $0.scale == key }
    guard let use = own.first?.use else { return nil }
    if let scale = scale(for: use, on: day), scale.key == key { return scale }
    return own.compactMap(\.valid.to).max().flatMap { scale(for: use, on: $0) }
  }

  /// The thresholds of a respect on a day, by a scale.
  func thresholds(of respect: String, _ scale: RatingScale, on day: Day) -> [Threshold] {
    thresholds.filter {
      $0.measure.respect == respect && $0.scale == scale.key && $0.valid.holds(on: day)
    }
  }

  /// The last day until which a rating may stand that a person gives today against the facts.
  package func lastDayOfOverride(from today: Day) -> Day {
    today.adding(days: days("override", on: today))
  }

  /// For how many days after a rating what proves true counts against it.
  func daysOfHindsight(on day: Day) -> Int { days("hindsight", on: day) }

  private func days(_ key: String, on day: Day) -> Int {
    limits.last { $0.key == key && $0.valid.holds(on: day) }?.days ?? 0
  }
}

// MARK: - What stops the program's start

extension RatingRules {
  /// Looks at the lists on every day on which anything of them begins, or has just ended.
  private func check() throws {
    let all = steps.map(\.valid) + thresholds.map(\.valid) + limits.map(\.valid)
    let long = Day(number: -25_567)
    let days = Set([long] + all.compactMap(\.from) + all.compactMap { $0.to?.adding(days: 1) })
    for day in days.sorted() {
      for use in RatingScale.Use.allCases { try checkScale(use, on: day) }
      try checkThresholds(on: day)
    }
    for key in ["override", "hindsight"] where !limits.contains(where: { $0.key == key }) {
      throw Fault("rating-limits.csv has no row for \(key).")
    }
  }

  private func checkScale(_ use: RatingScale.Use, on day: Day) throws {
    let holding = steps.filter { $0.use == use && $0.valid.holds(on: day) }
    guard !holding.isEmpty else { return }
    let scales = Set(holding.map(\.scale)).sorted()
    guard scales.count == 1 else {
      throw Fault(
        "rating-scales.csv: on \(day) both \(scales.joined(separator: " and ")) are for \(use.rawValue)."
      )
    }
    let name = "rating-scales.csv: \(scales[0]) on \(day)"
    guard holding.count > 1 else { throw Fault("\(name) has only one rating.") }
    guard Set(holding.map(\.step.key)).count == holding.count else {
      throw Fault("\(name) has a rating twice.")
    }
    guard holding.map(\.order).sorted() == Array(1...holding.count) else {
      throw Fault("\(name) must have the orders 1 to \(holding.count), each once.")
    }
  }

  private func checkThresholds(on day: Day) throws {
    let holding = thresholds.filter { $0.valid.holds(on: day) }
    for threshold in holding {
      let name =
        "rating-thresholds.csv: \(threshold.measure.rawValue) for \(threshold.rating) of \(threshold.scale) on \(day)"
      guard steps.contains(where: { $0.scale == threshold.scale }) else {
        throw Fault("\(name) is for a scale that is not in rating-scales.csv.")
      }
      // A threshold of a scale that is not in force is not asked.
      guard
        let scale = RatingScale.Use.allCases.compactMap({ scale(for: $0, on: day) })
          .first(where: { $0.key == threshold.scale })
      else { continue }
      guard let place = scale.place(threshold.rating) else {
        throw Fault("\(name): the scale has no such rating.")
      }
      guard place > 0 else { throw Fault("\(name): the best rating needs no threshold.") }
      let others = holding.filter {
        $0.scale == threshold.scale && $0.measure == threshold.measure && $0 != threshold
      }
      for other in others {
        guard let beside = scale.place(other.rating), beside > 0 else { continue }
        guard beside != place else { throw Fault("\(name) stands twice.") }
        // Of overall it is counted how many are this bad, so that fewer may do for the worse rating.
        if threshold.measure != .respects, beside < place, other.least >= threshold.least {
          throw Fault("\(name) must be more than for \(other.rating).")
        }
      }
    }
    guard Set(holding).count == holding.count else {
      throw Fault("rating-thresholds.csv has a row twice on \(day).")
    }
  }
}

extension ListRow {
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ column: String) throws -> Choice {
    let text = try required(column)
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("\(list) holds “\(text)” as \(column). It can be: \(known).")
    }
    return choice
  }

  func validity() throws -> Validity {
    let valid = Validity(from: try dayOrNone("valid_from"), to: try dayOrNone("valid_to"))
    if let from = valid.from, let to = valid.to, to < from {
      throw Fault("\(list) has a row that ends before it begins, on \(to).")
    }
    return valid
  }
}
