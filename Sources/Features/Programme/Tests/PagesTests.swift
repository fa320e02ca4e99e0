import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct PagesTests {
  private func browser(_ role: String, _ pierhead: Pierhead) async throws -> Browser {
    Browser(
      pierhead, session: try await pierhead.session(of: pierhead.user(role)), isDemo: false)
  }

  @Test func `the portfolio says what changed a moment ago, whatever was kept in memory`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      var browser = try await browser("board_member", pierhead)
      #expect(try await browser.get("/programme").body.contains("No project stands here"))
      let id = try await pierhead.project("Example hub")
      #expect(try await browser.get("/programme").body.contains("Example hub"))
      clock.move(days: 1)
      browser = try await self.browser("board_member", pierhead)
      let milestone = try await pierhead.milestone("Begins", due: "24/11/2026", in: id)
      #expect(try await browser.get("/programme").body.contains("24 November 2026"))
      clock.move(days: 9)
      browser = try await self.browser("board_member", pierhead)
      #expect(try await browser.get("/programme").body.contains("Overdue"))
      let office = try await pierhead.user("programme_office")
      try await pierhead.programme.change(
        milestone, from: 1, ["name": "Begins", "due": "January 2027"], by: office)
      let page = try await browser.get("/programme").body
      #expect(page.contains("January 2027") && page.contains("late"))
      // On that day it was neither late nor over.
      let then = try await browser.get("/programme?on=21/11/2026").body
      #expect(then.contains("24 November 2026") && !then.contains("Overdue"))
      #expect(try await browser.get("/programme?on=20/11/2026").body.contains("Example hub"))
      #expect(
        try await browser.get("/programme?on=19/11/2026").body.contains("No project stands here"))
      #expect(try await browser.get("/programme?on=soon").status == 422)
    }
  }

  @Test func `nothing typed is lost where a field is wrong`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = try await browser("programme_office", pierhead)
      let id = try await pierhead.project("Example hub")
      let answer = try await browser.post(
        "/programme/projects/\(id)/new-milestone",
        [("name", "Open <the> hub"), ("due", "soon"), ("body", "Example board")])
      #expect(answer.status == 422)
      #expect(answer.body.contains("Open &lt;the&gt; hub"))
      #expect(answer.body.contains("value=\"soon\"") && answer.body.contains("Example board"))
      #expect(answer.body.contains("late March 2027"))
    }
  }

  @Test func `whoever was not the first keeps what they typed, and the history names people`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let owner = try await pierhead.user("action_owner")
      let browser = try await browser("programme_office", pierhead)
      let id = try await pierhead.project("Example hub", owner: owner)
      func send(_ position: String, from version: String) async throws -> Browser.Answer {
        try await browser.post(
          "/programme/items/\(id)",
          [("version", version), ("name", "Example hub"), ("position", position)])
      }
      #expect(try await send("Begun", from: "1").status == 303)
      let second = try await send("Almost <there>", from: "1")
      #expect(second.status == 409)
      #expect(second.body.contains("Almost &lt;there&gt;"))
      #expect(second.body.contains("Somebody else changed this"))
      #expect(second.body.contains("name=\"version\" value=\"2\""))
      // A form that is wrong besides stays one of the version that it was made from.
      let wrong = try await browser.post(
        "/programme/items/\(id)", [("version", "2"), ("name", "")])
      #expect(wrong.status == 422 && wrong.body.contains("name=\"version\" value=\"2\""))
      #expect(second.body.contains("Owner: \(owner.name)"))
      #expect(second.body.contains("Workstream: Employer"))
    }
  }

  @Test func `a pasted file is read, and a spreadsheet takes no words for a formula`() async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = try await browser("programme_office", pierhead)
      let text =
        "kind,workstream,text,when,note\nvision,,Fair work for all,,\nobjective,Nowhere,Words,,\n"
      let answer = try await browser.post("/programme/files", [("file", text)])
      #expect(answer.status == 422)
      #expect(answer.body.contains("Line 3:") && answer.body.contains("The file is read."))
      #expect(try await browser.get("/programme").body.contains("Fair work for all"))
      #expect(try await browser.get("/programme/files").body.contains("pasted"))
      _ = try await pierhead.project("=cmd()")
      let file = try await browser.get("/programme/portfolio.csv")
      #expect(file.status == 200)
      #expect(file.body.split(separator: "\r\n").last?.hasPrefix("'=cmd(),Employer") == true)
    }
  }
}
