import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct RiskPageTests {
  private static func add(
    _ words: String, _ fields: [String: String], to project: ProgrammeItemID, _ pierhead: Pierhead
  ) async throws {
    try await pierhead.programme.add(
      Risk.self, ["words": words].merging(fields) { $1 },
      as: ProgrammeItemID(at: pierhead.database.wall.now()), to: project, by: .system)
  }

  /// The cells of the rows of one table, by its caption, without their marks.
  private static func cells(_ page: String, _ caption: String) -> [[String]] {
    guard
      let table = page.split(separator: "<table").first(where: {
        $0.contains(">\(caption)</caption>")
      })
    else { return [] }
    return table.split(separator: "<tr").dropFirst(2).map { row in
      row.matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/).map {
        String($0.1).replacing(/<[^>]*>/, with: "")
      }
    }
  }

  @Test
  func `the matrix counts before and after by bands, and what scores high asks for the programme`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      let hub = try await pierhead.project("Hub")
      let high = ["likelihood": "4", "impact": "5"]
      try await Self.add("Builder fails", high, to: hub, pierhead)
      try await Self.add(
        "Funder leaves", high.merging(["likelihood_after": "1", "impact_after": "5"]) { $1 },
        to: hub, pierhead)
      try await Self.add(
        "Law changes", high.merging(["is_escalated": "yes"]) { $1 }, to: hub, pierhead)
      try await Self.add("We go on", high.merging(["sort": "decision"]) { $1 }, to: hub, pierhead)
      try await Self.add("Over", high.merging(["state": "closed"]) { $1 }, to: hub, pierhead)
      try await Self.add("Not judged", [:], to: hub, pierhead)
      let page = try await browser.get("/programme/risks").body
      let before = Self.cells(page, "Before anything is done")
      #expect(
        before.map { $0.first } == [
          "5, very high", "4, high", "3, middling", "2, low", "1, very low",
        ])
      #expect(before.map(\.count) == [6, 6, 6, 6, 6])
      #expect(before[1][5] == "4 very high" && before[4][1] == "0 low" && before[0][2] == "0 high")
      let after = Self.cells(page, "With the responses in place")
      #expect(after[1][5] == "3 very high" && after[4][5] == "1 medium")
      #expect(page.contains("Not judged: 1."))
      let look = try #require(page.firstMatch(of: /should the programme take them\?.*?<\/ul>/))
      #expect(look.0.contains("Builder fails") && look.0.contains("A score of 16 or more"))
      for other in ["Funder leaves", "Law changes", "We go on", "Over"] {
        #expect(!look.0.contains(other), "\(other)")
      }
      let own = try await browser.get("/programme/projects/\(hub)").body
      #expect(own.matches(of: /Look at this: should the programme take it/).count == 1)
      #expect(own.matches(of: /With the programme</).count == 1)
      #expect(own.contains("20, very high") && own.contains("5, medium"))
      let taken = try await browser.get("/programme/risks?with=programme").body
      #expect(taken.contains("With the programme: 1") && !taken.contains("Builder fails"))
      let asking = try await browser.get("/programme/risks?with=look").body
      #expect(asking.contains("To look at: 1") && !asking.contains("Law changes"))
    }
  }
}
