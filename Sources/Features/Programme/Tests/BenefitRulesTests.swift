import App
import Core
import Support
import Testing

@testable import Programme

struct BenefitRulesTests {
  @Test(
    arguments: [
      ("0", 0), ("1", 1000), ("62.5", 62_500), ("-3.125", -3125), ("−0.001", -1),
      ("£1,250", 1_250_000),
      ("12.5 %", 12_500), ("1,000,000,000,000", Thousandths.most), ("1000000000000.001", nil),
      ("", nil),
      ("1.2345", nil), ("1.", nil), (".5", nil), ("1e3", nil), ("٣", nil), ("1.5.2", nil),
      ("--1", nil),
      ("99999999999999999999", nil), ("£", nil), ("%", nil), ("£-1", nil),
    ] as [(String, Int?)])
  func `a figure is read in thousandths or not at all`(written: String, value: Int?) {
    #expect(Thousandths.read(written) == value)
  }

  @Test func `what is written is what is read, for any figure`() {
    var random = Seeded()
    for _ in 0..<10_000 {
      let value = Int.random(in: -Thousandths.most...Thousandths.most, using: &random)
      let small = value % 100_000
      for one in [value, small] {
        #expect(Thousandths.read(Thousandths.written(one)) == one, "seed \(random.seed)")
        #expect(
          Thousandths.read(String(Thousandths.spoken(one, "%"))) == one, "seed \(random.seed)")
      }
    }
  }

  @Test func `figures are said with their unit`() {
    #expect(Thousandths.spoken(1_250_000, "people") == "1,250 people")
    #expect(Thousandths.spoken(62_500, "%") == "62.5 %")
    #expect(Thousandths.spoken(-3_125, "points") == "−3.125 points")
    #expect(Thousandths.spoken(-1_000_000_000, "£") == "−£1,000,000")
    #expect(Thousandths.spoken(5, "points") == "0.005 points")
  }

  private static func benefit(
    _ sort: Benefit.Sort, _ direction: Benefit.Direction, _ from: Int?, _ to: Int?
  ) -> Benefit {
    Benefit(
      name: "Measure", sort: sort, borneBy: sort == .benefit ? nil : "Small firms", unit: "%",
      direction: direction,
      baseline: from.map { .init(value: $0, on: .of("2026-01-01"), source: "Survey") },
      target: to.map { .init(value: $0, on: .of("2027-01-01")) }, groups: ["everyone"])
  }

  @Test(
    arguments: [
      (.benefit, .more, 10, 20, nil, .notMeasured),
      (.benefit, .more, 10, 20, 15, .underway(percent: 50)),
      (.benefit, .more, 10, 20, 20, .reached), (.benefit, .more, 10, 20, 25, .reached),
      (.benefit, .more, 10, 20, 10, .underway(percent: 0)),
      (.benefit, .more, 10, 20, 5, .underway(percent: -50)),
      // Never rounded up: nothing is there before it is there, and a little worse is worse.
      (.benefit, .more, 0, 1000, 999, .underway(percent: 99)),
      (.benefit, .more, 0, 1000, -1, .underway(percent: -1)),
      (.benefit, .less, 20, 10, 15, .underway(percent: 50)), (.benefit, .less, 20, 10, 9, .reached),
      (.benefit, .less, 20, 10, 25, .underway(percent: -50)),
      (.benefit, .less, -10, -20, -15, .underway(percent: 50)),
      (.benefit, .more, nil, 20, 15, .noMeasure), (.benefit, .more, nil, 20, 20, .reached),
      (.benefit, .more, 10, nil, 15, .noMeasure),
      (.benefit, .more, -Thousandths.most, Thousandths.most, 0, .underway(percent: 50)),
      (.disbenefit, .less, 10, 12, 12, .accepted), (.disbenefit, .less, 10, 12, 13, .notAccepted),
      (.disbenefit, .more, 10, 8, 7, .notAccepted), (.disbenefit, .more, nil, 8, 9, .accepted),
    ] as [(Benefit.Sort, Benefit.Direction, Int?, Int?, Int?, BenefitProgress)])
  func `how far it is comes from the start, the target and the latest`(
    sort: Benefit.Sort, direction: Benefit.Direction, from: Int?, to: Int?, latest: Int?,
    progress: BenefitProgress
  ) {
    #expect(
      BenefitProgress(Self.benefit(sort, direction, from, to), latest: latest) == progress)
  }

  @Test func `the aim is said in a sentence`() {
    #expect(
      Self.benefit(.benefit, .more, 10_000, 20_500).aim
        == "From 10 % on 1 January 2026 to 20.5 % by 1 January 2027. More is better.")
    #expect(
      Self.benefit(.disbenefit, .less, 10_000, 12_000).aim
        == "From 10 % on 1 January 2026 no more than 12 % by 1 January 2027. Less is better.")
    #expect(
      Self.benefit(.benefit, .less, nil, nil).aim
        == "Neither a baseline nor a target is set. Less is better.")
  }

  @Test(arguments: [
    (["name": ""], "name"), (["unit": " "], "unit"), (["groups": ""], "groups"),
    (["groups": "women,nobody"], "groups"), (["sort": "disbenefit"], "borne_by"),
    (["target_value": "10"], "target_value"), (["target_value": "9.999"], "target_value"),
    (["direction": "less"], "target_value"), (["target_on": ""], "target_on"),
    (["target_value": ""], "target_value"), (["target_on": "01/04/2026"], "target_on"),
    (["baseline_source": ""], "baseline_source"), (["baseline_value": "a few"], "baseline_value"),
    (["baseline_on": "01/04/2027"], "baseline_on"), (["sort": "other"], "sort"),
    (["direction": "up"], "direction"),
    (["baseline_value": "", "baseline_source": ""], "baseline_value, baseline_source"),
  ])
  func `what is wrong with a benefit is said by its field`(
    changed: [String: String], wrong: String
  ) async throws {
    let lists = try ReferenceData().programmeLists(WorkingDays(holidays: []))
    let fields = [
      "name": "Disabled staff", "unit": "%", "baseline_value": "10", "baseline_on": "01/04/2026",
      "baseline_source": "Survey", "target_value": "20", "target_on": "31/03/2028",
      "groups": "disabled",
    ].merging(changed) { $1 }
    let said = await result {
      _ = try Benefit.read(fields, nil, lists, today: .of("2026-11-20"))
    }
    #expect(said == "invalid: \(wrong)")
  }

  @Test func `a form that is read gives the form back`() throws {
    let lists = try ReferenceData().programmeLists(WorkingDays(holidays: []))
    let fields = [
      "name": "Longer journeys", "sort": "disbenefit", "borne_by": "Night workers",
      "unit": "minutes",
      "direction": "less", "baseline_value": "31.5", "baseline_on": "01/04/2026",
      "baseline_source": "Survey", "target_value": "35", "target_on": "31/03/2028",
      "owner": "Travel team", "groups": "women,disabled",
    ]
    let benefit = try Benefit.read(fields, nil, lists, today: .of("2026-11-20"))
    #expect(benefit.fields() == fields)
    #expect(benefit.baseline?.value == 31_500)
  }
}
