import Core
import Households
import Support
import Testing

@testable import Teams

/// What may be entered, and what it says when not.
struct RulesTests {
  private let today = Day(2026, 11, 20)!
  private let kinds = DatedList([
    DatedList.Entry(key: "leave", label: "Leave", from: nil, until: nil),
    DatedList.Entry(key: "old", label: "Old", from: nil, until: Day(2026, 1, 1)!),
  ])
  private let alerts = DatedList([
    DatedList.Entry(key: "first", label: "Plan", number: 8, from: nil, until: nil),
    DatedList.Entry(key: "second", label: "Hurry", number: 4, from: nil, until: nil),
    DatedList.Entry(key: "last", label: "Finish", number: 2, from: nil, until: nil),
  ])

  private func problems<T>(_ make: () throws -> T) -> [String] {
    do {
      _ = try make()
      return []
    } catch Rejection.invalid(let problems) {
      return problems.map { "\($0.field ?? ""): \($0.reason.key)" }
    } catch { return ["\(error)"] }
  }

  @Test(arguments: [
    ("leave", "2026-11-20", "2026-11-20", [String]()),
    ("leave", "01/11/2026", "20/11/2026", []),
    ("leave", " 20/11/2026 ", "2027-11-20", []),
    ("leave", "20/11/2026", "21/11/2027", ["absence_until: absence.long"]),
    ("leave", "20/11/2026", "19/11/2026", ["absence_until: absence.order"]),
    ("leave", "01/11/2026", "19/11/2026", ["absence_until: absence.past"]),
    ("old", "20/11/2026", "21/11/2026", ["absence_kind: absence.kind"]),
    (
      "", "", "x",
      ["absence_kind: absence.kind", "absence_from: absence.from", "absence_until: bad-day"]
    ),
  ])
  func `time away has a kind of its day, and days in order that are not past`(
    kind: String, from: String, until: String, wrong: [String]
  ) {
    let draft = AbsenceDraft(kind: kind, from: from, until: until, cover: "")
    #expect(problems { try NewAbsence(draft, kinds, today: today) } == wrong)
  }

  @Test(arguments: [
    ("A", "2026-01-01", "", false, "Programme", [String]()),
    ("A", "2026-01-01", "2026-12-31", true, "Programme", []),
    ("A", "2026-01-01", "", true, "Programme", ["post_ends: post.ends"]),
    ("A", "2026-01-01", "2025-12-31", false, "Programme", ["post_ends: post.order"]),
    (
      "B", "", "31/02/2026", false, " ",
      [
        "post_district: post.district", "post_from: post.from", "post_ends: bad-day",
        "post_funding: post.funding",
      ]
    ),
    (
      "A", "2026-01-01", "", false, String(repeating: "x", count: 101),
      ["post_funding: post.funding"]
    ),
  ])
  func `a post has a district of its account, days in order and its money`(
    district: String, from: String, ends: String, isFixed: Bool, funding: String, wrong: [String]
  ) {
    let draft = PostDraft(
      district: district, from: from, endsOn: ends, isFixedTerm: isFixed, funding: funding)
    #expect(problems { try NewPost(draft, districts: ["A"]) } == wrong)
  }

  @Test(
    arguments: [
      (57, nil), (56, "Plan"), (29, "Plan"), (28, "Hurry"), (15, "Hurry"), (14, "Finish"),
      (0, "Finish"), (-1, "The post has ended"),
    ] as [(Int, String?)])
  func `a post's end is told eight, four and two weeks before`(days: Int, words: String?) {
    #expect(alerts.postAlert(endsOn: today.adding(days: days), today: today) == words)
    #expect(alerts.firstPostAlert(today: today) == 56)
  }

  @Test func `only what is left is handed over, each once, to somebody else`() throws {
    let (one, other) = (HouseholdID(at: TestDatabase.noon), HouseholdID(at: TestDatabase.noon))
    let (leaver, next) = (AccountID(at: TestDatabase.noon), AccountID(at: TestDatabase.noon))
    func plan(_ chosen: [String], to: String, _ notes: [String: String] = [:]) -> [String] {
      problems { try HandOverPlan(chosen, to: to, notes: notes, from: leaver, left: [one]) }
    }
    #expect(plan([one.text], to: next.text) == [])
    #expect(plan([], to: next.text) == ["household: hand-over.household"])
    #expect(plan([other.text], to: next.text) == ["household: hand-over.stale"])
    #expect(plan([one.text, one.text], to: next.text) == ["household: hand-over.stale"])
    #expect(plan(["x"], to: next.text) == ["household: hand-over.stale"])
    #expect(plan([one.text], to: leaver.text) == ["advocate: assignment.advocate"])
    let long = [one.text: String(repeating: "é", count: 2_001)]
    #expect(plan([one.text], to: next.text, long) == ["note-\(one): too-long"])
    let made = try HandOverPlan(
      [one.text], to: next.text, notes: [one.text: " \n"], from: leaver, left: [one])
    #expect(made.households.map(\.note) == [nil])
  }

  @Test func `every order of a team holds everybody once, the same for any order of reading`() {
    var random = Seeded()
    var team: [Colleague] = []
    for number in 0..<30 {
      var one = Colleague(
        id: AccountID(at: TestDatabase.noon), name: "Name \(number % 7)", isTrainee: false,
        districts: [], awayUntil: Bool.random(using: &random) ? today : nil, coveredBy: nil,
        postEndsOn: Bool.random(using: &random) ? today.adding(days: number % 5) : nil)
      one.load.weighted = Int.random(in: 0..<5, using: &random)
      one.load.quiet = Int.random(in: 0..<5, using: &random)
      team.append(one)
    }
    for order in TeamOrder.allCases {
      let sorted = team.sorted { order.places($0, before: $1) }
      let again = team.shuffled(using: &random).sorted { order.places($0, before: $1) }
      #expect(sorted.map(\.id) == again.map(\.id), "\(order), seed \(random.seed)")
      #expect(Set(sorted.map(\.id)).count == 30)
    }
    let byLoad = team.sorted { TeamOrder.load.places($0, before: $1) }.map(\.load.weighted)
    #expect(byLoad == byLoad.sorted(by: >), "seed \(random.seed)")
  }
}
