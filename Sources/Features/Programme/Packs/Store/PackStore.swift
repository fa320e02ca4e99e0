import Core
import Database

extension Reader {
  /// Packs that are not archived, the latest meeting first, in pages; one more where there are more.
  func packs(page: Int, size: Int) throws -> [Standing<Pack>] {
    try rows(
      "\(Pack.select) WHERE v.until_at IS NULL AND v.is_archived = FALSE ORDER BY v.meets_on DESC, v.item_id DESC \(SQL.page(page, of: size))"
    ).map { try Standing($0) }
  }

  /// The last day of papers of a body before a day; of any body where none is named.
  func lastPapers(of body: String?, before day: Day) throws -> Day? {
    let own: SQL = body.map { " AND lower(v.body) = \($0.lowercased())" } ?? ""
    return try row(
      """
      SELECT v.papers_on FROM pack_versions v
      WHERE v.until_at IS NULL AND v.is_archived = FALSE AND v.papers_on < \(day)\(own)
      ORDER BY v.papers_on DESC LIMIT 1
      """)?["papers_on"]
  }

  /// What was ever exempt in a pack, with what was lifted since.
  func exemptions(of pack: ProgrammeItemID) throws -> [Standing<Exemption>] {
    try rows(
      "\(Exemption.select) WHERE v.until_at IS NULL AND v.pack_id = \(pack) ORDER BY v.item_id LIMIT 5000"
    ).map { try Standing($0) }
  }

  func clearances(of packs: [ProgrammeItemID]) throws -> [Standing<Clearance>] {
    guard !packs.isEmpty else { return [] }
    return try rows(
      "\(Clearance.select) WHERE v.until_at IS NULL AND v.is_archived = FALSE AND v.pack_id IN (\(list: packs)) ORDER BY v.item_id LIMIT 5000"
    ).map { try Standing($0) }
  }

  /// What the newest report of each project asks the board to decide, of those that were approved after a day and stood when
  /// another had ended.
  func decisionsWanted(
    since: Day, _ asOf: AsOf
  ) throws -> [ProgrammeItemID: WantedDecision] {
    var wanted: [ProgrammeItemID: WantedDecision] = [:]
    let after = Instant(since.adding(days: 1), .midnight)
    for row in try rows(
      """
      SELECT v.project_id, v.period, v.decisions FROM report_versions v
      WHERE v.state = 'approved' AND v.from_at >= \(after) AND \(asOf.condition)
      ORDER BY v.period, v.item_id LIMIT 50000
      """)
    {
      let words: String? = try row["decisions"]
      let period: ReportPeriod = try row["period"]
      wanted[try row["project_id"]] = words.map { WantedDecision(words: $0, period: period) }
    }
    return wanted
  }
}
