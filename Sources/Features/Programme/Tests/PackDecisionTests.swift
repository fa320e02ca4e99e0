import App
import Core
import Database
import HTML
import Support
import Testing

@testable import Programme

/// What highlight reports ask the board to decide, in the papers of its meeting.
struct PackDecisionTests {
  private func wanted(_ paper: PackPaper) -> [[PackPaper.Cell]] {
    paper.tables.first { $0.title == "Decisions wanted" }?.rows ?? []
  }

  @Test(arguments: TestDatabase.engines)
  func `what the newest report asks is in the papers once it is approved, and in the next no more`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead, project: "Hub")
      try await work.approved("2026-09")
      let id = try await work.begin(
        "2026-10", "green", ["decisions": "Shall we begin in spring?"])
      try await work.reports.send(id, from: 1, by: work.owner)
      #expect(wanted(try await pierhead.packs.paper(on: nil, since: nil, for: work.other)).isEmpty)
      try await work.reports.approve(id, from: 2, by: work.office)
      let asked: [PackPaper.Cell] = [
        .text("Hub"), .text("Shall we begin in spring?"), .text("Osman Example"),
        .text("Report for October 2026"),
      ]
      let pack = ProgrammeItemID(at: pierhead.database.wall.now())
      let meeting = ["body": "Board", "meets_on": "27/11/2026", "papers_on": "23/11/2026"]
      try await pierhead.packs.add(meeting, as: pack, by: work.office)
      let paper = try await pierhead.packs.paper(pack, .public, for: work.other)
      #expect(wanted(paper) == [asked])
      // What is exempt of its risks and decisions is exempt of these.
      try await pierhead.packs.exempt(
        ["project": work.project.text, "part": "risks", "ground": "business"], in: pack,
        by: work.office)
      let hidden = wanted(try await pierhead.packs.paper(pack, .public, for: work.other))
      #expect(hidden.count == 1 && !"\(hidden)".contains("spring"))
      let full = try await pierhead.packs.paper(pack, .full, for: work.other)
      #expect(wanted(full) == [asked])

      // The next meeting is asked what was asked since; these papers stay as they were.
      clock.move(days: 25)
      try await work.approved("2026-11")
      let next = ["body": "Board", "meets_on": "15/01/2027", "papers_on": "08/01/2027"]
      let second = ProgrammeItemID(at: pierhead.database.wall.now())
      try await pierhead.packs.add(next, as: second, by: work.office)
      #expect(wanted(try await pierhead.packs.paper(second, .full, for: work.other)).isEmpty)
      #expect(wanted(try await pierhead.packs.paper(pack, .full, for: work.other)) == [asked])
    }
  }
}
