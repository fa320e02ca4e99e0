import Core

/// What a project's owner brings up to date in one short form: where it is, its next milestone, its worst risk and how it
/// stands as a whole.
struct ProjectUpdate {
  /// The project as its form was made from it.
  let line: PortfolioLine
  let project: Project
  /// Nil where it has no next milestone.
  let milestone: Milestone?
  /// Nil where no risk is open and none was entered.
  let risk: Risk?
  /// Nil where nothing new was said.
  let rating: (value: Rating, reason: String)?

  /// At most eight, so that it is done in minutes.
  static let fields = [
    "position", "due", "done_on", "words", "likelihood", "impact", "rating", "reason",
  ]

  /// The risk or issue that is worst of those open; of equals the one that stands longest.
  static func worst(of line: PortfolioLine) -> Standing<Risk>? {
    line.openRisks.filter { $0.value.sort == .risk || $0.value.sort == .issue }.max {
      ($0.value.score ?? 0, $1.id.text) < ($1.value.score ?? 0, $0.id.text)
    }
  }

  /// The versions that a form is made from, so that whoever is second is told.
  static func versions(of line: PortfolioLine) -> String {
    let next = line.next.map { "\($0.id)/\($0.number)" } ?? ""
    let worst = worst(of: line).map { "\($0.id)/\($0.number)" } ?? ""
    let rating = line.ratings[Respect.overall]?.standing.number ?? 0
    return "\(line.project.number) \(next) \(worst) \(rating)"
  }

  /// As the form holds it.
  static func values(of line: PortfolioLine) -> [String: String] {
    let risk = worst(of: line)?.value.fields() ?? [:]
    return [
      "position": line.project.value.position ?? "",
      "due": line.next?.value.due?.description ?? "", "done_on": "", "words": risk["words"] ?? "",
      "likelihood": risk["likelihood"] ?? "", "impact": risk["impact"] ?? "",
      "rating": line.ratings[Respect.overall]?.rating ?? "", "reason": "",
    ]
  }

  /// Throws all that is wrong, in the order of the form.
  init(
    _ fields: [String: String], _ line: PortfolioLine, _ lists: ProgrammeLists, today: Day
  ) throws(Rejection) {
    var problems: [Problem] = []
    func taken<Value>(_ read: () throws(Rejection) -> Value) throws(Rejection) -> Value? {
      do { return try read() } catch {
        guard case .invalid(let found) = error else { throw error }
        problems += found
        return nil
      }
    }
    func sent(_ names: String...) -> [String: String] {
      Dictionary(uniqueKeysWithValues: names.map { ($0, fields[$0] ?? "") })
    }
    let old = line.project.value
    let project = try taken { () throws(Rejection) in
      try Project.read(
        old.fields().merging(sent("position")) { _, new in new }, old, lists, today: today)
    }
    var milestone: Milestone?
    if let next = line.next?.value {
      var changes = sent("due", "done_on")
      changes["state"] = (fields["done_on"] ?? "").trimmed.isEmpty ? "planned" : "done"
      milestone = try taken { () throws(Rejection) in
        try Milestone.read(
          next.fields().merging(changes) { _, new in new }, next, lists, today: today)
      }
    }
    let changes = sent("words", "likelihood", "impact")
    let worst = Self.worst(of: line)?.value
    var risk: Risk?
    if worst != nil || changes.values.contains(where: { !$0.trimmed.isEmpty }) {
      risk = try taken { () throws(Rejection) in
        try Risk.read(
          (worst?.fields() ?? [:]).merging(changes) { _, new in new }, worst, lists, today: today)
      }
    }
    let said = try taken { () throws(Rejection) in
      try Self.rating(fields, line, lists, today: today)
    }
    guard let project, let said, problems.isEmpty else { throw .invalid(problems) }
    (self.line, self.project, self.milestone, self.risk) = (line, project, milestone, risk)
    rating = said.rating
  }

  private struct Said {
    let rating: (value: Rating, reason: String)?
  }

  /// A rating that is as it was, without a reason, says nothing new. What goes against the facts stands as long as one of a
  /// report would.
  private static func rating(
    _ fields: [String: String], _ line: PortfolioLine, _ lists: ProgrammeLists, today: Day
  ) throws(Rejection) -> Said {
    let chosen = (fields["rating"] ?? "").trimmed
    let standing = line.ratings[Respect.overall]
    let isSame = chosen == standing?.rating ?? "" && !(standing?.hasExpired(on: today) ?? false)
    if isSame, (fields["reason"] ?? "").trimmed.isEmpty { return Said(rating: nil) }
    let proposed = line.proposals(lists, on: today)[Respect.overall]
    let until = min(
      ReportPeriod(of: today).next.last, lists.ratings.lastDayOfOverride(from: today))
    let read = try Rating.read(
      ["rating": chosen, "reason": fields["reason"] ?? "", "expires_on": until.written],
      respect: Respect.overall, proposed: proposed, lists.ratings, today: today)
    return Said(rating: (read.rating, read.reason))
  }
}
