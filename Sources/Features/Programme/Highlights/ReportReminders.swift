import Core
import Database

/// What an owner is told of reports that are due: how many, and no word about any project.
package struct ReportReminder: Sendable, Equatable {
  package let account: AccountID
  package let address: String
  package let period: ReportPeriod
  package let dueOn: Day
  /// Projects without a report that was sent.
  package let count: Int
}

extension Reader {
  /// Whom to remind today, once for each month: from some working days before its end until its reports are due.
  package func reportReminders(_ dates: ReportDates, on today: Day) throws -> [ReportReminder] {
    let month = ReportPeriod(of: today)
    let periods = [month.previous, month].filter {
      dates.reminder($0) <= today && today <= dates.due($0)
    }
    return try periods.flatMap { try owners(without: $0, due: dates.due($0), on: today) }
      .filter { EmailAddress($0.address) != nil }
  }
}
