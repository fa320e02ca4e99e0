import App
import Core
import Database
import HTTPTypes
import Programme
import Support
import Testing
import Web

@testable import API

/// The gates of the programme through the API.
struct GateProgramTests {
  private static let root = "/api/v1/programme"

  private func office(_ pierhead: Pierhead) async throws -> Program {
    try await Program(pierhead, as: pierhead.user("programme_office"))
  }

  /// The items of a list.
  private func items(_ answer: Program.Answer) throws -> [JSON] {
    guard case .array(let items) = try answer.json["items"] else {
      throw Fault("there are no items: \(answer.body)")
    }
    return items
  }

  private func text(_ json: JSON?, _ key: String) -> String {
    if case .string(let text) = json?[key] { text } else { "" }
  }

  /// The id of a gate of a project, by its key.
  private func gate(_ key: String, _ project: ProgrammeItemID, _ program: Program) async throws
    -> String
  {
    let gates = try items(try await program.get("\(Self.root)/projects/\(project)/gates"))
    return text(gates.first { text($0, "gate") == key }, "id")
  }

  @Test(arguments: TestDatabase.engines)
  func `gates are chosen, planned, and given another tranche`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      let sets = try items(try await program.get("\(Self.root)/gate-sets"))
      #expect(sets.map { text($0, "key") } == ["full", "short"])
      let path = "\(Self.root)/projects/\(project)/gates"
      #expect(try await program.post(path, ["set": "none"]).problems == ["set gate.set"])
      for _ in 1...2 {
        let chosen = try await program.post(path, Examples.gates, key: "choose")
        #expect(chosen.status == 200 && chosen.text("id") == project.text, "\(chosen.body)")
      }
      let count = try await pierhead.number("SELECT COUNT(*) AS n FROM gate_versions")
      #expect(count == 7)
      let gates = try items(try await program.get(path))
      #expect(gates.map { $0["tranche"] } == [0, 0, 0, 1, 2, 0, 0])

      // One more of a gate that comes in several, and no other.
      let full = "\(Self.root)/gates/\(text(gates[3], "id"))"
      for _ in 1...2 {
        let added = try await program.post("\(full)/tranche", [:], key: "more")
        #expect(added.status == 201 && added.version == "\"1\"")
        let read = try await program.get(added.headers[.location] ?? "")
        #expect(try read.json["tranche"] == 3, "\(read.body)")
      }
      #expect(try items(try await program.get(path)).count == 8)
      let first = "\(Self.root)/gates/\(text(gates[0], "id"))"
      let once = try await program.post("\(first)/tranche", [:])
      #expect(once.status == 409 && once.text("code") == "gate.no-tranches")

      // Planned by the version that was read.
      let due: JSON = ["due": "late March 2027"]
      #expect(try await program.post("\(first)/due", due).status == 428)
      for _ in 1...2 {
        let planned = try await program.post("\(first)/due", due, key: "due", version: "\"1\"")
        #expect(planned.status == 200 && planned.version == "\"2\"", "\(planned.body)")
      }
      let stale = try await program.post("\(first)/due", due, version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      #expect(try await program.post("\(first)/due", [:], version: "\"2\"").version == "\"2\"")
      let wrong = try await program.post("\(first)/due", ["due": "soon"], version: "\"2\"")
      #expect(wrong.problems == ["due programme.date"])
      let read = try await program.get(first)
      #expect(read.version == "\"2\"" && !read.text("due").isEmpty)

      let stands = try items(try await program.get("\(Self.root)/gates"))
      #expect(text(stands[0]["next"], "name") == "Declaration of intent")
      #expect(text(stands[0]["next"], "due") == read.text("due"))
      clock.move(days: 1)
      let later = try await office(pierhead)
      #expect(try items(try await later.get("\(Self.root)/gates?on=2026-11-19")).isEmpty)
      #expect(try items(try await later.get("\(Self.root)/gates?on=2026-11-20")).count == 1)
      #expect(try await later.get("\(Self.root)/gates?on=2027-11-19").status == 422)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is brought to a gate names the version that it was made from, and 0 for the first`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      let path = "\(Self.root)/gates/\(try await pierhead.gate(in: project))"
      for _ in 1...2 {
        let sent = try await program.post("\(path)/product", Examples.product, key: "p")
        #expect(sent.status == 200 && sent.text("of") == "need", "\(sent.body)")
        #expect(try sent.json["version"] == 1)
      }
      let again = try await program.post("\(path)/product", Examples.product)
      #expect(again.status == 409 && again.body.contains(#""yours":0,"current":1"#))
      // What is left out stays.
      let moved: JSON = ["of": "need", "version": "1", "reference": "Chapter 2"]
      #expect(try await program.post("\(path)/product", moved).json["version"] == 2)
      let read = try await program.get(path)
      #expect(
        read.body.contains(#""version":2,"state":"ready","reference":"Chapter 2","link":"https"#))
      let none: JSON = ["of": "need", "version": "2", "state": "not_needed"]
      #expect(try await program.post("\(path)/product", none).problems == ["no_need gate.no-need"])
      let other: JSON = ["of": "luck", "version": "0", "state": "draft"]
      #expect(try await program.post("\(path)/product", other).status == 404)
      for version in ["", "-1", "01", "x", "12345678901"] {
        let sent: JSON = ["of": "need", "version": .string(version), "state": "draft"]
        #expect(
          try await program.post("\(path)/product", sent).problems
            == ["version api.version-or-none"], "\(version)")
      }

      for _ in 1...2 {
        let sent = try await program.post("\(path)/equality", Examples.equality, key: "e")
        #expect(try sent.status == 200 && sent.json["version"] == 1, "\(sent.body)")
      }
      let stale = try await program.post("\(path)/equality", Examples.equality)
      #expect(stale.status == 409 && stale.body.contains(#""yours":0,"current":1"#))
      clock.move(seconds: 1)
      let less: JSON = ["version": "1", "baseline": ""]
      #expect(try await program.post("\(path)/equality", less).json["version"] == 2)
      let equality = try await program.get(path).json["equality"]
      #expect(text(equality, "assessment") == "Version 1" && equality?["baseline"] == .null)
      guard case .array(let gaps) = equality?["gaps"] else { return }
      #expect(gaps.map { text($0, "part") } == ["baseline", "funding"])
      let history = try items(try await program.get("\(path)/equality"))
      #expect(history.map { $0["version"] } == [2, 1])
      #expect(history.map { text($0, "by") } == ["Test Example", "Test Example"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `of writers at once one records the first version, and the others are told of it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let path = "\(Self.root)/gates/\(try await pierhead.gate(in: pierhead.project()))"
      for (verb, table) in [
        ("product", "gate_product_versions"), ("equality", "equality_versions"),
      ] {
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
          for number in 1...6 {
            group.addTask {
              let own: JSON =
                verb == "product"
                ? ["of": "need", "version": "0", "state": "draft", "reference": "\(number)"]
                : ["version": "0", "assessment": "Version \(number)"]
              let answer = try await program.post("\(path)/\(verb)", own)
              if answer.status == 409 {
                #expect(answer.body.contains(#""yours":0,"current":1"#), "\(answer.body)")
              }
              return answer.status
            }
          }
          var statuses: [Int] = []
          for try await status in group { statuses.append(status) }
          return statuses.sorted()
        }
        #expect(statuses == [200, 409, 409, 409, 409, 409], "\(verb)")
        let count = try await pierhead.number("SELECT COUNT(*) AS n FROM \(SQL(trusted: table))")
        #expect(count == 1, "\(verb)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a gate is decided with conditions, which are met or waived, and opened by what is found`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      let path = "\(Self.root)/gates/\(try await pierhead.gate(in: project))"
      _ = try await program.post("\(path)/equality", Examples.equality)
      let pass: JSON = [
        "outcome": "pass", "body": "Example board", "decided_on": "20/11/2026", "why": "So",
      ]
      #expect(
        try await program.post("\(path)/decision", pass).problems == ["outcome gate.pass-lacks"])
      let bare: JSON = [
        "outcome": "conditions", "body": "Example board", "decided_on": "20/11/2026", "why": "So",
      ]
      #expect(
        try await program.post("\(path)/decision", bare).problems == [
          "funding_words gate.condition-words", "funding_due gate.condition-due",
          "funding_owner gate.condition-owner",
        ])
      for _ in 1...2 {
        let decided = try await program.post("\(path)/decision", Examples.decision, key: "d")
        #expect(decided.status == 201, "\(decided.body)")
      }
      #expect(try await pierhead.events("gate decided") == 1)
      let read = try await program.get(path)
      #expect(try read.text("outcome") == "conditions" && read.json["passed"] == true)

      let list = "\(Self.root)/conditions"
      let open = try items(try await program.get(list))
      #expect(
        open.map { text($0, "words") } == ["Show the plan", "Bring the letter of the funder"])
      #expect(open.map { text($0, "due_on") } == ["2027-01-31", "2027-03-31"])
      let first = try await program.get("\(list)?limit=1")
      let rest = try await program.get("\(list)?limit=1&cursor=\(first.text("next"))")
      #expect(try items(rest).map { text($0, "id") } == [text(open[1], "id")])
      #expect(try await program.get("\(list)?cursor=2027-01-31").problems == ["cursor api.cursor"])

      let (plan, letter) = ("\(list)/\(text(open[0], "id"))", "\(list)/\(text(open[1], "id"))")
      #expect(
        try await program.post("\(plan)/meet", [:], version: "\"1\"").problems == [
          "evidence gate.evidence", "settled_by gate.settled-by", "settled_on gate.day",
        ])
      for _ in 1...2 {
        let met = try await program.post("\(plan)/meet", Examples.met, key: "m", version: "\"1\"")
        #expect(met.status == 200 && met.version == "\"2\"", "\(met.body)")
      }
      let stale = try await program.post("\(plan)/meet", Examples.met, version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      let twice = try await program.post("\(plan)/meet", Examples.met, version: "\"2\"")
      #expect(twice.status == 409 && twice.text("code") == "gate.condition-settled")
      let settled = try await program.get(plan)
      #expect(settled.version == "\"2\"" && settled.text("evidence") == "The board saw the plan.")
      // What stands for equality is met alone, and not before the part is there.
      let waive: JSON = ["waived_because": "It is small."]
      #expect(
        try await program.post("\(letter)/waive", waive, version: "\"1\"").problems
          == ["waived_because gate.not-waived"])
      #expect(
        try await program.post("\(letter)/meet", Examples.met, version: "\"1\"").problems
          == ["evidence gate.still-lacks"])
      #expect(try items(try await program.get(list)).count == 1)

      clock.move(seconds: 60)
      for _ in 1...2 {
        let found = try await program.post("\(path)/finding", Examples.finding, key: "f")
        #expect(found.status == 201, "\(found.body)")
      }
      #expect(try await program.get(path).json["equality"]?["reopened"] == true)
      let gates = try await program.get("\(Self.root)/projects/\(project)/gates")
      guard case .array(let findings) = try gates.json["findings"] else { return }
      #expect(findings.map { text($0, "words") } == ["Two of the rooms have steps."])

      // A later decision counts. Conditions of the one before bind no longer, and no other set is chosen.
      let stop: JSON = [
        "outcome": "conditions", "body": "Example board", "decided_on": "20/11/2026",
        "why": "It grew.", "assessment_words": "Look again", "assessment_due": "01/12/2026",
        "assessment_owner": "Pearl Example", "funding_words": "Name a funder",
        "funding_due": "01/12/2026", "funding_owner": "Pearl Example", "other1_words": "Ask",
        "other1_due": "02/12/2026", "other1_owner": "Pearl Example",
      ]
      #expect(try await program.post("\(path)/decision", stop).status == 201)
      let now = try items(try await program.get(list))
      #expect(Set(now.prefix(2).map { text($0, "part") }) == ["assessment", "funding"])
      #expect(now.map { text($0, "words") }.last == "Ask" && now.count == 3)
      let ask = "\(list)/\(text(now[2], "id"))"
      let waived = try await program.post("\(ask)/waive", waive, key: "w", version: "\"1\"")
      #expect(waived.status == 200 && waived.version == "\"2\"")
      #expect(try await program.get(ask).text("state") == "waived")
      let other = try await program.post(
        "\(Self.root)/projects/\(project)/gates", ["set": "short"])
      #expect(other.status == 409 && other.text("code") == "gate.set-decided")
    }
  }

  @Test func `lists go on where they ended while conditions are settled`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let program = try await office(pierhead)
      for number in 1...7 {
        clock.move(seconds: 1)
        let gate = try await pierhead.gate(in: pierhead.project())
        _ = try await pierhead.gateCondition(
          "C\(number)", due: "0\(1 + number % 3)/03/2027", at: gate)
      }
      let all = try items(try await program.get("\(Self.root)/conditions?limit=100"))
      let ids = all.map { text($0, "id") }
      #expect(ids.count == Set(ids).count && ids.count == 7 + 7 * 5)
      let days = all.map { text($0, "due_on") }
      #expect(days == days.sorted())
      for size in [1, 4, 25, 42] {
        var (found, next): ([String], String) = ([], "")
        repeat {
          let mark = next.isEmpty ? "" : "&cursor=\(next)"
          let part = try await program.get("\(Self.root)/conditions?limit=\(size)\(mark)")
          found += try items(part).map { text($0, "id") }
          next = part.text("next")
        } while !next.isEmpty
        #expect(found == ids, "in parts of \(size)")
      }
      let half = try await program.get("\(Self.root)/conditions?limit=20")
      let free = try #require(all.prefix(20).first { $0["part"] == .null })
      let waived = try await program.post(
        "\(Self.root)/conditions/\(text(free, "id"))/waive", ["waived_because": "Done"],
        version: "\"1\"")
      #expect(waived.status == 200)
      let rest = try await program.get(
        "\(Self.root)/conditions?limit=100&cursor=\(half.text("next"))")
      #expect(try items(rest).map { text($0, "id") } == Array(ids.dropFirst(20)))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an owner prepares the gates of their own project, and the office alone decides`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let owner = try await pierhead.user("action_owner")
      let own = try await pierhead.gate(in: pierhead.project(owner: owner))
      let other = try await pierhead.gate(in: pierhead.project())
      let program = try await Program(pierhead, as: owner)
      let reader = try await Program(pierhead, as: pierhead.user("analyst"))
      let outside = try await Program(pierhead, as: pierhead.user("team_leader"))
      for (gate, status) in [(own, 200), (other, 403)] {
        let path = "\(Self.root)/gates/\(gate)"
        #expect(try await program.post("\(path)/product", Examples.product).status == status)
        #expect(try await program.post("\(path)/equality", Examples.equality).status == status)
        let finding = try await program.post("\(path)/finding", Examples.finding)
        #expect(finding.status == (status == 200 ? 201 : 403))
        let due = try await program.post("\(path)/due", ["due": "March 2027"], version: "\"1\"")
        #expect(due.status == status, "\(due.body)")
        #expect(try await program.post("\(path)/decision", Examples.decision).status == 403)
        #expect(try await program.post("\(path)/tranche", [:]).status == 403)
        #expect(try await reader.get(path).status == 200)
        #expect(try await reader.post("\(path)/equality", Examples.equality).status == 403)
        #expect(try await outside.get(path).status == 403)
      }
      // What is no gate is not there.
      let milestone = try await pierhead.milestone(in: pierhead.project(owner: owner))
      #expect(try await program.get("\(Self.root)/gates/\(milestone)").status == 404)
      #expect(try await program.get("\(Self.root)/conditions/\(own)").status == 404)
    }
  }
}
