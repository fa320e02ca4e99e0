import App
import Core
import Database
import Support
import Testing

@testable import Referrals

/// The clock of answers. The tests' day is Friday 20 November 2026: a partner's referral is answered by the 27th.
struct AnswerTests {
  @Test(arguments: TestDatabase.engines)
  func `a referral says by when to answer, how late it is, and who answered`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let user = try await pierhead.user("team_leader", name: "Tess Example", in: Place.liverpool)
      try await pierhead.importRows([unlike("1")])
      let path = "/referrals/\(try await pierhead.referral("1"))"
      func page(_ path: String) async throws -> String {
        try await pierhead.browser(user).get(path).words
      }
      for path in [path, "/inbox"] {
        #expect(try await page(path).contains("Answer by Friday 27 November"))
      }
      #expect(try await page("/late-answers").contains("No answer is due."))
      clock.move(days: 7)
      #expect(try await page("/late-answers").contains("1 answer is due today or late."))
      clock.move(days: 4)
      for path in [path, "/inbox", "/late-answers"] {
        #expect(try await page(path).contains("The answer is 2 working days late"))
      }
      let leader = try await pierhead.browser(user)
      let done = try await leader.post(path + "/acknowledge")
      #expect(done.status == 303)
      #expect(try await leader.get(done.location ?? "").words.contains("Answered by Tess Example"))
      #expect(try await page("/late-answers").contains("No answer is due."))
      #expect(try await page("/inbox").contains("Somebody has answered"))
      // Twice is once, and it can be taken back.
      _ = try await leader.post(path + "/acknowledge")
      #expect(try await pierhead.events("referral acknowledged") == 1)
      _ = try await leader.post(path + "/unacknowledge")
      #expect(try await page("/late-answers").contains("1 answer is due"))
      #expect(try await pierhead.events("referral acknowledgement taken back") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a late answer is escalated once, whoever sweeps`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([
        unlike("1"), unlike("2"), unlike("3", ["route": "self"]), unlike("4"), unlike("5"),
      ])
      let referrals = pierhead.referrals
      try await referrals.decline(
        pierhead.referral("4"), because: "duplicate", note: "", by: manager)
      try await referrals.acknowledge(pierhead.referral("5"), by: manager)
      // The 27th is the last day, the 1st of December two working days later. Self-referrals have two days less.
      for (days, expected) in [(0, 0), (7, 1), (3, 0), (1, 2), (1, 0)] {
        clock.move(days: days)
        async let one = referrals.escalateLateAnswers()
        async let other = referrals.escalateLateAnswers()
        #expect(try await one + other == expected, "after \(days) more days")
      }
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM escalations") == 3)
      #expect(try await pierhead.events("late answer escalated") == 3)
      let page = try await pierhead.browser(manager).get("/late-answers").words
      #expect(page.contains("3 answers are due") && page.contains("Programme managers are told"))
      let due = try await referrals.answersDue(size: 2, for: manager)
      #expect(due.lines.count == 2 && due.hasMore && due.total == 3)
      #expect(due.lines.map(\.answerBy) == due.lines.map(\.answerBy).sorted())
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `referrals from before there were clocks get theirs`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine) { pierhead, clock in
      let manager = try await pierhead.user("programme_manager")
      try await pierhead.importRows([unlike("1")])
      try await pierhead.database.write(as: .system) {
        try $0.change("UPDATE referrals SET answer_by = NULL, escalate_on = NULL")
        $0.record("an older database made")
      }
      let id = try await pierhead.referral("1")
      #expect(
        try await pierhead.referrals.find(id, for: manager).eligibility.answerBy
          == Day(2026, 11, 27))
      clock.move(days: 30)
      #expect(try await pierhead.referrals.escalateLateAnswers() == 1)
      #expect(try await pierhead.referrals.answersDue(for: manager).lines.map(\.id) == [id])
    }
  }

  @Test func `late answers of other districts are not listed`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([unlike("1"), unlike("2", ["district": "Wirral"])])
      clock.move(days: 30)
      let due = try await pierhead.referrals.answersDue(for: leader)
      #expect(due.lines.map(\.district) == [Place.liverpool] && due.total == 1)
    }
  }
}
