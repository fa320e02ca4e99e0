import Core
import Database

extension Reader {
  /// Touches with what their projects and milestones say, archived ones left out.
  func touches() throws -> [TouchLine] {
    let touches = try standing(Touch.self).filter { !$0.isArchived }
    let projects = try Dictionary(
      uniqueKeysWithValues: standing(Project.self).map { ($0.id, $0) })
    return try touches.map { try line($0, projects) }
  }

  func touchLine(_ touch: Standing<Touch>) throws -> TouchLine {
    let project = try projectOf(touch.value)
    return try line(touch, project.map { [$0.id: $0] } ?? [:])
  }

  func touchItem(
    _ id: ProgrammeItemID, page: Int, _ may: (Project?) -> Bool
  ) throws -> (line: TouchLine, item: TimeItem<Touch>) {
    guard let standing = try found(Touch.self, id) else { throw Rejection.notFound("Touch") }
    let mayChange = may(try projectOf(standing.value)?.value)
    let item = try timeItem(Touch.self, id, page: page, mayChange: mayChange) { value in
      var fields = value.fields()
      fields["project"] = try projectOf(value)?.value.name
      fields["milestone"] = try value.milestone.flatMap {
        try found(Milestone.self, $0)?.value.name
      }
      return fields
    }
    return (try touchLine(standing), item)
  }

  private func projectOf(_ touch: Touch) throws -> Standing<Project>? {
    guard let id = touch.project else { return nil }
    return try found(Project.self, id)
  }

  private func line(
    _ touch: Standing<Touch>, _ projects: [ProgrammeItemID: Standing<Project>]
  ) throws -> TouchLine {
    let value = touch.value
    let project = value.project.flatMap { projects[$0] }
    let owner = project?.value.name ?? value.partner ?? ""
    let isOpen = !touch.isArchived && project?.isArchived != true
    guard let id = value.milestone, let milestone = try found(Milestone.self, id) else {
      return TouchLine(
        touch: touch, owner: owner, name: value.name ?? "", begins: value.begins,
        ends: value.ends, isOpen: isOpen)
    }
    return TouchLine(
      touch: touch, owner: owner, name: milestone.value.name, begins: milestone.value.due,
      ends: nil,
      isOpen: isOpen && !milestone.isArchived && milestone.value.state == .planned)
  }

  /// What the radar finds on a day, the likeliest first, with what was said of it.
  func findings(on today: Day) throws -> [RadarFinding] {
    let dismissals = try standing(Dismissal.self).filter { !$0.isArchived }
    let names = try accountNames(Set(dismissals.map(\.by)))
    let byKey = Dictionary(
      uniqueKeysWithValues: dismissals.map {
        ($0.value.key, (standing: $0, by: names[$0.by] ?? User.system.name))
      })
    return Radar.pairs(try touches().compactMap { $0.activity(on: today) })
      .map { RadarFinding(pair: $0, dismissal: byKey[$0.key]) }
  }
}
