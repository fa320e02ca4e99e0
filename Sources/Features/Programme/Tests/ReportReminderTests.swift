import App
import Core
import Database
import Support
import Testing

@testable import Programme

/// Who is reminded of reports. November 2026 ends on a Monday: from the 23rd, five working days before.
struct ReportReminderTests {
  private func told(_ pierhead: Pierhead) async throws -> [String] {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows(
        """
        SELECT c.name, m.contents FROM messages m JOIN accounts c ON c.id = m.about
        WHERE m.kind = 'report-due' ORDER BY m.created_at, c.name
        """
      ).map { row in
        let (name, contents): (String, String) = (try row["name"], try row["contents"])
        #expect(!contents.contains("Hub") && contents.contains("7 December 2026"))
        let words = contents.split(separator: "\"").first { $0.contains("of yours need") }
        return "\(name): \(words ?? "?")"
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `owners are reminded once of a month, while a report of theirs is missing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead, project: "Hub 1")
      _ = try await pierhead.project("Hub 2", owner: work.owner)
      let second = try await pierhead.user("action_owner", name: "Ona Example")
      let sent = try await pierhead.project("Hub 3", owner: second)
      let gone = try await pierhead.user("action_owner", name: "Gone Example")
      _ = try await pierhead.project("Hub 4", owner: gone)
      try await pierhead.disable(gone)
      let id = ProgrammeItemID(at: pierhead.database.wall.now())
      try await work.reports.begin(
        HighlightWork.fields("2026-11"), as: id, for: sent, by: second)
      #expect(try await pierhead.remindOfReports() == 0)
      clock.move(days: 2)
      #expect(try await pierhead.remindOfReports() == 0)
      try await work.reports.send(id, from: 1, by: second)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfReports() == 1)
      #expect(try await pierhead.remindOfReports() == 0)
      #expect(try await told(pierhead) == ["Osman Example: 2 projects of yours need"])
      // Somebody takes it back: now hers is missing too, up to the last day and no longer.
      try await work.reports.takeBack(id, from: 2, by: second)
      clock.move(days: 14)
      #expect(try await pierhead.remindOfReports() == 1)
      #expect(
        try await told(pierhead) == [
          "Osman Example: 2 projects of yours need", "Ona Example: 1 project of yours needs",
        ])
      clock.move(days: 1)
      #expect(try await pierhead.remindOfReports() == 0)
    }
  }
}
