import Core
import Testing

@testable import Households

struct RulesTests {
  private static let today = Day(2026, 11, 20)!
  private static let opened = Day(2026, 11, 1)!
  private static let member = PersonID("00000000-0000-7000-8000-00000000000a")
  private static let stranger = "00000000-0000-7000-8000-00000000000b"

  private static func household(quietSince: Day = opened, hasContact: Bool = false) -> Household {
    Household(
      id: HouseholdID("h"), reference: "HH-2026-0001", district: "Liverpool",
      districtCode: "E08000012",
      leadPerson: member, openedOn: opened, openedBy: "Tess Example", quietSince: quietSince,
      hasContact: hasContact, complexity: nil, version: 1)
  }

  /// A note as it could be typed; each test changes one thing of it.
  private static func draft(
    kind: String = "phone", on day: String = "2026-11-20", body: String = "We spoke.",
    about: String = ""
  ) -> NoteDraft {
    NoteDraft(id: ContactNoteID("n"), kind: kind, happenedOn: day, body: body, person: about)
  }

  private static func check(_ draft: NoteDraft) throws(Rejection) -> NewNote {
    try NewNote(draft, for: household(), members: [member], today: today)
  }

  /// What is wrong, as "field key".
  private static func problems(_ draft: NoteDraft) -> [String] {
    do {
      _ = try check(draft)
      return []
    } catch {
      guard case .invalid(let problems) = error else { return ["\(error)"] }
      return problems.map { "\($0.field ?? "") \($0.reason.key)" }
    }
  }

  @Test(arguments: ContactNote.Kind.allCases)
  func `every kind of contact has words and can be chosen`(kind: ContactNote.Kind) throws {
    #expect(try Self.check(Self.draft(kind: kind.rawValue)).kind == kind)
    #expect(!kind.words.isEmpty)
  }

  @Test(arguments: ["", "Phone", "letter", "no answer", "phone "])
  func `another kind is refused`(kind: String) {
    #expect(Self.problems(Self.draft(kind: kind)) == ["kind note.kind"])
  }

  @Test(arguments: [
    ("2026-11-20", ""), ("20/11/2026", ""), (" 20/11/2026 ", ""), ("2026-08-03", ""),
    ("03/08/2026", ""),
    ("2026-11-21", "not-future"), ("31/12/9999", "not-future"), ("2026-08-02", "not-before"),
    ("01/01/0001", "not-before"), ("", "note.day"), ("yesterday", "bad-day"),
    ("2026-11-31", "bad-day"),
    ("20/11/26", "bad-day"), ("2026-11-20T10:00", "bad-day"), ("11/20/2026", "bad-day"),
  ])
  func `a note is of a day from ninety before the opening until today`(day: String, problem: String)
  {
    #expect(
      Self.problems(Self.draft(on: day)) == (problem.isEmpty ? [] : ["happened_on \(problem)"]))
  }

  @Test(arguments: [
    ("", "note.body"), (" \n\t ", "note.body"), ("x", ""),
    (String(repeating: "é", count: 10_000), ""),
    (String(repeating: "é", count: 10_001), "too-long"),
    (String(repeating: "👍🏽", count: 5001), "too-long"),
    ("  " + String(repeating: "x", count: 10_000) + "\n", ""),
  ])
  func `a note has words, ten thousand characters at most`(body: String, problem: String) {
    #expect(Self.problems(Self.draft(body: body)) == (problem.isEmpty ? [] : ["body \(problem)"]))
  }

  @Test func `white space around a note is dropped, within it is kept`() throws {
    #expect(
      try Self.check(Self.draft(body: "\n  We  spoke.\n\n Twice. \n")).body
        == "We  spoke.\n\n Twice.")
  }

  @Test(arguments: [
    (member.text, ""), ("", ""), (stranger, "note.person"), ("someone", "note.person"),
  ])
  func `a note is about a member or the whole household`(about: String, problem: String) throws {
    #expect(
      Self.problems(Self.draft(about: about)) == (problem.isEmpty ? [] : ["person \(problem)"]))
    if problem.isEmpty {
      #expect(try Self.check(Self.draft(about: about)).person?.text ?? "" == about)
    }
  }

  @Test func `everything wrong with a note is told at once`() {
    let draft = Self.draft(kind: "?", on: "?", body: "", about: "?")
    #expect(
      Self.problems(draft) == [
        "kind note.kind", "happened_on bad-day", "body note.body", "person note.person",
      ])
  }

  @Test(arguments: [
    (false, 0, 10), (false, 0, -20), (true, 5, 10), (true, 5, 5), (true, 5, 4), (true, 5, -60),
  ])
  func `quiet starts with the latest contact, whenever it was written down`(
    hasContact: Bool, quiet: Int, contact: Int
  ) {
    let (since, day) = (Self.opened.adding(days: quiet), Self.opened.adding(days: contact))
    let after = Self.household(quietSince: since, hasContact: hasContact).quietSince(after: day)
    #expect(after == (hasContact && since > day ? since : day))
  }

  @Test(arguments: [
    (2026, 1, "HH-2026-0001"), (2026, 42, "HH-2026-0042"), (2027, 9999, "HH-2027-9999"),
    (2027, 10_000, "HH-2027-10000"),
  ])
  func `a reference has the year and at least four digits`(
    year: Int, number: Int, reference: String
  ) {
    #expect(Household.reference(year: year, number: number) == reference)
  }
}
