import App
import Database
import Foundation
import ReferralFile
import Referrals
import Support
import Testing

/// The sample file through the doors, on both engines.
struct SampleFileTests {
  /// On or after every date of the sample.
  private func clock() -> TestClock {
    let clock = TestClock()
    clock.move(days: 1)
    return clock
  }

  private func read(_ pierhead: Pierhead, isDryRun: Bool = false) async throws -> [UInt8] {
    let text = String(decoding: try sample("referrals-sample.csv"), as: UTF8.self)
    return try await pierhead.importText(text, isDryRun: isDryRun).bytes
  }

  /// A report without the words for people, which may change.
  private func plain(_ bytes: [UInt8]) throws -> NSDictionary {
    guard var report = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      let rows = report["rows"] as? [[String: Any]]
    else { return [:] }
    report["rows"] = rows.map { row in
      var row = row
      row["problems"] = (row["problems"] as? [[String: Any]])?.map { problem in
        problem.filter { $0.key != "message" }
      }
      return row
    }
    return report as NSDictionary
  }

  @Test(arguments: TestDatabase.engines)
  func `the sample gives exactly the expected report`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine, clock: clock()) { pierhead, _ in
      let expected = try plain(sample("referrals-sample.expected.json"))
      #expect((expected["rows"] as? [Any])?.count ?? 0 > 200)
      let report = try await plain(read(pierhead))
      #expect(report == expected)
      let told = Told.counted(report)
      let referrals = try await pierhead.number("SELECT COUNT(*) AS n FROM referrals")
      #expect(referrals == told)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `read again, the sample changes nothing but one event`(engine: TestDatabase.Engine)
    async throws
  {
    try await TestDatabase.with(engine, clock: clock()) { pierhead, clock in
      let first = try await plain(read(pierhead))
      let before = try await pierhead.dump(without: ["events", "event_head", "imports"])
      let events = try await pierhead.number("SELECT n FROM event_head")
      clock.move(days: 1)
      let again = try await plain(read(pierhead))
      #expect(try await pierhead.dump(without: ["events", "event_head", "imports"]) == before)
      #expect(try await pierhead.number("SELECT n FROM event_head") == events + 1)
      #expect(try await pierhead.events("referral file read") == 2)
      for (one, other) in zip(Told.results(first), Told.results(again)) {
        #expect(other == (one == "rejected" ? "rejected" : "unchanged"))
      }
      #expect(again["unchanged"] as? Int == Told.results(first).count { $0 != "rejected" })
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a dry run says the same and records nothing`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine, clock: clock()) { pierhead, _ in
      let before = try await pierhead.dump()
      let dry = try await plain(read(pierhead, isDryRun: true))
      #expect(try await pierhead.dump() == before)
      #expect(try await plain(read(pierhead)) == dry)
    }
  }
}

extension Told {
  static func results(_ report: NSDictionary) -> [String] {
    (report["rows"] as? [[String: Any]] ?? []).map { $0["result"] as? String ?? "" }
  }

  /// How many referrals a report says were recorded.
  static func counted(_ report: NSDictionary) -> Int {
    (report["accepted"] as? Int ?? 0) + (report["warned"] as? Int ?? 0)
  }
}
