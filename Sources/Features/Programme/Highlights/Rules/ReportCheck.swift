import Core

/// What must be there before a report can be sent, and why a rating needs a reason.
struct ReportCheck {
  let history: RatingHistory
  let proposals: [String: ProposedRating]
  let lists: ProgrammeLists
  let today: Day

  /// `line` is the project as it stands. Overall is proposed from what the report itself says in the other respects.
  init(
    _ line: PortfolioLine, _ history: RatingHistory, _ said: [SaidRating], _ lists: ProgrammeLists,
    today: Day
  ) {
    (self.history, self.lists, self.today) = (history, lists, today)
    var proposals = line.proposals(lists, on: today)
    var counting: [String: String] = [:]
    for respect in Respect.single {
      let chosen = said.first { $0.respect == respect && $0.isChosen }
      counting[respect] = chosen.map(\.rating) ?? proposals[respect]?.rating
    }
    proposals[Respect.overall] = lists.ratings.overall(
      counting, labels: { lists.respects.label($0) }, on: today)
    self.proposals = proposals
  }

  /// Whether a rating is another one than the facts propose.
  func isAgainstFacts(_ one: SaidRating) -> Bool {
    guard let rating = one.rating, let proposed = proposals[one.respect]?.rating else {
      return false
    }
    return rating != proposed
  }

  /// What was said before, where this is something else.
  func changed(_ one: SaidRating, in period: ReportPeriod) -> PeriodRating? {
    guard one.isChosen, let before = history.before(period, one.respect) else { return nil }
    return before.rating == one.rating ? nil : before
  }

  func needsReason(_ one: SaidRating, in period: ReportPeriod) -> Bool {
    isAgainstFacts(one) || changed(one, in: period) != nil
  }

  /// Until when a rating stands that goes against the facts: to the end of the month after this one, and no longer than
  /// the list of limits says. Nil for others.
  func until(_ one: SaidRating) -> Day? {
    guard isAgainstFacts(one) else { return nil }
    return min(ReportPeriod(of: today).next.last, lists.ratings.lastDayOfOverride(from: today))
  }

  /// In the order of the form.
  func problems(_ report: HighlightReport, _ said: [SaidRating]) -> [Problem] {
    var problems: [Problem] = []
    for respect in lists.respects.entries(on: today) {
      let name = HighlightReport.ratingField(respect.key)
      guard let one = said.first(where: { $0.respect == respect.key }), one.isChosen else {
        problems.append(Problem(name, Reason("report.rating", ["respect": respect.label])))
        continue
      }
      guard one.reason == nil else { continue }
      let why = HighlightReport.reasonField(respect.key)
      if isAgainstFacts(one), let proposed = proposals[respect.key], let rating = proposed.rating {
        problems.append(
          Problem(
            why,
            Reason(
              "report.against",
              [
                "respect": respect.label,
                "rating": lists.label(rating, of: proposed.scale, on: today),
              ])))
      } else if let before = changed(one, in: report.period) {
        problems.append(
          Problem(
            why,
            Reason(
              "report.changed-rating",
              [
                "respect": respect.label,
                "rating": before.rating.map { lists.label($0, of: before.scale, on: today) }
                  ?? "Not rated", "period": before.period.spoken,
              ])))
      }
    }
    if report.done == nil { problems.append(Problem("done", Reason("report.done"))) }
    if report.next == nil { problems.append(Problem("next", Reason("report.next"))) }
    return problems
  }
}
