import Access
import App
import Core
import Database
import Support
import Testing
import Web

/// Walks over every route as every role, with ids of one's own, of others and of nothing.
struct AccessTableTests {
  @Test func `every route has a row and every row a route`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let routes = pierhead.site(isDemo: true).routes.map(\.name)
      let rows = AccessTable.rows.map(\.route) + APIAccessTable.rows.map(\.row.route)
      #expect(Set(routes).subtracting(rows) == [], "routes without a row")
      #expect(Set(rows).subtracting(routes) == [], "rows without a route")
      #expect(routes.count == Set(routes).count && rows.count == Set(rows).count)
    }
  }

  @Test func `the table knows every role`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      #expect(Set(pierhead.access.roles.map(\.key)) == Set(AccessTable.roles))
      #expect(AccessTable.roles.count == 18)
    }
  }

  /// The roles in thirds, each with a world of its own: the longest walk of all, so it is three side by side.
  @Test(arguments: TestDatabase.engines, 0..<3)
  func `every address answers every role as the table says`(
    engine: TestDatabase.Engine, third: Int
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let world = try await AccessWorld(pierhead)
      for (index, role) in AccessTable.roles.enumerated() where index % 3 == third {
        let user = try await pierhead.user(role, in: Place.liverpool)
        for row in AccessTable.rows { try await walk(row, as: user, role, in: world) }
      }
    }
  }

  @Test func `who is not signed in is led to the sign-in page from everywhere else`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      let browser = Browser(pierhead, isDemo: true)
      for row in AccessTable.rows {
        let isPost = row.route.hasPrefix("POST")
        let path = AccessWorld.path(row, HouseholdID(at: TestDatabase.noon).text)
        let answer = try await isPost ? browser.post(path, token: false) : browser.get(path)
        if case .anyone = row.door {
          #expect(answer.status == (row.route == "GET /sign-in" ? 200 : row.status), "\(row.route)")
        } else {
          #expect(answer.status == 303, "\(row.route)")
          #expect(
            answer.location == (isPost ? "/sign-in" : "/sign-in?next=\(path)"), "\(row.route)")
        }
      }
    }
  }

  /// Asks for one address about each kind of subject, and holds the answers against the row.
  private func walk(_ row: AccessRow, as user: User, _ role: String, in world: AccessWorld)
    async throws
  {
    var missing: String?
    for target in world.targets(of: row, as: role) {
      let browser = try await world.browser(user)
      let id = try await world.id(of: row.subject, target, for: user, browser)
      let answer = try await world.ask(row, id, browser)
      let expected = Self.status(row, role, target)
      #expect(answer.status == expected, "\(row.route) as \(role), \(target)")
      guard answer.status == 404, row.subject != .token else { continue }
      // Nothing may tell what is out of reach from what is not there.
      let body = answer.body.replacing(try await browser.formToken(), with: "TOKEN")
      if target == .missing { missing = body }
      #expect(body == missing, "\(row.route) as \(role), \(target)")
    }
  }

  static func status(_ row: AccessRow, _ role: String, _ target: AccessWorld.Target) -> Int {
    let reach: AccessRow.Reach
    switch row.door {
    case .anyone: return row.status
    case .signedIn: reach = .own
    case .roles(let roles):
      guard let found = roles[role] else { return 403 }
      reach = found
    }
    switch target {
    case .own: return row.route == "POST /accounts/:id/disable" ? 409 : row.status
    case .none: return row.status
    case .sameDistrict: return reach == .own ? 404 : row.status
    case .otherDistrict: return reach == .all ? row.status : 404
    case .missing, .malformed: return 404
    }
  }
}
