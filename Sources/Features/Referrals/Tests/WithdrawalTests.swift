import App
import Core
import Database
import Households
import Support
import Testing

@testable import Referrals

/// Withdrawing, taking it back, saying how complex it is, and the history that stays.
struct WithdrawalTests {
  @Test(arguments: TestDatabase.engines)
  func `who changed their mind no longer waits, and can come back with their history`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(tess)
      try await pierhead.importRows([unlike("1", ["needs": "homelessness"]), unlike("2")])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      let done = try await leader.post(
        path + "/withdraw",
        [("withdraw_reason", "moved"), ("withdraw_note", "To Example Town.")])
      #expect(done.status == 303 && done.location == path + "?done=withdrawn")
      let page = try await leader.get(done.location ?? "").words
      #expect(page.contains("The referral is withdrawn.") && page.contains("They moved away"))
      #expect(page.contains("To Example Town.") && !page.contains("Accept and open"))
      let inbox = try await pierhead.referrals.inbox(InboxFilter(), for: tess)
      #expect(inbox.waiting == 1 && inbox.urgent == 0 && inbox.lines.count == 1)
      for act in ["accept", "decline", "withdraw", "complexity", "district", "transfer"] {
        let form = [
          ("reason", "duplicate"), ("withdraw_reason", "moved"), ("complexity", "high"),
          ("place", Place.wirral), ("send_to", Place.wirral), ("send_reason", "They moved."),
        ]
        #expect(try await leader.post(path + "/" + act, form).status == 409, "\(act)")
      }

      clock.move(days: 200)
      let later = try await pierhead.browser(tess)
      #expect(try await later.post(path + "/reopen").status == 303)
      let again = try await later.get(path).words
      #expect(again.contains("Accept and open"))
      for words in ["What we did with it", "Withdrawn: They moved away", "Put back in the inbox"] {
        #expect(again.contains(words), "\(words)")
      }
      let back = try await pierhead.referrals.inbox(InboxFilter(), for: tess)
      #expect(back.waiting == 2 && back.urgent == 1)
      #expect(try await pierhead.events("referral withdrawn") == 1)
      #expect(try await pierhead.events("referral reopened") == 1)
    }
  }

  @Test(arguments: [
    ("changed-mind", "", "done"), ("other", "They would not say.", "done"),
    ("other", " \n", "invalid: withdraw_note"), ("", "", "invalid: withdraw_reason"),
    ("duplicate", "", "invalid: withdraw_reason"),
    ("", String(repeating: "n", count: 1001), "invalid: withdraw_reason, withdraw_note"),
  ])
  func `a withdrawal needs a reason of its own list`(
    reason: String, note: String, expected: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([unlike("1")])
      let id = try await pierhead.referral("1")
      let found = await result {
        try await pierhead.referrals.withdraw(id, because: reason, note: note, by: leader)
      }
      #expect(found == expected)
      let waits = try await pierhead.referrals.find(id, for: leader).referral.state == .waiting
      #expect(waits == (expected != "done"))
    }
  }

  @Test func `a reason whose time is over is neither offered nor taken, and is still read`() throws
  {
    let old = Vocabulary.Entry(
      key: "old", label: "An old reason", valid: Validity(from: nil, to: Day(2026, 11, 19)!))
    let coming = Vocabulary.Entry(
      key: "coming", label: "A new reason", valid: Validity(from: Day(2026, 11, 21)!, to: nil))
    let vocabulary = Vocabulary(
      needs: [:], routes: [:], benefits: [:], languages: [:], districts: [:],
      declineReasons: [old, coming], withdrawReasons: [old, coming])
    for (key, day) in [("old", Day(2026, 11, 20)!), ("coming", Day(2026, 11, 20)!)] {
      #expect(throws: Rejection.self) {
        try Withdrawal(reason: key, note: "", vocabulary, on: day)
      }
      #expect(throws: Rejection.self) { try Decline(reason: key, note: "", vocabulary, on: day) }
    }
    #expect(
      try Withdrawal(reason: "old", note: "", vocabulary, on: Day(2026, 11, 19)!).reason == "old")
    #expect(
      try Decline(reason: "coming", note: "", vocabulary, on: Day(2026, 11, 21)!).reason == "coming"
    )
    #expect(vocabulary.withdrawReason("old") == "An old reason")
  }

  @Test(arguments: TestDatabase.engines)
  func `how complex it is goes with a referral into its household, and each change is kept`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let tess = try await pierhead.user("team_leader", in: Place.liverpool)
      let amir = try await pierhead.user("advocate", in: Place.liverpool)
      let (leader, advocate) = try await (pierhead.browser(tess), pierhead.browser(amir))
      try await pierhead.importRows([unlike("1")])
      let referral = "/referrals/\(try await pierhead.referral("1"))"
      let wrong = try await leader.post(
        referral + "/complexity", [("complexity", "huge"), ("complexity_note", "Typed words")])
      #expect(wrong.status == 422 && wrong.words.contains("Typed words"))
      let set = try await leader.post(
        referral + "/complexity", [("complexity", "high"), ("complexity_note", "No home.")])
      #expect(set.status == 303)
      let page = try await leader.get(referral).words
      #expect(page.contains("Complexity: High") && page.contains("No home."))

      let id = try await pierhead.accept("1", by: tess)
      try await pierhead.households.assign(amir.id.text, to: id, by: tess)
      #expect(try await pierhead.households.find(id, for: amir).household.complexity == "high")
      let changed = try await advocate.post(
        "/households/\(id)/complexity",
        [("complexity", "raised"), ("complexity_note", "They have a home now.")])
      #expect(changed.status == 303)
      let household = try await advocate.get("/households/\(id)").words
      for words in ["Complexity: High", "Complexity: Raised", "They have a home now."] {
        #expect(household.contains(words), "\(words)")
      }
    }
  }
}
