import Core
import Eligibility
import People
import Testing

@testable import Referrals

struct RulesTests {
  private static let today = Day(2026, 11, 20)!
  private static let vocabulary = Vocabulary(
    needs: [
      "homelessness": Vocabulary.Need(label: "Homelessness", isRestricted: false, isSafety: true),
      "domestic-abuse": Vocabulary.Need(label: "Abuse", isRestricted: true, isSafety: true),
      "crime": Vocabulary.Need(label: "Crime", isRestricted: true, isSafety: false),
      "skills": Vocabulary.Need(label: "Lack of skills", isRestricted: false, isSafety: false),
    ],
    routes: [:], benefits: [:], languages: ["so": "Somali"], districts: [:],
    declineReasons: [
      Vocabulary.Entry(key: "duplicate", label: "Known"),
      Vocabulary.Entry(key: "other", label: "Another reason"),
      Vocabulary.Entry(
        key: "ended", label: "An old reason", valid: Validity(from: nil, to: Day(2026, 11, 19)!)),
    ])

  // MARK: - Order

  @Test(arguments: [
    (true, 0, Triage.Band.safety), (true, 400, .safety), (false, 0, .recent), (false, 13, .recent),
    (false, 14, .overTwoWeeks), (false, 27, .overTwoWeeks), (false, 28, .overFourWeeks),
    (false, 4000, .overFourWeeks), (false, -1, .recent),
  ])
  func `safety comes first, then whole weeks of waiting`(
    isUrgent: Bool, days: Int, band: Triage.Band
  ) {
    let found = Triage.Band(
      isUrgent: isUrgent, referredOn: Self.today.adding(days: -days), today: Self.today)
    #expect(found == band)
  }

  @Test func `the bands stand in the order in which they are worked`() {
    #expect(
      Triage.Band.allCases.map(\.words) == [
        "Safety first", "Waiting four weeks or more", "Waiting two to four weeks",
        "Waiting less than two weeks",
      ])
  }

  @Test(arguments: [
    ([], false, false, false), ([], true, true, true), (["skills"], false, false, false),
    (["homelessness"], false, true, true), (["domestic-abuse"], false, true, false),
    (["crime"], false, false, false), (["crime", "homelessness"], false, true, true),
    (["domestic-abuse"], true, true, true), (["no-such-need"], false, false, false),
  ])
  func `a need of safety or no fixed address is urgent, openly only where everybody may know it`(
    keys: [String], hasNoFixedAddress: Bool, isUrgent: Bool, isOpenlyUrgent: Bool
  ) {
    let needs = keys.map {
      Need(key: $0, isRestricted: Self.vocabulary.needs[$0]?.isRestricted ?? true)
    }
    #expect(
      Triage.isUrgent(needs, hasNoFixedAddress: hasNoFixedAddress, Self.vocabulary) == isUrgent)
    #expect(
      Triage.isOpenlyUrgent(needs, hasNoFixedAddress: hasNoFixedAddress, Self.vocabulary)
        == isOpenlyUrgent)
  }

  // MARK: - Reasons

  private func line(
    waiting days: Int = 3, needs: [String] = [], noFixedAddress: Bool = false, group: Int = 0,
    interpreter: Bool? = nil, language: String? = nil, isDistrictSuggested: Bool = false,
    needsLook: Bool = false
  ) -> InboxLine {
    let now = Instant(iso: "2026-11-20T12:00:00Z")!
    return InboxLine(
      id: ReferralID(at: now), person: PersonID(at: now), name: "Mina Kallon", knownAs: nil,
      dateOfBirth: Day(1980, 1, 1)!, organisation: "Example Hub", route: "hub",
      referredOn: Self.today.adding(days: -days), district: nil,
      isDistrictSuggested: isDistrictSuggested, isUrgent: false, language: language,
      interpreterNeeded: interpreter, hasNoFixedAddress: noFixedAddress, groupSize: group,
      needsLook: needsLook, needs: needs.map { Need(key: $0, isRestricted: false) },
      facts: Facts(name: "Mina Kallon", bornOn: Day(1980, 1, 1)!))
  }

  @Test func `each line says why it stands where it does, the gravest first`() {
    let full = line(
      waiting: 30, needs: ["skills", "homelessness"], noFixedAddress: true, group: 3,
      interpreter: true, language: "so", isDistrictSuggested: true, needsLook: true)
    #expect(
      Triage.reasons(full, today: Self.today, Self.vocabulary) == [
        "Needs help with: homelessness", "No fixed address", "Waiting 30 days",
        "2 others want to join", "Interpreter: Somali",
        "District taken from the postcode: check it",
        "Something in the referral needs a look",
      ])
  }

  @Test func `a plain referral says only how long it waits`() {
    let plain = line(needs: ["skills"], group: 1, interpreter: false, language: "so")
    #expect(Triage.reasons(plain, today: Self.today, Self.vocabulary) == ["Waiting 3 days"])
  }

  @Test func `one other and a language that nobody knows have their own words`() {
    let reasons = Triage.reasons(
      line(group: 2, interpreter: true), today: Self.today, Self.vocabulary)
    #expect(reasons.contains("1 other wants to join"))
    #expect(reasons.contains("Interpreter: language not known"))
  }

  @Test(arguments: [
    (-1, "Came today"), (0, "Came today"), (1, "Waiting 1 day"), (2, "Waiting 2 days"),
  ])
  func `waiting is counted in days`(days: Int, words: String) {
    #expect(Triage.waiting(Self.today.adding(days: -days), today: Self.today) == words)
  }

  // MARK: - Declining

  @Test(arguments: [
    ("duplicate", "", []), ("duplicate", "We spoke.", []),
    ("duplicate", String(repeating: "n", count: 1000), []),
    ("duplicate", String(repeating: "n", count: 1001), ["note"]),
    ("duplicate", String(repeating: "👍🏽", count: 501), ["note"]),
    ("other", "They asked us not to.", []), ("other", "", ["note"]), ("other", "   ", ["note"]),
    ("other", " \n\t\n", ["note"]), ("", "", ["reason"]), ("no-such-reason", "x", ["reason"]),
    ("ended", "", ["reason"]),
    ("", String(repeating: "n", count: 1001), ["reason", "note"]),
  ])
  func `a decline needs a reason of the list, and other needs words`(
    reason: String, note: String, problems: [String]
  ) {
    #expect(
      Self.problems { try Decline(reason: reason, note: note, Self.vocabulary, on: Self.today) }
        == problems)
  }

  @Test func `a note of nothing is no note`() throws {
    #expect(
      try Decline(reason: "duplicate", note: "\n ", Self.vocabulary, on: Self.today).note == nil)
    #expect(
      try Decline(reason: "duplicate", note: "Known.", Self.vocabulary, on: Self.today).note
        == "Known.")
  }

  /// The fields that a check complains about.
  private static func problems(_ check: () throws -> Decline) -> [String] {
    do {
      _ = try check()
      return []
    } catch Rejection.invalid(let problems) {
      return problems.map { $0.field ?? "" }
    } catch {
      return ["\(error)"]
    }
  }
}
