import Core
import Testing

@testable import Eligibility

struct ClocksTests {
  private let eligibility = Shipped.eligibility

  @Test func `a route has its own clock, and any other route the common one`() throws {
    let monday = Day(2026, 11, 16)!
    let own = try #require(eligibility.answerClock(route: "self", receivedOn: monday))
    #expect(own.answerBy == Day(2026, 11, 19) && own.escalateOn == Day(2026, 11, 23))
    let common = try #require(eligibility.answerClock(route: "a-new-route", receivedOn: monday))
    #expect(common.answerBy == Day(2026, 11, 23) && common.escalateOn == Day(2026, 11, 25))
    #expect(eligibility.answerClock(route: "self", receivedOn: Day(2017, 1, 2)!) == nil)
  }

  @Test func `the clock of the day it came holds`() throws {
    var lists = Eligibility.Lists()
    func clock(_ days: String, _ from: String, _ until: String) -> [String: String] {
      [
        "route": "", "working_days": days, "escalate_after_working_days": "1", "valid_from": from,
        "valid_to": until,
      ]
    }
    lists.routeClocks = [clock("5", "2026-01-01", "2026-11-15"), clock("1", "2026-11-16", "")]
    let words = RuleWords(district: { $0 }, benefit: { $0 })
    let both = try Eligibility(lists, districts: [], words: words)
    #expect(
      both.answerClock(route: "jcp", receivedOn: Day(2026, 11, 13)!)?.answerBy == Day(2026, 11, 20))
    #expect(
      both.answerClock(route: "jcp", receivedOn: Day(2026, 11, 16)!)?.answerBy == Day(2026, 11, 17))
  }

  @Test(arguments: [
    ("2026-11-23", "Answer by Thursday 26 November"), ("2026-11-26", "Answer by today"),
    ("2026-11-27", "The answer is 1 working day late"),
    ("2026-11-28", "The answer is 1 working day late"),
    ("2026-11-30", "The answer is 2 working days late"),
  ])
  func `how late is told in working days`(today: String, words: String) {
    #expect(eligibility.words(for: Day(2026, 11, 26)!, today: Day(iso: today)!) == words)
  }

  @Test func `an answer due on a Friday is due, not late, at the weekend`() {
    #expect(
      eligibility.words(for: Day(2026, 11, 27)!, today: Day(2026, 11, 29)!)
        == "The answer was due on Friday 27 November")
  }

  @Test func `a household waits for its second adult until its day, or longer by an exception`() {
    let opened = Day(2026, 11, 1)!
    let end = opened.adding(days: 42)
    func clock(_ adults: Int, _ until: Day? = nil) -> JoinClock? {
      eligibility.joinClock(openedOn: opened, adults: adults, exceptionUntil: until)
    }
    #expect(clock(1)?.joinBy == end && clock(1)?.missing == 1 && clock(0)?.missing == 2)
    #expect(clock(2) == nil && clock(3) == nil)
    #expect(clock(1, end.adding(days: 7))?.joinBy == end.adding(days: 7))
    #expect(clock(1, end.adding(days: -7))?.joinBy == end)
    // The advocate is told 14 days before, of a later end too.
    #expect(clock(1)?.tellOn == opened.adding(days: 28))
    #expect(clock(1, end.adding(days: 7))?.tellOn == opened.adding(days: 35))
    // A clock of the pilot ran longest, 56 days.
    #expect(eligibility.openedSince(on: end) == end.adding(days: -56))
    // A household of the pilot keeps the pilot's days.
    let pilot = Day(2019, 1, 1)!
    #expect(
      eligibility.joinClock(openedOn: pilot, adults: 1, exceptionUntil: nil)?.joinBy
        == pilot.adding(days: 56))
  }

  @Test(arguments: [
    ("2026-11-20", "2010-11-20"), ("2028-02-29", "2012-02-29"), ("2027-02-28", "2011-02-28"),
  ])
  func `an adult is born by the day that makes them old enough`(today: String, born: String) {
    let (today, born) = (Day(iso: today)!, Day(iso: born)!)
    #expect(eligibility.adultsBornBy(on: today) == born)
    #expect(born.age(on: today) == 16 && born.adding(days: 1).age(on: today) == 15)
  }

  @Test func `a restricted reason is offered only to those who see such things`() {
    let day = Day(2026, 11, 20)!
    let manager = User(id: AccountID("m"), name: "Pearl Example")
    #expect(eligibility.exceptionReasons(on: day, for: .system).contains { $0.key == "not-safe" })
    #expect(!eligibility.exceptionReasons(on: day, for: manager).contains { $0.isRestricted })
    #expect(eligibility.exceptionReason("not-safe")?.isRestricted == true)
  }
}
