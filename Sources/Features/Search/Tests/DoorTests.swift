import App
import Core
import Database
import Referrals
import Support
import Testing

@testable import Search

/// Who finds whom.
struct DoorTests {
  private func names(_ words: String, for user: User, in pierhead: Pierhead) async throws
    -> [String]
  {
    try await pierhead.search.find(words, for: user).people.map(\.name)
  }

  /// Nine people who wait in Liverpool, of whom everybody may be asked for.
  private func crowd(_ pierhead: Pierhead) async throws {
    try await pierhead.importRows([
      row(
        "A1",
        [
          "full_name": "Jamal Kowalski", "date_of_birth": "1985-03-12", "phone": "07700 900123",
          "postcode": "L8 1SF", "email": "jamal@example.org",
        ]),
      row(
        "A2", ["full_name": "Jamal Okafor", "date_of_birth": "1985-03-12", "postcode": "L8 2AB"]),
      row("A3", ["full_name": "Kowalska, Olena", "date_of_birth": "1990-01-02"]),
      row(
        "A4", ["full_name": "Aminata Kallon", "known_as": "Mina", "date_of_birth": "1991-01-02"]),
      row("A5", ["full_name": "محمد الأحمد", "date_of_birth": "1992-01-02"]),
      row("A6", ["full_name": "Uzma Al-Masri", "date_of_birth": "1993-01-02"]),
      row("A7", ["full_name": "Maria José da Silva Santos", "date_of_birth": "1994-01-02"]),
      row("A8", ["full_name": "Siobhán O’Brien", "date_of_birth": "1995-01-02"]),
      row("A9", ["full_name": "Kwame", "date_of_birth": "1996-01-02"]),
    ])
  }

  @Test(arguments: TestDatabase.engines)
  func `people are found by any part of their name, in any order and spelling`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await crowd(pierhead)
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      for (words, found) in [
        ("jamal kowalski", ["Jamal Kowalski"]), ("KOWALSKI Jamal", ["Jamal Kowalski"]),
        ("jamal", ["Jamal Kowalski", "Jamal Okafor"]),
        ("jam", ["Jamal Kowalski", "Jamal Okafor"]), ("jam oka", ["Jamal Okafor"]),
        ("j okafor", ["Jamal Okafor"]), ("okafor j", ["Jamal Okafor"]),
        ("kowalski", ["Jamal Kowalski", "Kowalska, Olena"]),
        ("kovalski jamal", ["Jamal Kowalski"]), ("kowlaski", ["Jamal Kowalski"]),
        ("jmaal okafro", ["Jamal Okafor"]),
        ("mina", ["Aminata Kallon"]), ("kallon mina", ["Aminata Kallon"]),
        ("mohammed", ["محمد الأحمد"]), ("محمد", ["محمد الأحمد"]),
        ("almasri", ["Uzma Al-Masri"]), ("al masri", ["Uzma Al-Masri"]),
        ("uzma al masri", ["Uzma Al-Masri"]),
        ("santos maria", ["Maria José da Silva Santos"]),
        ("silva jose santos", ["Maria José da Silva Santos"]),
        ("silva jose banda", []), ("siobhan", ["Siobhán O’Brien"]),
        ("o'brien", ["Siobhán O’Brien"]),
        ("kwame", ["Kwame"]), ("kwa", ["Kwame"]), ("kwame jamal", []), ("nobody", []),
        ("jamal%", ["Jamal Kowalski", "Jamal Okafor"]), ("_ama_", []), ("' OR 1=1 --", []),
      ] {
        #expect(try await names(words, for: leader, in: pierhead) == found, "\(words)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `people are found by what else is known of them, and all of it must fit`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await crowd(pierhead)
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let both = ["Jamal Kowalski", "Jamal Okafor"]
      for (words, found) in [
        ("12/03/1985", both), ("12 March 1985", both), ("okafor 12/3/85", ["Jamal Okafor"]),
        ("okafor 13/03/1985", []), ("0770 0900 123", ["Jamal Kowalski"]),
        ("+447700900123", ["Jamal Kowalski"]), ("okafor 07700900123", []),
        ("l81sf", ["Jamal Kowalski"]), ("L8", both), ("L8 okafor", ["Jamal Okafor"]),
        ("L80", []), ("jamal L8 2AB", ["Jamal Okafor"]),
        ("Jamal@Example.org", ["Jamal Kowalski"]), ("other@example.org", []),
        ("A2", ["Jamal Okafor"]), ("a3", ["Kowalska, Olena"]), ("A77", []),
      ] {
        #expect(try await names(words, for: leader, in: pierhead) == found, "\(words)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `each role finds whom it may see`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let other = try await pierhead.user("team_leader", in: Place.wirral)
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let colleague = try await pierhead.user("advocate", in: Place.liverpool)
      let guardian = try await pierhead.user("safeguarding_lead")
      let home = try await pierhead.household(
        "1", ["full_name": "Jamal Kowalski"], by: manager, for: advocate)
      try await pierhead.importRows([
        row("2", ["full_name": "Jamal Okafor"]),
        row("3", ["full_name": "Jamal Chen", "district": "Wirral"]),
        row("4", ["full_name": "Jamal Banda", "district": ""]),
      ])
      let all = ["Jamal Banda", "Jamal Chen", "Jamal Kowalski", "Jamal Okafor"]
      for (user, found) in [
        (manager, all), (leader, ["Jamal Kowalski", "Jamal Okafor"]), (other, ["Jamal Chen"]),
        (advocate, ["Jamal Kowalski"]), (colleague, []), (guardian, ["Jamal Kowalski"]),
        (User.system, all),
      ] {
        #expect(try await names("jamal", for: user, in: pierhead) == found, "\(user.roles)")
      }
      for user in [manager, leader, advocate, guardian] {
        let found = try await pierhead.search.find("HH-2026-0001", for: user)
        #expect(found.households.map(\.id) == [home], "\(user.roles)")
      }
      for user in [other, colleague] {
        #expect(try await pierhead.search.find("HH-2026-0001", for: user).households.isEmpty)
      }
      for role in ["analyst", "board_member", "administrator", "information_governance"] {
        let user = try await pierhead.user(role)
        #expect(await result { try await pierhead.search.find("jamal", for: user) } == "forbidden")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `where somebody stands is told as far as the viewer sees it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      let home = try await pierhead.household(
        "1", ["full_name": "Jamal Kowalski"], by: manager, for: advocate)
      try await pierhead.importRows([row("2", ["full_name": "Jamal Okafor"])])
      let seen = try await pierhead.search.find("jamal", for: manager).people
      #expect(seen.map(\.household?.id) == [home, nil])
      #expect(seen.map(\.referral?.state) == [.accepted, .waiting])
      #expect(seen.map(\.districtCode) == [Place.liverpool, Place.liverpool])
      let own = try await pierhead.search.find("jamal", for: advocate).people
      #expect(own.map(\.household?.id) == [home])
      #expect(own.first?.referral == nil)
    }
  }

  /// The same people, once all in reach and once among others who are not: everything that is answered is the same.
  @Test(arguments: TestDatabase.engines)
  func `who is out of reach leaves no trace`(engine: TestDatabase.Engine) async throws {
    var told: [[String]] = []
    for hasOthers in [false, true] {
      try await TestDatabase.with(engine) { pierhead, _ in
        let leader = try await pierhead.user("team_leader", in: Place.liverpool)
        func row(_ id: String, _ name: String, _ district: String) -> [String: String] {
          Support.row(
            id,
            [
              "full_name": name, "district": district, "phone": "07700 900123",
              "postcode": "L8 1SF",
            ])
        }
        let seen = [
          row("L1", "Jamal Kowalski", "Liverpool"), row("L2", "Olena Kowalska", "Liverpool"),
        ]
        let hidden =
          (0..<80).map { row("W\($0)", "Jamal Kowalski", "Wirral") }
          + (80..<90).map { row("W\($0)", "Jamaal Kovalski", "Sefton") } + [
            row("W99", "Zzyzx Qqq", "Wirral")
          ]
        try await pierhead.importRows(hasOthers ? hidden + seen : seen)
        var answers: [String] = []
        for words in [
          "jamal", "kowalski", "jamal kowalski", "kowalski jamal", "jam kow", "kovalski", "zzyzx",
          "zzyz", "zzyyx", "01/01/1980", "L8", "L8 1SF", "07700900123", "W99", "W1", "jamaal",
          "HH-2026-0001", "qqq zzyzx",
        ] {
          let found = try await pierhead.search.find(words, for: leader)
          answers.append(
            "\(words): \(found.people.map { "\($0.name) \($0.closeness)" }) \(found.count) \(found.hasMoreThanShown) \(found.pages) \(found.households.count)"
          )
        }
        told.append(answers)
      }
    }
    #expect(told[0] == told[1])
    #expect(told[0].contains { $0.hasPrefix("jamal: [\"Jamal Kowalski same\"]") })
  }

  @Test(arguments: TestDatabase.engines)
  func `a file is found in when it is published`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([row("1", ["full_name": "Jamal Kowalski"])])
      #expect(try await names("kowalski", for: manager, in: pierhead).count == 1)
      try pierhead.database.tamper("UPDATE imports SET published_at = NULL")
      try await pierhead.database.write(as: .system) { $0.record("tried") }
      #expect(try await names("kowalski", for: manager, in: pierhead) == [])
      try await pierhead.recover()
      try await pierhead.clearUp()
      for table in ["people", "search_people", "search_names"] {
        #expect(
          try await pierhead.number("SELECT COUNT(*) AS n FROM \(SQL(trusted: table))") == 0,
          "\(table)")
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `fifty are shown in two parts, and more are not counted`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      // Names of four parts stand in the index three times each.
      try await pierhead.importRows(
        (0..<60).map { row("\($0)", ["full_name": "Jamal da Costa Number\($0)"]) })
      var filter = SearchFilter()
      let first = try await pierhead.search.find("jamal", filter, for: manager)
      #expect(first.count == 50 && first.hasMoreThanShown && first.pages == 2)
      filter.page = 2
      let second = try await pierhead.search.find("jamal", filter, for: manager)
      #expect(second.page == 2 && second.people.count == 25)
      #expect(Set((first.people + second.people).map(\.id)).count == 50)
      filter.page = .max
      #expect(try await pierhead.search.find("jamal", filter, for: manager).page == 2)
      filter.page = -7
      #expect(try await pierhead.search.find("jamal", filter, for: manager).page == 1)
      let one = try await pierhead.search.find("jamal number7", for: manager)
      #expect(one.people.first?.name == "Jamal da Costa Number7" && !one.hasMoreThanShown)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the record has whom a search showed, and its words only as a salted hash`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await crowd(pierhead)
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let words = "Kwame 2/1/1996"
      for _ in 0..<2 { _ = try await pierhead.search.find(words, for: leader) }
      let details: [String] = try await pierhead.database.read(fresh: true) {
        try $0.rows("SELECT detail FROM events WHERE verb = 'search made' ORDER BY n")
          .map { try $0["detail"] }
      }
      let person: String = try await pierhead.database.read(fresh: true) {
        try #require(try $0.row("SELECT person_id FROM referrals WHERE external_id = 'A9'"))[
          "person_id"]
      }
      #expect(details.count == 2 && details[0] != details[1])
      for detail in details {
        #expect(detail.contains(person))
        #expect(!detail.lowercased().contains("kwame") && !detail.contains("1996"))
        let proof = detail.split(separator: ",")[0].split(separator: " ")
        #expect(proof.count == 3 && proof[0] == "words")
        #expect(digest("\(proof[1])\n\(words)") == String(proof[2]))
      }
      _ = await result { try await pierhead.search.find("?", for: leader) }
      #expect(try await pierhead.events("search made") == 2)
    }
  }
}
