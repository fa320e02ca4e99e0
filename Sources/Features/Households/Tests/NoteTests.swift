import App
import Core
import Database
import Households
import Support
import Testing

/// Contact notes through the door.
struct NoteTests {
  @Test(arguments: TestDatabase.engines)
  func `a note sent twice is one note`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      let draft = pierhead.note("First call.")
      try await pierhead.households.addNote(draft, to: id, by: advocate)
      let before = try await pierhead.dump()
      try await pierhead.households.addNote(draft, to: id, by: advocate)
      try await pierhead.households.addNote(
        pierhead.note("Other words", id: draft.id), to: id, by: advocate)
      #expect(try await pierhead.dump() == before)
      #expect(
        try await pierhead.households.find(id, for: leader).notes.map(\.body) == ["First call."])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a key that stands for another's note is refused`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader, for: advocate)
      let other = try await pierhead.household("2", by: leader, for: advocate)
      let draft = pierhead.note("First call.")
      try await pierhead.households.addNote(draft, to: id, by: advocate)
      let before = try await pierhead.dump()
      #expect(
        await result { try await pierhead.households.addNote(draft, to: id, by: leader) }
          == "conflict")
      #expect(
        await result { try await pierhead.households.addNote(draft, to: other, by: advocate) }
          == "conflict")
      #expect(try await pierhead.dump() == before)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `fifty of one key at once are one note`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      let draft = pierhead.note("Once.")
      let outcomes = await withTaskGroup(of: String.self) { group in
        for _ in 0..<50 {
          group.addTask {
            await result { try await pierhead.households.addNote(draft, to: id, by: leader) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes == Array(repeating: "done", count: 50))
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM contact_notes") == 1)
      #expect(try await pierhead.events("contact note added") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `fifty notes at once are fifty, each in the record`(engine: TestDatabase.Engine) async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...50 {
          // Days of a month and more, in no order, so that the day of quiet is moved by many at once.
          let day = Day(2026, 11, 20)!.adding(days: -(number * 37 % 50)).description
          group.addTask {
            try await pierhead.households.addNote(
              pierhead.note("Note \(number)", on: day), to: id, by: leader)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM contact_notes") == 50)
      #expect(try await pierhead.events("contact note added") == 50)
      let household = try await pierhead.households.find(id, for: leader).household
      #expect(household.quietSince == Day(2026, 11, 20)! && household.hasContact)
      guard case .sound = try await pierhead.database.verify() else {
        Issue.record("the record is not sound")
        return
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a refused note is shown again as it was typed, and nothing changes`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(user)
      let path = "/households/\(try await pierhead.household("1", by: user))"
      let before = try await pierhead.dump(["contact_notes", "households"])
      let key = try #require(try await leader.get(path).value(of: "key"))
      for (kind, day, body, words) in [
        ("", "20/11/2026", "Typed words", "Choose how you were in touch"),
        ("phone", "21/11/2026", "Typed words", "The day must be today or earlier"),
        ("phone", "", "Typed words", "Enter the day"),
        ("phone", "20/11/2026", " ", "Write what was said"),
        ("phone", "31/11/2026", "Typed words", "The day must be a real date"),
      ] {
        let form = [
          ("key", key), ("kind", kind), ("happened_on", day), ("body", body), ("person", ""),
        ]
        let answer = try await leader.post(path + "/notes", form)
        #expect(answer.status == 422)
        #expect(answer.words.contains(words), "\(words)")
        #expect(answer.words.contains(body.split(separator: " ").joined(separator: " ")))
        #expect(answer.value(of: "key") == key)
        #expect(answer.value(of: "happened_on") == (day.isEmpty ? "" : day))
      }
      #expect(try await pierhead.dump(["contact_notes", "households"]) == before)
      let form = [
        ("key", key), ("kind", "visit"), ("happened_on", "19/11/2026"), ("body", "We met."),
        ("person", ""),
      ]
      for _ in 1...2 {
        let answer = try await leader.post(path + "/notes", form)
        #expect(answer.status == 303 && answer.location == path + "?done=note-added")
      }
      let page = try await leader.get(path + "?done=note-added").words
      #expect(page.contains("Your note is saved.") && page.contains("Home visit"))
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM contact_notes") == 1)
    }
  }
}
