import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct HighlightTests {
  @Test(arguments: TestDatabase.engines)
  func `what is approved stays as it was, whatever is changed since`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      let programme = pierhead.programme
      let milestone = try await pierhead.milestone("Begins", due: "March 2027", in: work.project)
      let id = try await work.approved("2026-10", "amber")
      let approved = try await work.view(id)
      #expect(approved.content.ratings.map(\.rating) == Array(repeating: "Amber", count: 5))
      #expect(approved.content.approver == "Olive Example" && approved.isIntact)
      #expect(approved.content.lists[0].rows.map(\.[1]) == ["March 2027"])
      let line = try await work.line()
      #expect(Respect.all.allSatisfy { line.ratings[$0]?.rating == "amber" })
      #expect(line.ratings["schedule"]?.standing.origin == .report)
      #expect(line.ratings["schedule"]?.standing.value.period == "2026-10")
      clock.move(days: 3)
      try await programme.change(
        milestone, from: 1, ["name": "Ends", "due": "May 2027"], by: work.owner)
      try await programme.change(work.project, from: 1, ["name": "Another"], by: work.office)
      try await programme.rate(
        work.project, in: "overall",
        ["rating": "red", "reason": "No.", "expires_on": "30/11/2026"], by: work.office)
      #expect(try await work.view(id).content == approved.content)
      for name in ["change", "send", "take back", "withdraw", "return", "approve"] {
        let said = await result {
          switch name {
          case "change":
            try await work.reports.change(id, from: 3, ["done": "Else"], by: work.owner)
          case "send": try await work.reports.send(id, from: 3, by: work.owner)
          case "take back": try await work.reports.takeBack(id, from: 3, by: work.owner)
          case "withdraw": try await work.reports.withdraw(id, from: 3, by: work.office)
          case "return":
            try await work.reports.giveBack(id, from: 3, ["words": "Why?"], by: work.office)
          default: try await work.reports.approve(id, from: 3, by: work.other)
          }
        }
        #expect(said == "conflict", "\(name)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the database itself refuses to end, withdraw or take away what is approved`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let id = try await work.approved("2026-10")
      let attacks: [SQL] = [
        "UPDATE report_versions SET until_at = from_at WHERE item_id = \(id) AND number = 3",
        "UPDATE report_versions SET is_archived = TRUE WHERE item_id = \(id) AND number = 3",
        "UPDATE report_versions SET decided_by = written_by WHERE item_id = \(id) AND number = 3",
        "UPDATE report_versions SET decided_by = NULL WHERE item_id = \(id) AND number = 3",
        "UPDATE report_versions SET until_at = NULL WHERE item_id = \(id) AND number = 2",
        "DELETE FROM report_snapshots WHERE item_id = \(id)",
        "UPDATE report_snapshots SET digest = lower(digest) || 'x' WHERE item_id = \(id)",
        """
        UPDATE report_ratings SET needs_reason = TRUE, reason = NULL WHERE item_id = \(id)
        """,
      ]
      for attack in attacks {
        #expect(throws: (any Error).self, "\(attack.text { _ in "?" })") {
          try pierhead.database.tamper(attack)
        }
      }
      #expect(try await work.view(id).isIntact)
      // Who changes the words of what is kept is found out by its digest.
      try pierhead.database.tamper(
        "UPDATE report_snapshots SET content = replace(content, 'We met.', 'We won.') WHERE item_id = \(id)"
      )
      // A write, after which every reader begins anew.
      _ = try await pierhead.project()
      #expect(try await work.view(id).isIntact == false)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `nobody approves what they wrote or sent`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let reports = work.reports
      let id = try await work.begin("2026-10")
      // The office puts a word right, and the owner sends it.
      try await reports.change(
        id, from: 1, HighlightWork.fields("2026-10", "green", ["done": "We met twice."]),
        by: work.office)
      try await reports.send(id, from: 2, by: work.owner)
      #expect(
        await result { try await reports.approve(id, from: 3, by: work.owner) } == "forbidden")
      #expect(
        await result { try await reports.approve(id, from: 3, by: work.office) } == "conflict")
      #expect(await result { try await reports.approve(id, from: 2, by: work.other) } == "conflict")
      #expect(await result { try await reports.approve(id, from: 3, by: work.other) } == "done")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a month has one report, which can be withdrawn and begun anew`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let reports = work.reports
      let first = try await work.begin("2026-09")
      // The same form again is the same report.
      try await reports.begin(
        HighlightWork.fields("2026-09"), as: first, for: work.project, by: work.owner)
      #expect(await result { _ = try await work.begin("2026-09") } == "conflict")
      try await reports.withdraw(first, from: 1, by: work.owner)
      #expect(await result { try await reports.send(first, from: 2, by: work.owner) } == "conflict")
      let second = try await work.begin("2026-09")
      // What is approved is the last word up to its month.
      try await work.approved("2026-10")
      #expect(
        await result { try await reports.send(second, from: 1, by: work.owner) } == "conflict")
      #expect(await result { _ = try await work.begin("2026-08") } == "conflict")
      #expect(await result { _ = try await work.begin("2026-12") } == "invalid: period")
      #expect(await result { _ = try await work.begin("soon") } == "invalid: period")
      let stranger = try await pierhead.user("action_owner")
      #expect(await result { _ = try await work.begin("2026-11", by: stranger) } == "forbidden")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a report is sent only with a reason for what changed or goes against the facts`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      let reports = work.reports
      let empty = ProgrammeItemID(at: TestDatabase.noon)
      try await reports.begin(["period": "2026-09"], as: empty, for: work.project, by: work.owner)
      let missing = Respect.all.map(HighlightReport.ratingField) + ["done", "next"]
      #expect(
        await result { try await reports.send(empty, from: 1, by: work.owner) }
          == "invalid: \(missing.joined(separator: ", "))")
      try await reports.withdraw(empty, from: 1, by: work.owner)
      try await work.approved("2026-09", "amber")
      let without = Dictionary(
        uniqueKeysWithValues: Respect.all.map { (HighlightReport.reasonField($0), "") })
      let same = try await work.begin("2026-10", "amber", without)
      #expect(await result { try await reports.send(same, from: 1, by: work.owner) } == "done")
      try await reports.takeBack(same, from: 2, by: work.owner)
      // One is another rating now; and one milestone is overdue, so the facts say red.
      clock.move(days: 1)
      let milestone = try await pierhead.milestone(
        "Begins", due: "January 2027", in: work.project)
      try await pierhead.programme.change(
        milestone, from: 1, ["name": "Begins", "due": "December 2027"], by: work.owner)
      var fields = HighlightWork.fields("2026-10", "amber", without)
      fields[HighlightReport.ratingField("cost_and_benefits")] = HighlightReport.notRated
      try await reports.change(same, from: 3, fields, by: work.owner)
      let said = await result { try await reports.send(same, from: 4, by: work.owner) }
      // Overall is proposed from what the report says in the others, and there schedule is amber.
      #expect(said == "invalid: reason-schedule, reason-cost_and_benefits")
      for respect in ["schedule", "cost_and_benefits"] {
        fields[HighlightReport.reasonField(respect)] = "The board knows."
      }
      try await reports.change(same, from: 4, fields, by: work.owner)
      try await reports.send(same, from: 5, by: work.owner)
      try await reports.approve(same, from: 6, by: work.office)
      let rating = try await work.line().ratings["schedule"]
      #expect(rating?.standing.value.expiresOn == Day(2026, 12, 31))
      #expect(rating?.standing.reason == "The board knows.")
      #expect(try await work.line().ratings["risk_and_issues"]?.standing.value.expiresOn == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `facts that turn after a report was sent stop its approval until somebody gives a reason`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      let reports = work.reports
      let id = try await work.begin(
        "2026-10", "green", [HighlightReport.reasonField("schedule"): ""])
      _ = try await pierhead.milestone("Begins", due: "24/11/2026", in: work.project)
      try await reports.send(id, from: 1, by: work.owner)
      clock.move(days: 40)
      #expect(
        await result { try await reports.approve(id, from: 2, by: work.office) } == "conflict")
      #expect(
        await result { try await reports.giveBack(id, from: 2, [:], by: work.office) }
          == "invalid: words")
      try await reports.giveBack(id, from: 2, ["words": "It is late."], by: work.office)
      #expect(try await work.view(id).report.value.answer == "It is late.")
      #expect(try await work.view(id).steps.first?.reason == "It is late.")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func
    `ratings have a history by month, and a report for last month does not undo what was said since`(
      engine: TestDatabase.Engine
    ) async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      for (period, rating) in [("2026-08", "green"), ("2026-09", "amber")] {
        try await work.approved(period, rating)
        clock.move(seconds: 60)
      }
      try await pierhead.programme.rate(
        work.project, in: "overall",
        ["rating": "red", "reason": "The funder left.", "expires_on": "30/11/2026"], by: work.office
      )
      clock.move(seconds: 60)
      try await work.approved("2026-10", "green")
      let view = try await work.reports.reports(of: work.project, for: work.office)
      #expect(
        view.history.periods().map(\.rawValue) == ["2026-08", "2026-09", "2026-10", "2026-11"])
      func said(_ respect: String) -> [String?] {
        view.history.periods().map { view.history.rating(respect, in: $0)?.rating }
      }
      #expect(said("overall") == ["green", "amber", "green", "red"])
      #expect(said("schedule") == ["green", "amber", "green", nil])
      #expect(
        view.history.before(ReportPeriod(rawValue: "2026-10")!, "schedule")?.rating == "amber")
      let standing = try await work.line().ratings["overall"]?.standing
      #expect(standing?.value.rating == "red" && standing?.reason == "The funder left.")
      #expect(view.reports.map(\.value.period.rawValue) == ["2026-10", "2026-09", "2026-08"])
      #expect(view.missing.map(\.rawValue) == ["2026-11"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a report is seen by readers once it is approved`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let reader = try await pierhead.user("board_member")
      let id = try await work.begin("2026-10")
      func seen(_ user: User) async -> String {
        await result { _ = try await work.reports.report(id, for: user) }
      }
      #expect(await seen(reader) == "not found")
      #expect(await seen(work.owner) == "done")
      #expect(try await work.reports.reports(of: work.project, for: reader).reports.isEmpty)
      try await work.reports.send(id, from: 1, by: work.owner)
      #expect(await seen(reader) == "not found")
      try await work.reports.approve(id, from: 2, by: work.office)
      #expect(await seen(reader) == "done")
      #expect(try await work.reports.reports(of: work.project, for: reader).reports.count == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the list for a month shows late ones first, and only projects that stood by its end`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead, project: "Zoned")
      _ = try await pierhead.project("Not begun")
      let gone = try await pierhead.project("Gone")
      try await pierhead.programme.archive(gone, from: 1, true, by: work.office)
      clock.move(days: 17)
      _ = try await pierhead.project("Of December")
      let november = ReportPeriod(rawValue: "2026-11")!
      func rows() async throws -> [String] {
        try await work.reports.reports(for: november, for: work.office).rows.map {
          "\($0.name) \($0.report?.value.state.rawValue ?? "none")\($0.isLate ? " late" : "")"
        }
      }
      // The seventh of December is the last day.
      #expect(
        try await work.reports.reports(for: november, for: work.office).dueOn == clock.wall.today)
      let id = try await work.begin("2026-11")
      #expect(try await rows() == ["Zoned draft", "Not begun none"])
      clock.move(days: 1)
      #expect(try await rows() == ["Not begun none late", "Zoned draft late"])
      try await work.reports.send(id, from: 1, by: work.owner)
      #expect(try await rows() == ["Not begun none late", "Zoned sent"])
    }
  }
}
