import Core

/// A project in the list of reports for a month.
package struct ReportRow: Sendable {
  package let project: ProgrammeItemID
  package let name: String
  package let owner: String?
  /// Nil where nobody has begun one.
  package let report: Standing<HighlightReport>?
  /// Whether it is after the last day and nothing was sent.
  package let isLate: Bool
  /// Whether this user may open the report, or begin it.
  package let mayOpen: Bool
  package let mayWrite: Bool

  /// Late ones first, then what waits for somebody, approved ones last.
  var place: Int {
    if isLate { return 0 }
    return switch report?.value.state {
    case .sent: 1
    case .returned: 2
    case .draft: 3
    case nil: 4
    case .approved: 5
    }
  }
}

package struct PeriodReports: Sendable {
  package let period: ReportPeriod
  /// The last day on which a report is in time.
  package let dueOn: Day
  package let rows: [ReportRow]
  package let page: Int
  package let pages: Int
  package let late: Int
  package let waiting: Int
  package let approved: Int
  package let all: Int
}

package struct ProjectReports: Sendable {
  package let project: ProjectView
  package let history: RatingHistory
  package let reports: [Standing<HighlightReport>]
  package let page: Int
  package let hasMore: Bool
  /// Months of the last half year of which there is no report yet, the newest first.
  package let missing: [ReportPeriod]
}

/// What stands beside the fields of a report's form.
package struct ReportForm: Sendable {
  package let project: ProjectView
  package let period: ReportPeriod
  package let history: RatingHistory
  package let proposals: [String: ProposedRating]
  /// The report that is changed; nil for a new one.
  package let report: Standing<HighlightReport>?
  package let said: [SaidRating]
}

package struct ReportView: Sendable {
  package struct Step: Sendable {
    package let words: String
    package let at: Instant
    package let by: String
    package let reason: String?
  }

  package let report: Standing<HighlightReport>
  package let project: ProgrammeItemID
  /// What it says in each respect, by the keys of the lists.
  package let said: [SaidRating]
  package let content: ReportContent
  /// Whether what is kept of an approved report is what was approved.
  package let isIntact: Bool
  package let steps: [Step]
  package let mayWrite: Bool
  /// Whether this user may approve or return reports; those they have not written in.
  package let mayDecide: Bool
  package let hasWritten: Bool
}
