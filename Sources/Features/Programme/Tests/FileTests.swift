import App
import Core
import Database
import ProgrammeFile
import Support
import Testing

@testable import Programme

struct FileTests {
  private static let head =
    "project,workstream,overall,schedule,cost_and_benefits,risk_and_issues,comms_and_engagement,milestone,milestone_due,"
    + "milestone_body,funding_source,funding_amount_gbp,funding_state,risk,position\n"
  private static let file =
    head + """
      Example audit,Employer,green,,,,,Report,late 2027-01,Programme board,Example Fund,1000,secured,It may be late,Begun
      Example audit,Employer,,,,,,Published,Q1 2027/28,,,,,,
      Example network,Facilitator,,,,,,First meeting,,,Example Trust,,in talks,,

      """

  private func read(
    _ text: String, _ pierhead: Pierhead, from day: Day? = nil
  ) async throws -> FileReport {
    try await pierhead.programme.read(
      SentFile(name: "example.csv", bytes: Array(text.utf8), from: day), by: .system)
  }

  private func project(_ name: String, _ pierhead: Pierhead) async throws -> PortfolioLine {
    let lines = try await pierhead.programme.portfolio(for: .system).lines
    return try #require(lines.first { $0.project.value.name == name })
  }

  @Test(arguments: TestDatabase.engines)
  func `a file stands as it says, and read again changes nothing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      #expect(try await read(Self.file, pierhead).summary.accepted == 3)
      let audit = try await project("Example audit", pierhead)
      #expect(audit.milestones.map(\.value.due?.description) == ["late 2027-01", "Q1 2027/28"])
      #expect(audit.milestones.map(\.value.baselineNumber) == [1, 1])
      #expect(audit.sources.map(\.value.amount) == [100_000])
      #expect(audit.ratings["overall"]?.rating == "green")
      #expect(audit.ratings["schedule"] == nil)
      #expect(audit.doubts == [])
      let network = try await project("Example network", pierhead)
      #expect(network.sources.map(\.value.stateNote) == ["in talks"])
      #expect(network.doubts.count == 2)
      let before = try await versions(pierhead)
      #expect(try await read(Self.file, pierhead).summary.unchanged == 3)
      #expect(try await versions(pierhead) == before)
    }
  }

  private func versions(_ pierhead: Pierhead) async throws -> Int {
    try await pierhead.database.read(fresh: true) { reader in
      try ItemKind.allCases.reduce(0) { sum, kind in
        sum + (try reader.row(SQL(trusted: "SELECT COUNT(*) AS n FROM \(kind.table)"))?["n"] ?? 0)
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what a person has changed since stays, and what a file said the file may change`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      _ = try await read(Self.file, pierhead)
      let report = try #require(
        try await project("Example audit", pierhead).milestones.first {
          $0.value.name == "Report"
        })
      var fields = report.value.fields()
      fields["due"] = "March 2027"
      try await pierhead.programme.change(report.id, from: 1, fields, by: office)
      let later = Self.file.replacing("late 2027-01", with: "2027-02")
        .replacing("Q1 2027/28", with: "Q2 2027/28")
      let second = try await read(later, pierhead)
      #expect(second.remarks.contains { $0.contains("“Report”") })
      let due = try await project("Example audit", pierhead).milestones.map {
        $0.value.due?.description
      }
      #expect(due == ["2027-03", "Q2 2027/28"])
    }
  }

  @Test func `a damaged line is named and stops nothing else`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let damaged = Self.file.replacing("Q1 2027/28", with: "soon")
      let summary = try await read(damaged, pierhead).summary
      #expect(summary.rejected + summary.warned == 1)
      #expect(summary.lines[1].line == 3)
      #expect(summary.lines[1].problems.map(\.code) == [.badDate])
      #expect(try await pierhead.programme.portfolio(for: .system).lines.count == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an earlier day is only for what stood before all else`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let day = clock.wall.today.adding(days: -100)
      _ = try await read(Self.file, pierhead, from: day)
      func count(_ day: Day) async throws -> Int {
        try await pierhead.programme.portfolio(.end(of: day), for: .system).lines.count
      }
      #expect(try await count(day.adding(days: -1)) == 0)
      #expect(try await count(day) == 2)
      let id = try await project("Example audit", pierhead).id
      try await pierhead.programme.change(
        id, from: 1, ["name": "Example audit", "position": "Ended"],
        by: pierhead.user("programme_office"))
      let late = await result { _ = try await read(Self.file, pierhead, from: day) }
      #expect(late == "invalid: from")
    }
  }

  @Test func `what somebody added by hand under the same words is the same project`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      _ = try await pierhead.project("Example Audit")
      _ = try await read(Self.file, pierhead)
      #expect(try await pierhead.programme.portfolio(for: .system).lines.count == 2)
    }
  }
}
