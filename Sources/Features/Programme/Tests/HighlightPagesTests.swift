import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct HighlightPagesTests {
  private func browser(_ user: User, _ pierhead: Pierhead) async throws -> Browser {
    Browser(pierhead, session: try await pierhead.session(of: user), isDemo: false)
  }

  @Test func `an owner writes a report, the office returns it, and approves it the second time`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let owner = try await browser(work.owner, pierhead)
      let office = try await browser(work.office, pierhead)
      let reader = try await browser(pierhead.user("board_member"), pierhead)
      let path = "/programme/projects/\(work.project)/reports"
      let form = try await owner.get("\(path)/new?period=2026-10")
      #expect(form.words.contains("Report for October 2026") && form.words.contains("By the facts"))
      let item = try #require(form.value(of: "item"))
      let sent = try await owner.post(
        path,
        [
          ("item", item), ("period", "2026-10"), ("done", "We <met>."),
          ("rating-schedule", "green"),
        ])
      #expect(sent.location?.hasPrefix("/programme/reports/\(item)") == true)
      let missing = try await owner.post("/programme/reports/\(item)/send?version=1")
      #expect(missing.status == 422)
      #expect(missing.words.contains("Say what comes next"))
      #expect(missing.words.contains("Overall: choose how it stands, or Not rated"))
      #expect(missing.body.contains("We &lt;met&gt;."))
      let whole = HighlightWork.fields("2026-10").map { ($0.key, $0.value) }
      #expect(
        try await owner.post("/programme/reports/\(item)", whole + [("version", "1")]).status == 303
      )
      #expect(try await owner.post("/programme/reports/\(item)/send?version=2").status == 303)
      #expect(try await reader.get("/programme/reports/\(item)").status == 404)
      #expect(try await reader.get("/programme/reports?period=2026-10").words.contains("Waits for"))
      let unread = try await office.post(
        "/programme/reports/\(item)/approve", [("version", "3")])
      #expect(unread.status == 422 && unread.words.contains("Tick the box"))
      let silent = try await office.post("/programme/reports/\(item)/return", [("version", "3")])
      #expect(silent.status == 422 && silent.words.contains("Say what must be changed"))
      _ = try await office.post(
        "/programme/reports/\(item)/return", [("version", "3"), ("words", "Name the funder.")])
      #expect(
        try await owner.get("/programme/reports/\(item)/change").words.contains("Name the funder."))
      #expect(try await owner.post("/programme/reports/\(item)/send?version=4").status == 303)
      _ = try await office.post(
        "/programme/reports/\(item)/approve", [("version", "5"), ("read", "yes")])
      let page = try await reader.get("/programme/reports/\(item)").words
      #expect(page.contains("exactly as it was approved") && page.contains("Approved by Olive"))
      #expect(page.contains("Green") && !page.contains("What to do"))
      let history = try await reader.get(path).words
      #expect(history.contains("October 2026") && history.contains("Green"))
    }
  }

  @Test func `who comes second is told, and what they typed stays`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let work = try await HighlightWork(pierhead)
      let owner = try await browser(work.owner, pierhead)
      let id = try await work.begin("2026-10")
      let fields = HighlightWork.fields("2026-10", "green", ["done": "Mine"])
      try await work.reports.change(id, from: 1, fields, by: work.office)
      let answer = try await owner.post(
        "/programme/reports/\(id)",
        HighlightWork.fields("2026-10", "green", ["done": "Yours"]).map { ($0.key, $0.value) }
          + [("version", "1")])
      #expect(answer.status == 409)
      #expect(answer.body.contains("Yours") && answer.words.contains("Somebody else changed this"))
      let update = "/programme/projects/\(work.project)/update"
      let form = try await owner.get(update)
      let versions = try #require(form.value(of: "versions"))
      try await pierhead.programme.change(
        work.project, from: 1, ["name": "Example hub", "position": "Begun"], by: work.office)
      let second = try await owner.post(update, [("versions", versions), ("position", "Ended")])
      #expect(second.status == 409 && second.body.contains("Ended"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a project is brought up to date by eight fields, all or nothing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      _ = try await pierhead.milestone("Begins", due: "March 2027", in: work.project)
      let owner = try await browser(work.owner, pierhead)
      let update = "/programme/projects/\(work.project)/update"
      let form = try await owner.get(update)
      let names = form.body.split(separator: " name=\"").dropFirst()
        .map { String($0.prefix { $0 != "\"" }) }
      let asked = Set(names).intersection(ProjectUpdate.fields)
      #expect(asked == Set(ProjectUpdate.fields) && ProjectUpdate.fields.count <= 8)
      #expect(form.words.contains("Next milestone: Begins"))
      let versions = try #require(form.value(of: "versions"))
      func send(_ versions: String, _ fields: [String: String]) async throws -> Browser.Answer {
        try await owner.post(update, [("versions", versions)] + fields.map { ($0.key, $0.value) })
      }
      let wrong = try await send(
        versions,
        ["position": "Begun", "due": "soon", "likelihood": "3", "rating": "green", "words": ""])
      #expect(wrong.status == 422)
      #expect(wrong.words.contains("Write a date as you know it"))
      #expect(wrong.words.contains("Say why, in a sentence or two"))
      #expect(try await work.line().project.value.position == nil)
      clock.move(seconds: 60)
      let right = try await send(
        versions,
        [
          "position": "Begun", "due": "April 2027", "words": "It rains", "likelihood": "2",
          "impact": "3", "rating": "green", "reason": "All is well.",
        ])
      #expect(right.location?.hasPrefix("/programme/mine") == true)
      let line = try await work.line()
      #expect(line.project.value.position == "Begun")
      #expect(line.next?.value.due?.description == "2027-04")
      #expect(line.next?.value.slip?.description == "1 month late")
      #expect(line.risks.map(\.value.score) == [6])
      #expect(line.ratings["overall"]?.rating == "green")
      // The same form once more adds nothing: its versions are old.
      #expect(try await send(versions, ["position": "Begun"]).status == 409)
      let again = try await owner.get(update)
      #expect(again.body.contains("It rains"))
      let done = try await send(
        try #require(again.value(of: "versions")),
        [
          "position": "Begun", "due": "April 2027", "done_on": "20/11/2026", "words": "It pours",
          "likelihood": "2", "impact": "3", "rating": "green",
        ])
      #expect(done.status == 303)
      let after = try await work.line()
      #expect(after.next == nil && after.milestones.map(\.value.state) == [.done])
      #expect(after.risks.map(\.value.words) == ["It pours"])
      #expect(after.ratings["overall"]?.standing.number == 1)
      let mine = try await owner.get("/programme/mine").words
      #expect(mine.contains("Example hub") && mine.contains("Report for November 2026 Not begun"))
      let stranger = try await browser(pierhead.user("action_owner"), pierhead)
      #expect(try await stranger.get(update).status == 403)
      #expect(try await stranger.get("/programme/mine").words.contains("You own no project"))
    }
  }
}
