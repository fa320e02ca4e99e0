import App
import Core
import Support
import Testing

@testable import Database
@testable import Programme

struct CommissionTests {
  private static let today = TestDatabase.noon.day

  private static func commission(
    _ contract: String?, by deadline: String?, _ state: Commission.State = .tender
  ) -> Commission {
    Commission(
      name: "Advisers", state: state, contract: contract.flatMap { PlannedDate(written: $0) },
      deadline: deadline.flatMap { PlannedDate(written: $0) })
  }

  static let lettings: [(Commission, String?)] = [
    (commission("1 March 2027", by: nil), nil),
    (commission(nil, by: "March 2027", .stopped), nil),
    (commission("28/02/2027", by: "March 2027"), "Yes"),
    (commission("31/03/2027", by: "31/03/2027"), "Yes"),
    (commission("early March 2027", by: "March 2027"), "Not certain"),
    (commission("Q4 26/27", by: "31/03/2027"), "Yes"),
    (commission("Q4 26/27", by: "30/03/2027"), "Not certain"),
    (commission("01/04/2027", by: "Q4 26/27"), "No"),
    (commission(nil, by: "March 2027"), "Not certain"),
    (commission("01/11/2026", by: "March 2027"), "Not certain"),
    (commission("01/11/2026", by: "March 2027", .contracted), "Yes"),
    (commission("01/11/2026", by: "October 2026", .contracted), "No"),
    (commission("01/12/2026", by: "October 2026"), "No"),
  ]

  @Test(arguments: lettings)
  func `whether it is let in time is said no more certainly than the dates are`(
    one: Commission, title: String?
  ) {
    #expect(one.letting(on: Self.today)?.title == title, "\(one)")
  }

  @Test func `how late it is is said in words`() {
    let late = Self.commission("June 2027", by: "31/03/2027").letting(on: Self.today)
    #expect(late?.words == "Planned 3 months late.")
  }

  @Test(arguments: [
    ("nothing", [:], "name"), ("clauses", ["name": "A", "clauses": "none"], "clauses_note"),
    ("awarded", ["name": "A", "state": "awarded"], "supplier, award"),
    (
      "contract", ["name": "A", "state": "contracted", "supplier": "B", "award": "March 2026"],
      "contract"
    ), ("date", ["name": "A", "tender": "soon"], "tender"),
  ])
  func `what is wrong with a commission is said by its field`(
    name: String, fields: [String: String], wrong: String
  ) async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let lists = pierhead.programme.lists
      let said = await result { _ = try Commission.read(fields, nil, lists, today: Self.today) }
      #expect(said == "invalid: \(wrong)")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a commission goes from tender to contract, and what its supplier owes is chased`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let office = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("programme_office")))
      let id = try await pierhead.project("Example hub")
      let other = try await pierhead.project("Other hub")
      let path = "/programme/projects/\(id)"
      #expect(
        try await office.get("\(path)/commissions").body.contains("Nothing is bought of others"))
      let sent = try await office.post(
        "\(path)/new-commission",
        [
          ("name", "Advisers <all>"), ("state", "tender"), ("contract", "June 2027"),
          ("deadline", "31/03/2027"), ("clauses", "not yet"),
        ])
      #expect(sent.status == 303)
      let line = try await pierhead.programme.project(id, for: .system).line
      let commission = line.money.commissions[0]
      func due(_ project: ProgrammeItemID) async throws -> Int {
        try await office.post(
          "/programme/projects/\(project)/new-monitoring",
          [
            ("commission", commission.id.text), ("words", "Who took part"),
            ("due_on", "30/11/2026"),
          ]
        ).status
      }
      // Of another project it is none.
      #expect(try await due(other) == 422)
      #expect(try await due(id) == 303)
      var page = try await office.get("/programme/commissions").body
      #expect(page.contains("Advisers &lt;all&gt;") && page.contains("Planned 3 months late."))
      #expect(page.contains("1 commission without equality clauses yet"))
      #expect(page.contains("1 to come") && !page.contains("Overdue"))
      clock.move(days: 11)
      let later = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      page = try await later.get("/programme/commissions").body
      #expect(page.contains("Overdue"))
      #expect(try await later.get("\(path)/commissions").body.contains("Who took part"))
      let item = try await later.get("/programme/items/\(commission.id)").body
      #expect(item.contains("Commission of Example hub"))
    }
  }
}

struct CapacityTests {
  @Test(arguments: TestDatabase.engines)
  func `need meets what is there by role and quarter, however the role is written`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let office = try await pierhead.user("programme_office")
      let programme = pierhead.programme
      func have(_ role: String, _ quarter: String, _ days: Int) async -> String {
        await result {
          try await programme.addCapacity(
            ["role": role, "quarter": quarter, "days": "\(days)"],
            as: ProgrammeItemID(at: TestDatabase.noon), by: office)
        }
      }
      func need(_ project: ProgrammeItemID, _ role: String, _ days: Int) async -> String {
        await result {
          try await programme.add(
            Effort.self, ["role": role, "quarter": "Q4 26/27", "days": "\(days)"],
            as: ProgrammeItemID(at: TestDatabase.noon), to: project, by: office)
        }
      }
      let (hub, centre) = (try await pierhead.project("Hub"), try await pierhead.project("Centre"))
      #expect(await have("Project manager", "Q4 26/27", 50) == "done")
      #expect(await have("project  Manager", "Q4 26/27", 1) == "invalid: role")
      #expect(await have("Project manager", "Q1 25/26", 7) == "done")
      #expect(await need(hub, "project manager", 30) == "done")
      #expect(await need(hub, "Project manager", 5) == "invalid: role")
      #expect(await need(centre, "PROJECT MANAGER", 25) == "done")
      #expect(await need(centre, "Analyst", 3) == "done")
      let portfolio = try await programme.portfolio(for: office)
      let time = TeamTime(portfolio, from: FinancialQuarter(of: TestDatabase.noon.day))
      #expect(time.lines.map(\.role) == ["Analyst", "Project manager"])
      #expect(time.lines.map(\.have) == [0, 50] && time.lines.map(\.needed) == [3, 55])
      #expect(time.lines.map(\.short) == [3, 5])
      #expect(TeamTime(portfolio, from: nil).lines.count == 3)
      let browser = Browser(
        pierhead, session: try await pierhead.session(of: pierhead.user("board_member")))
      let page = try await browser.get("/programme/capacity").body
      #expect(page.contains("Need is above what is there in 2 places"))
      #expect(page.contains("5 days short") && page.contains("Nobody has said"))
      #expect(!page.contains("Say what the team has"))
      #expect(try await browser.get("/programme/capacity?from=all").body.contains("Q1 25/26"))
      #expect(
        try await browser.get("/programme/projects/\(hub)/time").body.contains("project manager"))
      let id = try #require(portfolio.capacity.first?.id)
      #expect(
        try await browser.get("/programme/items/\(id)").body.contains("Days that the team has"))
      // An owner of projects does not say what the team has.
      let owner = try await pierhead.user("action_owner")
      let refused = await result {
        try await programme.addCapacity([:], as: ProgrammeItemID(at: TestDatabase.noon), by: owner)
      }
      #expect(refused == "forbidden")
    }
  }
}
