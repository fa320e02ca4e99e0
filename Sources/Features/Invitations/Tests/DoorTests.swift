import Access
import App
import Core
import Database
import Messages
import Referrals
import Support
import Testing

@testable import Invitations

/// Lists, who is put on them, and who is left out, on both engines.
struct DoorTests {
  private func draft(_ values: [String: String]) -> InvitedDraft {
    InvitedDraft { values[$0] ?? "" }
  }

  /// Why somebody is not added, or "added".
  private func outcome(
    _ values: [String: String], _ list: InvitationListID, _ pierhead: Pierhead, _ user: User
  ) async throws -> String {
    do {
      try await pierhead.invitations.add(draft(values), to: list, by: user)
      return "added"
    } catch Rejection.invalid(let problems) {
      return problems[0].reason.key.replacing("invited.left-out.", with: "")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `no list is made without a lawful basis, a source, a name or a last day`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let manager = try await pierhead.user("programme_manager")
      let id = InvitationListID(at: TestDatabase.noon)
      func make(
        _ basis: String = "consent", name: String = "A", source: String = "B", note: String = "C",
        district: String = Place.liverpool, until: String = "01/12/2026", by user: User
      ) async -> String {
        await result {
          try await pierhead.invitations.make(
            InvitationListDraft(
              id: id, name: name, source: source, basis: basis, basisNote: note, district: district,
              askUntil: until), by: user)
        }
      }
      #expect(
        await make("", name: " ", source: "", note: "", district: "", until: "", by: leader)
          == "invalid: list_name, source, basis, basis_note, list_district, ask_until")
      // Public authorities can't rest their tasks on legitimate interests: UK GDPR Article 6(1).
      #expect(await make("legitimate-interests", by: leader) == "invalid: basis")
      #expect(await make(until: "19/11/2026", by: leader) == "invalid: ask_until")
      #expect(await make(until: "01/12/2027", by: leader) == "invalid: ask_until")
      #expect(await make(district: Place.wirral, by: leader) == "invalid: list_district")
      #expect(await make(by: leader) == "done")
      #expect(await make(by: leader) == "conflict")
      let advocate = try await pierhead.user("advocate", in: Place.liverpool)
      #expect(await make(by: advocate) == "forbidden")
      #expect(throws: (any Error).self) {
        try pierhead.database.tamper("UPDATE invitation_lists SET lawful_basis = ''")
      }
      let region = try await pierhead.invitationList(in: nil, by: manager)
      #expect(
        await result { try await pierhead.invitations.list(region, for: leader) } == "not found")
      #expect(await result { try await pierhead.invitations.list(id, for: leader) } == "done")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `nobody is put on a list twice, also not on another and however they are written`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let other = try await pierhead.user("team_leader", in: Place.wirral)
      let first = try await pierhead.invitationList(by: leader)
      let second = try await pierhead.invitationList("Spring", by: leader)
      let elsewhere = try await pierhead.invitationList(in: Place.wirral, by: other)
      let ada = [
        "full_name": "Ada Example", "date_of_birth": "02/01/1990", "email": "Ada@example.org",
        "mobile": "07700 900123", "address": "1 Example Street, L8 1SF",
      ]
      #expect(try await outcome(ada, first, pierhead, leader) == "added")
      for same in [
        ["full_name": "Someone Else", "email": "ada@EXAMPLE.org"],
        ["full_name": "Someone Else", "mobile": "+44 7700 900 123"],
        ["full_name": "EXAMPLE, Ada", "date_of_birth": "1990-01-02", "email": "new@example.org"],
        ["full_name": "Ada Example", "address": "1, example street l8 1sf"],
      ] {
        #expect(try await outcome(same, first, pierhead, leader) == "invited", "\(same)")
        #expect(try await outcome(same, second, pierhead, leader) == "invited", "\(same)")
        #expect(try await outcome(same, elsewhere, pierhead, other) == "known", "\(same)")
      }
      #expect(
        try await outcome(
          ["full_name": "Eve Example", "address": "1 Example Street, L8 1SF"], second, pierhead,
          leader)
          == "added")
      let view = try await pierhead.invitations.view(elsewhere, nil, page: 1, for: other)
      #expect(view.people.isEmpty && view.leftOut == [.known: 4])
      // No key stands there in clear.
      let keys = try await pierhead.database.read(fresh: true) {
        try $0.rows("SELECT key_hash FROM invited_keys ORDER BY key_hash LIMIT 100").map {
          try $0["key_hash"] as String
        }
      }
      #expect(keys.count == 5 && keys.allSatisfy { $0.count == 64 && !$0.contains("900123") })
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `fifty who add the same person at once make one row, on two servers too`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      // A SQLite file has one server, PostgreSQL may have several.
      let isShared = engine == .postgresql
      let other =
        isShared
        ? try await Pierhead(pierhead.configuration, wall: clock.wall, isDurable: false) : pierhead
      defer { if isShared { other.close() } }
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let one = try await pierhead.invitationList(by: leader)
      let two = try await pierhead.invitationList("Spring", by: leader)
      let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<50 {
          group.addTask {
            try await outcome(
              ["full_name": "Ada Example", "email": "ada@example.org"], index % 2 == 0 ? one : two,
              index % 3 == 0 ? other : pierhead, leader)
          }
        }
        return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(outcomes == ["added": 1, "invited": 49])
      let rows = try await pierhead.database.read(fresh: true) {
        try $0.row("SELECT COUNT(*) AS n FROM invitations")?["n"] as Int?
      }
      #expect(rows == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the schema holds one row for a mark, and a row that was too late leaves nothing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(by: leader)
      let ada = try await pierhead.invited("Ada", on: list, by: leader)
      #expect(throws: (any Error).self) {
        try pierhead.database.tamper(
          "INSERT INTO invited_keys (key_hash, invitation_id) SELECT key_hash, \(ada) FROM invited_keys"
        )
      }
      let key = pierhead.access.keyed("email ada@example.org", for: "invited")
      let person = NewInvited(
        details: Invitation.Details(fullName: "Late", email: "ada@example.org"),
        district: Place.liverpool)
      let isIn = try await pierhead.database.write(as: leader) { transaction in
        transaction.record("tried")
        return try transaction.insert(
          person, keys: [key, String(repeating: "0", count: 64)], on: list)
      }
      #expect(!isIn)
      let left = try await pierhead.database.read(fresh: true) {
        try $0.row(
          "SELECT (SELECT COUNT(*) FROM invitations) AS people, (SELECT COUNT(*) FROM invited_keys) AS marks"
        ).map { [try $0["people"] as Int, try $0["marks"] as Int] }
      }
      #expect(left == [1, 1])
    }
  }

  @Test(arguments: TestDatabase.engines)
  func
    `who waits, is with us or told us how to reach them safely is left out, and strangers to them hear no more than known`(
      engine: TestDatabase.Engine
    ) async throws
  {
    try await TestDatabase.with(engine) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let other = try await pierhead.user("team_leader", in: Place.wirral)
      let manager = try await pierhead.user("programme_manager")
      let here = try await pierhead.invitationList(by: leader)
      let there = try await pierhead.invitationList(in: Place.wirral, by: other)
      try await pierhead.importRows([
        row(
          "W",
          ["full_name": "Waiting Person", "date_of_birth": "1980-05-01", "phone": "07700 900001"]),
        row(
          "M",
          ["full_name": "Member Person", "date_of_birth": "1981-05-01", "email": "m@example.org"]),
        row(
          "D",
          ["full_name": "Declined Person", "date_of_birth": "1982-05-01", "email": "d@example.org"]),
        row(
          "S",
          [
            "full_name": "Careful Person", "date_of_birth": "1983-05-01", "email": "s@example.org",
            "safe_contact": "Never by email",
          ]),
      ])
      _ = try await pierhead.accept("M", by: leader)
      for id in ["D", "S"] {
        try await pierhead.referrals.decline(
          pierhead.referral(id), because: "duplicate", note: "", by: leader)
      }
      let cases: [([String: String], String)] = [
        (["full_name": "Anybody", "mobile": "+447700900001"], "waiting"),
        (
          ["full_name": "Person Waitin", "date_of_birth": "1980-05-01", "email": "x1@example.org"],
          "waiting"
        ),
        (["full_name": "Anybody", "email": "M@example.org"], "member"),
        (["full_name": "Anybody", "email": "s@example.org"], "safe-contact"),
      ]
      for (values, reason) in cases {
        #expect(try await outcome(values, here, pierhead, leader) == reason, "\(values)")
        #expect(try await outcome(values, here, pierhead, manager) == reason, "\(values)")
        #expect(try await outcome(values, there, pierhead, other) == "known", "\(values)")
        // The list of another district keeps no more than its own people may know.
        #expect(try await outcome(values, there, pierhead, manager) == "known", "\(values)")
      }
      #expect(
        try await outcome(
          ["full_name": "Declined Person", "email": "d@example.org"], here, pierhead, leader)
          == "added")
      let view = try await pierhead.invitations.view(there, nil, page: 1, for: other)
      #expect(view.leftOut == [.known: 8])
      let page = try await pierhead.browser(other).get("/invitations/\(there)").words
      #expect(page.contains("8 already known") && !page.contains("Liverpool"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `nobody is added after the last day, and who is taken off leaves nothing behind`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      let list = try await pierhead.invitationList(until: "2026-11-21", by: leader)
      let ada = try await pierhead.invited("Ada", on: list, by: leader)
      _ = try await pierhead.invitations.takeOff(ada, by: leader)
      let again = try await pierhead.invited("Ada", on: list, by: leader)
      let other = try await pierhead.user("team_leader", in: Place.wirral)
      #expect(
        await result { try await pierhead.invitations.takeOff(again, by: other) } == "not found")
      _ = try await pierhead.invitations.send(list, confirmed: 1, by: leader)
      #expect(
        await result { try await pierhead.invitations.takeOff(again, by: leader) } == "conflict")
      clock.move(days: 2)
      #expect(
        await result { try await pierhead.invited("Eve", on: list, by: leader) } == "conflict")
      #expect(
        await result { try await pierhead.invitations.send(list, confirmed: 1, by: leader) }
          == "conflict")
    }
  }
}
