import Access
import App
import Core
import Database
import Support
import Testing
import Web

/// Lists, decisions, households and notes through the API.
struct ChangeTests {
  @Test(arguments: TestDatabase.engines)
  func `a decision names the version that was read`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([unlike("1")])
      let path = "/api/v1/referrals/\(try await pierhead.referral("1"))"
      let read = try await program.get(path)
      #expect(read.status == 200 && read.version == "\"1\"")
      #expect(try await program.post("\(path)/accept", [:]).status == 428)
      for wrong in ["1", "*", "W/\"1\"", "\"0\"", "\"x\""] {
        #expect(try await program.post("\(path)/accept", [:], version: wrong).status == 422)
      }
      let declined = try await program.post(
        "\(path)/decline", ["reason": "duplicate"], version: "\"1\"")
      #expect(declined.status == 200 && declined.version == "\"2\"")
      let stale = try await program.post("\(path)/accept", [:], version: "\"1\"")
      #expect(stale.status == 409)
      #expect(stale.body.contains(#""yours":1,"current":2"#))
      #expect(try await program.post("\(path)/accept", [:], version: "\"2\"").status == 409)
      #expect(try await program.post("\(path)/reopen", [:], version: "\"2\"").status == 200)
      #expect(try await program.post("\(path)/accept", [:], version: "\"3\"").status == 422)
      let why: JSON = ["despite": "Agreed with the programme."]
      let accepted = try await program.post("\(path)/accept", why, key: "a", version: "\"3\"")
      #expect(accepted.status == 200 && accepted.text("state") == "accepted")
      let again = try await program.post("\(path)/accept", why, key: "a", version: "\"3\"")
      #expect(again.body == accepted.body && again.version == accepted.version)
      #expect(try await program.get(path).version == accepted.version)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM households") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a household is read, assigned and written about`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let (program, mine) = (
        try await Program(pierhead, as: leader), try await Program(pierhead, as: advocate)
      )
      let path = "/api/v1/households/\(try await pierhead.household("1", by: leader))"
      let read = try await program.get(path)
      #expect(read.status == 200 && read.text("reference").hasPrefix("HH-"))
      #expect(try await mine.get(path).status == 404)
      let sent: JSON = ["account": .string(advocate.id.text)]
      let assigned = try await program.post("\(path)/assign", sent, version: read.version)
      #expect(assigned.status == 200)
      #expect(try await program.post("\(path)/assign", sent, version: read.version).status == 409)
      #expect(try await mine.get(path).version == assigned.version)

      for number in 1...3 {
        clock.move(seconds: 1)
        let note: JSON = [
          "kind": "phone", "happened_on": "2026-11-20", "body": .string("Note \(number)"),
        ]
        for _ in 1...3 {
          #expect(try await mine.post("\(path)/notes", note, key: "n\(number)").status == 201)
        }
      }
      let first = try await mine.get("\(path)/notes?limit=2")
      #expect(first.body.contains("Note 3") && first.body.contains("Note 2"))
      let next = try await mine.get("\(path)/notes?limit=2&cursor=\(first.text("next"))")
      #expect(next.body.contains("Note 1") && !next.body.contains("Note 2"))
      #expect(next.body.hasSuffix(#""next":null}"#))
      #expect(try await mine.post("\(path)/notes", ["kind": "owl"]).problems.count == 3)
    }
  }

  @Test func `a list is whole, in order, and each once, whatever the size of its parts`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = try await Program(pierhead, as: pierhead.user("programme_manager"))
      try await pierhead.importRows((0..<61).map { unlike("\($0)") })
      for size in [1, 7, 25, 60, 61, 100] {
        var (ids, next): ([String], String) = ([], "")
        repeat {
          let mark = next.isEmpty ? "" : "&cursor=\(next)"
          let part = try await program.get("/api/v1/referrals?state=waiting&limit=\(size)\(mark)")
          guard case .array(let items) = try part.json["items"] else { break }
          #expect(items.count <= size)
          ids += items.map { if case .string(let id) = $0["id"] { id } else { "" } }
          next = part.text("next")
        } while !next.isEmpty
        #expect(ids.count == 61 && ids == Set(ids).sorted(), "parts of \(size)")
      }
      for wrong in ["limit=0", "limit=101", "limit=x", "limit=01", "cursor=x", "state=lost"] {
        #expect(try await program.get("/api/v1/referrals?\(wrong)").status == 422, "\(wrong)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a search finds exactly, within the scope, and is recorded by ids only`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      let away = ["full_name": "Amina Example", "date_of_birth": "1988-04-17"]
      try await pierhead.importRows([
        row("1", away), row("2", away.merging(["district": "Wirral"]) { $1 }), row("3"),
      ])
      let ask: JSON = ["full_name": "example, AMINA", "date_of_birth": "17/04/1988"]
      let found = try await program.post("/api/v1/referrals/search", ask)
      #expect(found.status == 200)
      guard case .array(let items) = try found.json["items"] else { return }
      #expect(items.map { $0["referral_id"] } == ["1"])
      let alone = try await program.post("/api/v1/referrals/search", ["full_name": "A"])
      #expect(alone.problems == ["full_name search.too-little"])
      let nothing: JSON = ["referrer_organisation": "Example Advice Centre", "full_name": " "]
      let asked = try await program.post("/api/v1/referrals/search", nothing)
      #expect(asked.problems == ["date_of_birth api.search"])
      let record = "\(try await pierhead.dump(["events"]))"
      #expect(record.contains("referrals searched") && !record.contains("Amina"))
    }
  }

  @Test func `restricted needs are seen with the field group only`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try await pierhead.importRows([unlike("1", ["needs": "domestic-abuse;finances"])])
      let path = "/api/v1/referrals/\(try await pierhead.referral("1"))"
      for (role, sees) in [("team_leader", true), ("programme_manager", false)] {
        let program = try await Program(pierhead, as: pierhead.user(role, in: Place.liverpool))
        for body in [
          try await program.get(path).body, try await program.get("/api/v1/referrals").body,
        ] {
          #expect(body.contains("domestic-abuse") == sees, "\(role)")
          #expect(body.contains(#""urgent":true"#) == sees || !body.contains("urgent"), "\(role)")
        }
      }
    }
  }
}
