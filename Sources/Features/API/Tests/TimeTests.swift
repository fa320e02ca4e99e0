import App
import Core
import Database
import HTTPTypes
import Programme
import Support
import Testing
import Web

@testable import API

/// Readings, meetings, what waits, the radar and packs through the API.
struct TimeTests {
  private static let root = "/api/v1/programme"

  private func office(_ pierhead: Pierhead) async throws -> Program {
    try await Program(pierhead, as: pierhead.user("programme_office"))
  }

  private func items(_ answer: Program.Answer) throws -> [JSON] {
    guard case .array(let items) = try answer.json["items"] else { return [] }
    return items
  }

  private func text(_ json: JSON?, _ key: String) -> String {
    if case .string(let text) = json?[key] { text } else { "" }
  }

  @Test(arguments: TestDatabase.engines)
  func `a reading is added once, put right with a reason, and archived`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let program = try await office(pierhead)
      let benefit = try await pierhead.benefit(in: pierhead.project())
      let path = "\(Self.root)/benefits/\(benefit)/readings"
      let reading: JSON = ["value": "12.5", "on": "20/11/2026", "source": "Survey"]
      let added = try await program.post(path, reading, key: "r")
      #expect(added.status == 201, "\(added.body)")
      #expect(try await program.post(path, reading, key: "r").body == added.body)
      let item = added.headers[.location] ?? ""
      #expect(try await program.get(item).body.contains(#""kind":"reading""#))
      let change: JSON = ["value": "13"]
      let bare = try await program.post("\(item)/change", change, version: "\"1\"")
      #expect(bare.problems == ["reason programme.reason"])
      let right: JSON = ["value": "13", "reason": "A slip of the pen."]
      let put = try await program.post("\(item)/change", right, version: "\"1\"")
      #expect(put.status == 200 && put.version == "\"2\"", "\(put.body)")
      let stale = try await program.post("\(item)/change", right, version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      clock.move(seconds: 1)
      #expect(try await program.post(path, reading).status == 201)
      let listed = try await program.get(path)
      #expect(try items(listed).map { text($0["fields"], "value") } == ["13", "12.5"])
      let first = try await program.get("\(path)?limit=1")
      #expect(try items(first).count == 1 && first.text("next").isEmpty == false)
      #expect(try await program.get("\(item)/history").body.contains("A slip of the pen."))
      #expect(try await program.post("\(item)/archive", [:], version: "\"2\"").status == 200)
      #expect(try items(try await program.get(path)).count == 1)
      let wrong = try await program.post(path, ["value": "many", "on": "", "source": ""])
      #expect(wrong.status == 422)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `bodies and meetings are kept by their own rules`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let body: JSON = ["name": "Example board", "sort": "board", "papers_days": "5"]
      let added = try await program.post("\(Self.root)/bodies", body, key: "b")
      #expect(added.status == 201, "\(added.body)")
      let twice = try await program.post(
        "\(Self.root)/bodies", ["name": "example  BOARD", "papers_days": "1"])
      #expect(twice.problems == ["name body.name-taken"])
      let meeting: JSON = ["body": .string(added.text("id")), "meets_on": "09/12/2026"]
      let meets = try await program.post("\(Self.root)/meetings", meeting)
      #expect(meets.status == 201, "\(meets.body)")
      #expect(
        try await program.post("\(Self.root)/meetings", meeting).problems
          == ["meets_on meeting.twice"])
      let days = try await program.get("\(Self.root)/meeting-days")
      #expect(days.body.contains(#""meets_on":"2026-12-09","papers_due":"2026-12-02""#))
      #expect(try items(try await program.get("\(Self.root)/meeting-days?show=past")).isEmpty)
      let never = try await program.get("\(Self.root)/meeting-days?show=never")
      #expect(never.problems == ["show api.show"])
      let item = meets.headers[.location] ?? ""
      let moved = try await program.post(
        "\(item)/change", ["meets_on": "16/12/2026"], version: "\"1\"")
      #expect(moved.version == "\"2\"", "\(moved.body)")
      let stale = try await program.post("\(item)/change", ["note": "Hall"], version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      #expect(try await program.post("\(item)/archive", [:], version: "\"2\"").status == 200)
      #expect(try items(try await program.get("\(Self.root)/meetings")).isEmpty)
      #expect(
        try await program.post("\(item)/bring-back", [:], version: "\"3\"").version == "\"4\"")
      #expect(try items(try await program.get("\(Self.root)/meetings")).count == 1)
      #expect(try items(try await program.get("\(item)/history")).count == 4)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a milestone waits for another until that is ended, and no two for each other`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project("Hub")
      let first = try await pierhead.milestone("First", due: "May 2027", in: project)
      let second = try await pierhead.milestone("Second", due: "March 2027", in: project)
      let wait: JSON = ["needed": .string(first.text), "weeks": "2", "note": "The keys"]
      for _ in 1...2 {
        let added = try await program.post(
          "\(Self.root)/items/\(second)/waits", wait, key: "w")
        #expect(added.status == 200 && added.text("id") == second.text, "\(added.body)")
      }
      let loop = try await program.post(
        "\(Self.root)/items/\(first)/waits", ["needed": .string(second.text)])
      #expect(loop.problems == ["needed wait.loop"])
      let listed = try await program.get("\(Self.root)/waits")
      let line = try #require(try items(listed).first)
      #expect(text(line, "effect") == "pushes" && line["weeks"] == .whole(2))
      #expect(text(line["needed"], "name") == "First" && !text(line, "earliest").isEmpty)
      let end = "\(Self.root)/waits/\(text(line, "id"))/end"
      #expect(try await program.post(end, [:], version: "\"9\"").status == 409)
      #expect(try await program.post(end, [:]).status == 428)
      #expect(try await program.post(end, [:], key: "e", version: "\"1\"").status == 200)
      #expect(try await program.post(end, [:], key: "e", version: "\"1\"").status == 200)
      #expect(try items(try await program.get("\(Self.root)/waits")).isEmpty)
      let owner = try await Program(pierhead, as: pierhead.user("action_owner"))
      #expect(
        try await owner.post("\(Self.root)/items/\(second)/waits", wait).status == 403)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two that are alike are dismissed by what they said, and shown again`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project("Hub")
      let touch = try await pierhead.touch(of: project)
      let partner: JSON = [
        "sort": "engagement", "partner": "Example Trust", "name": "Evenings",
        "community": "Somali women", "question": "What keeps people from apprenticeships?",
        "begins": "December 2026",
      ]
      let added = try await program.post("\(Self.root)/touches", partner)
      #expect(added.status == 201, "\(added.body)")
      let line = try #require(try items(try await program.get("\(Self.root)/radar")).first)
      let (pair, said) = (text(line, "pair"), text(line, "said"))
      let touches = [text(line["first"], "touch"), text(line["second"], "touch")]
      #expect(Set(touches) == [touch.text, added.text("id")])
      func dismiss(_ said: String, key: String? = nil) async throws -> Program.Answer {
        try await program.post(
          "\(Self.root)/radar/dismiss",
          ["pair": .string(pair), "said": .string(said), "reason": "Other people."], key: key)
      }
      #expect(try await dismiss("Something else").status == 409)
      for _ in 1...2 { #expect(try await dismiss(said, key: "d").status == 200) }
      let after = try #require(try items(try await program.get("\(Self.root)/radar")).first)
      #expect(after["dismissed"] == .bool(true))
      #expect(text(after["dismissal"], "reason") == "Other people.")
      let end = "\(Self.root)/dismissals/\(text(after["dismissal"], "id"))/end"
      #expect(try await program.post(end, [:], version: "\"9\"").status == 409)
      #expect(try await program.post(end, [:], version: "\"1\"").status == 200)
      // What one of them says has changed since: a dismissal of before would not hold.
      let item = "\(Self.root)/items/\(touch)"
      let changed = try await program.post(
        "\(item)/change", ["name": "Long talks"], version: "\"1\"")
      #expect(changed.status == 200, "\(changed.body)")
      #expect(try await dismiss(said).status == 409)
      #expect(try await program.post("\(item)/archive", [:], version: "\"2\"").status == 200)
      #expect(try items(try await program.get("\(Self.root)/radar")).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a pack has its clearances, and its papers for the public lack what is exempt`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project("Example hub")
      try await pierhead.programme.change(
        project, from: 1, ["name": "Example hub", "position": "Talks with Example Ltd"],
        by: .system)
      let path = "\(Self.root)/packs/\(try await pierhead.pack())"
      let pack = try await program.get(path)
      guard case .array(let clearances) = try pack.json["clearances"] else { return }
      #expect(clearances.map { text($0, "subject") } == ["finance", "legal", "equality"])
      let given: JSON = ["given_by": "Fern Example", "given_on": "20/11/2026", "words": "Yes."]
      let clearance = "\(Self.root)/items/\(text(clearances[0], "id"))"
      #expect(try await program.post("\(clearance)/change", given, version: "\"1\"").status == 200)
      #expect(try await program.get(path).body.contains(#""subject":"finance","given":true"#))
      let part: JSON = [
        "project": .string(project.text), "part": "position", "ground": "business",
      ]
      for _ in 1...2 {
        #expect(try await program.post("\(path)/exempt", part, key: "x").status == 200)
      }
      for (audience, sees) in [("full", true), ("public", false)] {
        let papers = try await program.get("\(path)/papers?audience=\(audience)")
        #expect(papers.status == 200 && papers.body.contains("Example Ltd") == sees, "\(audience)")
      }
      #expect(try await !program.get("\(path)/papers").body.contains("Example Ltd"))
      #expect(try await program.get("\(path)/papers?audience=all").status == 422)
      guard case .array(let exempt) = try await program.get(path).json["exempt"] else { return }
      #expect(exempt.map { text($0, "part") } == ["position"])
      let lift: JSON = ["exemption": .string(text(exempt[0], "id"))]
      #expect(try await program.post("\(path)/lift", lift).status == 200)
      #expect(try await program.get("\(path)/papers").body.contains("Example Ltd"))
      let reader = try await Program(pierhead, as: pierhead.user("board_member"))
      #expect(try await reader.get(path).status == 200)
      #expect(try await reader.post("\(path)/exempt", part).status == 403)
    }
  }
}
