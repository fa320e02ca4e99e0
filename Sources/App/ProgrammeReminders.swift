import Core
import Database
import Messages
import Programme

extension Pierhead {
  /// Tells the programme office of papers that go out while clearances are missing, and owners of conditions of gates that are
  /// due, once for each occasion. Regular work, as `remindOfReports` is. Answers how many messages were written.
  @discardableResult
  package func remindOfProgramme() async throws -> Int {
    let (dates, origin) = (highlights.dates, configuration.origin)
    let today = database.wall.today
    // Most days there is nothing to tell, and then nothing is written.
    guard try await !database.read({ try $0.programmeReminders(dates, on: today) }).isEmpty else {
      return 0
    }
    return try await database.write(as: .system) { transaction in
      var told = 0
      for reminder in try transaction.read.programmeReminders(dates, on: transaction.today) {
        guard let message = reminder.message(at: origin, on: transaction.today),
          try transaction.send(message)
        else { continue }
        try transaction.insertReminder(reminder)
        told += 1
      }
      // Another server was first.
      if told == 0 { transaction.record("nobody reminded of the programme") }
      return told
    }
  }
}

extension ProgrammeReminder {
  /// Nil where there is nothing to tell of.
  fileprivate func message(at origin: String, on today: Day) -> NewMessage? {
    guard let first = matters.first else { return nil }
    if first.occasion == .papers {
      return NewMessage(
        "papers-due", by: .email, to: .address(address),
        values: [
          "missing": missing == 1 ? "1 officer has" : "\(missing) officers have",
          "due": first.dueOn.spoken, "link": "\(origin)/programme/packs/\(first.item)",
        ], about: account, district: nil,
        once: "papers-due/\(account)/\(first.item)/\(first.dueOn)")
    }
    // Those of one day are told together; what comes up later that day has another first.
    return NewMessage(
      "conditions-due", by: .email, to: .address(address),
      values: ["conditions": conditions, "link": "\(origin)/programme/conditions"],
      about: account, district: nil,
      once: "conditions-due/\(account)/\(today)/\(first.item)/\(first.occasion.rawValue)")
  }

  /// `1 condition of a gate is due soon. 2 conditions of gates are overdue.`
  private var conditions: String {
    [(Occasion.condition, "due soon"), (.overdue, "overdue")].compactMap { occasion, words in
      switch count(occasion) {
      case 0: nil
      case 1: "1 condition of a gate is \(words)."
      case let many: "\(many) conditions of gates are \(words)."
      }
    }.joined(separator: " ")
  }
}
