import Access
import App
import Core
import Database
import Support
import Testing
import Web

/// Taking referrals out, sending them on, and asking that households move, through the API.
struct MovingTests {
  @Test(arguments: TestDatabase.engines)
  func `a referral is acknowledged, withdrawn and put back, each with its version`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let program = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([unlike("1")])
      let path = "/api/v1/referrals/\(try await pierhead.referral("1"))"
      #expect(try await program.post("\(path)/acknowledge", [:]).status == 428)
      let done = try await program.post("\(path)/acknowledge", [:], key: "a", version: "\"1\"")
      #expect(done.status == 200 && done.version == "\"2\"" && done.text("state") == "waiting")
      let again = try await program.post("\(path)/acknowledge", [:], key: "a", version: "\"1\"")
      #expect(again.body == done.body && again.version == done.version)
      let twice = try await program.post("\(path)/acknowledge", [:], key: "b", version: "\"2\"")
      #expect(twice.status == 200 && twice.version == "\"2\"", "twice is once")
      #expect(try await pierhead.events("referral acknowledged") == 1)

      let stale = try await program.post(
        "\(path)/withdraw", ["reason": "changed-mind"], version: "\"1\"")
      #expect(stale.status == 409 && stale.body.contains(#""yours":1,"current":2"#))
      let wrong = try await program.post("\(path)/withdraw", ["reason": "x"], version: "\"2\"")
      #expect(wrong.problems == ["reason withdraw.reason"])
      let bare = try await program.post("\(path)/withdraw", ["reason": "other"], version: "\"2\"")
      #expect(bare.problems == ["note withdraw.note"])
      let why: JSON = ["reason": "other", "note": "Zanzibar"]
      let out = try await program.post("\(path)/withdraw", why, key: "w", version: "\"2\"")
      #expect(out.status == 200 && out.text("state") == "withdrawn" && out.version == "\"3\"")
      #expect(
        try await program.post("\(path)/withdraw", why, key: "w", version: "\"2\"").body == out.body
      )
      #expect(try await program.get(path).version == "\"3\"")
      #expect(try await program.post("\(path)/withdraw", why, version: "\"3\"").status == 409)
      #expect(try await program.post("\(path)/acknowledge", [:], version: "\"3\"").status == 409)
      #expect(try await program.post("\(path)/reopen", [:], version: "\"3\"").status == 200)
      #expect(!"\(try await pierhead.dump(["api_answers", "events"]))".contains("Zanzibar"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a referral that is sent on is out of reach, and the answer is kept`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let here = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      let there = try await Program(pierhead, as: pierhead.user("team_leader", in: Place.wirral))
      try await pierhead.importRows([unlike("1")])
      let path = "/api/v1/referrals/\(try await pierhead.referral("1"))"
      for (district, problem) in [
        ("E08000999", "district transfer.district"),
        (Place.liverpool, "district transfer.district"),
      ] {
        let answer = try await here.post(
          "\(path)/transfer", ["district": .string(district), "reason": "Why"], version: "\"1\"")
        #expect(answer.problems == [problem])
      }
      let sent: JSON = ["district": .string(Place.wirral), "reason": "They live there."]
      let empty = try await here.post(
        "\(path)/transfer", ["district": .string(Place.wirral)], version: "\"1\"")
      #expect(empty.problems == ["reason transfer.reason"])
      #expect(try await there.post("\(path)/transfer", sent, version: "\"1\"").status == 404)
      let gone = try await here.post("\(path)/transfer", sent, key: "t", version: "\"1\"")
      #expect(gone.status == 200 && gone.version == "\"2\"")
      let again = try await here.post("\(path)/transfer", sent, key: "t", version: "\"1\"")
      #expect(again.status == 200 && again.body == gone.body)
      #expect(try await here.get(path).status == 404)
      #expect(try await there.get(path).version == "\"2\"")
      #expect(try await pierhead.events("referral transferred") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a household is asked for, and answered once`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let (here, there) = try await (
        Program(pierhead, as: leader),
        Program(pierhead, as: pierhead.user("team_leader", in: Place.wirral))
      )
      var requests: [String] = []
      for number in 1...3 {
        clock.move(seconds: 1)
        let household = try await pierhead.household("\(number)", by: leader)
        let path = "/api/v1/households/\(household)/transfer"
        #expect(
          try await here.post(path, [:]).problems.sorted() == [
            "district referral.district", "handover transfer.handover", "reason transfer.why",
          ])
        let sent: JSON = [
          "district": .string(Place.wirral), "reason": "They live there.", "handover": "Mornings.",
        ]
        #expect(try await there.post(path, sent).status == 404)
        let asked = try await here.post(path, sent, key: "k\(number)")
        #expect(asked.status == 201)
        #expect(try await here.post(path, sent, key: "k\(number)").body == asked.body)
        #expect(try await here.post(path, sent).status == 409)
        requests.append(asked.text("id"))
      }
      #expect(try await here.get("/api/v1/transfers").body == #"{"items":[],"next":null}"#)
      let first = try await there.get("/api/v1/transfers?limit=2")
      #expect(ids(first) == Array(requests.prefix(2)) && first.body.contains("Mornings."))
      let rest = try await there.get("/api/v1/transfers?limit=2&cursor=\(first.text("next"))")
      #expect(ids(rest) == [requests[2]] && rest.text("next") == "")

      let path = "/api/v1/transfers/\(requests[0])"
      #expect(try await here.post("\(path)/accept", [:]).status == 404)
      let yes = try await there.post("\(path)/accept", [:], key: "y")
      #expect(yes.status == 200 && yes.text("state") == "accepted")
      #expect(try await there.post("\(path)/accept", [:], key: "y").body == yes.body)
      #expect(try await there.post("\(path)/accept", [:]).status == 409)
      let other = "/api/v1/transfers/\(requests[1])/refuse"
      #expect(try await there.post(other, [:]).problems == ["reason transfer.answer"])
      #expect(try await there.post(other, ["reason": "We are full."]).text("state") == "refused")
      #expect(ids(try await there.get("/api/v1/transfers")) == [requests[2]])
      #expect(try await pierhead.events("household moved") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a search by name finds other spellings, of those in reach, and leaves no name behind`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await Program(
        pierhead, as: pierhead.user("team_leader", in: Place.liverpool))
      let amina = ["full_name": "Amina Example", "date_of_birth": "1988-04-17"]
      try await pierhead.importRows([
        row("1", amina), row("2", ["full_name": "Amina Example", "district": "Wirral"]),
        unlike("3"),
      ])
      try await pierhead.fill()
      for words in ["amina", "Example, Amina", "Amena Example"] {
        let found = try await leader.post(
          "/api/v1/referrals/search", ["full_name": .string(words)])
        #expect(found.status == 200 && found.body.contains(#""referral_id":"1""#), "\(words)")
        #expect(ids(found).count == 1, "\(words)")
      }
      let none = try await leader.post("/api/v1/referrals/search", ["full_name": "Nobody Such"])
      #expect(none.body == #"{"items":[],"next":null}"#)
      let long = try await leader.post(
        "/api/v1/referrals/search", ["full_name": .string(String(repeating: "a", count: 1000))])
      #expect(long.problems == ["full_name too-long"])
      let partner = try await Program(pierhead, as: pierhead.partner("Example Advice Centre"))
      let refused = try await partner.post("/api/v1/referrals/search", ["full_name": "Amina"])
      #expect(refused.problems == ["date_of_birth api.search"])
      let record = "\(try await pierhead.dump(["events"]))"
      #expect(record.contains("search made") && !record.lowercased().contains("amina"))
    }
  }

  private func ids(_ answer: Program.Answer) -> [String] {
    // What is not a list has no items.
    guard case .array(let items) = (try? answer.json)?["items"] else { return [] }
    return items.map { if case .string(let id) = $0["id"] { id } else { "" } }
  }
}
