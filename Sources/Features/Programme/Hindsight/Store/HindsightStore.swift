import Core
import Database

extension Reader {
  /// All versions of what some projects have, archived things and projects with the others: what was archived was said too.
  func pastProjects(
    page: Int, size: Int, versions limit: Int, today: Day
  ) throws -> (projects: [PastProject], hasMore: Bool, isCut: Bool) {
    let found = try rows(
      "\(Project.select) WHERE v.until_at IS NULL ORDER BY v.name, v.item_id \(SQL.page(page, of: size))"
    ).map { try Standing<Project>($0) }
    let shown = Array(found.prefix(size))
    let ids = shown.map(\.id)
    let ratings = try allVersions(Rating.self, of: ids, limit: limit)
    let milestones = try allVersions(Milestone.self, of: ids, limit: limit)
    let risks = try allVersions(Risk.self, of: ids, limit: limit)
    let budgets = try allVersions(Budget.self, of: ids, limit: limit)
    let projects = shown.map { project in
      PastProject(
        project, ratings: ratings[project.id] ?? [], milestones: milestones[project.id] ?? [],
        risks: risks[project.id] ?? [], budgets: budgets[project.id] ?? [], today: today)
    }
    let isCut =
      ratings.isFull(limit) || milestones.isFull(limit) || risks.isFull(limit)
      || budgets.isFull(limit)
    return (projects, found.count > size, isCut)
  }

  private func allVersions<Value: Kept>(
    _ kind: Value.Type, of projects: [ProgrammeItemID], limit: Int
  ) throws -> [ProgrammeItemID?: [Standing<Value>]] {
    let most = SQL(trusted: "LIMIT \(limit)")
    let found = try rows(
      "\(Value.select) WHERE v.project_id IN (\(list: projects)) ORDER BY v.from_at, v.item_id, v.number \(most)"
    ).map { try Standing<Value>($0) }
    return Dictionary(grouping: found, by: \.project)
  }
}

extension Dictionary {
  /// Whether all lists together are as long as was asked for, so that there may be more.
  fileprivate func isFull<One>(_ limit: Int) -> Bool where Value == [One] {
    reduce(0) { $0 + $1.value.count } >= limit
  }
}
