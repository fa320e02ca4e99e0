import Core
import Support
import Testing
import Web

/// The same for the addresses of the API, which take a token and JSON.
enum APIAccessTable {
  struct Row: Sendable {
    let row: AccessRow
    var body: JSON = [:]
  }

  private static let inbox: AccessRow.Door = .roles([
    "team_leader": .district, "programme_manager": .all,
  ])
  private static let households: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district, "programme_manager": .all,
    "safeguarding_lead": .all,
  ])
  private static let asking: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district, "programme_manager": .all,
  ])
  private static let notes: AccessRow.Door = .roles([
    "advocate": .own, "trainee_advocate": .own, "team_leader": .district,
  ])

  /// Changes name a version that never stands, so that what is in reach is told apart and nothing is spoiled. A partner's
  /// account of no organisation may nothing; what one of an organisation may is in the tests of the API.
  static let rows = roomRows + programmeRows + gateRows + reportRows + timeRows

  private static let roomRows: [Row] = [
    Row(row: AccessRow("GET /api/v1/me", .signedIn)),
    Row(row: AccessRow("POST /api/v1/referrals", inbox, gives: 422)),
    Row(row: AccessRow("GET /api/v1/referrals", inbox)),
    Row(row: AccessRow("POST /api/v1/referrals/search", inbox), body: ["referral_id": "none"]),
    Row(row: AccessRow("GET /api/v1/referrals/:id", inbox, .referral)),
    Row(row: AccessRow("POST /api/v1/referrals/:id/accept", inbox, .referral, gives: 409)),
    Row(
      row: AccessRow("POST /api/v1/referrals/:id/decline", inbox, .referral, gives: 409),
      body: ["reason": "duplicate"]),
    Row(row: AccessRow("POST /api/v1/referrals/:id/reopen", inbox, .referral, gives: 409)),
    Row(
      row: AccessRow("POST /api/v1/referrals/:id/withdraw", inbox, .referral, gives: 409),
      body: ["reason": "changed-mind"]),
    Row(row: AccessRow("POST /api/v1/referrals/:id/acknowledge", inbox, .referral, gives: 409)),
    Row(
      row: AccessRow("POST /api/v1/referrals/:id/transfer", inbox, .referral, gives: 409),
      body: ["district": "E08000015", "reason": "They live there."]),
    Row(row: AccessRow("GET /api/v1/transfers", inbox)),
    Row(row: AccessRow("POST /api/v1/transfers/:id/accept", inbox, .transfer)),
    Row(row: AccessRow("POST /api/v1/transfers/:id/refuse", inbox, .transfer, gives: 422)),
    Row(
      row: AccessRow("POST /api/v1/households/:id/transfer", asking, .household, gives: 422),
      body: ["district": "none", "reason": "Why", "handover": "What"]),
    Row(row: AccessRow("GET /api/v1/households", households)),
    Row(row: AccessRow("GET /api/v1/households/:id", households, .household)),
    Row(row: AccessRow("GET /api/v1/households/:id/notes", households, .household)),
    Row(
      row: AccessRow("POST /api/v1/households/:id/notes", notes, .household, gives: 201),
      body: ["kind": "phone", "happened_on": "2026-11-20", "body": "We spoke."]),
    Row(
      row: AccessRow("POST /api/v1/households/:id/assign", inbox, .household, gives: 409),
      body: ["account": ""]),
  ]
}

/// Walks over the addresses of the API as every role.
struct APIAccessTableTests {
  @Test(arguments: TestDatabase.engines)
  func `every address of the API answers every role as the table says`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await AccessWorld(pierhead)
      for role in AccessTable.roles {
        let user = try await pierhead.user(role, in: Place.liverpool)
        let program = try await Program(pierhead, as: user)
        let browser = try await world.browser(user)
        for row in APIAccessTable.rows {
          for target in world.targets(of: row.row, as: role) {
            let id = try await world.id(of: row.row.subject, target, for: user, browser)
            let answer = try await ask(row, id, program)
            let expected = AccessTableTests.status(row.row, role, target)
            #expect(answer.status == expected, "\(row.row.route) as \(role), \(target)")
          }
        }
      }
    }
  }

  @Test func `without a token nothing but the document is told`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let program = Program(pierhead, token: nil)
      for row in APIAccessTable.rows {
        let answer = try await ask(row, HouseholdID(at: TestDatabase.noon).text, program)
        #expect(answer.status == 401, "\(row.row.route)")
      }
    }
  }

  private func ask(
    _ row: APIAccessTable.Row, _ id: String, _ program: Program
  ) async throws -> Program.Answer {
    let path = AccessWorld.path(row.row, id)
    guard row.row.route.hasPrefix("POST") else { return try await program.get(path) }
    return try await program.post(path, row.body, version: "\"999999\"")
  }
}
