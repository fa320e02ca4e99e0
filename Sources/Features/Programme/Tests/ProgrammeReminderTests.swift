import App
import Core
import Database
import Support
import Testing

@testable import Programme

/// Who is told of clearances and conditions that are due. 24 November 2026 is a Tuesday: three working days before the papers of
/// the 27th, five before the 1st of December.
struct ProgrammeReminderTests {
  /// Who was told what, in order; and that no message names a project or a person.
  private func told(_ pierhead: Pierhead) async throws -> [String] {
    try await pierhead.database.read(fresh: true) { reader in
      try reader.rows(
        """
        SELECT c.name, m.kind, m.contents FROM messages m JOIN accounts c ON c.id = m.about
        WHERE m.kind IN ('papers-due', 'conditions-due') ORDER BY m.created_at, m.kind, c.name
        """
      ).map { row in
        let (name, kind): (String, String) = (try row["name"], try row["kind"])
        let contents: String = try row["contents"]
        #expect(!contents.contains("Hub") && !contents.contains("Pearl"), "\(contents)")
        let words = contents.split(separator: "\"").first {
          $0.contains("officer") || $0.contains("condition ") || $0.contains("conditions of")
        }
        return "\(name), \(kind): \(words ?? "?")"
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `conditions are chased before they are due and once more when they are overdue`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let owner = try await pierhead.user("action_owner", name: "Osman Example")
      _ = try await pierhead.user("programme_office", name: "Olive Example")
      let gone = try await pierhead.user("programme_office", name: "Gone Example")
      try await pierhead.disable(gone)
      var conditions: [ProgrammeItemID] = []
      for (project, due) in [
        (try await pierhead.project("Hub 1", owner: owner), "01/12/2026"),
        (try await pierhead.project("Hub 2"), "01/12/2026"),
        (try await pierhead.project("Hub 3", owner: owner), "01/02/2027"),
      ] {
        let gate = try await pierhead.gate(in: project)
        try await pierhead.money("secured", in: project)
        try await pierhead.recordEquality(at: gate)
        conditions.append(try await pierhead.gateCondition("Show it", due: due, at: gate))
      }
      clock.move(days: 3)
      #expect(try await pierhead.remindOfProgramme() == 0)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfProgramme() == 2)
      #expect(try await pierhead.remindOfProgramme() == 0)
      var expected = [
        "Olive Example, conditions-due: 1 condition of a gate is due soon.",
        "Osman Example, conditions-due: 1 condition of a gate is due soon.",
      ]
      #expect(try await told(pierhead) == expected)
      // On its day it is due, the day after it is over: then the office hears of both.
      clock.move(days: 7)
      #expect(try await pierhead.remindOfProgramme() == 0)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfProgramme() == 2)
      expected += [
        "Olive Example, conditions-due: 2 conditions of gates are overdue.",
        "Osman Example, conditions-due: 1 condition of a gate is overdue.",
      ]
      #expect(try await told(pierhead) == expected)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfProgramme() == 0)
      // What is met is chased no more.
      try await pierhead.gates.waive(
        conditions[2], from: 1, ["waived_because": "It is built"], by: .system)
      clock.move(days: 90)
      #expect(try await pierhead.remindOfProgramme() == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the programme office is told once of papers that go out while clearances are missing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = try await pierhead.user("programme_office", name: "Olive Example")
      _ = try await pierhead.user("action_owner", name: "Osman Example")
      let pack = ProgrammeItemID(at: pierhead.database.wall.now())
      let meeting = ["body": "Hub board", "meets_on": "04/12/2026", "papers_on": "27/11/2026"]
      try await pierhead.packs.add(meeting, as: pack, by: office)
      let given = ["given_by": "Pearl Example", "given_on": "20/11/2026", "words": "Yes."]
      let clearances = try await pierhead.packs.view(pack, for: office).line.clearances
      try await pierhead.programme.change(clearances[0].id, from: 1, given, by: office)
      clock.move(days: 3)
      #expect(try await pierhead.remindOfProgramme() == 0)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfProgramme() == 1)
      #expect(try await pierhead.remindOfProgramme() == 0)
      let first = "Olive Example, papers-due: 2 officers have"
      #expect(try await told(pierhead) == [first])
      // Another day of the papers is another occasion; what was over before nobody is told of.
      let moved = ["meets_on": "04/12/2026", "papers_on": "30/11/2026", "since_on": "01/09/2026"]
      try await pierhead.programme.change(
        pack, from: 1, meeting.merging(moved) { $1 }, by: office)
      try await pierhead.programme.change(clearances[1].id, from: 1, given, by: office)
      clock.move(days: 1)
      #expect(try await pierhead.remindOfProgramme() == 1)
      #expect(try await told(pierhead) == [first, "Olive Example, papers-due: 1 officer has"])
      try await pierhead.programme.change(clearances[2].id, from: 1, given, by: office)
      let late = ProgrammeItemID(at: pierhead.database.wall.now())
      let over = ["body": "Late board", "meets_on": "24/11/2026", "papers_on": "23/11/2026"]
      try await pierhead.packs.add(over, as: late, by: office)
      #expect(try await pierhead.remindOfProgramme() == 0)
    }
  }
}
