import App
import Core
import Database
import Foundation
import Households
import People
import Support
import Testing

/// Lists, and a household's page.
struct PagesTests {
  private func open(_ count: Int, in pierhead: Pierhead, by leader: User) async throws
    -> [HouseholdID]
  {
    try await pierhead.importRows((1...count).map { unlike("\($0)") })
    var opened: [HouseholdID] = []
    for number in 1...count {
      opened.append(try await pierhead.accept("\(number)", by: leader))
    }
    return opened
  }

  /// Whether these words stand in this order.
  private func stand(_ words: [String], in text: String) -> Bool {
    var rest = text[...]
    for word in words {
      guard let found = rest.range(of: word) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  @Test(arguments: TestDatabase.engines)
  func `pages of the list hold every household once, in the same order`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let opened = try await open(53, in: pierhead, by: leader)
      for order in HouseholdFilter.Order.allCases {
        var filter = HouseholdFilter()
        filter.order = order
        var seen: [HouseholdID] = []
        for page in 1...4 {
          filter.page = page
          let (lines, hasMore) = try await pierhead.households.list(filter, for: leader)
          #expect(lines.count == [25, 25, 3, 0][page - 1])
          #expect(hasMore == (page < 3))
          seen += lines.map(\.id)
        }
        #expect(Set(seen) == Set(opened) && seen.count == 53)
      }
      let browser = try await pierhead.browser(leader)
      #expect(
        try await browser.get("/households").body.contains("/households?order=quiet&amp;page=2"))
      for page in ["3", "99", "0", "-1", "x", "99999999999999999999"] {
        #expect(try await browser.get("/households?page=\(page)&order=x").status == 200)
      }
      #expect(
        try await browser.get("/households?page=99").words.contains("There are no more households"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the list can be narrowed to those without an advocate, and ordered`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let first = try await pierhead.household("1", by: leader)
      clock.move(days: 2)
      let second = try await pierhead.household("2", by: leader, for: advocate)
      clock.move(days: 2)
      let third = try await pierhead.household("3", by: leader)
      try await pierhead.households.addNote(
        pierhead.note("Call", on: "2026-11-24"), to: first, by: leader)
      func ids(_ order: HouseholdFilter.Order, alone: Bool = false) async throws -> [HouseholdID] {
        var filter = HouseholdFilter()
        (filter.order, filter.withoutAdvocate) = (order, alone)
        return try await pierhead.households.list(filter, for: leader).lines.map(\.id)
      }
      // The first was called today, so that the second has been quiet for longest.
      #expect(try await ids(.quiet).first == second)
      #expect(try await ids(.newest) == [third, second, first])
      #expect(try await Set(ids(.quiet, alone: true)) == [first, third])
      let page = try await pierhead.browser(leader).get("/households?advocate=none").words
      #expect(page.contains("No1") && page.contains("No3") && !page.contains("No2"))
      #expect(page.contains("No advocate") && !page.contains("Amir"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the timeline stands on the page, the newest first`(engine: TestDatabase.Engine) async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      let advocate = try await pierhead.user("advocate", name: "Amir Example", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      clock.move(days: 2)
      try await pierhead.households.assign(advocate.id.text, to: id, by: leader)
      clock.move(days: 5)
      for (body, day) in [
        ("Fourth", "2026-11-26"), ("Second", "2026-11-21"), ("Before", "2026-11-10"),
        ("Third", "2026-11-25"),
      ] {
        try await pierhead.households.addNote(
          pierhead.note("\(body) note", on: day), to: id, by: advocate)
      }
      let page = try await pierhead.browser(leader).get("/households/\(id)").words
      let history = try #require(page.range(of: "What happened"))
      #expect(
        stand(
          [
            "Fourth note", "Third note", "Amir Example became the advocate",
            "22 November 2026 by Tess Example",
            "Second note", "No1 joined", "Household opened", "20 November 2026 by Tess Example",
            "Before note",
          ], in: String(page[history.upperBound...])), "\(page[history.upperBound...])")
      #expect(page.contains("Last contact 26 November 2026"))
      #expect(page.contains("Phone call 26 November 2026 by Amir Example"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `older notes stand on further pages, each once, with what happened in their days`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household("1", by: leader)
      for number in 1...45 {
        let day = Day(2026, 11, 20)!.adding(days: -number).description
        try await pierhead.households.addNote(
          pierhead.note("[\(number)]", on: day), to: id, by: leader)
      }
      let browser = try await pierhead.browser(leader)
      var seen: [Int] = []
      var opened = 0
      for page in 1...4 {
        let words = try await browser.get("/households/\(id)?notes=\(page)").words
        seen += (1...45).filter { words.contains("[\($0)]") }
        opened += words.contains("Household opened") ? 1 : 0
      }
      #expect(seen == Array(1...45))
      #expect(opened == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `today shows an advocate what is new, then the longest quiet`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let user = try await pierhead.user("advocate", in: Place.liverpool)
      let advocate = try await pierhead.browser(user)
      #expect(try await advocate.get("/today").words.contains("No household is assigned to you"))
      let ids = try await open(5, in: pierhead, by: leader)
      for id in ids.prefix(4) {
        try await pierhead.households.assign(user.id.text, to: id, by: leader)
      }
      for (id, day) in [(ids[0], "2026-11-18"), (ids[1], "2026-11-20"), (ids[2], "2026-11-19")] {
        try await pierhead.households.addNote(pierhead.note("Call", on: day), to: id, by: user)
      }
      let page = try await advocate.get("/today").words
      #expect(
        stand(
          [
            "Nobody has reached these households yet", "No4", "No contact yet", "Your households",
            "No1", "2 days ago", "No3", "Yesterday", "No2", "Today",
          ],
          in: page), "\(page)")
      #expect(!page.contains("No5"))
    }
  }

  @Test func `the page of a household says who is in it and how to reach them safely`() async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let id = try await pierhead.household(
        "1",
        [
          "known_as": "Mina", "safe_contact": "Text only, never after six",
          "phone": "0151 496 0123",
          "address": "1 Example Street", "postcode": "L1 8JQ", "language": "so",
          "interpreter_needed": "yes",
          "needs": "skills;housing",
        ], by: leader)
      let page = try await pierhead.browser(leader).get("/households/\(id)").words
      for words in [
        "HH-2026-0001", "Known as Mina", "Text only, never after six", "0151 496 0123",
        "1 Example Street, L1 8JQ", "Somali, needs an interpreter", "Lack of skills", "Housing",
        "Example Advice Centre", "referred on 10 November 2026", "No advocate", "No contact yet",
      ] {
        #expect(page.contains(words), "\(words)")
      }
    }
  }
}
