import App
import Core
import Database
import HTTPTypes
import Programme
import Support
import Testing
import Web

@testable import API

/// The programme through the API.
struct ProgrammeTests {
  private static let root = "/api/v1/programme"

  private func office(_ pierhead: Pierhead) async throws -> Program {
    try await Program(pierhead, as: pierhead.user("programme_office"))
  }

  /// The example of a kind, which belongs to what was added before it.
  private func example(_ kind: ItemKind, _ items: [String: String]) -> JSON {
    guard case .object(let fields) = Examples.item(kind) else { return [:] }
    return .object(
      fields.map { field in
        let above =
          (kind == .meeting && field.key == "body" ? items["bodies"] : items["\(field.key)s"])
          .map { JSON.string($0) }
        return JSON.Pair(field.key, above ?? field.value)
      })
  }

  @Test(arguments: TestDatabase.engines)
  func `a project with all that hangs on it is added, read, changed and archived`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let program = try await office(pierhead)
      let added = try await program.post(
        "\(Self.root)/projects", ["name": "Example hub", "workstream": "commissioner"], key: "p")
      #expect(added.status == 201 && added.version == "\"1\"")
      let id = added.text("id")
      #expect(added.headers[.location] == "\(Self.root)/projects/\(id)")
      var items: [String: String] = [:]
      for form in ItemForm.ofProjects {
        let path = "\(Self.root)/projects/\(id)/\(form.path)"
        clock.move(seconds: 1)
        let sent = try await program.post(path, example(form.kind, items))
        #expect(sent.status == 201, "\(form.path): \(sent.body)")
        items[form.path] = sent.text("id")
        let listed = try await program.get(path)
        #expect(listed.status == 200 && listed.body.contains(sent.text("id")), "\(form.path)")
        let read = try await program.get(sent.headers[.location] ?? "")
        #expect(read.version == "\"1\"" && read.text("kind") == form.kind.rawValue)
      }
      let project = try await program.get("\(Self.root)/projects/\(id)")
      #expect(project.body.contains(#""milestones":1,"late":0"#), "\(project.body)")
      #expect(project.body.contains(#""highest_score":12"#))
      #expect(project.body.contains(#""possible_pence":25000000,"secured_pence":0"#))

      // What is left out stays, and what is empty is emptied.
      let milestone = "\(Self.root)/items/\(items["milestones"] ?? "")"
      let change: JSON = ["due": "April 2027", "body": ""]
      let changed = try await program.post(
        "\(milestone)/change", change, key: "c", version: "\"1\"")
      #expect(changed.status == 200 && changed.version == "\"2\"", "\(changed.body)")
      let read = try await program.get(milestone)
      guard case .object(let fields) = try read.json["fields"] else {
        Issue.record("there are no fields")
        return
      }
      let found = fields.reduce(into: [:]) { $0[$1.key] = $1.value }
      #expect(found["name"] == "First meeting" && found["due"] == "2027-04")
      #expect(found["body"] == "" && found["baseline"] == "2027-03")

      // The same again is one change; an older version is told which one stands.
      let again = try await program.post("\(milestone)/change", change, key: "c", version: "\"1\"")
      #expect(again.body == changed.body)
      let stale = try await program.post("\(milestone)/change", change, version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      #expect(try await program.post("\(milestone)/change", change).status == 428)
      // Nothing changes, so the version stays.
      let same = try await program.post("\(milestone)/change", change, version: "\"2\"")
      #expect(same.status == 200 && same.version == "\"2\"")

      let agreed = try await program.post(
        "\(milestone)/baseline", ["baseline": "May 2027", "reason": "The board agreed."],
        version: "\"2\"")
      #expect(agreed.status == 200 && agreed.version == "\"3\"")
      #expect(try await program.post("\(milestone)/archive", [:], version: "\"3\"").status == 200)
      let list = "\(Self.root)/projects/\(id)/milestones"
      #expect(try await program.get(list).body.contains(#""items":[]"#))
      #expect(
        try await program.post("\(milestone)/bring-back", [:], version: "\"4\"").version == "\"5\"")
      #expect(try await program.get(list).body.contains("2027-05"))
      let history = try await program.get("\(milestone)/history")
      guard case .array(let versions) = try history.json["items"] else { return }
      #expect(versions.map { $0["version"] } == (1...5).reversed().map { .whole($0) })
      #expect(history.body.contains("The board agreed."))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a key makes one thing of a request that is sent again`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      let path = "\(Self.root)/projects/\(project)/milestones"
      let first = try await program.post(path, ["name": "Begins"], key: "one")
      for _ in 1...3 {
        #expect(try await program.post(path, ["name": "Begins"], key: "one").body == first.body)
      }
      let other = try await program.post(path, ["name": "Ends"], key: "one")
      #expect(other.problems == ["Idempotency-Key api.key-used"])
      let rating: JSON = [
        "respect": "overall", "rating": "green", "reason": "All goes as planned.",
      ]
      for _ in 1...2 {
        let rated = try await program.post(
          "\(Self.root)/projects/\(project)/ratings", rating, key: "rate")
        #expect(rated.status == 200, "\(rated.body)")
      }
      let count = try await pierhead.number("SELECT COUNT(*) AS n FROM milestone_versions")
      #expect(count == 1)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM rating_versions") == 1)
      let ratings = try await program.get("\(Self.root)/projects/\(project)/ratings").body
      #expect(ratings.contains(#""respect":"overall","rating":"green""#))
      let said = try await program.get("\(Self.root)/projects/\(project)/rating-history")
      #expect(said.body.contains("All goes as planned."))
      let nowhere = try await program.get(
        "\(Self.root)/projects/\(project)/rating-history?in=luck")
      #expect(nowhere.problems == ["in api.respect"])
    }
  }

  @Test func `what can't be used names each field, and nothing is kept`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      let path = "\(Self.root)/projects/\(project)"
      let milestone = try await program.post("\(path)/milestones", ["due": "soon"])
      #expect(milestone.problems == ["name programme.milestone", "due programme.date"])
      #expect(
        try await program.post("\(path)/risks", ["words": "W", "colour": "red"]).problems
          == ["colour api.unknown-key"])
      #expect(
        try await program.post("\(path)/ratings", ["respect": "luck", "reason": "R"]).problems
          == ["respect api.respect"])
      #expect(
        try await program.post("\(path)/objectives", ["objectives": ["x"]]).problems
          == ["objectives programme.objective"])
      let strange: JSON = ["objectives": [.string(project.text)]]
      #expect(
        try await program.post("\(path)/objectives", strange).problems
          == ["objectives programme.objective"])
      for wrong in ["on=2026-13-01", "on=2999-01-01", "on=0001-01-01", "on="] {
        #expect(try await program.get("\(Self.root)?\(wrong)").status == 422, "\(wrong)")
        #expect(try await program.get("\(path)/risks?\(wrong)").status == 422, "\(wrong)")
      }
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM risk_versions") == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an earlier day is answered as it stood then`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let project = try await pierhead.project("Early")
      let milestone = try await pierhead.milestone("Begins", in: project)
      clock.move(days: 2)
      _ = try await pierhead.project("Late")
      try await pierhead.programme.change(
        milestone, from: 1, ["name": "Begins again"], by: .system)
      let program = try await office(pierhead)
      for path in ["", "/projects"] {
        let then = try await program.get("\(Self.root)\(path)?on=2026-11-20").body
        #expect(then.contains("Early") && !then.contains("Late"), "\(path)")
        let now = try await program.get("\(Self.root)\(path)").body
        #expect(now.contains("Early") && now.contains("Late"), "\(path)")
      }
      let list = "\(Self.root)/projects/\(project)/milestones"
      #expect(try await !program.get("\(list)?on=2026-11-20").body.contains("again"))
      #expect(try await program.get(list).body.contains("Begins again"))
    }
  }

  @Test func `lists are whole, in order, and each once, whatever the size of their parts`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let program = try await office(pierhead)
      let project = try await pierhead.project("Project 0")
      for number in 1...30 {
        clock.move(seconds: 1)
        _ = try await pierhead.project("Project \(number)")
        _ = try await pierhead.milestone("Step \(number)", in: project)
      }
      for (path, count) in [("/projects", 31), ("/projects/\(project)/milestones", 30)] {
        for size in [1, 7, 25, 30, 31, 100] {
          var (ids, next): ([String], String) = ([], "")
          repeat {
            let mark = next.isEmpty ? "" : "&cursor=\(next)"
            let part = try await program.get("\(Self.root)\(path)?limit=\(size)\(mark)")
            guard case .array(let items) = try part.json["items"] else { break }
            #expect(items.count <= size)
            ids += items.map { if case .string(let id) = $0["id"] { id } else { "" } }
            next = part.text("next")
          } while !next.isEmpty
          #expect(ids.count == count && ids == Set(ids).sorted(), "\(path) in parts of \(size)")
        }
      }
    }
  }

  @Test func `what may be sent is what the form of each kind holds`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await office(pierhead)
      let project = try await pierhead.project()
      var items: [String: String] = [:]
      for form in ItemForm.all where form.kind != .clearance {
        let path =
          switch form.kind {
          case .project, .frame, .capacity, .pack, .body, .meeting, .touch:
            "\(Self.root)/\(form.path)"
          case .reading: "\(Self.root)/benefits/\(items["benefits"] ?? "")/readings"
          default: "\(Self.root)/projects/\(project)/\(form.path)"
          }
        let added = try await program.post(path, example(form.kind, items))
        #expect(added.status == 201, "\(form.kind): \(added.body)")
        items[form.path] = added.text("id")
        let read = try await program.get("\(Self.root)/items/\(added.text("id"))")
        guard case .object(let fields) = try read.json["fields"] else {
          Issue.record("\(form.kind) has no fields")
          continue
        }
        // Another agreed date has an address of its own.
        let held = Set(fields.map(\.key)).subtracting(["baseline"])
        #expect(held == Set(form.fields + form.onlyNew), "\(form.kind)")
        #expect(Set(form.required).isSubset(of: form.fields))
      }
    }
  }

  @Test func `an owner changes their own project through the API and no other`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let owner = try await pierhead.user("action_owner")
      let (own, other) = (
        try await pierhead.project(owner: owner), try await pierhead.project()
      )
      let program = try await Program(pierhead, as: owner)
      for (project, status) in [(own, 201), (other, 403)] {
        let path = "\(Self.root)/projects/\(project)/risks"
        #expect(try await program.post(path, ["words": "Rain"]).status == status)
        let item = "\(Self.root)/items/\(project)/change"
        let changed = try await program.post(item, ["position": "Begun"], version: "\"1\"")
        #expect(changed.status == (status == 201 ? 200 : 403), "\(changed.body)")
      }
      #expect(
        try await program.post("\(Self.root)/items/\(own)/archive", [:], version: "\"2\"").status
          == 403)
    }
  }
}
