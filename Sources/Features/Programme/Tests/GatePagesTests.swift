import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct GatePagesTests {
  private func browser(_ role: String, _ pierhead: Pierhead) async throws -> Browser {
    Browser(
      pierhead, session: try await pierhead.session(of: pierhead.user(role)), isDemo: false)
  }

  @Test func `the programme office takes a project through a gate with the pages alone`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let office = try await browser("programme_office", pierhead)
      let project = try await pierhead.project("Example hub")
      let path = "/programme/projects/\(project)/gates"
      #expect(try await office.get(path).words.contains("No gates are chosen yet"))
      #expect(try await office.post(path).status == 422)
      #expect(try await office.post(path, [("set", "full"), ("tranches", "2")]).status == 303)
      let chosen = try await office.get(path).words
      #expect(chosen.contains("Full business case, tranche 2") && chosen.contains("Not complete"))
      let gate = "/programme/gates/\(try await pierhead.gate(in: project))"
      var page = try await office.get(gate).words
      #expect(page.contains("There is no advice of a panel, and no reason why none was asked."))
      #expect(
        page.contains("Why is it needed?") && page.contains("What is wrong today and for whom"))
      // A product, with the words kept where something is wrong.
      let wrong = try await office.post(
        gate + "/product",
        [
          ("of", "need"), ("version", "0"), ("state", "draft"), ("reference", "The <first> draft"),
          ("link", "example.org"),
        ])
      #expect(wrong.status == 422 && wrong.body.contains("The &lt;first&gt; draft"))
      _ = try await office.post(
        gate + "/product",
        [
          ("of", "need"), ("version", "0"), ("state", "ready"), ("reference", "The paper"),
          ("link", "https://example.org/paper"),
        ])
      page = try await office.get(gate).body
      #expect(page.contains("href=\"https://example.org/paper\"") && page.contains("1 of 6"))
      // A pass is refused, and what was typed is kept.
      let refused = try await office.post(
        gate + "/decision",
        [
          ("outcome", "pass"), ("body", "Example board"), ("decided_on", "20/11/2026"),
          ("why", "All agreed"),
        ])
      #expect(refused.status == 422)
      #expect(
        refused.words.contains(
          "It can't be passed without conditions, because the equality gate is not complete. The impact assessment is not recorded."
        ))
      #expect(refused.body.contains("All agreed"))
      _ = try await office.post(
        gate + "/equality",
        [
          ("version", "0"), ("assessment", "Version 1"), ("no_advice", "No panel stands yet"),
          ("engagement", "Two evenings"), ("baseline", "12 percent"),
        ])
      try await pierhead.money("unconfirmed", in: project)
      page = try await office.get(gate).words
      #expect(page.contains("Complete") && page.contains("No panel was asked: No panel stands yet"))
      let decided = try await office.post(
        gate + "/decision",
        [
          ("outcome", "conditions"), ("body", "Example board"), ("decided_on", "20/11/2026"),
          ("why", "All agreed"), ("minutes_link", "https://example.org/minutes"),
          ("other1_words", "Show the plan"), ("other1_due", "30/11/2026"),
          ("other1_owner", "Pearl Example"),
        ])
      #expect(decided.status == 303)
      page = try await office.get(gate).body
      #expect(page.contains("Passed with conditions by Example board"))
      #expect(page.contains("href=\"https://example.org/minutes\""))
      clock.move(days: 11)
      let later = try await browser("board_member", pierhead)
      let conditions = try await later.get("/programme/conditions").words
      #expect(conditions.contains("Show the plan") && conditions.contains("Overdue"))
      let all = try await later.get("/programme/gates").words
      #expect(all.contains("Strategic outline case") && all.contains("Passed with conditions"))
      #expect(try await !later.get(gate).words.contains("Record a decision"))
      let then = try await later.get("/programme/gates?on=19/11/2026").words
      #expect(then.contains("No project stands here"))
      #expect(try await later.get("/programme/gates?on=soon").status == 422)
    }
  }

  @Test func `what was found shows why the assessment is open again`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let project = try await pierhead.project("Example hub")
      let id = try await pierhead.gate(in: project)
      try await pierhead.money("secured", in: project)
      try await pierhead.recordEquality(at: id)
      clock.move(seconds: 60)
      let office = try await browser("programme_office", pierhead)
      let gate = "/programme/gates/\(id)"
      let empty = try await office.post(gate + "/finding")
      #expect(empty.status == 422 && empty.words.contains("Say what was found"))
      _ = try await office.post(
        gate + "/finding", [("words", "Few women came."), ("found_on", "20/11/2026")])
      let page = try await office.get(gate).words
      #expect(page.contains("The impact assessment is open again") && page.contains("Open again"))
      #expect(page.contains("Few women came."))
      #expect(try await office.get("/programme/gates").words.contains("Equality: open again"))
      // The next gate begins from what stood at this one.
      let next = try await pierhead.gate("strategic-outline", in: project)
      let form = try await office.get("/programme/gates/\(next)/equality").body
      #expect(form.contains("This stood at the gate before.") && form.contains("Forty people came"))
    }
  }

  @Test func `whoever is second sees what they typed beside what stands`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let project = try await pierhead.project("Example hub")
      let id = try await pierhead.gate(in: project)
      try await pierhead.recordEquality(["advice": "Of the first"], at: id)
      let office = try await browser("programme_office", pierhead)
      let answer = try await office.post(
        "/programme/gates/\(id)/equality", [("version", "0"), ("advice", "Of the second")])
      #expect(answer.status == 409)
      #expect(answer.words.contains("Somebody else changed this a moment ago."))
      #expect(answer.words.contains("Of the second") && answer.words.contains("Of the first"))
      #expect(answer.value(of: "version") == "1")
    }
  }

  @Test func `open conditions come in pages`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let gate = try await pierhead.gate(in: pierhead.project("Example hub"))
      _ = try await pierhead.gateCondition(at: gate)
      for number in 0..<12 {
        let other = try await pierhead.gate(in: pierhead.project("Project \(number)"))
        _ = try await pierhead.gateCondition(at: other)
      }
      let reader = try await browser("board_member", pierhead)
      let first = try await reader.get("/programme/conditions")
      #expect(first.body.contains("/programme/conditions?page=2"))
      let second = try await reader.get("/programme/conditions?page=2")
      #expect(second.words.contains("Project ") && !second.body.contains("page=3"))
      let rows = first.body.components("<tr").count + second.body.components("<tr").count
      // A head each, and six conditions a project.
      #expect(rows == 2 + 2 + 13 * 6)
    }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
