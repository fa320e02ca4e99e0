import Core
import Eligibility
import Programme
import ReferralFile
import Schema

extension ReferenceData {
  /// When highlight reports are due, and when their owners are reminded.
  func reportDates(_ days: WorkingDays) throws -> ReportDates {
    let name = "report-dates.csv"
    guard let text = ReferenceTexts.files[name] else {
      throw Fault("the list \(name) is not shipped")
    }
    return try ReportDates(ListFiles.rows(text)) { days.counts($0) }
  }
}
