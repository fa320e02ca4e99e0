import App
import Core
import Database
import Eligibility
import Support
import Testing

@testable import Referrals

struct EligibilityTests {
  private static let whole = ["in_work": "no", "benefits": "UC", "household_key": "H"]

  @Test(arguments: TestDatabase.engines)
  func `a referral shows what the rules say, why, and what would change it`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(user)
      try await pierhead.importRows([
        unlike("1", Self.whole), unlike("2", Self.whole), unlike("3", ["known_as": "Sam"]),
        unlike("4", ["in_work": "yes", "benefits": "none"]),
      ])
      for (id, verdict, words) in [
        ("1", "Eligible", "gets Universal Credit"),
        ("3", "Not known yet", "When Sam tells us whether they are in work"),
        ("4", "Not eligible", "The referral says that"),
      ] {
        let page = try await leader.get("/referrals/\(try await pierhead.referral(id))").words
        #expect(page.contains("\(verdict) By the rules of 10 November 2026"), "\(page)")
        #expect(page.contains(words), "\(id)")
        #expect(page.contains("Why do you accept?") == (id != "1"))
      }
      let inbox = try await leader.get("/inbox").words
      for verdict in ["May be eligible", "Not known yet", "Not eligible"] {
        #expect(inbox.contains(verdict))
      }
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the inbox says of nobody what their page denies`(engine: TestDatabase.Engine) async throws {
    var random = Seeded()
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      // Some under the rule that asked for one address, which ended on 30 September 2020; some in another district.
      try await pierhead.importRows(
        (1...40).map { number in
          func one(_ of: [String]) -> String { of.randomElement(using: &random)! }
          return unlike(
            String(number),
            [
              "referred_on": one(["2020-09-29", "2020-09-30", "2020-10-01", "2026-11-10"]),
              "household_key": "H\(Int.random(in: 0..<14, using: &random))",
              "in_work": one(["no", "no", "no", "yes", ""]),
              "benefits": one(["UC", "UC", "none", ""]),
              "address": one(["1 Example Street", "2 Example Street"]), "postcode": "L8 1XA",
              "district": one(["Liverpool", "Liverpool", "Liverpool", "Wirral"]),
            ])
        })
      var told: [EligibilityAnswer.Verdict: Int] = [:]
      for page in 1...2 {
        var filter = InboxFilter()
        filter.page = page
        for line in try await pierhead.referrals.inbox(filter, for: user).lines {
          let whole = try await pierhead.referrals.find(line.id, for: user)
          let rules = whole.eligibility.answer.lines.filter { !$0.rule.hasPrefix("other") }
          let alone: EligibilityAnswer.Verdict =
            rules.contains { $0.sign == .notMet }
            ? .notEligible : rules.contains { $0.sign == .notKnown } ? .notKnown : .eligible
          #expect(line.alone == alone, "seed \(random.seed)")
          // A no stays a no, and a yes needs a yes here.
          let page = whole.eligibility.answer.verdict
          #expect(alone != .notEligible || page == .notEligible, "seed \(random.seed)")
          #expect(page != .eligible || alone == .eligible, "seed \(random.seed)")
          told[alone, default: 0] += 1
        }
      }
      #expect(told.count == 3 && told.values.reduce(0, +) >= 20, "seed \(random.seed): \(told)")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `whom the rules do not say yes to is accepted with a reason, which is kept`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let user = try await pierhead.user("team_leader", in: Place.liverpool)
      let leader = try await pierhead.browser(user)
      try await pierhead.importRows([
        unlike("1", Self.whole), unlike("2", Self.whole),
        unlike("3", Self.whole.merging(["in_work": ""]) { $1 }), unlike("4"),
      ])
      let path = "/referrals/\(try await pierhead.referral("4"))"
      let before = try await pierhead.dump(casework + ["events"])
      for reason in ["", "  ", String(repeating: "a", count: 1001)] {
        let answer = try await leader.post(path + "/accept", [("despite", reason)])
        #expect(answer.status == 422)
        if reason.count > 2 { #expect(answer.words.contains("1,000 characters or fewer")) }
      }
      // One of those who join is enough to be asked why.
      let lead = try await pierhead.referral("1")
      let doubtful = try await pierhead.referral("3")
      #expect(
        await result {
          try await pierhead.referrals.accept(lead, with: [doubtful], district: nil, by: user)
        } == "invalid: despite")
      #expect(
        try await pierhead.dump(casework) == before.filter { casework.contains($0.key) })

      let accepted = try await leader.post(
        path + "/accept", [("despite", "A doctor's letter says so.")])
      #expect(accepted.status == 303)
      #expect(try await leader.get(path).words.contains("A doctor's letter says so."))
      let detail = try await pierhead.detail("referral accepted")
      #expect(detail.contains("Not known yet") && detail.contains("sha256"))
      #expect(!detail.contains("doctor"))
      // Nobody is asked about those of whom the rules say yes.
      _ = try await pierhead.referrals.accept(
        lead, with: [pierhead.referral("2")], district: nil, by: user)
    }
  }

  @Test func `what somebody of another district said is not told`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let leader = try await pierhead.user("team_leader", in: Place.liverpool)
      try await pierhead.importRows([
        unlike("1", Self.whole),
        unlike("2", Self.whole.merging(["district": "Wirral"]) { $1 }),
      ])
      let id = try await pierhead.referral("1")
      let seen = try await pierhead.referrals.find(id, for: leader).eligibility.answer
      #expect(seen.verdict == .notKnown)
      let manager = try await pierhead.user("programme_manager")
      let whole = try await pierhead.referrals.find(id, for: manager).eligibility.answer
      #expect(whole.verdict == .eligible)
    }
  }
}

extension Pierhead {
  /// The detail of the newest event with this verb.
  func detail(_ verb: String) async throws -> String {
    try await database.read(fresh: true) {
      try $0.row("SELECT detail FROM events WHERE verb = \(verb) ORDER BY n DESC LIMIT 1")?[
        "detail"] ?? ""
    }
  }
}
