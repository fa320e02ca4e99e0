import App
import Core
import Database
import Households
import People
import Support
import Testing

@testable import Referrals

/// Accepting, declining, taking back.
struct DecisionTests {
  @Test(arguments: TestDatabase.engines)
  func `accepting opens a household of those who were chosen`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let key = ["household_key": "H1"]
      try await pierhead.importRows([
        unlike("1", key), unlike("2", key.merging(["relationship": "sister"]) { $1 }),
        unlike("3", key),
      ])
      let (lead, sister, left) = try await (
        pierhead.referral("1"), pierhead.referral("2"), pierhead.referral("3")
      )
      let id = try await pierhead.referrals.accept(
        lead, with: [sister], district: nil, despite: "Agreed.", by: leader)
      let household = try await pierhead.households.find(id, for: leader)
      #expect(household.household.reference == "HH-2026-0001")
      #expect(household.household.districtCode == Place.liverpool)
      #expect(household.members.map(\.person.fullName).map { $0.suffix(3) } == ["No1", "No2"])
      #expect(household.household.leadPerson == household.members[0].person.id)
      #expect(household.members[1].relationship == "sister")
      #expect(
        household.members[0].source
          == "Example Advice Centre (Other service provider or partner organisation)")
      #expect(try await pierhead.referrals.find(lead, for: leader).referral.state == .accepted)
      #expect(try await pierhead.referrals.find(sister, for: leader).referral.household == id)
      let waiting = try await pierhead.referrals.find(left, for: leader)
      #expect(waiting.referral.state == .waiting)
      #expect(waiting.companions.map(\.state) == [.accepted, .accepted])
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: leader)
      #expect(inbox.lines.map(\.id) == [left] && inbox.waiting == 1)
      #expect(try await pierhead.events("referral accepted") == 2)
      #expect(try await pierhead.events("household opened") == 1)
    }
  }

  @Test func `references count from one each year`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      var references: [String] = []
      for number in 1...3 {
        if number == 3 { clock.move(days: 60) }
        let id = try await pierhead.household("\(number)", by: leader)
        references.append(try await pierhead.households.find(id, for: leader).household.reference)
      }
      #expect(references == ["HH-2026-0001", "HH-2026-0002", "HH-2027-0001"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what is decided can't be decided again`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let referrals = pierhead.referrals
      try await pierhead.importRows([
        unlike("1"), unlike("2", ["household_key": "H"]), unlike("3", ["household_key": "H"]),
      ])
      let (accepted, declined, mate) = try await (
        pierhead.referral("1"), pierhead.referral("2"), pierhead.referral("3")
      )
      _ = try await referrals.accept(
        accepted, with: [], district: nil, despite: "Agreed.", by: leader)
      try await referrals.decline(declined, because: "other", note: "They moved away.", by: leader)
      let before = try await pierhead.dump(casework + ["events"])
      for call in [
        {
          try await _ = referrals.accept(
            accepted, with: [], district: nil, despite: "Agreed.", by: leader)
        },
        { try await referrals.decline(accepted, because: "duplicate", note: "", by: leader) },
        { try await referrals.reopen(accepted, by: leader) },
        {
          try await _ = referrals.accept(
            declined, with: [], district: nil, despite: "Agreed.", by: leader)
        },
        { try await referrals.decline(declined, because: "duplicate", note: "", by: leader) },
        {
          try await _ = referrals.accept(
            mate, with: [declined], district: nil, despite: "Agreed.", by: leader)
        },
        { try await referrals.reopen(mate, by: leader) },
      ] as [() async throws -> Void] {
        #expect(await result(call) == "conflict")
      }
      #expect(try await pierhead.dump(casework + ["events"]) == before)
      let page = try await pierhead.browser(leader).get("/referrals/\(declined)").words
      #expect(
        page.contains("Declined") && page.contains("Another reason")
          && page.contains("They moved away."))

      try await referrals.reopen(declined, by: leader)
      let again = try await referrals.find(declined, for: leader).referral
      #expect(again.state == .waiting && again.declineReason == nil && again.decidedBy == nil)
    }
  }

  @Test func `a decline without a reason changes nothing and keeps what was typed`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(pierhead.user("team_leader", in: Place.liverpool))
      try await pierhead.importRows([unlike("1")])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      let before = try await pierhead.dump(casework)
      for (form, words) in [
        ([("note", "Typed words")], "Choose why you decline"),
        ([("reason", "other"), ("note", " ")], "Write the reason"),
      ] {
        let answer = try await leader.post(path + "/decline", form)
        #expect(answer.status == 422 && answer.words.contains(words))
        if form[0].0 == "note" { #expect(answer.words.contains("Typed words")) }
      }
      #expect(try await pierhead.dump(casework) == before)
      let done = try await leader.post(
        path + "/decline", [("reason", "not-wanted"), ("note", "Not now.")])
      #expect(done.status == 303 && done.location == path + "?done=declined")
      #expect(try await leader.get(done.location ?? "").words.contains("The referral is declined."))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `only those of its group can join with a referral`(engine: TestDatabase.Engine) async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", ["household_key": "H1"]), unlike("2", ["household_key": "H2"]), unlike("3"),
        unlike("4"),
        unlike("5", ["household_key": "H1", "district": "Wirral"]),
      ])
      let before = try await pierhead.dump(casework)
      for (lead, other) in [("1", "2"), ("1", "3"), ("3", "4"), ("1", "5")] {
        let ids = try await (pierhead.referral(lead), pierhead.referral(other))
        #expect(
          await result {
            try await pierhead.referrals.accept(
              ids.0, with: [ids.1], district: nil, despite: "Agreed.", by: leader)
          }
            == "invalid: others", "\(lead) with \(other)")
      }
      let nobody = ReferralID(at: pierhead.database.wall.now())
      let lead = try await pierhead.referral("1")
      #expect(
        await result {
          try await pierhead.referrals.accept(
            lead, with: [nobody], district: nil, despite: "Agreed.", by: leader)
        }
          == "invalid: others")
      #expect(try await pierhead.dump(casework) == before)
    }
  }

  @Test func `a referral without a district asks for one`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([unlike("1", ["district": ""])])
      let id = try await pierhead.referral("1")
      for district in [nil, "", "E08000999"] as [String?] {
        #expect(
          await result {
            try await pierhead.referrals.accept(
              id, with: [], district: district, despite: "Agreed.", by: manager)
          }
            == "invalid: district")
      }
      let household = try await pierhead.referrals.accept(
        id, with: [], district: Place.wirral, despite: "Agreed.", by: manager)
      #expect(
        try await pierhead.households.find(household, for: manager).household.districtCode
          == Place.wirral)
      #expect(
        try await pierhead.referrals.find(id, for: manager).referral.districtCode == Place.wirral)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `of two who accept at once, one wins and the other is told`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let browsers = try await [
        pierhead.browser(pierhead.user("team_leader", in: Place.liverpool)),
        pierhead.browser(pierhead.user("programme_manager")),
      ]
      for round in 1...10 {
        try await pierhead.importRows([unlike("\(round)")])
        let path = "/referrals/\(try await pierhead.referral("\(round)"))/accept"
        nonisolated(unsafe) let (one, other) = (browsers[0], browsers[1])
        async let first = one.post(path, [("despite", "Agreed.")])
        async let second = other.post(path, [("despite", "Agreed.")])
        let answers = try await [first, second]
        #expect(answers.map(\.status).sorted() == [303, 409])
        let words = answers.first { $0.status == 409 }?.words ?? ""
        #expect(words.contains("already been accepted") || words.contains("a moment ago"))
      }
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM households") == 10)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM household_members") == 10)
    }
  }

  @Test(arguments: [
    ("team_leader", Place.liverpool, "done"), ("team_leader", Place.wirral, "not found"),
    ("programme_manager", Place.wirral, "done"), ("advocate", Place.liverpool, "forbidden"),
    ("trainee_advocate", Place.liverpool, "forbidden"),
    ("safeguarding_lead", Place.liverpool, "forbidden"),
    ("administrator", Place.liverpool, "forbidden"),
  ])
  func `who may decide is a matter of role and district`(
    role: String, place: String, expected: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let user = try await pierhead.user(role, in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([1, 2, 3].map { unlike("\($0)", ["district": place]) })
      let (one, two, three) = try await (
        pierhead.referral("1"), pierhead.referral("2"), pierhead.referral("3")
      )
      let referrals = pierhead.referrals
      try await referrals.decline(three, because: "duplicate", note: "", by: manager)
      #expect(
        await result {
          try await referrals.accept(one, with: [], district: nil, despite: "Agreed.", by: user)
        }
          == expected)
      #expect(
        await result { try await referrals.decline(two, because: "duplicate", note: "", by: user) }
          == expected)
      #expect(await result { try await referrals.reopen(three, by: user) } == expected)
    }
  }
}
