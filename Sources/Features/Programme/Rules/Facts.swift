import Core

extension PortfolioLine {
  /// What is known of it, from which ratings are proposed. Engagement has no room yet, so nothing is said of it.
  func facts(on today: Day) -> ProjectFacts {
    ProjectFacts(
      milestones: milestones.filter { $0.value.state != .dropped }.map { one in
        ProjectFacts.Milestone(
          one.value.name, baseline: one.value.baseline.map { $0.first...$0.last },
          due: one.value.due.map { $0.first...$0.last }, isDone: one.value.state == .done,
          slip: one.value.slip?.description)
      },
      spend: money.budgets.map(\.value).spend(on: today),
      risks: risks.filter { $0.value.sort == .risk || $0.value.sort == .issue }.map { one in
        ProjectFacts.Risk(
          one.value.words, score: one.value.scoreAfter ?? one.value.score,
          isIssue: one.value.sort == .issue, isOpen: one.value.state == .open)
      })
  }

  /// What the facts say in each respect. Overall is made of what counts in the others: what was said, until it expires, and
  /// the facts where nothing was.
  func proposals(_ lists: ProgrammeLists, on today: Day) -> [String: ProposedRating] {
    let rules = lists.ratings
    var proposals: [String: ProposedRating] = [:]
    var counting: [String: String] = [:]
    let facts = facts(on: today)
    for respect in Respect.single {
      let proposed = rules.proposal(respect, facts, on: today)
      proposals[respect] = proposed
      let said = ratings[respect].flatMap { $0.hasExpired(on: today) ? nil : $0.rating }
      counting[respect] = said ?? proposed?.rating
    }
    proposals[Respect.overall] = rules.overall(
      counting, labels: { lists.respects.label($0) }, on: today)
    return proposals
  }

  /// Its sources as the rule for viability looks at them. Those without a short name stand in no rule, but in the totals.
  var funding: [FundingSource] { sources.map(\.value.funding) }
}

extension RatingLine {
  /// Whether it went against the facts and its time is over.
  func hasExpired(on today: Day) -> Bool { standing.value.expiresOn.map { $0 < today } ?? false }
}

extension Project {
  /// Throws where its rule for viability names what is none of its sources.
  func mustNeedOnly(_ names: [String]) throws(Rejection) {
    guard let viability else { return }
    do { _ = try ViabilityRule.read(viability, knowing: names) } catch {
      throw .invalid("viability", error.reason)
    }
  }
}

extension PortfolioLine {
  /// Milestones that are planned and later than agreed, or whose time is over.
  package func late(on day: Day) -> Int {
    milestones.count {
      $0.value.state == .planned
        && ($0.value.slip?.isLate ?? false || $0.value.due.map { $0.isOver(on: day) } ?? false)
    }
  }
}

extension Milestone {
  /// How far it is from what was agreed; nil where one of both has no date.
  var slip: Slip? { baseline.flatMap { agreed in due.map { $0.slip(from: agreed) } } }
}
