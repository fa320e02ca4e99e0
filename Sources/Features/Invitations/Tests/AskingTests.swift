import App
import Core
import Database
import Messages
import Support
import Testing

@testable import Invitations

/// Asking people and taking their answers, on both engines.
struct AskingTests {
  private struct World {
    let pierhead: Pierhead
    let leader: User
    let list: InvitationListID

    func counts() async throws -> InvitationCounts {
      try await pierhead.invitations.view(list, nil, page: 1, for: leader).counts
    }

    func state(_ id: InvitationID) async throws -> Invitation.State {
      try await pierhead.invitations.find(id, for: leader).person.state
    }

    func number(_ statement: SQL) async throws -> Int {
      try await pierhead.database.read(fresh: true) { try $0.row(statement)?["n"] } ?? -1
    }
  }

  private func with(
    _ engine: TestDatabase.Engine, _ body: (World, TestClock) async throws -> Void
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(until: "2026-11-30", by: leader)
      try await body(World(pierhead: pierhead, leader: leader, list: list), clock)
    }
  }

  private func yes(_ reach: String = "Text me") -> AnswerDraft {
    AnswerDraft(answer: "yes", reach: reach, reachTime: "Mornings")
  }

  private func says(_ answer: String, by way: String = "") -> AnswerDraft {
    AnswerDraft(answer: answer, reach: "", reachTime: "", cameBy: way)
  }

  @Test(arguments: TestDatabase.engines)
  func
    `each person gets one message, by email before text, and only for the number that was confirmed`(
      engine: TestDatabase.Engine
    ) async throws
  {
    try await with(engine) { world, _ in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      for index in 0..<3 { try await pierhead.invited("Ada \(index)", on: list, by: leader) }
      try await pierhead.invited(
        "Bo", ["email": "", "mobile": "07700 900001"], on: list, by: leader)
      try await pierhead.invited(
        "Cy", ["email": "", "address": "1 Example Street"], on: list, by: leader)
      let held = try await pierhead.invited(
        "Di", ["safe_contact": "Not by email"], on: list, by: leader)
      let view = try await pierhead.invitations.preview(list, for: leader)
      #expect(view.ready.emails == 3 && view.ready.texts == 1 && view.ready.letters == 1)
      #expect(view.ready.held == 1 && view.ready.unreachable == 0 && view.next == 4)
      #expect(
        await result { try await pierhead.invitations.send(list, confirmed: 3, by: leader) }
          == "conflict")
      #expect(try await world.number("SELECT COUNT(*) AS n FROM messages") == 0)
      #expect(try await pierhead.invitations.send(list, confirmed: 4, by: leader).asked == 4)
      #expect(
        await result { try await pierhead.invitations.send(list, confirmed: 4, by: leader) }
          == "conflict")
      #expect(
        try await world.number("SELECT COUNT(*) AS n FROM messages WHERE channel = 'email'") == 3)
      #expect(
        try await world.number("SELECT COUNT(*) AS n FROM messages WHERE channel = 'text'") == 1)
      #expect(try await world.state(held) == .ready)

      let links = try await pierhead.invitationLinks()
      #expect(Set(links.values).count == 4 && links.values.allSatisfy { $0.count == 43 })
      // The tables of invitations hold a hash of the token and not the token.
      for token in links.values {
        #expect(
          try await world.number(
            "SELECT COUNT(*) AS n FROM invitations WHERE token_hash = \(token)") == 0)
      }
      let preview = try await pierhead.invitations.preview(list, for: leader)
      #expect(preview.ready.messages == 0 && preview.ready.letters == 1)

      #expect(
        await result { try await pierhead.invitations.ask(held, by: "text", user: leader) }
          == "invalid: way")
      #expect(try await pierhead.invitations.ask(held, by: "email", user: leader) == nil)
      #expect(
        await result { try await pierhead.invitations.ask(held, by: "email", user: leader) }
          == "conflict")
      let counts = try await world.counts()
      #expect(counts.people == 6 && counts.asked == 5 && counts.ready == 1 && counts.noAnswer == 5)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `who became known before they were asked is not, and is blanked`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, _ in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      let ada = try await pierhead.invited("Ada", on: list, by: leader)
      try await pierhead.invited("Bo", on: list, by: leader)
      try await pierhead.importRows([row("R", ["email": "ADA@example.org"])])
      let sent = try await pierhead.invitations.send(list, confirmed: 2, by: leader)
      #expect(sent.asked == 1 && sent.known == 1)
      let view = try await pierhead.invitations.view(list, nil, page: 1, for: leader)
      #expect(view.leftOut == [.waiting: 1] && view.counts.known == 1)
      #expect(view.people.first { $0.id == ada }?.details == nil)
      #expect(try await pierhead.invitationLinks().keys.sorted() == ["Bo@example.org"])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a yes keeps how to reach them, and leads to a referral once they agree`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, _ in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      let ada = try await pierhead.invited(
        "Ada Example", ["date_of_birth": "14/05/1992", "mobile": "07700 900123"], on: list,
        by: leader)
      _ = try await pierhead.invitations.send(list, confirmed: 1, by: leader)
      let token = try #require(try await pierhead.invitationLinks().values.first)
      #expect(
        await result { try await pierhead.invitations.referralForm(ada, for: leader) } == "conflict"
      )
      #expect(try await pierhead.invitations.answer(yes(), with: token, from: "192.0.2.1") == .yes)
      #expect(try await world.number("SELECT COUNT(*) AS n FROM referrals") == 0)
      let person = try await pierhead.invitations.find(ada, for: leader).person
      #expect(person.answer?.reach == "Text me" && person.answer?.reachTime == "Mornings")
      #expect(person.answer?.cameBy == .link && person.answer?.keyedBy == nil)

      let browser = try await pierhead.browser(leader)
      let form = try await browser.get("/invited/\(ada)/referral")
      #expect(form.value(of: "full_name") == "Ada Example")
      #expect(form.value(of: "date_of_birth") == "14/05/1992")
      #expect(form.value(of: "phone") == "+447700900123")
      #expect(form.words.contains("Text me Mornings"))
      let fields = [
        ("key", form.value(of: "key") ?? ""), ("full_name", "Ada Example"),
        ("date_of_birth", "14/05/1992"), ("route", "outreach"), ("district", Place.liverpool),
      ]
      let refused = try await browser.post("/invited/\(ada)/referral", fields)
      #expect(refused.status == 422 && refused.words.contains("Choose whether they agreed"))
      #expect(try await world.number("SELECT COUNT(*) AS n FROM referrals") == 0)
      let stranger = try await pierhead.browser(
        pierhead.user("team_leader", in: Place.wirral))
      #expect(try await stranger.post("/invited/\(ada)/referral", fields).status == 404)
      let saved = try await browser.post("/invited/\(ada)/referral", fields + [("agreed", "phone")])
      #expect(saved.status == 303)
      #expect(try await browser.get(saved.location ?? "").words.contains("Open the referral"))
      #expect(try await world.number("SELECT COUNT(*) AS n FROM referrals") == 1)
      #expect(
        try await world.number(
          "SELECT COUNT(*) AS n FROM invitations WHERE referral_id IS NOT NULL") == 1)
      #expect(
        await result {
          try await pierhead.invitations.key(says("no", by: "phone"), of: ada, by: leader)
        }
          == "conflict")
    }
  }

  @Test(arguments: TestDatabase.engines, ["no", "off"])
  func `a no takes the details away, and nobody asks again, also from another list`(
    engine: TestDatabase.Engine, answer: String
  ) async throws {
    try await with(engine) { world, clock in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      let values = [
        "mobile": "07700 900123", "date_of_birth": "14/05/1992", "address": "1 Example Street",
      ]
      let ada = try await pierhead.invited("Ada", values, on: list, by: leader)
      _ = try await pierhead.invitations.send(list, confirmed: 1, by: leader)
      let token = try #require(try await pierhead.invitationLinks().values.first)
      _ = try await pierhead.invitations.answer(says(answer), with: token, from: "192.0.2.1")
      #expect(try await world.state(ada).rawValue == answer)
      #expect(try await pierhead.invitations.find(ada, for: leader).person.details == nil)
      for (table, columns) in [
        ("invitations", "full_name || email || mobile || address"), ("messages", "recipient"),
        ("messages", "contents"),
      ] {
        let held = try await world.number(
          "SELECT COUNT(*) AS n FROM \(SQL(trusted: table)) WHERE COALESCE(\(SQL(trusted: columns)), '') <> ''"
        )
        #expect(held == 0, "\(table) \(columns)")
      }
      clock.move(days: 200)
      let later = try await pierhead.invitationList("Next year", by: leader)
      for again in [
        ["email": "ada@example.org"], ["email": "", "mobile": "07700900123"],
        ["email": "n@example.org", "date_of_birth": "14/05/1992"],
        ["email": "", "address": "1 Example Street"],
      ] {
        #expect(
          await result { try await pierhead.invited("Ada", again, on: later, by: leader) }
            == "invalid: ", "\(again)")
      }
      let view = try await pierhead.invitations.view(later, nil, page: 1, for: leader)
      #expect(view.leftOut == [.saidNo: 4] && view.people.isEmpty)
      #expect(
        await result { try await pierhead.invitations.key(yesByPhone, of: ada, by: leader) }
          == "conflict")
    }
  }

  private var yesByPhone: AnswerDraft {
    AnswerDraft(answer: "yes", reach: "Call", reachTime: "", cameBy: "phone")
  }

  @Test(arguments: TestDatabase.engines)
  func `a link works once, also when it is pressed many times, and not after its last day`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, clock in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      for name in ["Ada", "Bo"] { try await pierhead.invited(name, on: list, by: leader) }
      _ = try await pierhead.invitations.send(list, confirmed: 2, by: leader)
      let links = try await pierhead.invitationLinks()
      let (ada, bo) = (links["Ada@example.org"] ?? "", links["Bo@example.org"] ?? "")
      let outcomes = await withTaskGroup(of: String.self) { group in
        for index in 0..<8 {
          group.addTask {
            await result {
              try await pierhead.invitations.answer(
                index % 2 == 0 ? yes() : says("no"), with: ada, from: "192.0.2.\(index)")
            }
          }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == "done" }.count == 1)
      #expect(outcomes.filter { $0 == "not found" }.count == 7)
      clock.move(days: 10 + InvitationList.answerDays)
      #expect(try await pierhead.invitations.opened(by: bo) != nil)
      clock.move(days: 1)
      #expect(try await pierhead.invitations.opened(by: bo) == nil)
      #expect(
        await result { try await pierhead.invitations.answer(yes(), with: bo, from: "192.0.2.9") }
          == "not found")
      let counts = try await world.counts()
      #expect(counts.yes + counts.no == 1 && counts.noAnswer == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `guessing is slowed down, by link and by where it comes from`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, _ in
      let pierhead = world.pierhead
      var outcomes: [String] = []
      for index in 0..<12 {
        let outcome = await result {
          try await pierhead.invitations.answer(
            says("no"), with: String(repeating: "a", count: 42) + String(index % 10),
            from: "192.0.2.7")
        }
        outcomes.append(outcome == "not found" ? outcome : "too many")
      }
      #expect(outcomes.prefix(10).allSatisfy { $0 == "not found" })
      #expect(outcomes.suffix(2).allSatisfy { $0 == "too many" })
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `letters are made once, and again only with other links`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, clock in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      for name in ["Ada", "Bo"] {
        try await pierhead.invited(
          name, ["email": "", "address": "1 Example Street"], on: list, by: leader)
      }
      func letters(again: Bool) async throws -> [InvitationLetter] {
        try await pierhead.invitations.letters(list, again: again, by: leader).sorted {
          $0.name < $1.name
        }
      }
      let first = try await letters(again: false)
      #expect(first.map(\.name) == ["Ada", "Bo"] && first[0].address == "1 Example Street")
      #expect(
        await result { try await pierhead.invitations.letters(list, again: false, by: leader) }
          == "conflict")
      func token(_ letter: InvitationLetter) -> String {
        String(letter.link.split(separator: "/").last ?? "")
      }
      let second = try await letters(again: true)
      #expect(second.map(\.name) == ["Ada", "Bo"])
      #expect(try await pierhead.invitations.opened(by: token(first[0])) == nil)
      #expect(try await pierhead.invitations.opened(by: token(second[0])) != nil)
      _ = try await pierhead.invitations.answer(
        says("no"), with: token(second[0]), from: "192.0.2.1")
      #expect(
        try await pierhead.invitations.letters(list, again: true, by: leader).map(\.name) == ["Bo"])
      clock.move(days: 2)
      #expect(
        await result { try await pierhead.invitations.letters(list, again: true, by: leader) }
          == "conflict")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the counts say what became of everybody`(engine: TestDatabase.Engine) async throws {
    try await with(engine) { world, _ in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      var people: [InvitationID] = []
      for index in 0..<6 {
        people.append(try await pierhead.invited("Ada \(index)", on: list, by: leader))
      }
      _ = try await pierhead.invitations.key(says("no", by: "phone"), of: people[0], by: leader)
      _ = try await pierhead.invitations.send(list, confirmed: 5, by: leader)
      _ = try await pierhead.invitations.key(yesByPhone, of: people[1], by: leader)
      _ = try await pierhead.invitations.key(says("off", by: "post"), of: people[2], by: leader)
      try pierhead.database.tamper(
        """
        UPDATE messages SET state = 'permanent_failure', due_at = NULL, ended_at = \(TestDatabase.noon)
        WHERE about = \(people[3])
        """)
      let counts = try await world.counts()
      #expect(counts.people == 6 && counts.asked == 5 && counts.yes == 1 && counts.no == 1)
      #expect(counts.off == 1 && counts.undelivered == 1 && counts.noAnswer == 2)
      #expect(try await pierhead.invitations.find(people[3], for: leader).person.isUndelivered)
      // Somebody who said yes may change their mind.
      _ = try await pierhead.invitations.key(says("no", by: "in-person"), of: people[1], by: leader)
      #expect(try await world.counts().no == 2)
      let listed = try await pierhead.invitations.lists(page: 1, for: leader).lists
      let last = try await world.counts()
      #expect(listed.count == 1 && listed[0].1 == last)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the record and the page of messages hold no link and no name`(
    engine: TestDatabase.Engine
  ) async throws {
    try await with(engine) { world, _ in
      let (pierhead, leader, list) = (world.pierhead, world.leader, world.list)
      try await pierhead.invited("Zebedee Example", on: list, by: leader)
      _ = try await pierhead.invitations.send(list, confirmed: 1, by: leader)
      let token = try #require(try await pierhead.invitationLinks().values.first)
      var waiting = MessageFilter()
      waiting.part = .waiting
      let found = try await pierhead.messages.list(waiting, for: leader)
      let id = try #require(found.messages.first?.id)
      let page = try await pierhead.browser(leader).get("/messages/\(id)")
      #expect(page.words.contains("(their own link)") && !page.body.contains(token))
      #expect(page.words.contains("ZebedeeExample@example.org"))
      let administrator = try await pierhead.user("administrator")
      let theirs = try await pierhead.browser(administrator).get("/messages/\(id)")
      #expect(theirs.status == 200 && !theirs.body.contains("ZebedeeExample"))
      #expect(theirs.words.contains("Somebody on a list"))
      _ = try await pierhead.invitations.answer(
        yes("Zebedee at home"), with: token, from: "192.0.2.1")
      let details = try await pierhead.database.read(fresh: true) {
        try $0.rows("SELECT detail FROM events WHERE detail IS NOT NULL ORDER BY n LIMIT 1000").map
        {
          try $0["detail"] as String
        }
      }.joined()
      for secret in [token, "Zebedee", "ZebedeeExample", "Example Housing", "at home"] {
        #expect(!details.contains(secret), "\(secret)")
      }
    }
  }
}
