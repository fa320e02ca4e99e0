import Core
import Testing

@testable import Programme

struct RiskMatrixTests {
  private static let rows = [
    "low,Low,1,green,no,,", "high,High,10,amber,no,,", "very-high,Very high,16,red,yes,,2026-12-31",
    "very-high,Very high,20,red,yes,2027-01-01,",
  ]
  private let today = Day.of("2026-11-22")

  private static func bands(_ rows: [String] = rows) throws -> RiskBands {
    try RiskBands(rows.map { RatingTables.row(RatingTables.bandColumns, $0) })
  }

  private static func judged(
    _ before: (Int, Int)?, _ after: (Int, Int)? = nil, _ proximity: String? = nil
  ) -> RiskJudgement {
    func side(_ side: (Int, Int)?) -> RiskJudgement.Side? {
      RiskJudgement.Side(likelihood: side?.0, impact: side?.1)
    }
    return RiskJudgement(
      before: side(before), after: side(after),
      proximity: proximity.flatMap { Risk.Proximity(rawValue: $0) })
  }

  @Test(arguments: [
    (0, String?.none), (1, "low"), (9, "low"), (10, "high"), (15, "high"), (16, "very-high"),
    (25, "very-high"), (26, nil),
  ])
  func `a score falls in the band of the day`(score: Int, key: String?) throws {
    #expect(try Self.bands().band(of: score, on: today)?.key == key)
  }

  @Test func `bands change with the day`() throws {
    #expect(try Self.bands().band(of: 16, on: .of("2027-01-01"))?.key == "high")
  }

  @Test func `what is not from one to five is no judgement`() {
    for (likelihood, impact) in [(0, 3), (6, 3), (3, 0), (3, 6), (nil, 3), (3, nil)]
      as [(Int?, Int?)]
    {
      #expect(RiskJudgement.Side(likelihood: likelihood, impact: impact) == nil)
    }
  }

  @Test func `the worst comes first, then the soonest, then the greatest impact`() {
    let ordered = [
      Self.judged((5, 5), nil, "later"), Self.judged((4, 4), nil, "now"),
      Self.judged((5, 5), (4, 4), "quarter"), Self.judged((4, 4), nil, "year"),
      Self.judged((4, 4), nil, "later"), Self.judged((4, 4)), Self.judged((2, 5), nil, "now"),
      Self.judged((5, 2), nil, "now"), Self.judged(nil, nil, "now"), Self.judged(nil),
    ]
    #expect(
      ordered.shuffled().sorted(by: RiskJudgement.comesBefore).map(\.counting?.score)
        == ordered.map(\.counting?.score))
    for (place, one) in ordered.enumerated() {
      for other in ordered[(place + 1)...] {
        #expect(RiskJudgement.comesBefore(one, other) && !RiskJudgement.comesBefore(other, one))
      }
    }
  }

  @Test func `what goes to the programme says why`() throws {
    let bands = try Self.bands()
    #expect(bands.escalation(of: Self.judged((3, 5)), on: today) == nil)
    #expect(bands.escalation(of: Self.judged(nil), on: today) == nil)
    #expect(
      bands.escalation(of: Self.judged((4, 4)), on: today)
        == "It scores 16: likelihood 4 times impact 4. A score of 16 or more goes to the programme."
    )
    // The response has brought it down, or not.
    #expect(bands.escalation(of: Self.judged((5, 5), (3, 5)), on: today) == nil)
    #expect(
      bands.escalation(of: Self.judged((5, 5), (4, 5)), on: today)?
        .hasPrefix("It scores 20 with the response in place: likelihood 4 times impact 5.") == true)
    #expect(bands.escalation(of: Self.judged((4, 4)), on: .of("2027-01-01")) == nil)
  }

  @Test func `the matrix holds every risk once, and those not judged beside it`() throws {
    let all: [RiskJudgement?] =
      (1...5).flatMap { one in
        (1...5).map { Self.judged((one, $0)) as RiskJudgement? }
      } + [nil, Self.judged((1, 1), (5, 4))]
    let risks = all.enumerated().map { ($0, $1 ?? Self.judged(nil)) }
    let (rows, rest) = try Self.bands().matrix(risks, on: today) { $0.1 }
    #expect(rest.map(\.0) == [25])
    #expect(
      rows.map { $0.map(\.likelihood) } == [5, 4, 3, 2, 1].map { Array(repeating: $0, count: 5) })
    #expect(rows.allSatisfy { $0.map(\.impact) == [1, 2, 3, 4, 5] })
    for cell in rows.joined() {
      let isTwice = cell.likelihood == 5 && cell.impact == 4
      #expect(cell.risks.count == (isTwice ? 2 : 1))
      #expect(cell.risks.allSatisfy { $0.1.counting?.score == cell.score })
      #expect((cell.band?.key == "very-high") == (cell.score >= 16))
    }
  }

  @Test(arguments: [
    (["low,Low,2,green,no,,"], "no band begins at 1"),
    (["low,Low,1,green,no,,", "other,Low,1,green,no,,"], "two bands are the same"),
    (["low,Low,1,green,yes,,", "other,Low,2,green,no,,"], "is not escalated"),
    (["low,Low,1,green,maybe,,"], "“maybe” as escalate"), (["low,Low,1,blue,no,,"], "“blue”"),
    (["low,Low,1,green,no,,", "top,Top,26,red,yes,,"], "no score reaches 26"), ([], "no row"),
  ])
  func `a bad list is refused with words`(rows: [String], words: String) throws {
    let fault = try #require(throws: Fault.self) { _ = try Self.bands(rows) }
    #expect(fault.description.contains(words) && fault.description.hasPrefix("risk-bands.csv"))
  }
}
