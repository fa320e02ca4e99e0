import App
import Core
import Database
import Support
import Testing

/// A partner's file comes in; a team leader accepts a household; an advocate writes the first note.
struct ReferralToFirstNote {
  @Test(arguments: TestDatabase.engines)
  func `from a partner's file to the first note`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      // Given a file of two sisters who want to join together, and somebody of another district,
      try await pierhead.importRows([
        row(
          "JCP-1",
          [
            "full_name": "Aminata Kallon", "known_as": "Mina", "date_of_birth": "1992-05-14",
            "household_key": "K1",
            "safe_contact": "Text only, before three", "needs": "homelessness;domestic-abuse",
            "referred_on": "2026-11-16",
          ]),
        row(
          "JCP-2",
          [
            "full_name": "Fatu Bangura", "date_of_birth": "1998-02-03", "household_key": "K1",
            "relationship": "sister",
            "needs": "childcare", "referred_on": "2026-11-16",
          ]),
        row(
          "JCP-3",
          ["full_name": "Olena Okafor", "date_of_birth": "1975-07-07", "district": "Wirral"]),
      ])
      let tess = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let amir = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let (leader, advocate) = try await (pierhead.browser(tess), pierhead.browser(amir))

      // when the team leader opens the inbox, she sees who comes first, and why;
      let inbox = try await leader.get("/inbox")
      #expect(inbox.words.contains("2 people are waiting, 1 of them first for safety."))
      for words in [
        "Safety first", "Aminata Kallon", "Needs help with: domestic violence or abuse",
        "Waiting 4 days",
        "1 other wants to join", "Fatu Bangura",
      ] {
        #expect(inbox.words.contains(words), "\(words)")
      }
      #expect(!inbox.words.contains("Olena"))

      // she opens the referral, with who wants to join and how it is safe to call;
      let referral = "/referrals/\(try await pierhead.referral("JCP-1"))"
      let sister = try await pierhead.referral("JCP-2").text
      #expect(inbox.body.contains("href=\"\(referral)\""))
      let open = try await leader.get(referral)
      for words in [
        "Text only, before three", "Who wants to join together", "Fatu Bangura 28 sister",
      ] {
        #expect(open.words.contains(words), "\(words)")
      }
      #expect(open.value(of: "others") == sister)

      // she accepts both, and the household opens;
      clock.move(seconds: 600)
      let accepted = try await leader.post(
        referral + "/accept", [("others", sister), ("despite", "They told us by phone.")])
      #expect(accepted.status == 303)
      let household = try #require(accepted.location?.split(separator: "?").first.map(String.init))
      let opened = try await leader.get(accepted.location ?? "")
      for words in [
        "The referral is accepted", "Aminata Kallon and household", "HH-2026-0001", "Fatu Bangura",
        "No advocate",
      ] {
        #expect(opened.words.contains(words), "\(words)")
      }
      #expect(try await leader.get("/inbox").words.contains("Nobody is waiting."))
      #expect(try await leader.get(referral).words.contains("Accepted by Tess Example"))

      // she assigns the advocate, who could see nothing before.
      #expect(try await advocate.get(household).status == 404)
      #expect(try await advocate.get("/today").words.contains("No household is assigned to you"))
      let assigned = try await leader.post(household + "/assignments", [("advocate", amir.id.text)])
      #expect(assigned.status == 303)
      #expect(
        try await leader.get(assigned.location ?? "").words.contains("The advocate is assigned."))

      // The advocate finds the household new on the day's page, opens it, and writes the first note,
      clock.move(seconds: 3000)
      let today = try await advocate.get("/today")
      #expect(
        today.words.contains("Nobody has reached these households yet")
          && today.words.contains("Aminata Kallon (Mina)"))
      #expect(today.body.contains("href=\"\(household)\""))
      let page = try await advocate.get(household)
      for words in [
        "Text only, before three", "Domestic violence or abuse", "Childcare", "No contact yet",
      ] {
        #expect(page.words.contains(words), "\(words)")
      }
      let key = try #require(page.value(of: "key"))
      let form = [
        ("key", key), ("kind", "phone"), ("happened_on", page.value(of: "happened_on") ?? ""),
        ("body", "Mina would like to meet on Tuesday."), ("person", ""),
      ]
      let noted = try await advocate.post(household + "/notes", form)
      #expect(noted.status == 303)

      // then the timeline and the day's page show it,
      let after = try await advocate.get(noted.location ?? "").words
      for words in [
        "Your note is saved.", "Last contact 20 November 2026",
        "Phone call 20 November 2026 by Amir Example",
        "Mina would like to meet on Tuesday.", "Amir Example became the advocate",
        "Fatu Bangura joined", "Household opened",
      ] {
        #expect(after.contains(words), "\(words)")
      }
      let rest = try await advocate.get("/today").words
      #expect(rest.contains("Your households") && !rest.contains("Nobody has reached"))

      // and the record tells who did what and who looked, and that nobody has changed it.
      let record = try await leader.get(household + "/record").words
      for words in [
        "1:00pm Amir Example Change contact note added",
        "12:10pm Tess Example Change advocate assigned",
        "12:10pm Tess Example Change household opened", "1:00pm Amir Example Look household seen",
        "Tess Example Look referral seen",
      ] {
        #expect(record.contains(words), "\(words)")
      }
      #expect(!record.contains("Mina would like"))
      guard case .sound = try await pierhead.database.verify() else {
        Issue.record("the record is not sound")
        return
      }
    }
  }
}
