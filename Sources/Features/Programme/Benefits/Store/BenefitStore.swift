import Core
import Database

extension Reader {
  /// One page of the benefits that stand, of one project or of all that are not archived.
  func benefitList(
    of project: ProgrammeItemID?, _ order: BenefitOrder, page: Int, size: Int
  ) throws -> BenefitList {
    let own: SQL =
      project.map { " AND v.project_id = \($0)" } ?? " AND NOT p.is_archived"
    let sorted: SQL =
      switch order {
      case .project: "p.name, v.project_id, v.name, v.item_id"
      case .age:
        """
        (SELECT MAX(r.measured_on) FROM reading_versions r WHERE r.benefit_id = v.item_id AND r.until_at IS NULL
          AND NOT r.is_archived) NULLS FIRST, v.item_id
        """
      }
    let found = try rows(
      """
      \(Benefit.select) JOIN project_versions p ON p.item_id = v.project_id AND p.until_at IS NULL
      WHERE v.until_at IS NULL AND NOT v.is_archived\(own) ORDER BY \(sorted) \(SQL.page(page, of: size))
      """
    ).map { try Standing<Benefit>($0) }
    let shown = Array(found.prefix(size))
    let latest = try latestReadings(of: shown.map(\.id))
    let names = try projectNames(Set(shown.compactMap(\.project)))
    return BenefitList(
      lines: shown.map { one in
        BenefitLine(
          benefit: one, projectName: one.project.flatMap { names[$0] } ?? "",
          latest: latest[one.id])
      }, hasMore: found.count > size)
  }

  /// The latest by its day, and of one day the one that was entered last.
  private func latestReadings(
    of benefits: [ProgrammeItemID]
  ) throws -> [ProgrammeItemID: Standing<Reading>] {
    guard !benefits.isEmpty else { return [:] }
    let found = try rows(
      """
      \(Reading.select) WHERE v.benefit_id IN (\(list: benefits)) AND v.until_at IS NULL AND NOT v.is_archived
      AND NOT EXISTS (SELECT 1 FROM reading_versions w WHERE w.benefit_id = v.benefit_id AND w.until_at IS NULL
        AND NOT w.is_archived
        AND (w.measured_on > v.measured_on OR (w.measured_on = v.measured_on AND w.item_id > v.item_id)))
      LIMIT 1000
      """
    ).map { try Standing<Reading>($0) }
    return Dictionary(uniqueKeysWithValues: found.map { ($0.value.benefit, $0) })
  }

  private func projectNames(
    _ projects: Set<ProgrammeItemID>
  ) throws -> [ProgrammeItemID: String] {
    guard !projects.isEmpty else { return [:] }
    let found = try rows(
      """
      SELECT item_id, name FROM project_versions
      WHERE item_id IN (\(list: projects.sorted { $0.text < $1.text })) AND until_at IS NULL LIMIT 1000
      """)
    return Dictionary(
      uniqueKeysWithValues: try found.map { (try $0["item_id"], try $0["name"]) })
  }

  /// The readings of a benefit that stand, the newest day first, and one more than the size where there are more.
  func readings(
    of benefit: ProgrammeItemID, page: Int, size: Int
  ) throws -> [Standing<Reading>] {
    try rows(
      """
      \(Reading.select) WHERE v.benefit_id = \(benefit) AND v.until_at IS NULL AND NOT v.is_archived
      ORDER BY v.measured_on DESC, v.item_id DESC \(SQL.page(page, of: size))
      """
    ).map { try Standing($0) }
  }

  func benefitView(
    _ id: ProgrammeItemID, page: Int, size: Int, _ may: (Project) -> Bool
  ) throws -> BenefitView {
    guard let benefit = try found(Benefit.self, id), let of = benefit.project,
      let project = try found(Project.self, of)
    else { throw Rejection.notFound("Benefit") }
    let measured = try readings(of: id, page: page, size: size)
    let names = try accountNames(Set(measured.map(\.by)))
    let latest = try latestReadings(of: [id])[id]?.value
    return BenefitView(
      benefit: benefit, project: project,
      readings: measured.prefix(size).map {
        BenefitView.Line(reading: $0, by: names[$0.by] ?? User.system.name)
      }, hasMore: measured.count > size, latest: latest,
      mayChange: may(project.value) && !project.isArchived && !benefit.isArchived)
  }
}

extension Reader {
  /// What was measured of a benefit by the ids, archived ones left out; more than `limit` where there are more.
  func readings(
    of benefit: ProgrammeItemID, after: ProgrammeItemID?, limit: Int
  ) throws -> [Standing<Reading>] {
    let later: SQL = after.map { " AND v.item_id > \($0)" } ?? ""
    return try rows(
      "\(Reading.select) WHERE v.benefit_id = \(benefit) AND v.until_at IS NULL AND NOT v.is_archived\(later) ORDER BY v.item_id \(SQL.upTo(limit))"
    ).map { try Standing($0) }
  }
}

extension Transaction {
  /// The project of a benefit that stands. Throws unless this user may keep it up to date.
  func project(ofBenefit id: ProgrammeItemID) throws -> ProgrammeItemID {
    guard let benefit = try read.found(Benefit.self, id), let project = benefit.project else {
      throw Rejection.notFound("Benefit")
    }
    try mayChange(project)
    if benefit.isArchived { throw Rejection.conflict(Reason("benefit.archived")) }
    return project
  }

  /// Puts a reading right. What it was before stays, and why.
  func correct(
    _ id: ProgrammeItemID, from number: Int, _ fields: [String: String], _ lists: ProgrammeLists
  ) throws {
    let old = try open(Reading.self, id, from: number)
    var typed = Typed(fields)
    let reading = Reading(&typed, old.value, lists, today: today)
    let reason = typed.required("reason", "The reason", limit: 1000, missing: "programme.reason")
    try typed.check()
    guard reading != old.value else { return unchanged(.reading, id) }
    try change(old, to: reading, Cause(because: reason))
    record("reading changed", id, ["version": String(old.number + 1), "reason": reason])
  }

  /// Takes a reading out of its list, or puts it back.
  func archiveReading(_ id: ProgrammeItemID, from number: Int, _ isArchived: Bool) throws {
    let old = try open(Reading.self, id, from: number)
    guard old.isArchived != isArchived else { return unchanged(.reading, id) }
    try change(
      old, to: old.value, isArchived: isArchived,
      Cause(because: isArchived ? "Archived by its page." : "Brought back by its page."))
    record("reading \(isArchived ? "archived" : "brought back")", id)
  }
}
