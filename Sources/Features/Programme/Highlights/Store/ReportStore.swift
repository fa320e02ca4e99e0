import Core
import Database

extension Reader {
  /// What a version of a report says in each respect, in the order of the list.
  func said(in report: Standing<HighlightReport>, _ lists: ProgrammeLists) throws -> [SaidRating] {
    let found = try rows(
      """
      SELECT respect, scale, is_chosen, rating, reason FROM report_ratings
      WHERE item_id = \(report.id) AND number = \(report.number) ORDER BY respect LIMIT 100
      """
    ).map {
      try SaidRating(
        respect: $0["respect"], scale: $0["scale"], isChosen: $0["is_chosen"], rating: $0["rating"],
        reason: $0["reason"])
    }
    let order = lists.respects.entries.map(\.key)
    return found.sorted {
      (order.firstIndex(of: $0.respect) ?? order.count, $0.respect)
        < (order.firstIndex(of: $1.respect) ?? order.count, $1.respect)
    }
  }

  /// What was said of a project for each month, the newest months; those beyond a thousand versions are left out.
  func ratingHistory(of project: ProgrammeItemID) throws -> RatingHistory {
    RatingHistory(
      try rows(
        """
        SELECT v.respect, v.period, v.scale, v.rating, v.origin FROM rating_versions v
        WHERE v.project_id = \(project) AND v.period IS NOT NULL AND NOT v.is_archived
        ORDER BY v.period DESC, v.number DESC LIMIT 1000
        """
      ).map {
        (
          try $0["respect"],
          try PeriodRating(
            period: $0["period"], scale: $0["scale"], rating: $0["rating"],
            isOfReport: $0["origin"] == Origin.report)
        )
      })
  }

  /// The reports of all projects for a month, by their project.
  func reports(
    for period: ReportPeriod
  ) throws -> [ProgrammeItemID: Standing<HighlightReport>] {
    let found = try rows(
      """
      \(HighlightReport.select) WHERE v.period = \(period) AND v.until_at IS NULL AND NOT v.is_archived
      ORDER BY v.project_id LIMIT 5000
      """
    ).map { try Standing<HighlightReport>($0) }
    var reports: [ProgrammeItemID: Standing<HighlightReport>] = [:]
    for one in found { if let project = one.project { reports[project] = one } }
    return reports
  }

  /// The reports of a project, the newest month first; withdrawn ones with the others.
  func reports(
    of project: ProgrammeItemID, page: Int, size: Int = 25
  ) throws -> [Standing<HighlightReport>] {
    try rows(
      """
      \(HighlightReport.select) WHERE v.project_id = \(project) AND v.until_at IS NULL
      ORDER BY v.period DESC, v.item_id DESC \(SQL.page(page, of: size))
      """
    ).map { try Standing($0) }
  }

  /// Those after a place in the same order: at least one more than `limit`, where there are so many.
  func reports(
    of project: ProgrammeItemID, after place: ReportPlace?, limit: Int, approvedAlone: Bool
  ) throws -> [Standing<HighlightReport>] {
    let approved: SQL = approvedAlone ? " AND v.state = 'approved'" : ""
    var rest: SQL = ""
    if let place { rest = " AND (v.period, v.item_id) < (\(place.period), \(place.id))" }
    return try rows(
      """
      \(HighlightReport.select) WHERE v.project_id = \(project) AND v.until_at IS NULL\(approved)\(rest)
      ORDER BY v.period DESC, v.item_id DESC \(SQL.upTo(limit))
      """
    ).map { try Standing($0) }
  }

  /// Throws unless a project can begin a report for a month: there is none yet, and none of a later month is approved.
  func mustBeNew(_ period: ReportPeriod, of project: ProgrammeItemID) throws {
    let same = try row(
      """
      SELECT item_id FROM report_versions WHERE project_id = \(project) AND period = \(period)
        AND until_at IS NULL AND NOT is_archived
      """)
    if same != nil { throw Rejection.conflict(Reason("report.exists")) }
    try mustBeLast(period, of: project)
  }

  /// What is approved becomes the project's ratings, so an older month must not come after a newer one.
  func mustBeLast(_ period: ReportPeriod, of project: ProgrammeItemID) throws {
    let later = try row(
      """
      SELECT item_id FROM report_versions WHERE project_id = \(project) AND period > \(period)
        AND state = 'approved' LIMIT 1
      """)
    if later != nil { throw Rejection.conflict(Reason("report.later")) }
  }

  /// Whether an account wrote any of a report's words, or sent it.
  func hasWritten(_ account: AccountID, in report: ProgrammeItemID) throws -> Bool {
    try row(
      """
      SELECT item_id FROM report_versions WHERE item_id = \(report) AND changed_by = \(account)
        AND state IN ('draft', 'sent') LIMIT 1
      """) != nil
  }

  /// A report as it was approved, with the digest of what is kept.
  func snapshot(of report: ProgrammeItemID) throws -> (content: String, digest: String)? {
    try row("SELECT content FROM report_snapshots WHERE item_id = \(report)").map {
      let content: String = try $0["content"]
      return (content, digest(content))
    }
  }
}

extension Transaction {
  /// Puts what a version says beside it. `needs` are the respects that can't do without a reason.
  func insert(
    _ said: [SaidRating], of report: ProgrammeItemID, number: Int, needs: Set<String> = []
  ) throws {
    for one in said {
      try change(
        """
        INSERT INTO report_ratings (item_id, number, respect, scale, is_chosen, rating, needs_reason, reason)
        VALUES (\(report), \(number), \(one.respect), \(one.scale), \(one.isChosen), \(one.rating),
          \(needs.contains(one.respect)), \(one.reason))
        """)
    }
  }

  func insertSnapshot(of report: ProgrammeItemID, _ content: String, digest: String) throws {
    try change(
      "INSERT INTO report_snapshots (item_id, digest, content) VALUES (\(report), \(digest), \(content))"
    )
  }

  /// The next version of a report, with what it says.
  func change(
    _ old: Standing<HighlightReport>, to report: HighlightReport, _ said: [SaidRating],
    isArchived: Bool = false, needs: Set<String> = []
  ) throws {
    try change(old, to: report, isArchived: isArchived)
    try insert(said, of: old.id, number: old.number + 1, needs: needs)
  }

  /// Makes what a report says the project's ratings. What was said since for a later month stands again after it.
  func rate(
    _ said: [SaidRating], _ report: HighlightReport, of project: ProgrammeItemID,
    _ check: ReportCheck
  ) throws {
    let standing = try read.standing(Rating.self, of: project)
    for one in said {
      let rating = Rating(
        respect: one.respect, scale: one.scale, rating: one.rating, expiresOn: check.until(one),
        period: report.period.rawValue)
      try rate(rating, of: project, Cause(.report, because: one.reason))
      let later = standing.first {
        $0.value.respect == one.respect && ($0.value.period ?? "") > report.period.rawValue
      }
      if let later {
        try rate(later.value, of: project, Cause(later.origin, because: later.reason))
      }
    }
  }
}
