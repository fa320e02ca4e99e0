import Core
import Database

extension Reader {
  /// Everything, or one project with what hangs on it.
  func portfolio(_ asOf: AsOf, only project: ProgrammeItemID? = nil) throws -> Portfolio {
    var portfolio = Portfolio()
    if project == nil {
      portfolio.frame = try standing(Frame.self, asOf).filter { !$0.isArchived }
      portfolio.capacity = try standing(Capacity.self, asOf).filter { !$0.isArchived }
    }
    let projects =
      try project.map { try [found(Project.self, $0, asOf)].compactMap(\.self) }
      ?? standing(Project.self, asOf).filter { !$0.isArchived }
    let milestones = try byProject(Milestone.self, project, asOf)
    let risks = try byProject(Risk.self, project, asOf)
    let sources = try byProject(Source.self, project, asOf)
    let aims = try byProject(Aim.self, project, asOf)
    let ratings = try ratingLines(of: project, asOf)
    let money = try money(of: project, asOf)
    let owners = try ownerNames()
    portfolio.lines = projects.map { standing in
      var line = PortfolioLine(standing)
      line.milestones = (milestones[standing.id] ?? []).sorted { one, other in
        if one.value.due == other.value.due { return one.id.text < other.id.text }
        return PortfolioLine.places(one.value.due, before: other.value.due)
      }
      line.risks = risks[standing.id] ?? []
      line.sources = sources[standing.id] ?? []
      line.aims = aims[standing.id] ?? []
      line.money = money[standing.id] ?? ProjectMoney()
      line.ratings = ratings[standing.id] ?? [:]
      line.ownerName = standing.value.owner.flatMap { owners[$0] }
      return line
    }
    return portfolio
  }

  func byProject<Value: Kept>(
    _ kind: Value.Type, _ project: ProgrammeItemID?, _ asOf: AsOf
  ) throws -> [ProgrammeItemID?: [Standing<Value>]] {
    Dictionary(
      grouping: try standing(kind, of: project, asOf).filter { !$0.isArchived }, by: \.project)
  }

  private func ratingLines(
    of project: ProgrammeItemID?, _ asOf: AsOf
  ) throws -> [ProgrammeItemID: [String: RatingLine]] {
    let own: SQL = project.map { " AND v.project_id = \($0)" } ?? ""
    var lines: [ProgrammeItemID: [String: RatingLine]] = [:]
    let earlier = try rows(
      """
      SELECT v.item_id, b.rating FROM rating_versions v
      JOIN rating_versions b ON b.item_id = v.item_id AND b.number = v.number - 1
      WHERE \(asOf.condition)\(own) ORDER BY v.item_id LIMIT 50000
      """)
    var before: [ProgrammeItemID: String] = [:]
    for row in earlier { before[try row["item_id"]] = try row["rating"] }
    for one in try standing(Rating.self, of: project, asOf) where !one.isArchived {
      guard let project = one.project else { continue }
      lines[project, default: [:]][one.value.respect] = RatingLine(
        standing: one, before: before[one.id])
    }
    return lines
  }
}
