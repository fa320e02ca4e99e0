import App
import Core
import Database
import Support
import Testing

@testable import Programme

struct HighlightRulesTests {
  @Test(arguments: [
    ("2026-11", "November 2026", "2026-10", "2026-12", "2026-11-30"),
    ("2027-01", "January 2027", "2026-12", "2027-02", "2027-01-31"),
    ("2028-02", "February 2028", "2028-01", "2028-03", "2028-02-29"),
  ])
  func `a month has one before, one after and a last day`(
    key: String, spoken: String, previous: String, next: String, last: String
  ) {
    let period = ReportPeriod(rawValue: key)!
    #expect(period.spoken == spoken && period.rawValue == key)
    #expect(period.previous.rawValue == previous && period.next.rawValue == next)
    #expect(period.last.description == last)
    #expect(ReportPeriod(of: period.last) == period)
  }

  @Test(arguments: ["", "2026", "2026-13", "2026-1", "2026-01-01", "Q4 20/21", "1000-01", "x"])
  func `what is no month is none`(text: String) { #expect(ReportPeriod(rawValue: text) == nil) }

  @Test func `reports are due and owners reminded on working days`() throws {
    let holidays = ["2026-12-25", "2026-12-28", "2027-01-01"].map { Day(iso: $0)! }
    let rows = [
      ["key": "due", "working_days": "5", "valid_from": "", "valid_to": ""],
      ["key": "remind", "working_days": "5", "valid_from": "", "valid_to": "2026-12-31"],
      ["key": "remind", "working_days": "2", "valid_from": "2027-01-01", "valid_to": ""],
      ["key": "clearances", "working_days": "3", "valid_from": "", "valid_to": ""],
      ["key": "conditions", "working_days": "5", "valid_from": "", "valid_to": ""],
    ]
    let dates = try ReportDates(rows) {
      (1...5).contains($0.weekday) && !holidays.contains($0)
    }
    let december = ReportPeriod(rawValue: "2026-12")!
    #expect(dates.due(december).description == "2027-01-08")
    #expect(dates.reminder(december).description == "2026-12-22")
    #expect(dates.reminder(december.next).description == "2027-01-28")
    #expect(dates.papersChased(on: Day(iso: "2026-12-23")!).description == "2026-12-30")
    #expect(dates.conditionsChased(on: Day(iso: "2026-12-23")!).description == "2027-01-04")
    for row in rows where row["key"] != "remind" {
      #expect(throws: Fault.self) { try ReportDates(rows.filter { $0 != row }) { _ in true } }
    }
  }

  @Test func `what is kept of a report is read as it was written, whatever its words are`() throws {
    var random = Seeded()
    print("seed \(random.seed)")
    func word() -> String {
      String(
        (0..<Int.random(in: 0...9, using: &random)).map { _ in
          ["a", "ß", "“", "\"", "\\", "\n", "\u{1}", "🜁", "é", "<", "&", "{", "نيا"]
            .randomElement(using: &random)!
        }.joined())
    }
    func some() -> String? { Bool.random(using: &random) ? word() : nil }
    for _ in 0..<500 {
      let content = ReportContent(
        project: word(), workstream: word(), owner: some(), sponsor: some(), board: some(),
        period: ReportPeriod(rawValue: "2021-01")!, writer: word(), sender: some(),
        approver: some(), approvedAt: Bool.random(using: &random) ? TestDatabase.noon : nil,
        ratings: (0..<3).map { _ in
          ReportContent.RatingLine(
            respect: word(), rating: some(), colour: some(), before: some(), proposed: some(),
            proposedColour: some(), facts: [word(), word()], reason: some(), until: some())
        }, done: some(), next: some(), decisions: some(),
        lists: [
          ReportContent.List(
            title: word(), columns: [word(), word()], rows: [[word(), word()], []], empty: word(),
            note: some())
        ])
      #expect(try ReportContent(json: content.json) == content, "seed \(random.seed)")
    }
    #expect(throws: Fault.self) { try ReportContent(json: "{}") }
    #expect(throws: Fault.self) { try ReportContent(json: "") }
  }

  /// What each act does to a report, by chance and beside a model of it.
  @Test(arguments: TestDatabase.engines)
  func `a report goes the ways that it may go, and no other`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let work = try await HighlightWork(pierhead)
      let reports = work.reports
      var random = Seeded()
      print("seed \(random.seed), \(engine)")
      var approvals = 0
      for period in ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"] {
        var id = try await work.begin(period)
        var (state, version) = ("draft", 1)
        var authors: Set<AccountID> = [work.owner.id]
        var frozen: ReportContent?
        for step in 0..<40 {
          clock.move(seconds: 30)
          let user = [work.owner, work.office, work.other].randomElement(using: &random)!
          let from = Int.random(in: 0..<8, using: &random) == 0 ? version - 1 : version
          let isStale = from != version
          let act = ["change", "send", "back", "withdraw", "approve", "return"]
            .randomElement(using: &random)!
          // Not so often that nothing else happens.
          if act == "withdraw", Int.random(in: 0..<5, using: &random) > 0 { continue }
          let isOffice = user.id != work.owner.id
          let isOpen = state == "draft" || state == "returned"
          let mayNow: Bool
          switch act {
          case "change", "send": mayNow = isOpen
          case "back", "return": mayNow = state == "sent"
          case "approve": mayNow = state == "sent" && !authors.contains(user.id)
          default: mayNow = state != "approved"
          }
          let isAllowed = mayNow && !isStale
          let needsOffice = act == "approve" || act == "return"
          let expected = needsOffice && !isOffice ? "forbidden" : isAllowed ? "done" : "conflict"
          let said = await result {
            switch act {
            case "change":
              try await reports.change(
                id, from: from, HighlightWork.fields(period, "green", ["done": "Step \(step)"]),
                by: user)
            case "send": try await reports.send(id, from: from, by: user)
            case "back": try await reports.takeBack(id, from: from, by: user)
            case "withdraw": try await reports.withdraw(id, from: from, by: user)
            case "approve": try await reports.approve(id, from: from, by: user)
            default: try await reports.giveBack(id, from: from, ["words": "No"], by: user)
            }
          }
          #expect(said == expected, "seed \(random.seed): \(act) of \(state) by \(user.name)")
          guard said == "done" else { continue }
          version += 1
          switch act {
          case "send":
            state = "sent"
            authors.insert(user.id)
          case "change", "back":
            state = "draft"
            authors.insert(user.id)
          case "return": state = "returned"
          case "approve":
            state = "approved"
            approvals += 1
            frozen = try await work.view(id).content
          default:
            (state, version, authors) = ("draft", 1, [work.owner.id])
            id = try await work.begin(period)
          }
          let view = try await work.view(id)
          #expect(view.report.value.state.rawValue == state && view.report.number == version)
        }
        if let frozen { #expect(try await work.view(id).content == frozen) }
      }
      print("approved \(approvals) of 5")
    }
  }
}
