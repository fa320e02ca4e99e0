import App
import Core
import Database
import Referrals
import Support
import Testing

@testable import People
@testable import Search

/// The sieve by district: it keeps out who is elsewhere, and never who is here.
struct PlacesTests {
  @Test func `the districts of a region have bits of their own`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let codes = pierhead.reference.vocabulary.districts.keys.sorted()
      #expect(codes.count > 1)
      #expect(Set(codes.map { Places([$0]).bits }).count == codes.count)
      #expect(Places(codes).bits == codes.reduce(0) { $0 | Places([$1]).bits })
      #expect(Places([]).bits == 0)
      for code in codes { #expect(Places.anywhere.bits & Places([code]).bits != 0) }
    }
  }

  /// What search reads of each person, beside what their referrals and households say.
  private func misplaced(_ pierhead: Pierhead) async throws -> [String] {
    try await pierhead.database.read(fresh: true) { reader in
      var districts: [PersonID: Set<String>] = [:]
      for row in try reader.rows(
        """
        SELECT person_id, district_code FROM referrals WHERE district_code IS NOT NULL
        UNION ALL SELECT m.person_id, h.district_code FROM household_members m
          JOIN households h ON h.id = m.household_id ORDER BY person_id, district_code
        """)
      { try districts[row["person_id"], default: []].insert(row["district_code"]) }
      let rows = try reader.rows("SELECT person_id, places FROM search_names ORDER BY person_id")
      #expect(!rows.isEmpty)
      return try rows.compactMap { row in
        let person: PersonID = try row["person_id"]
        let bits: Int = try row["places"]
        return bits == Places(districts[person].map { $0.sorted() } ?? []).bits
          ? nil : "\(person): \(bits), \(districts[person] ?? [])"
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `whoever comes to another district is found there, whichever way they came`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let manager = try await pierhead.user("programme_manager")
      let here = try await pierhead.user("team_leader", in: Place.liverpool)
      let there = try await pierhead.user("team_leader", in: Place.wirral)
      func found(_ name: String) async throws -> [Bool] {
        var answers: [Bool] = []
        for user in [here, there] {
          answers.append(try await !pierhead.search.find(name, for: user).people.isEmpty)
        }
        #expect(try await misplaced(pierhead) == [], "\(name)")
        return answers
      }
      func row(_ id: String, _ name: String, _ district: String) -> [String: String] {
        unlike(id, ["full_name": name, "district": district])
      }
      try await pierhead.importRows([
        row("1", "Aminata Kallon", "Liverpool"), row("2", "Olena Kovalenko", ""),
        row("3", "Tran Thi Lan", ""), row("4", "Uzma Hussain", "Liverpool"),
      ])
      #expect(try await found("kallon") == [true, false])
      _ = try await pierhead.referrals.transfer(
        pierhead.referral("1"), to: Place.wirral, because: "They live there.", by: here)
      #expect(try await found("kallon") == [false, true])

      #expect(try await found("kovalenko") == [false, false])
      _ = try await pierhead.referrals.place(
        pierhead.referral("2"), in: Place.wirral, by: manager)
      #expect(try await found("kovalenko") == [false, true])

      _ = try await pierhead.referrals.accept(
        pierhead.referral("3"), with: [], district: Place.wirral, despite: "Agreed.", by: manager)
      #expect(try await found("tran") == [false, true])

      let home = try await pierhead.accept("4", by: here)
      let request = try await pierhead.transferRequest(for: home, to: Place.wirral, by: here)
      #expect(try await found("hussain") == [true, false])
      try await pierhead.referrals.acceptTransfer(request, by: there)
      #expect(try await found("hussain") == [true, true], "their referral stays")

      // Two records of one person in two districts.
      let pair = try await pierhead.pair(
        "5", ["full_name": "Kwame Mensah"], others: ["district": "Wirral"])
      #expect(try await found("mensah") == [true, true])
      let merge = try await pierhead.merged(pair, by: manager)
      #expect(try await found("mensah") == [true, true])
      try await pierhead.takenApart(merge, by: manager)
      #expect(try await found("mensah") == [true, true])
    }
  }

  /// Only the sieve says so here: by the exact rule both may find them.
  @Test func `whose name says elsewhere is left out in a district, and found everywhere`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([unlike("1", ["full_name": "Aminata Kallon"])])
      for (places, isFound) in [
        (Places([Place.wirral]), false), (Places([]), false), (.anywhere, true),
        (Places([Place.wirral, Place.liverpool]), true),
      ] {
        try pierhead.database.tamper(
          "UPDATE search_names SET places = \(SQL(trusted: String(places.bits)))")
        try await pierhead.database.write(as: .system) { $0.record("tried") }
        for words in ["kallon", "aminata kallon", "kalon"] {
          let found = try await pierhead.search.find(words, for: leader).people
          #expect(!found.isEmpty == isFound, "\(words), \(places.bits)")
          #expect(try await pierhead.search.find(words, for: manager).people.count == 1)
        }
      }
    }
  }

  @Test func `only a search by districts has a sieve`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      #expect(Places(searchedBy: leader) == Places([Place.liverpool]))
      // Everywhere, or one's own households wherever they are.
      for role in ["programme_manager", "advocate", "safeguarding_lead"] {
        #expect(Places(searchedBy: try await pierhead.user(role, in: Place.liverpool)) == nil)
      }
    }
  }
}
