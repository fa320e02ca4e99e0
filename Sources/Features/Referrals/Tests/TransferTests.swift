import App
import Core
import Database
import Households
import Support
import Testing

@testable import Referrals

/// From one district to another: referrals that wait, households, and those who ask for it.
struct TransferTests {
  @Test(arguments: TestDatabase.engines)
  func `a referral sent to another district waits there with the reason, and can be sent back`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let tess = try await pierhead.user("team_leader", name: "Tess A", in: Place.liverpool)
      let wyn = try await pierhead.user("team_leader", name: "Wyn B", in: Place.wirral)
      let (here, there) = try await (pierhead.browser(tess), pierhead.browser(wyn))
      try await pierhead.importRows([unlike("1", ["needs": "homelessness"])])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      for (form, field) in [
        ([("send_to", Place.wirral), ("send_reason", " ")], "Write why you send it there"),
        (
          [("send_to", Place.liverpool), ("send_reason", "Typed words")], "Choose another district"
        ),
        ([("send_to", "E08000999"), ("send_reason", "Typed words")], "Choose another district"),
      ] {
        let answer = try await here.post(path + "/transfer", form)
        #expect(answer.status == 422 && answer.words.contains(field))
        #expect(form[1].1 == " " || answer.words.contains("Typed words"))
      }
      let sent = try await here.post(
        path + "/transfer",
        [("send_to", Place.wirral), ("send_reason", "They live across the river.")])
      #expect(sent.status == 303 && sent.location == "/inbox?done=transferred")
      #expect(try await here.get(path).status == 404)
      #expect(try await here.get("/inbox").words.contains("Nobody is waiting"))
      let mine = try await here.get("/transfers").words
      #expect(mine.contains("Sent to other districts") && mine.contains("across the river"))
      #expect(!mine.contains("No1"), "who is out of reach has no name here")
      let inbox = try await there.get("/inbox").words
      #expect(inbox.contains("1 person is waiting, and comes first for safety."))
      #expect(inbox.contains("Sent here from Liverpool: They live across the river."))
      #expect(try await there.get(path).words.contains("Sent from Liverpool to Wirral by Tess A"))
      clock.move(seconds: 60)
      let back = try await there.post(
        path + "/transfer", [("send_to", Place.liverpool), ("send_reason", "They moved again.")])
      #expect(back.status == 303)
      #expect(try await here.get("/inbox").words.contains("Sent here from Wirral: They moved"))
      #expect(try await pierhead.events("referral transferred") == 2)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a district that nobody said is set while the referral waits`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      let manager = try await pierhead.browser(pierhead.user("programme_manager"))
      try await pierhead.importRows([
        unlike("1", ["district": ""]), unlike("2", ["district": "", "postcode": "L1 8JQ"]),
        unlike("3", ["district": "", "postcode": "L1 8JQ"]), unlike("4"),
      ])
      var path: [String] = []
      for id in 1...4 { path.append("/referrals/\(try await pierhead.referral("\(id)"))/district") }
      #expect(try await leader.post(path[0], [("place", Place.liverpool)]).status == 404)
      #expect(try await manager.post(path[0], [("place", "")]).status == 422)
      #expect(
        try await manager.post(path[0], [("place", Place.liverpool)]).location?
          .hasSuffix("done=placed") == true)
      #expect(
        try await leader.post(path[1], [("place", Place.liverpool)]).location?
          .hasSuffix("done=placed") == true)
      let away = try await leader.post(path[2], [("place", Place.wirral)])
      #expect(away.location == "/inbox?done=placed-elsewhere")
      #expect(try await leader.post(path[3], [("place", Place.wirral)]).status == 409)
      let inbox = try await leader.get("/inbox").words
      #expect(inbox.contains("3 people are waiting") && !inbox.contains("check it"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `an advocate asks, the leader of the other district answers, and the household moves`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let wyn = try await pierhead.user("team_leader", name: "Wyn B", in: Place.wirral)
      let amir = try await pierhead.user("advocate", name: "Amir A", in: Place.liverpool)
      let id = try await pierhead.household("1", by: tess, for: amir)
      let (asks, answers) = try await (pierhead.browser(amir), pierhead.browser(wyn))
      let path = "/households/\(id)/transfer"
      let wrong = try await asks.post(path, [("to", ""), ("why", "Typed words"), ("handover", "")])
      #expect(wrong.status == 422 && wrong.words.contains("Typed words"))
      #expect(wrong.words.contains("Write what the next advocate must know"))
      let form = [
        ("to", Place.wirral), ("why", "They moved."), ("handover", "Text before calling."),
      ]
      #expect(try await asks.post(path, form).status == 303)
      #expect(try await asks.post(path, form).status == 409, "one request at a time")
      #expect(try await asks.get(path).words.contains("It waits for an answer."))
      #expect(try await asks.get("/transfers").words.contains("Waiting"))
      #expect(try await pierhead.browser(tess).get("/transfers").words.contains("Nothing waits"))

      let page = try await answers.get("/transfers").words
      for words in ["HH-2026-0001, 1 person", "Amir A", "They moved.", "Text before calling."] {
        #expect(page.contains(words), "\(words)")
      }
      #expect(!page.contains("No1"))
      #expect(try await answers.get("/households/\(id)").status == 404)
      let request = try await pierhead.referrals.movable(id, for: tess).waiting!.id
      let no = try await answers.post("/transfers/\(request)/refuse", [("answer-\(request)", "")])
      #expect(no.status == 422 && no.words.contains("Write why you say no"))
      #expect(try await answers.post("/transfers/\(request)/accept").status == 303)
      #expect(try await answers.post("/transfers/\(request)/accept").status == 409)
      let moved = try await answers.get("/households/\(id)").words
      for words in [
        "District Wirral", "No advocate", "Moved from Liverpool to Wirral", "Text before calling.",
      ] { #expect(moved.contains(words), "\(words)") }
      #expect(try await asks.get("/households/\(id)").status == 404)
      #expect(
        try await pierhead.number(
          "SELECT amount AS n FROM counters WHERE name = \("caseload/\(amir.id)")") == 0)
      #expect(try await pierhead.events("household moved") == 1)
      #expect(try await asks.get("/transfers").words.contains("Yes by Wyn B"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a request is refused with words that whoever asked reads, and can be asked again`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let wyn = try await pierhead.user("team_leader", in: Place.wirral)
      let id = try await pierhead.household("1", by: tess)
      let request = try await pierhead.transferRequest(for: id, to: Place.wirral, by: tess)
      let referrals = pierhead.referrals
      #expect(await result { try await referrals.acceptTransfer(request, by: tess) } == "not found")
      try await referrals.refuseTransfer(request, because: "We are full until May.", by: wyn)
      #expect(
        await result { try await referrals.acceptTransfer(request, by: wyn) } == "conflict")
      let page = try await pierhead.browser(tess).get("/transfers").words
      #expect(page.contains("We are full until May."))
      let house = try await pierhead.households.find(id, for: tess)
      #expect(house.household.districtCode == Place.liverpool && house.acts.isEmpty)
      _ = try await pierhead.transferRequest(for: id, to: Place.wirral, by: tess)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a leader asks for those of a household who wait elsewhere`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let wyn = try await pierhead.user("team_leader", in: Place.wirral)
      let key = ["household_key": "H1"]
      try await pierhead.importRows([
        unlike("1", key), unlike("2", key.merging(["district": "Wirral"]) { $1 }), unlike("3"),
      ])
      let (here, there) = try await (pierhead.browser(tess), pierhead.browser(wyn))
      let path = "/referrals/\(try await pierhead.referral("1"))"
      #expect(try await here.get(path).words.contains("Ask another district for those who want"))
      let form = [("ask_reason", "They want to join together.")]
      #expect(try await here.post(path + "/ask-for-others", [("ask_reason", "")]).status == 422)
      #expect(try await here.post(path + "/ask-for-others", form).status == 303)
      #expect(try await here.post(path + "/ask-for-others", form).status == 409)
      let alone = "/referrals/\(try await pierhead.referral("3"))/ask-for-others"
      #expect(try await here.post(alone, form).status == 409)
      let page = try await there.get("/transfers")
      #expect(page.words.contains("Referral from Example Advice Centre"))
      let found: TransferRequestID? = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT id FROM transfer_requests")?["id"]
      }
      let request = try #require(found)
      #expect(try await there.post("/transfers/\(request)/accept").status == 303)
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: tess)
      #expect(inbox.waiting == 3)
      let companions = try await pierhead.referrals.find(pierhead.referral("1"), for: tess)
      #expect(companions.companions.count == 1 && companions.hiddenCompanions == 0)
    }
  }
}
