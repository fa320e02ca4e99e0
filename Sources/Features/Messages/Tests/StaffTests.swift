import App
import Core
import Database
import Support
import Testing

@testable import Messages

/// What a member of staff sees and does, and safe contact, on both engines.
struct StaffTests {
  private func toPerson(_ person: PersonID, _ once: String = "p", by channel: Channel = .email)
    -> NewMessage
  {
    NewMessage(
      "referral-received", by: channel, to: .person(person), values: ["reference": "EX-1"],
      about: person, district: Place.liverpool, once: once)
  }

  @Test(arguments: TestDatabase.engines)
  func `a message to somebody with wishes of safe contact waits for a person`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let stub = StubProvider(.handedOver)
      let messages = pierhead.messages.with(stub)
      let careful = try await pierhead.person(
        "A1", ["email": "a1@example.org", "safe_contact": "Never when my brother is at home"])
      let plain = try await pierhead.person("A2", ["email": "a2@example.org"])
      let bare = try await pierhead.person("A3")
      let held = try await pierhead.write(toPerson(careful, "1"))
      let goes = try await pierhead.write(toPerson(plain, "2"))
      let nowhere = try await pierhead.write(toPerson(bare, "3"))
      while try await messages.sender.round() > 0 {}
      #expect(stub.sent.map(\.id) == [goes] && stub.sent[0].to == "a2@example.org")
      #expect(try await pierhead.message(held).trouble == .safeContact)
      #expect(try await pierhead.message(nowhere).trouble == .noAddress)

      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      #expect(
        await result { try await messages.decide(held, choice: "", note: "", by: leader) }
          == "invalid: choice, note")
      #expect(
        await result { try await messages.decide(nowhere, choice: "send", note: "x", by: leader) }
          == "invalid: choice")
      try await messages.decide(held, choice: "send", note: "They asked me to.", by: leader)
      #expect(
        await result { try await messages.decide(held, choice: "drop", note: "x", by: leader) }
          == "conflict")
      try await messages.decide(nowhere, choice: "drop", note: "By phone.", by: leader)
      while try await messages.sender.round() > 0 {}
      #expect(stub.sent.map(\.id) == [goes, held])
      #expect(try await pierhead.state(of: nowhere) == .dropped)
      #expect(try await pierhead.events("held message sent") == 1)
      #expect(try await pierhead.events("held message dropped") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `wishes that become known while a message waits are obeyed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let stub = StubProvider(.handedOver)
      let person = try await pierhead.person("A1", ["email": "a1@example.org"])
      let id = try await pierhead.write(toPerson(person))
      try pierhead.database.tamper(
        "UPDATE people SET safe_contact = 'Letters only' WHERE id = \(person)")
      try await pierhead.messages.with(stub).sender.round()
      #expect(stub.sent.isEmpty)
      #expect(try await pierhead.state(of: id) == .held)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what did not arrive is listed, sent again once, or settled`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let one = try await pierhead.failedMessage("one", in: Place.liverpool)
      let two = try await pierhead.failedMessage("two", in: Place.liverpool)
      let elsewhere = try await pierhead.failedMessage("three", in: Place.wirral)
      let nowhere = try await pierhead.failedMessage("four", in: nil)
      let messages = pierhead.messages
      func open(_ user: User) async throws -> Set<MessageID> {
        Set(try await messages.list(MessageFilter(), for: user).messages.map(\.id))
      }
      #expect(try await open(leader) == [two, one])
      let manager = try await pierhead.user("programme_manager")
      #expect(try await open(manager) == [nowhere, elsewhere, two, one])

      let again = try await messages.sendAgain(one, by: leader)
      #expect(await result { try await messages.sendAgain(one, by: leader) } == "conflict")
      try await messages.settle(two, by: leader)
      #expect(await result { try await messages.settle(two, by: leader) } == "conflict")
      #expect(await result { try await messages.settle(elsewhere, by: leader) } == "not found")
      #expect(try await open(leader) == [])
      let stub = StubProvider(.handedOver)
      try await messages.with(stub).sender.round()
      #expect(stub.sent.map(\.id) == [again] && again != one)
      #expect(try await pierhead.state(of: one) == .permanentFailure)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the list goes on where a page ended`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      for number in 0..<30 { try await pierhead.write("many/\(number)") }
      var filter = MessageFilter()
      filter.part = .waiting
      let first = try await pierhead.messages.list(filter, for: manager)
      #expect(first.messages.count == 25 && first.hasMore && first.sender.waiting == 30)
      filter.before = first.messages.last?.id
      let second = try await pierhead.messages.list(filter, for: manager)
      #expect(second.messages.count == 5 && !second.hasMore)
      #expect(Set((first.messages + second.messages).map(\.id)).count == 30)
    }
  }

  @Test func `the page says what happened and what one can do`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.browser(
        pierhead.user("team_leader", in: Place.liverpool))
      let empty = try await leader.get("/messages")
      #expect(empty.words.contains("Nothing needs you"))
      #expect(empty.words.contains("No message waits to go."))
      #expect(empty.words.contains("Emails go by: Folder."))
      let id = try await pierhead.failedMessage("one", in: Place.liverpool)
      let list = try await leader.get("/messages")
      #expect(list.words.contains("ref@example.org"))
      #expect(list.words.contains("Did not arrive The address was refused."))
      let page = try await leader.get("/messages/\(id)")
      #expect(page.words.contains("Your reference for it: EX-1"))
      #expect(page.words.contains("Send it again if you think that it can arrive now."))
      let again = try await leader.post("/messages/\(id)/again")
      #expect(again.status == 303)
      let next = try await leader.get(again.location ?? "")
      #expect(next.words.contains("The message is on its way again"))
      #expect(next.words.contains("Waiting to go"))
      #expect(try await leader.get("/messages").words.contains("1 message waits to go"))
      #expect(try await leader.post("/messages/\(id)/again").status == 409)
    }
  }

  @Test func `who does not see people does not see where they are reached`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let person = try await pierhead.person(
        "A1", ["email": "a1@example.org", "safe_contact": "Text only"])
      let id = try await pierhead.write(toPerson(person))
      let administrator = try await pierhead.browser(pierhead.user("administrator"))
      let leader = try await pierhead.browser(
        pierhead.user("team_leader", in: Place.liverpool))
      for path in ["/messages", "/messages/\(id)"] {
        let hidden = try await administrator.get(path)
        #expect(hidden.status == 200 && !hidden.body.contains("a1@example.org"))
        #expect(hidden.words.contains("Somebody we help"))
        #expect(try await leader.get(path).body.contains("a1@example.org"))
      }
      #expect(try await !administrator.get("/messages/\(id)").body.contains("EX-1"))
      let wrong = try await leader.post("/messages/\(id)/decide", [("note", "")])
      #expect(wrong.status == 422 && wrong.words.contains("Choose what shall happen"))
      let kept = try await leader.post("/messages/\(id)/decide", [("note", "They asked me")])
      #expect(kept.status == 422 && kept.body.contains("They asked me"))
    }
  }
}
