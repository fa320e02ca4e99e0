import App
import Core
import Database
import Support
import Testing

@testable import Programme

/// Minutes come after the decision.
struct GateMinutesTests {
  @Test(arguments: TestDatabase.engines)
  func `minutes are linked to a decision later, which stays as it was`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office")
      let owner = try await pierhead.user("action_owner")
      let gate = try await pierhead.gate(in: pierhead.project("Hub", owner: owner))
      let first = try await pierhead.decide("return", at: gate)
      clock.move(days: 1)
      let second = try await pierhead.decide(
        "return", ["minutes_link": "https://example.org/second"], at: gate)
      func link(
        _ decision: ProgrammeItemID, _ address: String, from number: Int = 0, by user: User
      ) async -> String {
        await result {
          try await pierhead.gates.link(
            minutesOf: decision, at: gate, from: number, ["minutes_link": address], by: user)
        }
      }
      let address = "https://example.org/minutes"
      #expect(await link(first, address, by: owner) == "forbidden")
      #expect(await link(gate, address, by: office) == "not found")
      for wrong in ["", "example.org", "javascript:alert(1)", "https://"] {
        #expect(await link(first, wrong, by: office) == "invalid: minutes_link", "\(wrong)")
      }
      #expect(await link(first, address, by: office) == "done")
      // Who has not seen it does not write over it.
      #expect(await link(first, address + "/2", by: office) == "conflict")
      #expect(await link(first, address + "/2", from: 1, by: office) == "done")
      #expect(await link(second, address + "/3", by: office) == "done")
      let line = try await pierhead.line(gate)
      #expect(line.decisions.map { line.minutesLink(of: $0) } == [address + "/3", address + "/2"])
      #expect(
        line.decisions.map(\.value.minutesLink) == ["https://example.org/second", nil]
          && line.decisions.allSatisfy { $0.number == 1 })
      let count = try await pierhead.number("SELECT COUNT(*) AS n FROM minutes_versions")
      #expect(count == 3)
    }
  }

  @Test func `the form says of which decision, and keeps what was typed`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let gate = try await pierhead.gate(in: pierhead.project("Hub"))
      let browser = Browser(pierhead, session: try await pierhead.session(of: office))
      let path = "/programme/gates/\(gate)"
      #expect(try await browser.get("\(path)/minutes").body.contains("Nothing was decided yet"))
      let decision = try await pierhead.decide("return", at: gate)
      #expect(try await browser.get(path).body.contains("Link the minutes"))
      let form = try await browser.get("\(path)/minutes?of=\(decision)").body
      #expect(form.contains("by Example board, 20 November 2026"))
      let wrong = try await browser.post(
        "\(path)/minutes",
        [("decision", decision.text), ("version", "0"), ("minutes_link", "minutes <1>")])
      #expect(wrong.status == 422 && wrong.body.contains("value=\"minutes &lt;1&gt;\""))
      let saved = try await browser.post(
        "\(path)/minutes",
        [
          ("decision", decision.text), ("version", "0"),
          ("minutes_link", "https://example.org/minutes"),
        ])
      #expect(saved.status == 303)
      let page = try await browser.get(path).body
      #expect(page.contains("https://example.org/minutes") && page.contains("Change the link"))
      let reader = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      #expect(try await !reader.get(path).body.contains("Change the link"))
    }
  }
}
