import Core
import Database
import Messages
import Programme

extension Pierhead {
  /// Reminds owners of the reports that are due soon, once for each month. Regular work: doing it twice, or on two servers at
  /// once, tells nobody twice. Answers how many were told. The words go through the outbox, which the programme does not
  /// know, so it stands here.
  @discardableResult
  package func remindOfReports() async throws -> Int {
    let (dates, origin) = (highlights.dates, configuration.origin)
    let today = database.wall.today
    // Most days there is nothing to tell, and then nothing is written.
    guard try await !database.read({ try $0.reportReminders(dates, on: today) }).isEmpty else {
      return 0
    }
    return try await database.write(as: .system) { transaction in
      var told = 0
      for reminder in try transaction.read.reportReminders(dates, on: transaction.today)
      where try transaction.send(reminder.message(at: origin)) {
        try transaction.insertReminder(reminder)
        told += 1
      }
      // Another server was first.
      if told == 0 { transaction.record("no owner reminded of a report") }
      return told
    }
  }
}

extension ReportReminder {
  /// A key of `messages.csv`.
  static let kind = "report-due"

  fileprivate func message(at origin: String) -> NewMessage {
    NewMessage(
      Self.kind, by: .email, to: .address(address),
      values: [
        "projects": count == 1 ? "1 project of yours needs" : "\(count) projects of yours need",
        "month": period.spoken, "due": dueOn.spoken, "link": origin + HighlightPages.ownPath,
      ], about: account, district: nil, once: "\(Self.kind)/\(account)/\(period)")
  }
}
