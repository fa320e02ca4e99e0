import Core

/// What has changed of a project between two days, in words.
struct PackChanges {
  private let lists: ProgrammeLists
  private let stands: Day

  init(_ lists: ProgrammeLists, stands: Day) { (self.lists, self.stands) = (lists, stands) }

  /// Nothing where all is as it was. `before` is nil where the project is new.
  func words(from before: PortfolioLine?, to now: PortfolioLine) -> [String] {
    guard let before else { return ["Added"] }
    return project(before.project.value, now.project.value) + ratings(before, now)
      + milestones(before, now) + sources(before, now) + risks(before, now)
  }

  private func project(_ before: Project, _ now: Project) -> [String] {
    var words: [String] = []
    if before.name != now.name { words.append("Was called “\(before.name)”") }
    if before.position != now.position, let position = now.position {
      words.append("Where it is: \(position)")
    }
    if before.owner != now.owner { words.append("Has another owner") }
    return words
  }

  private func ratings(_ before: PortfolioLine, _ now: PortfolioLine) -> [String] {
    lists.respects.entries(on: stands).compactMap { respect in
      let (old, new) = (before.ratings[respect.key], now.ratings[respect.key])
      guard old?.rating != new?.rating else { return nil }
      return "\(respect.label): \(label(old)) became \(label(new))"
        + (new?.standing.reason.map { ". \($0)" } ?? "")
    }
  }

  private func label(_ line: RatingLine?) -> String {
    guard let line, let rating = line.rating else { return "Not rated" }
    return lists.label(rating, of: line.standing.value.scale, on: stands)
  }

  /// Things of both days side by side, and those that are new, in the order of `now`.
  private func pairs<Value>(
    _ before: [Standing<Value>], _ now: [Standing<Value>]
  ) -> [(old: Value?, new: Value)] {
    let then = Dictionary(before.map { ($0.id, $0.value) }) { one, _ in one }
    return now.map { (then[$0.id], $0.value) }
  }

  private func gone<Value>(_ before: [Standing<Value>], _ now: [Standing<Value>]) -> [Value] {
    let ids = Set(now.map(\.id))
    return before.filter { !ids.contains($0.id) }.map(\.value)
  }

  private func milestones(_ before: PortfolioLine, _ now: PortfolioLine) -> [String] {
    pairs(before.milestones, now.milestones).flatMap { old, new -> [String] in
      guard let old else { return ["New milestone “\(new.name)”, \(date(new.due))"] }
      var words: [String] = []
      if old.state != new.state {
        switch new.state {
        case .done: words.append("“\(new.name)” is done")
        case .dropped: words.append("“\(new.name)” will not be done")
        case .planned: words.append("“\(new.name)” is planned again")
        }
      }
      if old.baseline != new.baseline, old.baseline != nil {
        words.append("“\(new.name)” is agreed for \(date(new.baseline)), was \(date(old.baseline))")
      } else if old.due != new.due {
        words.append("“\(new.name)” is due \(date(new.due)), was \(date(old.due))")
      }
      return words
    } + gone(before.milestones, now.milestones).map { "Milestone “\($0.name)” was archived" }
  }

  private func date(_ date: PlannedDate?) -> String { date?.spoken ?? "without a date" }

  private func sources(_ before: PortfolioLine, _ now: PortfolioLine) -> [String] {
    pairs(before.sources, now.sources).flatMap { old, new -> [String] in
      guard let old else { return ["New money: “\(new.name)”, \(amount(new.amount))"] }
      var words: [String] = []
      if old.amount != new.amount {
        words.append("“\(new.name)”: \(amount(new.amount)), was \(amount(old.amount))")
      }
      if old.state != new.state {
        words.append(
          "“\(new.name)”: \(new.state?.words ?? "Not said"), was \(old.state?.words ?? "Not said")")
      }
      return words
    } + gone(before.sources, now.sources).map { "Money “\($0.name)” was archived" }
  }

  private func amount(_ pence: Int?) -> String {
    pence.map { Money.spoken($0) } ?? "amount not known"
  }

  private func risks(_ before: PortfolioLine, _ now: PortfolioLine) -> [String] {
    pairs(before.risks, now.risks).compactMap { old, new -> String? in
      let name = new.sort.words
      guard let old else {
        return new.state == .open ? "New \(name.lowercased()): \(new.words)" : nil
      }
      if old.state != new.state {
        return "\(name) \(new.state == .open ? "open again" : "closed"): \(new.words)"
      }
      guard new.state == .open, old.score != new.score else { return nil }
      return "\(name) has score \(score(new.score)), was \(score(old.score)): \(new.words)"
    }
  }

  private func score(_ score: Int?) -> String { score.map { String($0) } ?? "not judged" }
}
