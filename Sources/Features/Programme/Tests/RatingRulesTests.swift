import Core
import Testing

@testable import Programme

struct RatingRulesTests {
  @Test(arguments: [
    ("2021-12-31", "dc5", ["green", "amber-red"]), ("2022-01-01", "dc3", ["green", "red"]),
  ])
  func `each use has one scale on a day`(day: String, key: String, steps: [String]) throws {
    let rules = try RatingTables.make()
    let scale = try #require(rules.scale(for: .deliveryConfidence, on: .of(day)))
    #expect(scale.key == key && scale.steps.map(\.key) == steps)
    #expect(rules.scale(on: .of(day))?.key == "status")
  }

  @Test func `a scale that has ended keeps its words`() throws {
    let old = try #require(try RatingTables.make().scale("dc5", on: .of("2026-11-22")))
    #expect(old.label("amber-red") == "Amber/Red" && old.worst.key == "amber-red")
    #expect(old.rating(written: "AMBER/red") == "amber-red" && old.rating(written: "red") == nil)
  }

  struct Wrong: Sendable {
    var scales = RatingTables.scales
    var thresholds = RatingTables.thresholds
    var limits = RatingTables.limits
    let words: String

    static func scale(_ row: String, _ words: String) -> Wrong {
      Wrong(scales: RatingTables.scales + [row], words: words)
    }
    static func threshold(_ row: String, _ words: String) -> Wrong {
      Wrong(thresholds: RatingTables.thresholds + [row], words: words)
    }
  }

  @Test(arguments: [
    Wrong.scale("other,a,A,A,1,green,status,,", "both other and status"),
    .scale("status,green,Green,Again,4,green,status,,", "a rating twice"),
    .scale("status,blue,Blue,Well,5,green,status,,", "orders 1 to 4"),
    .scale("status,blue,Blue,Well,4,blue,status,,", "“blue” as colour"),
    .scale("status,blue,Blue,Well,4,green,other,,", "“other” as use"),
    .scale("status,blue,Blue,,4,green,status,,", "without meaning"),
    .scale("lone,a,A,A,1,green,delivery_confidence,2000-01-01,1999-01-01", "ends before it begins"),
    Wrong(scales: ["status,a,A,A,1,green,status,,"], thresholds: [], words: "only one rating"),
    .threshold("status,schedule,blue,days_late,70,,", "no such rating"),
    .threshold("status,schedule,green,days_late,70,,", "needs no threshold"),
    .threshold("status,schedule,red,days_late,70,,", "stands twice"),
    .threshold("status,schedule,red,days_late,59,,", "twice"),
    .threshold("status,schedule,red,days_overdue,1,,", "must be more than for amber"),
    .threshold("status,schedule,red,percent_over,70,,", "belongs to cost_and_benefits"),
    .threshold("status,schedule,red,days,70,,", "“days” as measure"),
    .threshold("nothing,schedule,red,days_late,70,,", "not in rating-scales.csv"),
    .threshold("status,schedule,red,days_late,0,,", "from 1 on"),
    Wrong(limits: ["override,92,,"], words: "no row for hindsight"),
    Wrong(limits: ["override,x,,", "hindsight,1,,"], words: "“x” as days"),
  ])
  func `a bad list is refused with words that name it`(wrong: Wrong) throws {
    let fault = try #require(throws: Fault.self) {
      _ = try RatingTables.make(
        scales: wrong.scales, thresholds: wrong.thresholds, limits: wrong.limits)
    }
    #expect(fault.description.contains(wrong.words), "\(fault)")
    #expect(fault.description.hasPrefix("rating-"))
  }
}
